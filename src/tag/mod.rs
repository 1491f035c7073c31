//! Document → named mentions in eight types, and values (dates, amounts).

pub mod gazetteer;
pub mod values;

use crate::span::Span;
use crate::tokenize::Document;
use gazetteer::Gazetteer;
use std::ops::Range;

/// The types of `GUIDELINES`: what kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum EntityType {
    /// A person.
    Per,
    /// A body: government, party, armed group, company, medium, club.
    Org,
    /// A country, province, city; also for its government.
    Gpe,
    /// Another place.
    Loc,
    /// A building, base, airport, road, camp.
    Fac,
    /// A nationality, people, religious or political adherents.
    Norp,
    /// A named event.
    Event,
    /// A named work, law, treaty, product, weapon, prize, language.
    Misc,
}

impl EntityType {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 8] = [Self::Per, Self::Org, Self::Gpe, Self::Loc, Self::Fac, Self::Norp, Self::Event, Self::Misc];

    /// As the report writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Fac => "FAC",
            Self::Norp => "NORP",
            Self::Event => "EVENT",
            Self::Misc => "MISC",
        }
    }

    /// From the report's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// A named mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the original: the name, without clitics and titles.
    pub span: Span,
    /// The tokens it covers (the first with its proclitics).
    pub tokens: Range<usize>,
    /// Its type.
    pub ty: EntityType,
    /// Probability that span and type are right, per mille.
    pub confidence: u16,
}

/// Finds the named mentions, in order and disjoint.
#[must_use]
pub fn tag(_doc: &Document<'_>, _gazetteer: &Gazetteer) -> Vec<Mention> {
    Vec::new()
}

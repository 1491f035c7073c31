//! Document → named mentions in eight types, and values (dates, amounts).

pub mod clusters;
pub mod decode;
pub mod evidence;
pub mod features;
pub mod gazetteer;
pub mod labels;
pub mod linear;
mod spans;
pub mod values;

use crate::error::Error;
use crate::model::Reader;
use crate::span::Span;
use crate::tokenize::Document;
use clusters::Clusters;
use decode::Transitions;
use evidence::Evidence;
use features::{Facts, Group};
use gazetteer::Gazetteer;
use linear::{Linear, Scores};
use std::collections::HashMap;
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

/// The model of the tagger.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    linear: Linear,
    transitions: Transitions,
    clusters: Clusters,
    /// Confidence per mille by margin; see `confidence`.
    confidence: Vec<u16>,
}

/// Margins are looked up in steps of this size.
pub const MARGIN_STEP: i32 = 8;

impl Tagger {
    /// A model of its parts.
    #[must_use]
    pub fn new(linear: Linear, clusters: Clusters, confidence: Vec<u16>) -> Self {
        Self { transitions: Transitions::new(&linear.transitions), linear, clusters, confidence }
    }

    /// Reads section `tagger`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let clusters = Clusters::read(&mut r)?;
        let linear = Linear::read(&mut r)?;
        let mut confidence = Vec::new();
        for _ in 0..r.count(2)? {
            confidence.push(r.u16()?);
        }
        Ok(Self::new(linear, clusters, confidence))
    }

    /// Writes section `tagger`.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut w = crate::model::Writer::default();
        self.clusters.write(&mut w);
        self.linear.write(&mut w);
        w.varint(self.confidence.len() as u32);
        self.confidence.iter().for_each(|&c| w.u16(c));
        w.bytes
    }

    /// The word clusters.
    #[must_use]
    pub const fn clusters(&self) -> &Clusters {
        &self.clusters
    }

    /// The weights.
    #[must_use]
    pub const fn linear(&self) -> &Linear {
        &self.linear
    }

    /// Labels of every token, and by how much each wins over the next best, both after the second pass.
    #[must_use]
    pub fn label(&self, doc: &Document<'_>, facts: &Facts) -> (Vec<u8>, Vec<i32>) {
        self.label_with(doc, facts, |_, _| ())
    }

    /// The same with further features of each token.
    #[must_use]
    pub fn label_with(
        &self,
        doc: &Document<'_>,
        facts: &Facts,
        further: impl Fn(usize, &mut dyn FnMut(Group, u32)),
    ) -> (Vec<u8>, Vec<i32>) {
        let mut scores: Vec<Scores> = vec![[0; labels::LABELS]; facts.len()];
        let mut own: HashMap<(u32, u32, u32), Scores> = HashMap::new();
        for (i, s) in scores.iter_mut().enumerate() {
            *s = *own.entry(facts.own_key(i)).or_insert_with(|| {
                let mut s = [0; labels::LABELS];
                facts.emit_own(i, &mut |_, feature| self.linear.add(feature, &mut s));
                s
            });
            facts.emit_around(i, &mut |_, feature| self.linear.add(feature, s));
            further(i, &mut |_, feature| self.linear.add(feature, s));
        }
        let first = self.decode(doc, &scores);
        let evidence = Evidence::new(facts, &first);
        for (i, s) in scores.iter_mut().enumerate() {
            evidence.emit(i, &mut |_, feature| self.linear.add(feature, s));
        }
        let labels = self.decode(doc, &scores);
        let mut margins = vec![0; labels.len()];
        for sentence in &doc.sentences {
            let range = sentence.tokens.clone();
            let (Some(s), Some(l)) = (scores.get(range.clone()), labels.get(range.clone())) else { continue };
            if l.iter().all(|&x| x == labels::O) {
                continue;
            }
            for ((through, &label), margin) in self.transitions.through(s).iter().zip(l).zip(margins.iter_mut().skip(range.start)) {
                let other = through.iter().enumerate().filter(|x| x.0 != usize::from(label)).map(|x| *x.1).max().unwrap_or(0);
                *margin = through.get(usize::from(label)).map_or(0, |x| x - other);
            }
        }
        (labels, margins)
    }

    fn decode(&self, doc: &Document<'_>, scores: &[Scores]) -> Vec<u8> {
        let mut out = vec![labels::O; scores.len()];
        for sentence in &doc.sentences {
            if let Some(s) = scores.get(sentence.tokens.clone()) {
                for (slot, label) in out.iter_mut().skip(sentence.tokens.start).zip(self.transitions.best(s)) {
                    *slot = label;
                }
            }
        }
        out
    }

    /// Smallest margin of the tokens of a mention, and of the token after it where that could have continued it.
    #[must_use]
    pub fn margin(margins: &[i32], tokens: &Range<usize>) -> i32 {
        margins.get(tokens.start..(tokens.end + 1).min(margins.len())).unwrap_or(&[]).iter().copied().min().unwrap_or(0)
    }

    fn confidence(&self, margin: i32) -> u16 {
        let at = (margin.max(0) / MARGIN_STEP) as usize;
        self.confidence.get(at).or(self.confidence.last()).copied().unwrap_or(500)
    }
}

/// Finds the named mentions, in order and disjoint.
#[must_use]
pub fn tag(doc: &Document<'_>, gazetteer: &Gazetteer, tagger: &Tagger) -> Vec<Mention> {
    let facts = Facts::new(doc, gazetteer, &tagger.clusters);
    let (labels, margins) = tagger.label(doc, &facts);
    let mut out = Vec::new();
    for sentence in &doc.sentences {
        let first = sentence.tokens.start;
        for (range, ty) in labels::mentions(labels.get(sentence.tokens.clone()).unwrap_or(&[])) {
            let tokens = first + range.start..first + range.end;
            let confidence = tagger.confidence(Tagger::margin(&margins, &tokens));
            if let Some((tokens, span)) = spans::name(doc, &facts, tokens) {
                out.push(Mention { span, tokens, ty, confidence });
            }
        }
    }
    out
}

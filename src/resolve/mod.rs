//! Mentions → entities: names of one thing become one, linked to the gazetteer's entry where there is one.

use crate::tag::gazetteer::Gazetteer;
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;

/// One thing that the article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Wikidata id («Q30»), else `local:<normalized name>`, or the id that the user gave.
    pub id: String,
    /// Arabic name for readers.
    pub name_ar: String,
    /// English name where the lexicon knows it.
    pub name_en: Option<String>,
    /// The type of the thing itself (a NORP mention of a country gives a GPE entity).
    pub ty: EntityType,
    /// How much the article is about it, per mille; 1000 for the most.
    pub salience: u16,
    /// Indices into the mentions.
    pub mentions: Vec<usize>,
    /// The gazetteer's entry.
    pub entry: Option<u32>,
}

/// A name that the user adds: it wins over the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserEntity {
    /// The user's own id.
    pub id: Option<String>,
    /// Arabic name.
    pub name: String,
    /// English name.
    pub en: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its type.
    pub ty: EntityType,
}

/// Mentions with their entities.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// In order, disjoint.
    pub mentions: Vec<Mention>,
    /// Entity of each mention.
    pub entity_of: Vec<usize>,
    /// In order of first mention.
    pub entities: Vec<Entity>,
}

/// Resolves the mentions of one document.
#[must_use]
pub fn resolve(_doc: &Document<'_>, mentions: Vec<Mention>, _gazetteer: &Gazetteer, _user: &[UserEntity]) -> Resolved {
    let _ = mentions;
    Resolved::default()
}

//! Mentions → entities: names of one thing become one, linked to the gazetteer's entry where there is one.
//!
//! Equal names of one type make a form; forms are looked up in the gazetteer, composed of head and country, or joined to longer, shorter and
//! otherwise written forms of the same article; capitals are read mention by mention.

mod bodies;
mod capital;
mod finish;
mod forms;
mod lexicon;
mod persons;
mod slips;
mod surface;
mod user;

#[cfg(feature = "train")]
pub use lexicon::composed_bodies;

use crate::tag::gazetteer::Gazetteer;
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;
use forms::Forms;

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

/// What a mention or form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// The user's entity of that number.
    User(usize),
    /// The list's entry of that number, which stands for its English name.
    Entry(u32),
    /// A body: template and country.
    Composed(u16, u32),
    /// No known thing: the forms joined to this one.
    Local(usize),
}

/// Resolves the mentions of one document.
#[must_use]
pub fn resolve(doc: &Document<'_>, mentions: Vec<Mention>, gazetteer: &Gazetteer, user: &[UserEntity]) -> Resolved {
    let names = user::Names::new(user, gazetteer);
    let (mentions, owners) = names.add(doc, mentions, gazetteer);
    let mut forms = Forms::new(doc, &mentions, gazetteer);
    forms.link(gazetteer);
    persons::join(&mut forms);
    bodies::join(&mut forms, doc, &mentions, gazetteer);
    let keys: Vec<Key> = (0..mentions.len())
        .map(|m| match owners[m] {
            Some(u) => Key::User(u),
            None => names.claim(forms.key_of(doc, gazetteer, &mentions, m)),
        })
        .collect();
    finish::finish(doc, mentions, &keys, &forms, gazetteer, user)
}

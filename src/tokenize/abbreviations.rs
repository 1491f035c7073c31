//! Words whose full stop does not end a sentence, from `data/abbreviations.tsv`.

use crate::error::Error;
use crate::model::Reader;
#[cfg(feature = "train")]
use crate::model::Writer;

/// When the full stop after an abbreviation ends a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stop {
    /// Never: a title.
    Never = 0,
    /// Only after a number: a unit.
    AfterNumber = 1,
}

/// Normalized abbreviations, sorted.
#[derive(Clone, Debug, Default)]
pub struct Abbreviations {
    words: Vec<(String, Stop)>,
}

impl Abbreviations {
    /// Reads section `abbrev`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let count = r.count(2)?;
        let mut words = Vec::with_capacity(count);
        for _ in 0..count {
            let stop = if r.u8()? == 0 { Stop::Never } else { Stop::AfterNumber };
            words.push((r.str()?.to_string(), stop));
        }
        words.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self { words })
    }

    /// Writes what `read` reads.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn write(words: &[(String, Stop)]) -> Vec<u8> {
        let mut w = Writer::default();
        w.varint(words.len() as u32);
        for (word, stop) in words {
            w.u8(*stop as u8);
            w.str(word);
        }
        w.bytes
    }

    /// When the full stop after a normalized word ends a sentence; `None` for words that are no abbreviations. A single letter that
    /// is not listed is a title or an initial.
    pub(super) fn get(&self, word: &str) -> Option<Stop> {
        match self.words.binary_search_by(|w| w.0.as_str().cmp(word)) {
            Ok(at) => self.words.get(at).map(|w| w.1),
            Err(_) if word.chars().nth(1).is_none() => Some(Stop::Never),
            Err(_) => None,
        }
    }
}

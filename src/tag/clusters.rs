//! Words → distributional clusters at several sizes: words that stand in the same surroundings share a number.

use super::linear::{HashTable, read_sorted};
use crate::error::Error;
use crate::model::Reader;

/// Sizes at which a word has a cluster, coarse to fine.
pub const LEVELS: usize = 3;

/// Number of a word without a cluster.
pub const UNKNOWN: u32 = 0xFFFF;

/// The clusters, by hash of the word.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    fine: HashTable,
    /// Coarser clusters of each finest one.
    coarse: Vec<[u16; LEVELS - 1]>,
}

impl Clusters {
    /// Clusters from (hash of the word, finest cluster) and the coarser clusters of each finest one.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = (u32, u16)>, coarse: Vec<[u16; LEVELS - 1]>) -> Self {
        let pairs: Vec<_> = words.into_iter().map(|(h, c)| (h, u32::from(c))).collect();
        Self { fine: HashTable::new(&pairs), coarse }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fine.len()
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fine.is_empty()
    }

    /// Clusters of a word, coarse to fine: by its stem, else by the whole word.
    #[must_use]
    pub fn of(&self, stem: u32, word: u32) -> [u32; LEVELS] {
        let mut out = [UNKNOWN; LEVELS];
        if let Some(c) = self.fine.get(stem).or_else(|| self.fine.get(word)) {
            if let Some(coarse) = self.coarse.get(c as usize) {
                for (o, &x) in out.iter_mut().zip(coarse) {
                    *o = u32::from(x);
                }
            }
            out[LEVELS - 1] = c;
        }
        out
    }

    /// Reads what `write` wrote.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let coarse_count = r.count(2 * (LEVELS - 1))?;
        let mut coarse = Vec::with_capacity(coarse_count);
        for _ in 0..coarse_count {
            let mut row = [0; LEVELS - 1];
            for x in &mut row {
                *x = r.u16()?;
            }
            coarse.push(row);
        }
        let words = r.count(3)?;
        let mut pairs = Vec::with_capacity(words);
        for hash in read_sorted(r, words)? {
            pairs.push((hash, u32::from(r.u16()?)));
        }
        Ok(Self { fine: HashTable::new(&pairs), coarse })
    }

    /// Writes them.
    #[cfg(feature = "train")]
    pub fn write(&self, w: &mut crate::model::Writer) {
        w.varint(self.coarse.len() as u32);
        for x in self.coarse.iter().flatten() {
            w.u16(*x);
        }
        let words = self.fine.sorted();
        w.varint(words.len() as u32);
        super::linear::write_sorted(w, words.iter().map(|x| x.0));
        for (_, c) in words {
            w.u16(c as u16);
        }
    }
}

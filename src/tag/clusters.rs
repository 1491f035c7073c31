//! Words → what running text says about them: clusters at several sizes (words that stand in the same surroundings share a number), and a
//! prior: as what a first tagger marked the word in running text, most of the time.

use super::linear::{HashTable, read_sorted};
use crate::error::Error;
use crate::model::{Reader, invalid};

/// Sizes at which a word has a cluster, coarse to fine.
pub const LEVELS: usize = 3;

/// Number of a word without a cluster.
pub const UNKNOWN: u32 = 0xFFFF;

/// What is known of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Coarse to fine.
    pub clusters: [u32; LEVELS],
    /// 0 where nothing is known; see `train-tagger`.
    pub prior: u32,
}

/// The words, by hash.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    rows: HashTable,
    fine: Vec<u16>,
    priors: Vec<u8>,
    /// Coarser clusters of each finest one.
    coarse: Vec<[u16; LEVELS - 1]>,
}

impl Clusters {
    /// From (hash of the word, finest cluster), each word once, and the coarser clusters of each finest one.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = (u32, u16)>, coarse: Vec<[u16; LEVELS - 1]>) -> Self {
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup_by_key(|w| w.0);
        let rows: Vec<(u32, u32)> = words.iter().map(|w| w.0).zip(0..).collect();
        Self { rows: HashTable::new(&rows), fine: words.iter().map(|w| w.1).collect(), priors: vec![0; words.len()], coarse }
    }

    /// Number of words.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.fine.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fine.is_empty()
    }

    /// Hashes of the words, in the order of their rows.
    #[must_use]
    pub fn words(&self) -> Vec<u32> {
        self.rows.sorted().into_iter().map(|w| w.0).collect()
    }

    /// The same words with other priors, in the order of `words`.
    #[must_use]
    pub fn with_priors(mut self, priors: Vec<u8>) -> Self {
        self.priors = priors;
        self.priors.resize(self.fine.len(), 0);
        self
    }

    /// What is known of a word: by its stem, else by the whole word.
    #[must_use]
    pub fn of(&self, stem: u32, word: u32) -> Known {
        let mut out = Known { clusters: [UNKNOWN; LEVELS], prior: 0 };
        if let Some(row) = self.rows.get(stem).or_else(|| self.rows.get(word)) {
            let row = row as usize;
            let fine = self.fine.get(row).copied().unwrap_or(0);
            if let Some(coarse) = self.coarse.get(usize::from(fine)) {
                for (o, &x) in out.clusters.iter_mut().zip(coarse) {
                    *o = u32::from(x);
                }
            }
            out.clusters[LEVELS - 1] = u32::from(fine);
            out.prior = u32::from(self.priors.get(row).copied().unwrap_or(0));
        }
        out
    }

    /// Reads what `write` wrote.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let count = r.count(2 * (LEVELS - 1))?;
        let mut coarse = Vec::with_capacity(count);
        for _ in 0..count {
            let mut row = [0; LEVELS - 1];
            for x in &mut row {
                *x = r.u16()?;
            }
            coarse.push(row);
        }
        let words = r.count(6)?;
        let rows: Vec<(u32, u32)> = read_sorted(r, words)?.into_iter().zip(0..).collect();
        let (low, high, priors) = (r.bytes(words)?, r.bytes(words)?, r.bytes(words)?);
        let fine: Vec<u16> = low.iter().zip(high).map(|(&l, &h)| u16::from_le_bytes([l, h])).collect();
        if fine.iter().any(|&f| usize::from(f) >= coarse.len()) {
            return Err(invalid("a word has a cluster that does not exist; use a whole model"));
        }
        Ok(Self { rows: HashTable::new(&rows), fine, priors: priors.to_vec(), coarse })
    }

    /// Writes them.
    #[cfg(feature = "train")]
    pub fn write(&self, w: &mut crate::model::Writer) {
        w.varint(self.coarse.len() as u32);
        for x in self.coarse.iter().flatten() {
            w.u16(*x);
        }
        w.varint(self.fine.len() as u32);
        super::linear::write_sorted(w, self.words().into_iter());
        self.fine.iter().for_each(|f| w.u8(*f as u8));
        self.fine.iter().for_each(|f| w.u8((*f >> 8) as u8));
        w.raw(&self.priors);
    }
}

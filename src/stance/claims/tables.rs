//! Section `claims` → weights, word frequencies, small words, opposites.

use super::words::Word;
use crate::error::Error;
use crate::model::{Reader, invalid};

/// Kinds of small words, as bits.
pub mod kind {
    /// Carries no content.
    pub const STOP: u8 = 1;
    /// Negates.
    pub const NEGATION: u8 = 1 << 1;
    /// Says that something is not so.
    pub const DENIAL: u8 = 1 << 2;
    /// Uncertain or future.
    pub const HEDGE: u8 = 1 << 3;
    /// But.
    pub const CONTRAST: u8 = 1 << 4;
    /// Names a source.
    pub const SOURCE: u8 = 1 << 5;
    /// A verb of saying or judging.
    pub const SPEECH: u8 = 1 << 6;
}

/// A linear model over dense features: rows of weights, one a class, each with a bias behind it.
#[derive(Clone, Debug, Default)]
pub struct Dense {
    rows: Vec<Vec<i32>>,
}

impl Dense {
    /// From rows of equal length, the bias last.
    #[must_use]
    pub fn new(rows: Vec<Vec<i32>>) -> Self {
        Self { rows }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let (classes, width) = (r.count(1)?, r.count(1)?);
        if classes.saturating_mul(width).saturating_mul(4) > r.remaining() {
            return Err(invalid("section claims: the weights are truncated"));
        }
        let mut rows = Vec::with_capacity(classes);
        for _ in 0..classes {
            rows.push((0..width).map(|_| r.i32()).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(Self { rows })
    }

    /// Logits in 1/4096 of features in 1/256.
    #[must_use]
    pub fn logits(&self, features: &[i32]) -> Vec<i64> {
        self.rows
            .iter()
            .map(|row| {
                let (bias, weights) = row.split_last().map_or((0, &[][..]), |(b, w)| (*b, w));
                let sum: i64 = weights.iter().zip(features).map(|(&w, &f)| i64::from(w) * i64::from(f)).sum();
                (sum + i64::from(bias) * 256) >> 12
            })
            .collect()
    }

    /// Features it has weights for.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.first().map_or(0, |r| r.len().saturating_sub(1))
    }
}

/// Everything that comparing a claim with an article needs.
#[derive(Clone, Debug, Default)]
pub struct ClaimModel {
    /// Sorted by hash: how rare a stem is, `log2` of sentences over sentences with it, in 1/16.
    rarity: Vec<(u32, u8)>,
    /// Rarity of a stem that is not listed.
    unseen: u8,
    /// Sorted by hash of the folded word.
    small: Vec<(u32, u8)>,
    /// Sorted by hash of the stem: row of `data/opposites.tsv` times two, plus the side.
    sides: Vec<(u32, u16)>,
    /// How much a sentence looks like evidence.
    pub rank: Dense,
    /// agree, disagree, discuss, unrelated.
    pub article: Dense,
    /// agree, disagree, other: for one-sentence articles.
    pub pair: Dense,
    /// Sorted by hash: weights of words and pairs of words for `pair`, in 1/1024.
    pub lexical: Vec<(u32, [i16; 3])>,
    /// `exp(-k/16)` in 1/65536.
    exponential: Vec<u16>,
}

impl ClaimModel {
    /// Reads section `claims`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let mut model = Self { unseen: r.u8()?, ..Self::default() };
        for _ in 0..r.count(5)? {
            model.rarity.push((r.u32()?, r.u8()?));
        }
        for _ in 0..r.count(5)? {
            model.small.push((r.u32()?, r.u8()?));
        }
        for _ in 0..r.count(6)? {
            model.sides.push((r.u32()?, r.u16()?));
        }
        model.rank = Dense::read(&mut r)?;
        model.article = Dense::read(&mut r)?;
        model.pair = Dense::read(&mut r)?;
        for _ in 0..r.count(10)? {
            model.lexical.push((r.u32()?, [r.i16()?, r.i16()?, r.i16()?]));
        }
        for _ in 0..r.count(2)? {
            model.exponential.push(r.u16()?);
        }
        model.rarity.sort_unstable();
        model.small.sort_unstable();
        model.sides.sort_unstable();
        model.lexical.sort_unstable();
        Ok(model)
    }

    /// How rare a word is, in 1/16 of a binary place.
    #[must_use]
    pub fn rarity(&self, word: &Word) -> i32 {
        i32::from(self.rarity.binary_search_by_key(&word.hash, |r| r.0).ok().and_then(|i| self.rarity.get(i)).map_or(self.unseen, |r| r.1))
            .max(1)
    }

    /// Bits of `kind` for a folded word, also behind و and ف.
    #[must_use]
    pub fn small(&self, word: &Word) -> u8 {
        let find = |w: &str| {
            self.small.binary_search_by_key(&super::words::hash(w), |s| s.0).ok().and_then(|i| self.small.get(i)).map_or(0, |s| s.1)
        };
        let whole = find(&word.form);
        if whole != 0 {
            return whole;
        }
        word.form.strip_prefix(['و', 'ف']).filter(|r| r.chars().nth(1).is_some()).map_or(0, |r| find(r) & !kind::STOP)
    }

    /// Rows and sides of a stem in the table of opposites.
    #[must_use]
    pub fn sides(&self, word: &Word) -> &[(u32, u16)] {
        let from = self.sides.partition_point(|s| s.0 < word.hash);
        let to = self.sides.partition_point(|s| s.0 <= word.hash);
        self.sides.get(from..to).unwrap_or(&[])
    }

    /// Weights of a hashed feature of the pair model.
    #[must_use]
    pub fn lexical(&self, feature: u32) -> Option<&[i16; 3]> {
        self.lexical.binary_search_by_key(&feature, |l| l.0).ok().and_then(|i| self.lexical.get(i)).map(|l| &l.1)
    }

    /// Probabilities per mille of logits in 1/4096, adding up to 1000.
    #[must_use]
    pub fn softmax(&self, logits: &[i64]) -> Vec<u16> {
        let top = logits.iter().copied().max().unwrap_or(0);
        let parts: Vec<u64> = logits
            .iter()
            .map(|&l| {
                let down = u64::try_from(top - l).unwrap_or(0);
                let (step, rest) = ((down / 256) as usize, down % 256);
                let at = |k: usize| self.exponential.get(k).copied().map_or(0, u64::from);
                at(step) - (at(step).saturating_sub(at(step + 1))) * rest / 256
            })
            .collect();
        let sum = parts.iter().sum::<u64>().max(1);
        let mut out: Vec<u16> = parts.iter().map(|p| (p * 1000 / sum) as u16).collect();
        let left = 1000u16.saturating_sub(out.iter().sum());
        if let Some(best) = (0..logits.len()).max_by_key(|&i| (logits.get(i).copied(), logits.len() - i))
            && let Some(slot) = out.get_mut(best)
        {
            *slot += left;
        }
        out
    }
}

//! The linear model: feature hashes → integer weights of the labels.

use super::labels::LABELS;
use crate::error::Error;
use crate::model::{Reader, invalid};

/// A table from 32-bit keys to 32-bit values that is built once: open addressing, no deletion.
#[derive(Clone, Debug, Default)]
pub struct HashTable {
    slots: Vec<(u32, u32)>,
    mask: usize,
    len: usize,
}

const FREE: u32 = u32::MAX;
/// So that where a row begins fits beside its length.
const MAX_CELLS: u32 = 1 << 26;

impl HashTable {
    /// A table of these pairs; the first of equal keys wins. No value may be `u32::MAX`.
    #[must_use]
    pub fn new(pairs: &[(u32, u32)]) -> Self {
        let size = (pairs.len() * 2).next_power_of_two().max(2);
        let mut out = Self { slots: vec![(0, FREE); size], mask: size - 1, len: 0 };
        for &(key, value) in pairs {
            let mut at = key as usize & out.mask;
            while out.slots[at].1 != FREE && out.slots[at].0 != key {
                at = (at + 1) & out.mask;
            }
            if out.slots[at].1 == FREE {
                out.slots[at] = (key, value);
                out.len += 1;
            }
        }
        out
    }

    /// The value of `key`.
    #[inline]
    #[must_use]
    pub fn get(&self, key: u32) -> Option<u32> {
        let mut at = key as usize & self.mask;
        loop {
            let &(k, v) = self.slots.get(at)?;
            if v == FREE {
                return None;
            }
            if k == key {
                return Some(v);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Number of keys.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The pairs, by key.
    #[must_use]
    pub fn sorted(&self) -> Vec<(u32, u32)> {
        let mut all: Vec<_> = self.slots.iter().copied().filter(|s| s.1 != FREE).collect();
        all.sort_unstable();
        all
    }
}

/// Scores of the labels of one token.
pub type Scores = [i32; LABELS];

/// Features with their weights, and the weights of label pairs.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    rows: HashTable,
    /// Label and weight, row after row. The table holds where a row begins, times 32, plus its length.
    cells: Vec<(u8, i8)>,
    /// From label to label; the last row is the start of a sentence.
    pub transitions: Vec<Scores>,
}

impl Linear {
    /// A model of these features: hash, then label and weight of each cell that is not zero.
    #[must_use]
    pub fn new(mut features: Vec<(u32, Vec<(u8, i8)>)>, transitions: Vec<Scores>) -> Self {
        features.sort_by_key(|f| f.0);
        features.dedup_by_key(|f| f.0);
        let mut out = Self { transitions, ..Self::default() };
        let mut pairs = Vec::with_capacity(features.len());
        for (hash, cells) in features {
            pairs.push((hash, (out.cells.len() << 5 | cells.len().min(LABELS)) as u32));
            out.cells.extend(cells.into_iter().take(LABELS));
        }
        out.rows = HashTable::new(&pairs);
        out
    }

    /// Number of features.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of weights.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Adds the weights of a feature.
    #[inline]
    pub fn add(&self, feature: u32, scores: &mut Scores) {
        if let Some(row) = self.rows.get(feature) {
            let (start, len) = ((row >> 5) as usize, (row & 31) as usize);
            for &(label, weight) in self.cells.get(start..start + len).unwrap_or(&[]) {
                if let Some(s) = scores.get_mut(usize::from(label)) {
                    *s += i32::from(weight);
                }
            }
        }
    }

    /// Reads what `write` wrote.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let mut transitions = Vec::with_capacity(LABELS + 1);
        for _ in 0..=LABELS {
            let mut row = [0; LABELS];
            for x in &mut row {
                *x = i32::from(r.i16()?);
            }
            transitions.push(row);
        }
        let features = r.count(3)?;
        let hashes = read_sorted(r, features)?;
        let mut pairs = Vec::with_capacity(features);
        let mut cells = 0u32;
        for (&n, hash) in r.bytes(features)?.iter().zip(hashes) {
            if usize::from(n) > LABELS {
                return Err(invalid(format!("a feature has {n} weights, at most {LABELS} expected; use a whole model")));
            }
            pairs.push((hash, cells << 5 | u32::from(n)));
            cells += u32::from(n);
        }
        if cells > MAX_CELLS {
            return Err(invalid(format!("{cells} weights, at most {MAX_CELLS} expected; use a whole model")));
        }
        let labels = r.bytes(cells as usize)?;
        let weights = r.bytes(cells as usize)?;
        if labels.iter().any(|&l| usize::from(l) >= LABELS) {
            return Err(invalid("the tagger names a label that does not exist; use a whole model"));
        }
        Ok(Self {
            rows: HashTable::new(&pairs),
            cells: labels.iter().zip(weights).map(|(&l, &w)| (l, i8::from_le_bytes([w]))).collect(),
            transitions,
        })
    }

    /// Writes the model, like bytes beside like bytes so that it packs well.
    #[cfg(feature = "train")]
    pub fn write(&self, w: &mut crate::model::Writer) {
        for x in self.transitions.iter().flatten() {
            w.i16(i16::try_from(*x).unwrap_or(i16::MIN));
        }
        let rows = self.rows.sorted();
        w.varint(rows.len() as u32);
        write_sorted(w, rows.iter().map(|r| r.0));
        let cells = |row: u32| &self.cells[(row >> 5) as usize..(row >> 5) as usize + (row & 31) as usize];
        for r in &rows {
            w.u8(cells(r.1).len() as u8);
        }
        for r in &rows {
            cells(r.1).iter().for_each(|c| w.u8(c.0));
        }
        for r in &rows {
            cells(r.1).iter().for_each(|c| w.raw(&c.1.to_le_bytes()));
        }
    }
}

/// Reads `n` ascending hashes: the differences in three planes of bytes, lowest first; the highest byte of a difference is escaped.
pub(super) fn read_sorted(r: &mut Reader<'_>, n: usize) -> Result<Vec<u32>, Error> {
    let (low, mid, high) = (r.bytes(n)?, r.bytes(n)?, r.bytes(n)?);
    let mut at = 0u32;
    let mut out = Vec::with_capacity(n);
    for ((&l, &m), &h) in low.iter().zip(mid).zip(high) {
        let top = if h == 255 { r.u16()? } else { u16::from(h) };
        at = at.wrapping_add(u32::from(l) | u32::from(m) << 8 | u32::from(top) << 16);
        out.push(at);
    }
    Ok(out)
}

/// Writes ascending hashes.
#[cfg(feature = "train")]
pub(super) fn write_sorted(w: &mut crate::model::Writer, hashes: impl Iterator<Item = u32>) {
    let mut last = 0;
    let steps: Vec<u32> = hashes.map(|h| h - std::mem::replace(&mut last, h)).collect();
    steps.iter().for_each(|s| w.u8(*s as u8));
    steps.iter().for_each(|s| w.u8((*s >> 8) as u8));
    steps.iter().for_each(|s| w.u8((*s >> 16).min(255) as u8));
    steps.iter().filter(|s| **s >> 16 >= 255).for_each(|s| w.u16((*s >> 16) as u16));
}

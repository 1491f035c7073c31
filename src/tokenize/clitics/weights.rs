//! Learned weights by the hash of their feature.

use crate::error::Error;
use crate::model::Reader;
#[cfg(feature = "train")]
use crate::model::Writer;

/// Weights, sorted by feature; a feature that is not there weighs nothing.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Where the features of each value of the upper eight bits begin.
    index: Vec<u32>,
    features: Vec<u32>,
    values: Vec<i8>,
}

impl Weights {
    /// Of features in rising order with their weights.
    #[must_use]
    pub fn new(sorted: impl Iterator<Item = (u32, i8)>) -> Self {
        let mut weights = Self { index: vec![0; 257], ..Self::default() };
        for (feature, value) in sorted {
            if let Some(n) = weights.index.get_mut((feature >> 24) as usize + 1) {
                *n += 1;
            }
            weights.features.push(feature);
            weights.values.push(value);
        }
        let mut sum = 0;
        for n in &mut weights.index {
            sum += *n;
            *n = sum;
        }
        weights
    }

    pub(super) fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The weight of a feature.
    #[must_use]
    pub fn get(&self, feature: u32) -> i32 {
        let upper = (feature >> 24) as usize;
        let (Some(&from), Some(&to)) = (self.index.get(upper), self.index.get(upper + 1)) else { return 0 };
        let Some(slice) = self.features.get(from as usize..to as usize) else { return 0 };
        slice.binary_search(&feature).ok().and_then(|at| self.values.get(from as usize + at)).map_or(0, |&v| i32::from(v))
    }

    pub(super) fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let count = r.count(2)?;
        let mut features = Vec::with_capacity(count);
        let mut feature = 0u32;
        for _ in 0..count {
            feature = feature.saturating_add(r.varint()?);
            features.push(feature);
        }
        let values = r.bytes(count)?.iter().map(|&b| i8::from_le_bytes([b]));
        Ok(Self::new(features.into_iter().zip(values)))
    }

    #[cfg(feature = "train")]
    pub(super) fn write(&self, w: &mut Writer) {
        w.varint(self.features.len() as u32);
        let mut last = 0;
        for &f in &self.features {
            w.varint(f - last);
            last = f;
        }
        for v in &self.values {
            w.raw(&v.to_le_bytes());
        }
    }
}

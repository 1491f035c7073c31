//! Learned weights: hashed linear models and boosted trees, all in integers, so that every platform agrees to the byte.

use crate::error::Error;
use crate::model::{Reader, invalid};

/// Units of a score in one natural-log unit of odds.
pub const UNIT: i32 = 32;

/// Probability per mille of a score, by straight lines between quarter units.
#[must_use]
pub fn probability(score: i32) -> i32 {
    const TABLE: [i32; 34] = [
        500, 562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953, 963, 971, 977, 982, 986, 989, 991, 993, 995, 996, 997, 998, 998,
        998, 999, 999, 999, 999, 1000, 1000, 1000,
    ];
    let x = score.unsigned_abs().min(UNIT as u32 * 8) as i32;
    let (k, r) = ((x / 8) as usize, x % 8);
    let (a, b) = (TABLE[k.min(33)], TABLE[(k + 1).min(33)]);
    let p = a + (b - a) * r / 8;
    if score < 0 { 1000 - p } else { p }
}

/// Shares of 1000 in proportion to the exponentials of the scores.
#[must_use]
pub fn shares(scores: &[i32]) -> Vec<i32> {
    const TABLE: [i32; 34] = [
        1000, 779, 607, 472, 368, 287, 223, 174, 135, 105, 82, 64, 50, 39, 30, 24, 18, 14, 11, 9, 7, 5, 4, 3, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0,
    ];
    let top = scores.iter().copied().max().unwrap_or(0);
    let parts: Vec<i32> = scores
        .iter()
        .map(|s| {
            let x = top.saturating_sub(*s).clamp(0, 8 * 32);
            let (k, r) = ((x / 8) as usize, x % 8);
            let (a, b) = (TABLE[k.min(33)], TABLE[(k + 1).min(33)]);
            a - (a - b) * r / 8
        })
        .collect();
    let all: i32 = parts.iter().sum::<i32>().max(1);
    parts.into_iter().map(|p| p * 1000 / all).collect()
}

/// Weights by hashed feature, in units of `UNIT`.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// A power of two of them.
    pub weights: Vec<i8>,
}

impl Linear {
    /// Reads: bits, number of weights that are not zero, then gap and weight of each.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let bits = r.u8()?;
        if bits > 22 {
            return Err(invalid(format!("a weight table of 2^{bits} is too large")));
        }
        let mut weights = vec![0i8; 1 << bits];
        let n = r.count(2)?;
        let mut gaps = Vec::with_capacity(n);
        for _ in 0..n {
            gaps.push(r.varint()? as usize);
        }
        let mut at = 0usize;
        for gap in gaps {
            at = at.saturating_add(gap);
            let w = r.u8()? as i8;
            *weights.get_mut(at).ok_or_else(|| invalid("a weight lies outside its table"))? = w;
            at += 1;
        }
        Ok(Self { weights })
    }

    /// Sum of the weights of the features.
    #[must_use]
    pub fn score(&self, features: &[u32]) -> i32 {
        let mask = self.weights.len().wrapping_sub(1);
        features.iter().map(|&f| self.weights.get(f as usize & mask).map_or(0, |&w| i32::from(w))).sum()
    }
}

/// A node: feature, threshold, and the two ways on; a leaf where `feature` is 255.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Number of the feature, or 255.
    pub feature: u8,
    /// Left where value ≤ threshold; the leaf's score otherwise.
    pub value: i16,
    /// Number of the right child; the left one follows the node.
    pub right: u16,
}

/// Boosted trees over small integers.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// Score to begin with, in sixteenths of `UNIT`'s unit.
    pub base: i32,
    /// All nodes, tree after tree.
    pub nodes: Vec<Node>,
    /// First node of each tree.
    pub trees: Vec<u32>,
}

/// Leaf scores are finer than linear ones by this.
pub const FINE: i32 = 16;

impl Forest {
    /// Reads: base, trees, and the nodes of each.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let mut out = Self { base: r.i32()?, ..Self::default() };
        let trees = r.count(4)?;
        for _ in 0..trees {
            let n = r.count(4)?;
            let first = out.nodes.len();
            out.trees.push(first as u32);
            for i in 0..n {
                let feature = r.u8()?;
                let value = r.i16()?;
                let right = if feature == 255 { 0 } else { r.varint()? as u16 };
                if feature != 255 && (usize::from(right) >= n || usize::from(right) <= i || i + 1 >= n) {
                    return Err(invalid("a tree of the stance model is damaged"));
                }
                out.nodes.push(Node { feature, value, right });
            }
        }
        Ok(out)
    }

    /// Score in units of `UNIT`.
    #[must_use]
    pub fn score(&self, values: &[i16]) -> i32 {
        let mut sum = self.base;
        for &first in &self.trees {
            let tree = self.nodes.get(first as usize..).unwrap_or(&[]);
            let mut at = 0usize;
            while let Some(node) = tree.get(at) {
                if node.feature == 255 {
                    sum += i32::from(node.value);
                    break;
                }
                at = if values.get(usize::from(node.feature)).copied().unwrap_or(0) <= node.value {
                    at + 1
                } else {
                    usize::from(node.right)
                };
            }
        }
        sum / FINE
    }
}

//! What the first pass said about the same word elsewhere in the document, as features of the second pass.

use super::features::{Facts, Group, mix};
use super::labels::{LABELS, O, continues, type_of};

/// Occurrences of a word that are looked at: those around the token. Only hostile texts have more, and they shall take linear time.
const NEAR: usize = 400;

/// Labels of the first pass, ready to be asked about.
#[derive(Debug)]
pub struct Evidence<'a> {
    facts: &'a Facts,
    labels: &'a [u8],
}

impl<'a> Evidence<'a> {
    /// `labels` holds the first pass's label of every token.
    #[must_use]
    pub const fn new(facts: &'a Facts, labels: &'a [u8]) -> Self {
        Self { facts, labels }
    }

    /// Names the features of token `i`.
    pub fn emit(&self, i: usize, f: &mut impl FnMut(Group, u32)) {
        let same = self.facts.same(i);
        if same.len() < 2 {
            return;
        }
        let from = same.partition_point(|&j| (j as usize) < i).saturating_sub(NEAR / 2);
        let same = same.get(from..same.len().min(from + NEAR)).unwrap_or(same);
        let mut counts = [0u32; LABELS];
        let (mut all, mut named) = (0u32, 0u32);
        let mut shapes = [0u32; 64];
        for &j in same {
            let j = j as usize;
            if j == i {
                continue;
            }
            let label = self.labels.get(j).copied().unwrap_or(O);
            counts[usize::from(label).min(LABELS - 1)] += 1;
            all += 1;
            if let Some(ty) = type_of(label) {
                named += 1;
                let more = self.labels.get(j + 1).is_some_and(|&l| continues(l));
                shapes[ty as usize * 4 + usize::from(continues(label)) * 2 + usize::from(more)] += 1;
            }
        }
        let share = |n: u32| {
            if n == all {
                3
            } else if n * 2 > all {
                2
            } else {
                1
            }
        };
        f(Group::Evidence, mix(100, if named == 0 { 0 } else { share(named) } | all.min(3) << 4));
        if named == 0 {
            return;
        }
        let (label, &count) = counts.iter().enumerate().skip(1).rev().max_by_key(|c| c.1).unwrap_or((0, &0));
        f(Group::Evidence, mix(101, label as u32));
        f(Group::Evidence, mix(102, label as u32 | share(count) << 8 | all.min(3) << 12));
        for (k, &n) in shapes.iter().enumerate() {
            if n > 0 {
                f(Group::Evidence, mix(103, k as u32));
            }
        }
        f(Group::Evidence, mix(mix(104, label as u32), self.facts.shape(i)));
        f(Group::Evidence, mix(mix(105, label as u32), self.facts.best(i)));
    }
}

//! Scores of a sentence → its best labels, and by how much they win; in integers, so that every machine agrees.

use super::labels::LABELS;
use super::linear::Scores;

const NEVER: i32 = i32::MIN / 4;

/// Labels that may follow any other: outside, and the beginnings of the eight types.
const OPEN: usize = 9;

/// Label pairs with their scores. A later token of a name can only follow its own type, so few pairs are looked at.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// From each label to outside and to each beginning.
    open: [[i32; OPEN]; LABELS],
    /// From the beginning and from a later token of each type to a later token of it.
    inner: [[i32; 2]; OPEN - 1],
    start: [i32; OPEN],
}

impl Default for Transitions {
    fn default() -> Self {
        Self::new(&[])
    }
}

/// The label of each place of `OPEN`.
const fn opens(k: usize) -> usize {
    if k == 0 { 0 } else { 2 * k - 1 }
}

/// Lowers all so that the best is zero: long sentences do not overflow.
fn level(scores: &mut Scores) {
    let top = scores.iter().copied().max().unwrap_or(0);
    for s in scores {
        *s = (*s - top).max(NEVER);
    }
}

impl Transitions {
    /// From the model's rows; the last is the start of a sentence. Missing rows count as zero.
    #[must_use]
    pub fn new(rows: &[Scores]) -> Self {
        let at = |a: usize, b: usize| rows.get(a).map_or(0, |r| r[b]);
        Self {
            open: std::array::from_fn(|a| std::array::from_fn(|k| at(a, opens(k)))),
            inner: std::array::from_fn(|t| [at(2 * t + 1, 2 * t + 2), at(2 * t + 2, 2 * t + 2)]),
            start: std::array::from_fn(|k| at(LABELS, opens(k))),
        }
    }

    fn first(&self, token: &Scores) -> Scores {
        let mut now = [NEVER; LABELS];
        for (k, &s) in self.start.iter().enumerate() {
            now[opens(k)] = s + token[opens(k)];
        }
        level(&mut now);
        now
    }

    /// Best scores of the next token's labels, and the label before in each.
    fn step(&self, before: &Scores, token: &Scores) -> (Scores, [u8; LABELS]) {
        let (mut best, mut from) = ([i32::MIN; OPEN], [0u8; OPEN]);
        for (a, (row, &so_far)) in self.open.iter().zip(before).enumerate() {
            for k in 0..OPEN {
                let v = so_far + row[k];
                if v > best[k] {
                    best[k] = v;
                    from[k] = a as u8;
                }
            }
        }
        let (mut now, mut back) = ([NEVER; LABELS], [0u8; LABELS]);
        for k in 0..OPEN {
            now[opens(k)] = best[k] + token[opens(k)];
            back[opens(k)] = from[k];
        }
        for (t, row) in self.inner.iter().enumerate() {
            let (b, i) = (2 * t + 1, 2 * t + 2);
            let (x, y) = (before[b] + row[0], before[i] + row[1]);
            now[i] = x.max(y) + token[i];
            back[i] = if x >= y { b } else { i } as u8;
        }
        level(&mut now);
        (now, back)
    }

    /// Best labels of a sentence.
    #[must_use]
    pub fn best(&self, scores: &[Scores]) -> Vec<u8> {
        let Some(first) = scores.first() else { return Vec::new() };
        let mut now = self.first(first);
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        for token in scores.iter().skip(1) {
            let (next, from) = self.step(&now, token);
            now = next;
            back.push(from);
        }
        let mut label = (0..LABELS).rev().max_by_key(|&l| now[l]).unwrap_or(0);
        let mut out = vec![label as u8; scores.len()];
        for (slot, from) in out.iter_mut().rev().skip(1).zip(back.iter().rev()) {
            label = usize::from(from[label]);
            *slot = label as u8;
        }
        out
    }

    /// For each token, by how much the best sequence with each label there is worse than the best of all (zero or less).
    #[must_use]
    pub fn through(&self, scores: &[Scores]) -> Vec<Scores> {
        let mut out: Vec<Scores> = Vec::with_capacity(scores.len());
        for token in scores {
            let now = match out.last() {
                None => self.first(token),
                Some(before) => self.step(before, token).0,
            };
            out.push(now);
        }
        let mut after: Scores = [0; LABELS];
        for i in (0..scores.len().saturating_sub(1)).rev() {
            let mut gain = [0; LABELS];
            for l in 0..LABELS {
                gain[l] = (after[l] + scores[i + 1][l]).max(NEVER);
            }
            for (a, row) in self.open.iter().enumerate() {
                after[a] = (0..OPEN).map(|k| row[k] + gain[opens(k)]).max().unwrap_or(NEVER);
            }
            for (t, row) in self.inner.iter().enumerate() {
                let (b, i) = (2 * t + 1, 2 * t + 2);
                after[b] = after[b].max(row[0] + gain[i]);
                after[i] = after[i].max(row[1] + gain[i]);
            }
            level(&mut after);
            for l in 0..LABELS {
                out[i][l] += after[l];
            }
            level(&mut out[i]);
        }
        out
    }
}

//! Scores of a sentence → its best labels, and by how much they win; in integers, so that every machine agrees.

use super::labels::{LABELS, O, may_follow};
use super::linear::Scores;

const NEVER: i32 = i32::MIN / 4;

/// Label pairs with their scores, forbidden ones far below all others.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// By the label before.
    from: [Scores; LABELS],
    start: Scores,
}

impl Default for Transitions {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Transitions {
    /// From the model's rows; the last is the start of a sentence. Missing rows count as zero.
    #[must_use]
    pub fn new(rows: &[Scores]) -> Self {
        let mut from = [[NEVER; LABELS]; LABELS];
        let mut start = [NEVER; LABELS];
        for (a, row) in from.iter_mut().enumerate() {
            for (b, x) in row.iter_mut().enumerate() {
                if may_follow(a as u8, b as u8) {
                    *x = rows.get(a).map_or(0, |r| r[b]);
                }
            }
        }
        for (b, x) in start.iter_mut().enumerate() {
            if may_follow(O, b as u8) {
                *x = rows.get(LABELS).map_or(0, |r| r[b]);
            }
        }
        Self { from, start }
    }

    /// Best labels of a sentence.
    #[must_use]
    pub fn best(&self, scores: &[Scores]) -> Vec<u8> {
        let Some(first) = scores.first() else { return Vec::new() };
        let mut now = [0; LABELS];
        for (n, (s, t)) in now.iter_mut().zip(first.iter().zip(&self.start)) {
            *n = s + t;
        }
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        for token in scores.iter().skip(1) {
            let (mut next, mut from) = ([i32::MIN; LABELS], [0u8; LABELS]);
            for (a, (row, &so_far)) in self.from.iter().zip(&now).enumerate() {
                for b in 0..LABELS {
                    let v = so_far + row[b];
                    if v > next[b] {
                        next[b] = v;
                        from[b] = a as u8;
                    }
                }
            }
            for (n, s) in next.iter_mut().zip(token) {
                *n = (*n + s).max(NEVER);
            }
            now = next;
            back.push(from);
        }
        let mut label = (0..LABELS).rev().max_by_key(|&l| now[l]).unwrap_or(0);
        let mut out = vec![label as u8; scores.len()];
        for (from, slot) in back.iter().zip(0..scores.len().saturating_sub(1)).rev() {
            label = usize::from(from[label]);
            if let Some(x) = out.get_mut(slot) {
                *x = label as u8;
            }
        }
        out
    }

    /// For each token, the score of the best sequence with each label there.
    #[must_use]
    pub fn through(&self, scores: &[Scores]) -> Vec<Scores> {
        let mut out: Vec<Scores> = Vec::with_capacity(scores.len());
        for (i, token) in scores.iter().enumerate() {
            let mut next = self.start;
            if let (true, Some(before)) = (i > 0, out.last()) {
                next = [NEVER; LABELS];
                for (row, &so_far) in self.from.iter().zip(before) {
                    for b in 0..LABELS {
                        next[b] = next[b].max(so_far + row[b]);
                    }
                }
            }
            for (n, s) in next.iter_mut().zip(token) {
                *n = (*n + s).max(NEVER);
            }
            out.push(next);
        }
        let mut after: Scores = [0; LABELS];
        for i in (0..scores.len().saturating_sub(1)).rev() {
            let mut gain = [0; LABELS];
            for b in 0..LABELS {
                gain[b] = after[b] + scores[i + 1][b];
            }
            for (a, row) in self.from.iter().enumerate() {
                let best = (0..LABELS).map(|b| row[b] + gain[b]).max().unwrap_or(NEVER).max(NEVER);
                after[a] = best;
                out[i][a] = (out[i][a] + best).max(NEVER);
            }
        }
        out
    }
}

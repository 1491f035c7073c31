//! A linear-chain conditional random field, trained by AdaGrad over documents with proximal L1 and L2, feature dropout and averaging.
//!
//! A token may allow several labels (corpora with coarser guidelines): the likelihood then is that of all allowed sequences.

use mizan::tag::labels::{LABELS, O, may_follow};

/// Labels, padded for the vector unit.
pub const LANES: usize = 20;
/// Groups of features that can be dropped.
pub const GROUPS: usize = 10;
const ID: u32 = (1 << 28) - 1;

/// A feature of a token: its row, and its group in the upper four bits.
pub fn pack(row: u32, group: u8) -> u32 {
    row & ID | u32::from(group) << 28
}

/// What the trainer sees of a document.
#[derive(Default)]
pub struct Sample {
    /// Packed features, token after token.
    pub features: Vec<u32>,
    /// Where each token's features begin; one more than there are tokens.
    pub starts: Vec<u32>,
    /// Features of the second pass, likewise.
    pub evidence: Vec<u32>,
    pub evidence_starts: Vec<u32>,
    /// Allowed labels of each token, as bits.
    pub allowed: Vec<u32>,
    /// Token ranges of the sentences.
    pub sentences: Vec<std::ops::Range<usize>>,
    /// How much it counts.
    pub weight: f32,
}

#[derive(Clone)]
pub struct Params {
    pub epochs: usize,
    pub rate: f32,
    /// What the sums of squared gradients begin with: the more, the smaller the first steps.
    pub damping: f32,
    pub l1: f32,
    pub l2: f32,
    /// Chance that a token loses the features of a group.
    pub drop: [f32; GROUPS],
    /// Chance that a document is seen with the features of the second pass.
    pub second: f32,
    pub seed: u64,
}

#[derive(Clone, Copy)]
#[repr(align(32))]
pub struct Row {
    pub w: [f32; LANES],
    g: [f32; LANES],
}

pub struct Crf {
    pub rows: Vec<Row>,
    /// From label to label; the last is the start of a sentence.
    pub transitions: Vec<Row>,
    /// Sentences for which no sequence of labels was allowed.
    pub skipped: usize,
}

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
    pub fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
    }
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 8) as f32 / (1 << 24) as f32
    }
    pub fn shuffle<T>(&mut self, v: &mut [T]) {
        for i in (1..v.len()).rev() {
            v.swap(i, self.next() as usize % (i + 1));
        }
    }
}

const SWEEPS: usize = 5;

impl Crf {
    pub fn new(rows: usize, damping: f32) -> Self {
        let row = Row { w: [0.0; LANES], g: [damping; LANES] };
        Self { rows: vec![row; rows], transitions: vec![row; LABELS + 1], skipped: 0 }
    }

    /// Trains on the samples; `report` is told after each epoch.
    pub fn train(&mut self, samples: &[&Sample], p: &Params, mut report: impl FnMut(usize, &Crf, f64)) {
        let mut random = Random::new(p.seed);
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut sum: Vec<[f32; LANES]> = vec![[0.0; LANES]; self.rows.len() + LABELS + 1];
        let mut sums = 0;
        let mut work = Work::default();
        for epoch in 0..p.epochs {
            random.shuffle(&mut order);
            let mut loss = 0.0;
            for (n, &k) in order.iter().enumerate() {
                let sample = samples[k];
                let second = random.unit() < p.second && !sample.evidence_starts.is_empty();
                for s in &sample.sentences {
                    loss += self.step(sample, s.clone(), second, p, &mut random, &mut work);
                }
                if (n + 1) * SWEEPS / order.len() != n * SWEEPS / order.len() {
                    self.shrink(p);
                    if epoch * 2 >= p.epochs {
                        sums += 1;
                        for (s, r) in sum.iter_mut().zip(self.rows.iter().chain(&self.transitions)) {
                            for l in 0..LANES {
                                s[l] += r.w[l];
                            }
                        }
                    }
                }
            }
            if epoch + 1 == p.epochs {
                for (s, r) in sum.iter().zip(self.rows.iter_mut().chain(&mut self.transitions)) {
                    for l in 0..LANES {
                        // What the last sweep set to zero stays zero.
                        r.w[l] = if r.w[l] == 0.0 && p.l1 > 0.0 { 0.0 } else { s[l] / sums as f32 };
                    }
                }
            }
            report(epoch, self, loss);
        }
    }

    /// Adds a share of another's weights.
    pub fn add(&mut self, other: &Self, share: f32) {
        for (a, b) in self.rows.iter_mut().chain(&mut self.transitions).zip(other.rows.iter().chain(&other.transitions)) {
            for l in 0..LANES {
                a.w[l] += share * b.w[l];
            }
        }
    }

    fn shrink(&mut self, p: &Params) {
        let (l1, l2) = (p.l1 / SWEEPS as f32, p.l2 / SWEEPS as f32);
        for r in &mut self.rows {
            for l in 0..LANES {
                let rate = p.rate / r.g[l].sqrt();
                let w = r.w[l];
                r.w[l] = ((w.abs() - rate * l1).max(0.0) / (1.0 + rate * l2)).copysign(w);
            }
        }
    }

    fn step(&mut self, sample: &Sample, s: std::ops::Range<usize>, second: bool, p: &Params, random: &mut Random, work: &mut Work) -> f64 {
        let n = s.len();
        work.features.clear();
        work.starts.clear();
        for t in s.clone() {
            work.starts.push(work.features.len());
            let mut dropped = 0u32;
            for (g, &chance) in p.drop.iter().enumerate() {
                if chance > 0.0 && random.unit() < chance {
                    dropped |= 1 << g;
                }
            }
            let all = &sample.features[sample.starts[t] as usize..sample.starts[t + 1] as usize];
            work.features.extend(all.iter().filter(|f| dropped >> (*f >> 28) & 1 == 0).map(|f| f & ID));
            if second {
                let all = &sample.evidence[sample.evidence_starts[t] as usize..sample.evidence_starts[t + 1] as usize];
                work.features.extend(all.iter().map(|f| f & ID));
            }
        }
        work.starts.push(work.features.len());
        work.node.clear();
        for t in 0..n {
            let mut score = [0.0f32; LANES];
            for &f in &work.features[work.starts[t]..work.starts[t + 1]] {
                let row = &self.rows[f as usize].w;
                for l in 0..LANES {
                    score[l] += row[l];
                }
            }
            let top = score[..LABELS].iter().copied().fold(f32::MIN, f32::max);
            for x in &mut score {
                *x = (*x - top).exp();
            }
            score[LABELS..].fill(0.0);
            work.node.push(score);
        }
        let mut trans = [[0.0f32; LANES]; LABELS + 1];
        for (a, row) in trans.iter_mut().enumerate() {
            for (b, x) in row.iter_mut().enumerate().take(LABELS) {
                if may_follow(if a == LABELS { O } else { a as u8 }, b as u8) {
                    *x = self.transitions[a].w[b].exp();
                }
            }
        }
        let free = forward_backward(&work.node, &trans, None, &mut work.alpha, &mut work.beta, &mut work.marginals, &mut work.pairs);
        let bound = {
            let allowed = &sample.allowed[s];
            forward_backward(&work.node, &trans, Some(allowed), &mut work.alpha, &mut work.beta, &mut work.truth, &mut work.true_pairs)
        };
        if !free.is_finite() || !bound.is_finite() {
            self.skipped += 1;
            return 0.0;
        }
        for t in 0..n {
            let mut gradient = [0.0f32; LANES];
            let mut any = false;
            for l in 0..LABELS {
                let g = work.marginals[t][l] - work.truth[t][l];
                if g.abs() > 1e-4 {
                    gradient[l] = g * sample.weight;
                    any = true;
                }
            }
            if !any {
                continue;
            }
            for &f in &work.features[work.starts[t]..work.starts[t + 1]] {
                update(&mut self.rows[f as usize], &gradient, p.rate);
            }
        }
        for a in 0..=LABELS {
            let mut gradient = [0.0f32; LANES];
            for l in 0..LABELS {
                gradient[l] = (work.pairs[a][l] - work.true_pairs[a][l]) * sample.weight;
            }
            update(&mut self.transitions[a], &gradient, p.rate);
        }
        f64::from(free - bound) * f64::from(sample.weight)
    }

    /// Scores of one token.
    pub fn score(&self, sample: &Sample, t: usize, second: bool) -> [f32; LANES] {
        let mut score = [0.0f32; LANES];
        let mut add = |f: u32| {
            let row = &self.rows[(f & ID) as usize].w;
            for l in 0..LANES {
                score[l] += row[l];
            }
        };
        sample.features[sample.starts[t] as usize..sample.starts[t + 1] as usize].iter().for_each(|&f| add(f));
        if second && !sample.evidence_starts.is_empty() {
            sample.evidence[sample.evidence_starts[t] as usize..sample.evidence_starts[t + 1] as usize].iter().for_each(|&f| add(f));
        }
        score
    }
}

#[inline]
fn update(row: &mut Row, gradient: &[f32; LANES], rate: f32) {
    for l in 0..LANES {
        row.g[l] += gradient[l] * gradient[l];
        row.w[l] -= rate * gradient[l] / row.g[l].sqrt();
    }
}

#[derive(Default)]
struct Work {
    features: Vec<u32>,
    starts: Vec<usize>,
    node: Vec<[f32; LANES]>,
    alpha: Vec<[f32; LANES]>,
    beta: Vec<[f32; LANES]>,
    marginals: Vec<[f32; LANES]>,
    truth: Vec<[f32; LANES]>,
    pairs: Vec<[f32; LANES]>,
    true_pairs: Vec<[f32; LANES]>,
}

/// Marginals of the labels and expected label pairs; gives the log of the sum over all (allowed) sequences.
fn forward_backward(
    node: &[[f32; LANES]],
    trans: &[[f32; LANES]; LABELS + 1],
    allowed: Option<&[u32]>,
    alpha: &mut Vec<[f32; LANES]>,
    beta: &mut Vec<[f32; LANES]>,
    marginals: &mut Vec<[f32; LANES]>,
    pairs: &mut Vec<[f32; LANES]>,
) -> f32 {
    let n = node.len();
    let masked = |t: usize| {
        let mut x = node[t];
        if let Some(a) = allowed {
            for (l, v) in x.iter_mut().enumerate() {
                if a[t] >> l & 1 == 0 {
                    *v = 0.0;
                }
            }
        }
        x
    };
    alpha.clear();
    beta.clear();
    beta.resize(n, [0.0; LANES]);
    marginals.clear();
    pairs.clear();
    pairs.resize(LABELS + 1, [0.0; LANES]);
    let mut log = 0.0f32;
    let mut scales = Vec::with_capacity(n);
    for t in 0..n {
        let m = masked(t);
        let mut now = [0.0f32; LANES];
        if t == 0 {
            now = trans[LABELS];
        } else {
            let before = alpha[t - 1];
            for a in 0..LABELS {
                let x = before[a];
                if x > 0.0 {
                    for l in 0..LANES {
                        now[l] += x * trans[a][l];
                    }
                }
            }
        }
        let mut z = 0.0;
        for l in 0..LANES {
            now[l] *= m[l];
            z += now[l];
        }
        if z < 1e-25 {
            // No allowed sequence.
            return f32::NAN;
        }
        for x in &mut now {
            *x /= z;
        }
        log += z.ln();
        scales.push(z);
        alpha.push(now);
    }
    for t in (0..n).rev() {
        if t + 1 == n {
            beta[t] = [1.0; LANES];
            continue;
        }
        let m = masked(t + 1);
        let mut ahead = [0.0f32; LANES];
        for l in 0..LANES {
            ahead[l] = m[l] * beta[t + 1][l] / scales[t + 1];
        }
        for a in 0..LABELS {
            let mut sum = 0.0;
            let x = alpha[t][a];
            for l in 0..LANES {
                let v = trans[a][l] * ahead[l];
                sum += v;
                pairs[a][l] += x * v;
            }
            beta[t][a] = sum;
        }
    }
    for t in 0..n {
        let mut m = [0.0f32; LANES];
        for l in 0..LABELS {
            m[l] = alpha[t][l] * beta[t][l];
        }
        if t == 0 {
            for l in 0..LABELS {
                pairs[LABELS][l] += m[l];
            }
        }
        marginals.push(m);
    }
    log
}

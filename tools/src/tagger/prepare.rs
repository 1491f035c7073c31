//! Articles and corpora → samples: feature hashes become rows of the trainer's table.

use super::options::Options;
use crate::crf::{Crf, LANES, Params, Sample, pack};
use mizan::tag::decode::Transitions;
use mizan::tag::evidence::Evidence;
use mizan::tag::features::{Facts, Group, mix};
use mizan::tag::labels::LABELS;
use mizan::tag::linear::{Linear, Scores};
use mizan::tokenize::Document;
use std::collections::HashMap;
use std::ops::Range;

/// A document as the trainer needs it.
pub struct Item {
    pub facts: Facts,
    /// Labels of another tagger, as further features; empty for none.
    pub stacked: Vec<u8>,
    /// What each token allows, as bits.
    pub allowed: Vec<u32>,
    pub sentences: Vec<Range<usize>>,
    pub weight: f32,
}

impl Item {
    pub fn new(doc: &Document<'_>, facts: Facts, allowed: Vec<u32>, weight: f32) -> Self {
        Self { facts, stacked: Vec::new(), allowed, sentences: doc.sentences.iter().map(|s| s.tokens.clone()).collect(), weight }
    }

    fn emit(&self, i: usize, f: &mut impl FnMut(Group, u32)) {
        self.facts.emit(i, f);
        stacked(&self.facts, &self.stacked, i, &mut |g, h| f(g, h));
    }
}

/// Features from the labels of another tagger.
pub fn stacked(facts: &Facts, labels: &[u8], i: usize, f: &mut dyn FnMut(Group, u32)) {
    if labels.is_empty() {
        return;
    }
    let at = |d: isize| i.checked_add_signed(d).and_then(|j| labels.get(j)).map_or(31, |&l| u32::from(l));
    for d in -2..=2 {
        f(Group::Shape, mix(200 + (d + 2) as u32, at(d)));
    }
    f(Group::Shape, mix(205, at(-1) << 16 | at(0) << 8 | at(1)));
    f(Group::Shape, mix(206, at(-2) << 24 | at(-1) << 16 | at(0) << 8 | at(1)));
    f(Group::Shape, mix(mix(207, at(0)), facts.best(i)));
    f(Group::Shape, mix(mix(208, at(0)), facts.shape(i)));
    f(Group::Shape, mix(mix(209, at(0)), facts.stem(i)));
    if i > 0 {
        f(Group::Shape, mix(mix(210, at(0)), facts.stem(i - 1)));
    }
    f(Group::Shape, mix(mix(211, at(0)), facts.stem(i + 1)));
}

/// Feature hashes → rows.
#[derive(Default)]
pub struct Index {
    rows: HashMap<u32, u32, Identity>,
}

/// Feature hashes need no further hashing.
#[derive(Clone, Default)]
struct Identity;
impl std::hash::BuildHasher for Identity {
    type Hasher = IdentityHasher;
    fn build_hasher(&self) -> IdentityHasher {
        IdentityHasher(0)
    }
}
struct IdentityHasher(u64);
impl std::hash::Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, i: u32) {
        self.0 = u64::from(i);
    }
}

impl Index {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the features that are frequent enough.
    fn add(&mut self, counts: &HashMap<u32, u32, Identity>, min_count: u32) {
        let mut frequent: Vec<u32> = counts.iter().filter(|c| *c.1 >= min_count).map(|c| *c.0).collect();
        frequent.sort_unstable();
        for h in frequent {
            let next = self.rows.len() as u32;
            self.rows.entry(h).or_insert(next);
        }
    }
}

/// Items → samples.
pub fn samples(items: &[Item], o: &Options) -> (Index, Vec<Sample>) {
    let mut counts: HashMap<u32, u32, Identity> = HashMap::default();
    let wanted = |g: Group| o.without >> g as u8 & 1 == 0;
    for item in items {
        for i in 0..item.facts.len() {
            item.emit(i, &mut |g, h| {
                if wanted(g) {
                    *counts.entry(h).or_default() += 1;
                }
            });
        }
    }
    let mut index = Index::default();
    index.add(&counts, o.min_count);
    drop(counts);
    let mut out = Vec::new();
    for item in items {
        let mut s = Sample { sentences: item.sentences.clone(), weight: item.weight, allowed: item.allowed.clone(), ..Sample::default() };
        for i in 0..item.facts.len() {
            s.starts.push(s.features.len() as u32);
            item.emit(i, &mut |g, h| {
                if let Some(&row) = index.rows.get(&h).filter(|_| wanted(g)) {
                    s.features.push(pack(row, g as u8));
                }
            });
        }
        s.starts.push(s.features.len() as u32);
        out.push(s);
    }
    (index, out)
}

/// Labels each item by a model that has not seen it, and turns these labels into features of the second pass.
pub fn add_evidence(items: &[Item], samples: &mut [Sample], index: &mut Index, o: &Options) {
    let params = Params { epochs: o.params.epochs.div_ceil(2), second: 0.0, ..o.params.clone() };
    let mut labels: Vec<Vec<u8>> = vec![Vec::new(); items.len()];
    for fold in 0..o.folds {
        let others: Vec<&Sample> = samples.iter().enumerate().filter(|x| x.0 % o.folds != fold).map(|x| x.1).collect();
        let mut crf = Crf::new(index.len(), o.params.damping);
        crf.train(&others, &params, |_, _, _| ());
        for (k, s) in samples.iter().enumerate().filter(|x| x.0 % o.folds == fold) {
            labels[k] = decode(&crf, s, false);
        }
    }
    let mut counts: HashMap<u32, u32, Identity> = HashMap::default();
    for (item, l) in items.iter().zip(&labels) {
        let e = Evidence::new(&item.facts, l);
        (0..item.facts.len()).for_each(|i| e.emit(i, &mut |_, h| *counts.entry(h).or_default() += 1));
    }
    index.add(&counts, o.min_count);
    for ((item, s), l) in items.iter().zip(samples).zip(&labels) {
        let e = Evidence::new(&item.facts, l);
        for i in 0..item.facts.len() {
            s.evidence_starts.push(s.evidence.len() as u32);
            e.emit(i, &mut |g, h| {
                if let Some(&row) = index.rows.get(&h) {
                    s.evidence.push(pack(row, g as u8));
                }
            });
        }
        s.evidence_starts.push(s.evidence.len() as u32);
    }
}

/// Best labels by the weights as they are in training.
fn decode(crf: &Crf, sample: &Sample, second: bool) -> Vec<u8> {
    const FINE: f32 = 4096.0;
    let fixed = |w: &[f32; LANES]| -> Scores { std::array::from_fn(|l| (w[l] * FINE) as i32) };
    let transitions = Transitions::new(&crf.transitions.iter().map(|r| fixed(&r.w)).collect::<Vec<_>>());
    let mut out = Vec::new();
    for s in &sample.sentences {
        let scores: Vec<Scores> = s.clone().map(|t| fixed(&crf.score(sample, t, second))).collect();
        out.extend(transitions.best(&scores));
    }
    out
}

/// Weights as small integers.
pub fn quantize(crf: &Crf, index: &Index, o: &Options) -> Linear {
    let mut features = Vec::new();
    for (&hash, &row) in &index.rows {
        let cells: Vec<(u8, i8)> = (0..LABELS)
            .map(|l| (l as u8, crf.rows[row as usize].w[l] * o.scale))
            .filter(|c| c.1.abs() >= o.least)
            .map(|c| (c.0, c.1.round().clamp(-127.0, 127.0) as i8))
            .collect();
        if !cells.is_empty() {
            features.push((hash, cells));
        }
    }
    let transitions = crf
        .transitions
        .iter()
        .map(|r| {
            let mut row: Scores = std::array::from_fn(|l| (r.w[l] * o.scale).round() as i32);
            row[0] += (o.bias * o.scale) as i32;
            row
        })
        .collect();
    Linear::new(features, transitions)
}

/// Trains as many models as there are seeds and averages their weights.
pub fn train(samples: &[&Sample], rows: usize, o: &Options, mut report: impl FnMut(usize, f64)) -> Crf {
    let mut crf = Crf::new(rows, o.params.damping);
    for k in 0..o.seeds {
        let mut one = Crf::new(rows, o.params.damping);
        let params = Params { seed: o.params.seed + k as u64, ..o.params.clone() };
        one.train(samples, &params, |e, _, loss| report(e, loss));
        if o.seeds == 1 {
            return one;
        }
        crf.add(&one, 1.0 / o.seeds as f32);
    }
    crf
}

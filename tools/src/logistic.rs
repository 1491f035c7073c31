//! Logistic regression over hashed features, for `mizan::stance::scorer::Linear`.

use crate::boost::Random;
use mizan::stance::scorer::{Linear, UNIT};

/// Examples: hashed features and a label each.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    features: Vec<u32>,
    ends: Vec<usize>,
    /// True for the positive ones.
    pub labels: Vec<bool>,
    /// Document of each.
    pub docs: Vec<u32>,
    /// Ends of groups of which one is to be chosen, for [`train_choice`].
    pub groups: Vec<usize>,
}

impl Examples {
    /// Adds one.
    pub fn push(&mut self, features: &[u32], label: bool, doc: usize) {
        self.features.extend_from_slice(features);
        self.ends.push(self.features.len());
        self.labels.push(label);
        self.docs.push(doc as u32);
    }

    /// Features of example `i`.
    pub fn get(&self, i: usize) -> &[u32] {
        let from = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.features[from..self.ends[i]]
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Table size as a power of two.
    pub bits: u8,
    /// Passes.
    pub epochs: usize,
    /// AdaGrad's first step.
    pub rate: f32,
    /// Ridge.
    pub ridge: f32,
    /// A feature seen less often is left out.
    pub least: u16,
    /// Weights are rounded to multiples of it, in units of `UNIT`.
    pub step: f32,
}

/// Trains on the examples of the documents that `keep` accepts.
pub fn train(x: &Examples, keep: impl Fn(u32) -> bool, s: &Settings) -> Linear {
    let size = 1usize << s.bits;
    let mask = size - 1;
    let mut order: Vec<usize> = (0..x.len()).filter(|&i| keep(x.docs[i])).collect();
    let mut counts = vec![0u16; size];
    for &i in &order {
        for &f in x.get(i) {
            let c = &mut counts[f as usize & mask];
            *c = c.saturating_add(1);
        }
    }
    let mut w = vec![0.0f32; size];
    let mut g2 = vec![0.0f32; size];
    let mut sum = vec![0.0f32; size];
    let mut random = Random(7);
    for epoch in 0..s.epochs {
        for k in (1..order.len()).rev() {
            order.swap(k, random.next() as usize % (k + 1));
        }
        for &i in &order {
            let features = x.get(i);
            let z: f32 = features.iter().map(|&f| w[f as usize & mask]).sum();
            let p = 1.0 / (1.0 + (-z).exp());
            let e = f32::from(u8::from(x.labels[i])) - p;
            for &f in features {
                let at = f as usize & mask;
                if counts[at] < s.least {
                    continue;
                }
                let g = e - s.ridge * w[at];
                g2[at] += g * g;
                w[at] += s.rate * g / (1.0 + g2[at]).sqrt();
            }
        }
        keep_average(&mut sum, &w, epoch, s);
    }
    quantize(&sum, s)
}

/// Adds the weights after each of the later passes: their mean is steadier than the last.
fn keep_average(sum: &mut [f32], w: &[f32], epoch: usize, s: &Settings) {
    let first = s.epochs / 2;
    if epoch >= first {
        let share = 1.0 / (s.epochs - first) as f32;
        for (a, b) in sum.iter_mut().zip(w) {
            *a += b * share;
        }
    }
}

/// Weights in whole steps of `s.step` units; what is smaller is dropped.
fn quantize(w: &[f32], s: &Settings) -> Linear {
    let unit = UNIT as f32 / s.step;
    Linear { weights: w.iter().map(|v| ((v * unit).round() * s.step).clamp(-126.0, 126.0) as i8).collect() }
}

/// Trains a choice: in each group the right examples are to score above the others (soft-max over the group; which of several right ones
/// carries it is left open). A group without a right one teaches nothing.
pub fn train_choice(x: &Examples, keep: impl Fn(u32) -> bool, s: &Settings) -> Linear {
    let size = 1usize << s.bits;
    let mask = size - 1;
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for &to in &x.groups {
        if to > from && keep(x.docs[from]) && x.labels[from..to].contains(&true) {
            groups.push((from, to));
        }
        from = to;
    }
    let mut counts = vec![0u16; size];
    for &(a, b) in &groups {
        for i in a..b {
            for &f in x.get(i) {
                let c = &mut counts[f as usize & mask];
                *c = c.saturating_add(1);
            }
        }
    }
    let mut w = vec![0.0f32; size];
    let mut g2 = vec![0.0f32; size];
    let mut sum = vec![0.0f32; size];
    let mut random = Random(7);
    for epoch in 0..s.epochs {
        for k in (1..groups.len()).rev() {
            groups.swap(k, random.next() as usize % (k + 1));
        }
        for &(a, b) in &groups {
            let z: Vec<f32> = (a..b).map(|i| x.get(i).iter().map(|&f| w[f as usize & mask]).sum()).collect();
            let top = z.iter().copied().fold(f32::MIN, f32::max);
            let e: Vec<f32> = z.iter().map(|v| (v - top).exp()).collect();
            let all: f32 = e.iter().sum();
            let right: f32 = (a..b).filter(|&i| x.labels[i]).map(|i| e[i - a]).sum();
            for i in a..b {
                let p = e[i - a] / all;
                let want = if x.labels[i] { e[i - a] / right.max(1e-9) } else { 0.0 };
                let step = want - p;
                if step.abs() < 1e-4 {
                    continue;
                }
                for &f in x.get(i) {
                    let at = f as usize & mask;
                    if counts[at] < s.least {
                        continue;
                    }
                    let g = step - s.ridge * w[at];
                    g2[at] += g * g;
                    w[at] += s.rate * g / (1.0 + g2[at]).sqrt();
                }
            }
        }
        keep_average(&mut sum, &w, epoch, s);
    }
    quantize(&sum, s)
}

/// Writes a model as `Linear::read` reads it.
pub fn write(model: &Linear, w: &mut mizan::model::Writer) {
    w.u8(model.weights.len().trailing_zeros() as u8);
    let used: Vec<usize> = (0..model.weights.len()).filter(|&i| model.weights[i] != 0).collect();
    w.varint(used.len() as u32);
    let mut next = 0;
    for &i in &used {
        w.varint((i - next) as u32);
        next = i + 1;
    }
    for &i in &used {
        w.u8(model.weights[i] as u8);
    }
}

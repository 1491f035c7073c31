//! Gradient boosting of small trees over integer values, for `mizan::stance::scorer::Forest`.

use mizan::stance::scorer::{FINE, Forest, Node, UNIT};

/// How to boost.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Trees.
    pub trees: usize,
    /// Leaves of each.
    pub leaves: usize,
    /// Share of each tree's step.
    pub rate: f64,
    /// Least sum of second derivatives in a leaf.
    pub least: f64,
    /// Ridge on leaves.
    pub ridge: f64,
    /// Of 256, how many features each tree may look at.
    pub features: u32,
    /// Of 256, how many rows each tree looks at.
    pub rows: u32,
}

const BINS: usize = 48;

struct Binned {
    cuts: Vec<Vec<i16>>,
    /// Column by column.
    bins: Vec<Vec<u8>>,
}

fn bin(rows: &[&[i16]]) -> Binned {
    let columns = rows.first().map_or(0, |r| r.len());
    let mut out = Binned { cuts: Vec::new(), bins: Vec::new() };
    for c in 0..columns {
        let mut values: Vec<i16> = rows.iter().map(|r| r[c]).collect();
        values.sort_unstable();
        let mut distinct = values.clone();
        distinct.dedup();
        let mut cuts: Vec<i16> =
            if distinct.len() <= BINS { distinct } else { (1..BINS).map(|b| values[b * values.len() / BINS]).collect() };
        cuts.dedup();
        out.bins.push(rows.iter().map(|r| cuts.partition_point(|x| *x < r[c]) as u8).collect());
        out.cuts.push(cuts);
    }
    out
}

/// A small generator with a fixed seed: the same trees every time.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as u32) ^ ((self.0 >> 13) as u32 & 0xFFFF)
    }
}

#[derive(Clone, Debug)]
struct Leaf {
    rows: Vec<u32>,
    best: Option<(f64, usize, usize)>,
    node: usize,
}

#[derive(Clone, Debug)]
struct Split {
    feature: usize,
    value: i16,
    left: usize,
    right: usize,
    leaf: f64,
}

fn best_split(b: &Binned, rows: &[u32], g: &[f32], h: &[f32], columns: &[usize], s: &Settings) -> Option<(f64, usize, usize)> {
    let (mut gs, mut hs) = (0.0f64, 0.0f64);
    for &r in rows {
        gs += f64::from(g[r as usize]);
        hs += f64::from(h[r as usize]);
    }
    let gain0 = gs * gs / (hs + s.ridge);
    let mut best: Option<(f64, usize, usize)> = None;
    for &c in columns {
        let mut hist = [(0.0f64, 0.0f64); BINS + 2];
        let bins = &b.bins[c];
        for &r in rows {
            let slot = &mut hist[usize::from(bins[r as usize])];
            slot.0 += f64::from(g[r as usize]);
            slot.1 += f64::from(h[r as usize]);
        }
        let (mut gl, mut hl) = (0.0, 0.0);
        for k in 0..b.cuts[c].len() {
            gl += hist[k].0;
            hl += hist[k].1;
            if hl < s.least || hs - hl < s.least {
                continue;
            }
            let gain = gl * gl / (hl + s.ridge) + (gs - gl) * (gs - gl) / (hs - hl + s.ridge) - gain0;
            if gain > 1e-3 && best.is_none_or(|x| gain > x.0) {
                best = Some((gain, c, k));
            }
        }
    }
    best
}

/// Boosts for the log-loss of `labels` in 0..=1.
pub fn train(rows: &[&[i16]], labels: &[f32], weights: &[f32], s: &Settings) -> Forest {
    let b = bin(rows);
    let n = rows.len();
    let columns = b.cuts.len();
    let (pos, all) = labels.iter().zip(weights).fold((0.0f64, 0.0f64), |(p, a), (l, w)| (p + f64::from(l * w), a + f64::from(*w)));
    let prior = (pos.max(1.0) / all.max(2.0)).clamp(1e-4, 1.0 - 1e-4);
    let base = (prior / (1.0 - prior)).ln();
    let mut f = vec![base as f32; n];
    let mut forest = Forest { base: (base * f64::from(UNIT * FINE)).round() as i32, ..Forest::default() };
    let mut random = Random(20_260_101);
    let (mut g, mut h) = (vec![0.0f32; n], vec![0.0f32; n]);
    for _ in 0..s.trees {
        for i in 0..n {
            let p = 1.0 / (1.0 + (-f[i]).exp());
            g[i] = weights[i] * (labels[i] - p);
            h[i] = weights[i] * (p * (1.0 - p)).max(1e-6);
        }
        let chosen: Vec<usize> = (0..columns).filter(|_| random.next() & 255 < s.features).collect();
        let sample: Vec<u32> = (0..n as u32).filter(|_| random.next() & 255 < s.rows).collect();
        let mut splits = vec![Split { feature: 255, value: 0, left: 0, right: 0, leaf: 0.0 }];
        let mut leaves = vec![Leaf { best: best_split(&b, &sample, &g, &h, &chosen, s), rows: sample, node: 0 }];
        while leaves.len() < s.leaves {
            let Some(i) = (0..leaves.len())
                .filter(|&i| leaves[i].best.is_some())
                .max_by(|&x, &y| leaves[x].best.map_or(0.0, |q| q.0).total_cmp(&leaves[y].best.map_or(0.0, |q| q.0)))
            else {
                break;
            };
            let leaf = leaves.swap_remove(i);
            let Some((_, c, k)) = leaf.best else { break };
            let (l, r): (Vec<u32>, Vec<u32>) = leaf.rows.iter().partition(|&&x| usize::from(b.bins[c][x as usize]) <= k);
            let at = splits.len();
            splits[leaf.node] = Split { feature: c, value: b.cuts[c][k], left: at, right: at + 1, leaf: 0.0 };
            for (rows, node) in [(l, at), (r, at + 1)] {
                splits.push(Split { feature: 255, value: 0, left: 0, right: 0, leaf: 0.0 });
                leaves.push(Leaf { best: best_split(&b, &rows, &g, &h, &chosen, s), rows, node });
            }
        }
        for leaf in &leaves {
            let (gs, hs) =
                leaf.rows.iter().fold((0.0f64, 0.0f64), |a, &r| (a.0 + f64::from(g[r as usize]), a.1 + f64::from(h[r as usize])));
            splits[leaf.node].leaf = s.rate * gs / (hs + s.ridge);
        }
        let scale = f64::from(UNIT * FINE);
        for sp in &mut splits {
            sp.leaf = (sp.leaf * scale).round().clamp(-32000.0, 32000.0);
        }
        for i in 0..n {
            let mut at = 0;
            while splits[at].feature != 255 {
                at = if rows[i][splits[at].feature] <= splits[at].value { splits[at].left } else { splits[at].right };
            }
            f[i] += (splits[at].leaf / scale) as f32;
        }
        forest.trees.push(forest.nodes.len() as u32);
        let first = forest.nodes.len();
        emit(&splits, 0, first, &mut forest.nodes);
    }
    forest
}

fn emit(splits: &[Split], at: usize, first: usize, out: &mut Vec<Node>) {
    let s = &splits[at];
    if s.feature == 255 {
        out.push(Node { feature: 255, value: s.leaf as i16, right: 0 });
        return;
    }
    let me = out.len();
    out.push(Node { feature: s.feature as u8, value: s.value, right: 0 });
    emit(splits, s.left, first, out);
    out[me].right = (out.len() - first) as u16;
    emit(splits, s.right, first, out);
}

/// Writes a forest as `Forest::read` reads it.
pub fn write(forest: &Forest, w: &mut mizan::model::Writer) {
    w.i32(forest.base);
    w.varint(forest.trees.len() as u32);
    for (t, &first) in forest.trees.iter().enumerate() {
        let end = forest.trees.get(t + 1).map_or(forest.nodes.len(), |x| *x as usize);
        let nodes = &forest.nodes[first as usize..end];
        w.varint(nodes.len() as u32);
        for n in nodes {
            w.u8(n.feature);
            w.i16(n.value);
            if n.feature != 255 {
                w.varint(u32::from(n.right));
            }
        }
    }
}

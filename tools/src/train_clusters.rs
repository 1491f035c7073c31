//! `train-clusters`: running text on standard input → clusters of words that stand in the same surroundings.
//!
//! Word vectors by skip-gram with negative sampling, one output matrix for each of the four neighbours (so that vectors say more of the kind
//! of word than of the topic), then k-means on the unit sphere; coarser clusters are clusters of the finer ones.

use crate::crf::Random;
use mizan::model::Writer;
use mizan::tag::clusters::{Clusters, LEVELS};
use mizan::tag::features::Facts;
use mizan::tag::gazetteer::Gazetteer;
use std::collections::HashMap;
use std::io::BufRead;
use std::process::ExitCode;
use std::time::Instant;

const DIM: usize = 64;
const NEIGHBOURS: [isize; 4] = [-2, -1, 1, 2];
const NEGATIVE: usize = 5;
const BREAK: u32 = u32::MAX;
type Vector = [f32; DIM];

struct Corpus {
    /// Word numbers; `BREAK` between sentences.
    tokens: Vec<u32>,
    hashes: Vec<u32>,
    names: Vec<String>,
    counts: Vec<u32>,
}

fn read(min_count: u32, max_words: usize) -> Result<Corpus, String> {
    let (gazetteer, none) = (Gazetteer::default(), Clusters::default());
    let mut number: HashMap<u32, u32> = HashMap::new();
    let mut c = Corpus { tokens: Vec::new(), hashes: Vec::new(), names: Vec::new(), counts: Vec::new() };
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| e.to_string())?;
        let doc = crate::segment::document(&line);
        let facts = Facts::new(&doc, &gazetteer, &none);
        for s in &doc.sentences {
            for t in s.tokens.clone() {
                let hash = facts.stem(t);
                let next = c.hashes.len() as u32;
                let n = *number.entry(hash).or_insert(next);
                if n == next {
                    c.hashes.push(hash);
                    c.names.push(doc.stem(t).into());
                    c.counts.push(0);
                }
                c.counts[n as usize] += 1;
                c.tokens.push(n);
            }
            c.tokens.push(BREAK);
        }
    }
    // Most frequent first; rarer words become one unknown word, number 0.
    let mut order: Vec<u32> = (0..c.hashes.len() as u32).filter(|&i| c.counts[i as usize] >= min_count).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(c.counts[i as usize]), c.hashes[i as usize]));
    order.truncate(max_words);
    let mut new = vec![0u32; c.hashes.len()];
    for (k, &i) in order.iter().enumerate() {
        new[i as usize] = k as u32 + 1;
    }
    let mut out = Corpus { tokens: Vec::new(), hashes: vec![0], names: vec![String::new()], counts: vec![0] };
    for &i in &order {
        out.hashes.push(c.hashes[i as usize]);
        out.names.push(std::mem::take(&mut c.names[i as usize]));
        out.counts.push(c.counts[i as usize]);
    }
    out.tokens = c.tokens.iter().map(|&t| if t == BREAK { BREAK } else { new[t as usize] }).collect();
    out.counts[0] = out.tokens.iter().filter(|&&t| t == 0).count() as u32;
    Ok(out)
}

fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (x, y) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for l in 0..8 {
            lanes[l] += x[l] * y[l];
        }
    }
    lanes.iter().sum()
}

fn vectors(c: &Corpus, epochs: usize, clock: Instant) -> Vec<Vector> {
    let mut random = Random::new(3);
    let v = c.hashes.len();
    let mut input: Vec<Vector> = (0..v).map(|_| std::array::from_fn(|_| (random.unit() - 0.5) / DIM as f32)).collect();
    let mut output: Vec<Vec<Vector>> = NEIGHBOURS.iter().map(|_| vec![[0.0; DIM]; v]).collect();
    let mut table = Vec::with_capacity(4_000_000);
    let weight: f64 = c.counts.iter().map(|&n| f64::from(n).powf(0.75)).sum();
    for (w, &n) in c.counts.iter().enumerate() {
        let share = f64::from(n).powf(0.75) / weight * 4_000_000.0;
        table.extend(std::iter::repeat_n(w as u32, share.ceil() as usize));
    }
    let total = c.tokens.len() as f32;
    let keep: Vec<f32> = c
        .counts
        .iter()
        .map(|&n| {
            let f = n as f32 / total;
            ((1e-4 / f).sqrt() + 1e-4 / f).min(1.0)
        })
        .collect();
    let sigmoid: Vec<f32> = (0..1024).map(|i| 1.0 / (1.0 + (-(i as f32 - 512.0) / 64.0).exp())).collect();
    let steps = (epochs * c.tokens.len()) as f32;
    for epoch in 0..epochs {
        for (i, &w) in c.tokens.iter().enumerate() {
            if w == BREAK || w == 0 || random.unit() > keep[w as usize] {
                continue;
            }
            let rate = 0.05 * (1.0 - (epoch * c.tokens.len() + i) as f32 / steps).max(1e-3);
            let mut me = input[w as usize];
            for (side, &d) in NEIGHBOURS.iter().enumerate() {
                let other = i.checked_add_signed(d).and_then(|j| c.tokens.get(j)).copied().unwrap_or(BREAK);
                let between = if d.abs() == 2 { c.tokens.get(i.wrapping_add_signed(d / 2)).copied().unwrap_or(BREAK) } else { 0 };
                if other == BREAK || between == BREAK {
                    continue;
                }
                let mut change = [0.0f32; DIM];
                for k in 0..=NEGATIVE {
                    let (target, truth) = if k == 0 { (other, 1.0) } else { (table[random.next() as usize % table.len()], 0.0) };
                    if k > 0 && target == other {
                        continue;
                    }
                    let out = &mut output[side][target as usize];
                    let x = dot(&me, out);
                    let at = (x * 64.0 + 512.0).clamp(0.0, 1023.0) as usize;
                    let g = rate * (truth - sigmoid[at]);
                    for l in 0..DIM {
                        change[l] += g * out[l];
                        out[l] += g * me[l];
                    }
                }
                for l in 0..DIM {
                    me[l] += change[l];
                }
            }
            input[w as usize] = me;
        }
        eprintln!("vectors, epoch {epoch}: {:.0} s", clock.elapsed().as_secs_f32());
    }
    input
}

fn unit(v: &Vector) -> Vector {
    let len = dot(v, v).sqrt().max(1e-9);
    v.map(|x| x / len)
}

/// Clusters of weighted points on the unit sphere, by number of points assigned.
fn k_means(points: &[Vector], weights: &[f32], k: usize, rounds: usize) -> (Vec<u16>, Vec<Vector>) {
    let mut random = Random::new(5);
    let mut centres: Vec<Vector> = Vec::with_capacity(k);
    let mut order: Vec<usize> = (0..points.len()).collect();
    random.shuffle(&mut order);
    // The centres begin at points that are unlike each other.
    let mut nearest = vec![f32::MIN; points.len()];
    let sample = &order[..order.len().min(20 * k)];
    for _ in 0..k.min(points.len()) {
        let mut best = (f32::MAX, sample[0]);
        for _ in 0..8 {
            let p = sample[random.next() as usize % sample.len()];
            if nearest[p] < best.0 {
                best = (nearest[p], p);
            }
        }
        let centre = points[best.1];
        for &p in sample {
            nearest[p] = nearest[p].max(dot(&points[p], &centre));
        }
        centres.push(centre);
    }
    let mut of = vec![0u16; points.len()];
    for _ in 0..rounds {
        let mut sums = vec![[0.0f32; DIM]; centres.len()];
        for (p, point) in points.iter().enumerate() {
            let mut best = (f32::MIN, 0);
            for (n, centre) in centres.iter().enumerate() {
                let x = dot(point, centre);
                if x > best.0 {
                    best = (x, n);
                }
            }
            of[p] = best.1 as u16;
            for l in 0..DIM {
                sums[best.1][l] += weights[p] * point[l];
            }
        }
        for (c, s) in centres.iter_mut().zip(&sums) {
            if s.iter().any(|x| *x != 0.0) {
                *c = unit(s);
            }
        }
    }
    (of, centres)
}

/// `train-clusters --out FILE [--epochs N] [--words N] [--sizes A,B,C] [--show FILE]`.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let (mut out, mut show, mut epochs, mut words, mut sizes) = (None, None, 3, 60_000, vec![64usize, 256, 1024]);
    let mut it = args.iter();
    while let Some(a) = it.next() {
        let mut value = || it.next().cloned().ok_or(format!("{a} needs a value"));
        let number = |s: String| s.parse::<usize>().map_err(|e| format!("{s}: {e}"));
        match a.as_str() {
            "--out" => out = Some(value()?),
            "--show" => show = Some(value()?),
            "--epochs" => epochs = number(value()?)?,
            "--words" => words = number(value()?)?,
            "--sizes" => sizes = value()?.split(',').map(|s| number(s.into())).collect::<Result<_, _>>()?,
            _ => return Err(format!("unknown option {a}")),
        }
    }
    let out = out.ok_or("usage: xz -dc TEXT.xz | train-clusters --out FILE")?;
    if sizes.len() != LEVELS {
        return Err(format!("--sizes takes {LEVELS} numbers"));
    }
    let clock = Instant::now();
    let c = read(8, words)?;
    eprintln!("{} tokens, {} words, {} unknown: {:.0} s", c.tokens.len(), c.hashes.len(), c.counts[0], clock.elapsed().as_secs_f32());
    let v: Vec<Vector> = vectors(&c, epochs, clock).iter().skip(1).map(unit).collect();
    let weights: Vec<f32> = c.counts.iter().skip(1).map(|&n| (n as f32).powf(0.25)).collect();
    let (fine, centres) = k_means(&v, &weights, sizes[LEVELS - 1], 12);
    let mut coarse = vec![[0u16; LEVELS - 1]; centres.len()];
    for level in 0..LEVELS - 1 {
        let (of, _) = k_means(&centres, &vec![1.0; centres.len()], sizes[level], 20);
        for (row, c) in coarse.iter_mut().zip(of) {
            row[level] = c;
        }
    }
    eprintln!("clusters: {:.0} s", clock.elapsed().as_secs_f32());
    if let Some(file) = show {
        let mut text = String::new();
        let mut rows: Vec<_> =
            fine.iter().zip(c.names.iter().zip(&c.counts).skip(1)).map(|(f, (n, k))| (*f, std::cmp::Reverse(*k), n)).collect();
        rows.sort();
        for (f, n, name) in rows {
            let k = coarse[usize::from(f)];
            text.push_str(&format!("{}\t{}\t{f}\t{name}\t{}\n", k[0], k[1], n.0));
        }
        std::fs::write(&file, text).map_err(|e| format!("{file}: {e}"))?;
    }
    let clusters = Clusters::new(c.hashes.iter().skip(1).copied().zip(fine), coarse);
    let mut w = Writer::default();
    clusters.write(&mut w);
    std::fs::write(&out, w.bytes).map_err(|e| format!("{out}: {e}"))?;
    Ok(ExitCode::SUCCESS)
}

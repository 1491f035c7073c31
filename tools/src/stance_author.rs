//! What is learned from triples found crosswise: how sure a score is, and the author's label for an entity.

use crate::boost;
use crate::stance_gold::{Key, Prepared, gold_keys, named};
use crate::train_stance::FOLDS;
use mizan::stance::aggregate::{Tally, author_values};
use mizan::stance::model::StanceModel;

const AUTHOR: boost::Settings = boost::Settings { trees: 60, leaves: 6, rate: 0.07, least: 4.0, ridge: 3.0, features: 128, rows: 180 };

/// Score → share of right triples, made to rise (pool adjacent violators).
pub fn calibrate(docs: &[Prepared], found: &[Vec<(Key, i32)>]) -> Vec<(i32, u16)> {
    let mut list: Vec<(i32, bool)> = Vec::new();
    for (p, all) in docs.iter().zip(found) {
        let keys = gold_keys(p);
        list.extend(all.iter().map(|(k, s)| (*s, keys.contains(&named(p, k)))));
    }
    list.sort_unstable();
    let mut pools: Vec<(i64, i64, i64)> = Vec::new();
    for chunk in list.chunks(120) {
        let right = chunk.iter().filter(|x| x.1).count() as i64;
        pools.push((chunk.iter().map(|x| i64::from(x.0)).sum(), right, chunk.len() as i64));
        while let [.., a, b] = pools[..] {
            if a.1 * b.2 < b.1 * a.2 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut points: Vec<(i32, u16)> = pools.iter().map(|x| ((x.0 / x.2) as i32, (x.1 * 1000 / x.2) as u16)).collect();
    points.sort_unstable();
    points.dedup_by_key(|p| p.0);
    points
}

/// Trains the author's labels on what the triples, found crosswise, say of each entity.
pub fn author(docs: &[Prepared], found: &[Vec<(Key, i32)>], model: &mut StanceModel) {
    let (mut values, mut gold, mut of) = (Vec::new(), Vec::new(), Vec::new());
    for (d, p) in docs.iter().enumerate() {
        let tallies = tallies(p, &found[d], model);
        for (target, label) in &p.gold.article {
            let Some(e) = p.names.iter().position(|n| n == target) else { continue };
            values.push(author_values(&p.view, &tallies, e));
            gold.push(LABELS.iter().position(|l| l == label).unwrap_or(3));
            of.push(d as u32);
        }
    }
    let rows: Vec<&[i16]> = values.iter().map(Vec::as_slice).collect();
    let mut scores = vec![[0i32; 3]; rows.len()];
    for k in 0..3 {
        let labels: Vec<f32> = gold.iter().map(|&g| f32::from(u8::from(g == k))).collect();
        for fold in 0..FOLDS {
            let part: Vec<usize> = (0..rows.len()).filter(|&i| of[i] % FOLDS != fold).collect();
            let r: Vec<&[i16]> = part.iter().map(|&i| rows[i]).collect();
            let l: Vec<f32> = part.iter().map(|&i| labels[i]).collect();
            let forest = boost::train(&r, &l, &vec![1.0; l.len()], &AUTHOR);
            for i in (0..rows.len()).filter(|&i| of[i] % FOLDS == fold) {
                scores[i][k] = forest.score(rows[i]);
            }
        }
        model.author[k] = boost::train(&rows, &labels, &vec![1.0; labels.len()], &AUTHOR);
    }
    let macro_f1 = |least: [i32; 3]| {
        let mut c = [[0usize; 3]; 4];
        for (s, &g) in scores.iter().zip(&gold) {
            let q = (0..3).filter(|&k| s[k] >= least[k]).max_by_key(|&k| (s[k] - least[k], k)).unwrap_or(3);
            if q == g {
                c[g][0] += 1;
            } else {
                c[g][1] += 1;
                c[q][2] += 1;
            }
        }
        c.iter().map(|x| 2.0 * x[0] as f64 / (2 * x[0] + x[1] + x[2]).max(1) as f64).sum::<f64>() / 4.0
    };
    let mut least = [-32; 3];
    for _ in 0..4 {
        for k in 0..3 {
            let mut best = (0.0, least[k]);
            for t in -40..20 {
                let mut l = least;
                l[k] = t * 4;
                let f = macro_f1(l);
                if f > best.0 {
                    best = (f, l[k]);
                }
            }
            least[k] = best.1;
        }
    }
    println!("author's labels crosswise: macro-F1 {:.3} of {} at {least:?}", macro_f1(least), gold.len());
    model.author_least = least;
}

const LABELS: [&str; 4] = ["favor", "against", "mixed", "neutral"];

fn tallies(p: &Prepared, found: &[(Key, i32)], model: &StanceModel) -> Vec<Tally> {
    let mut out = vec![Tally::default(); p.names.len()];
    for (k, score) in found {
        mizan::stance::count(&mut out, k.1, k.2, k.3, model.confidence(*score));
    }
    out
}

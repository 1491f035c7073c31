//! Figures of a tagger, and its table of confidences.

use super::options::Options;
use super::prepare::{Index, quantize};
use crate::crf::{Crf, Sample};
use crate::gold::GoldDoc;
use crate::mentions::{Score, print_error};
use mizan::tag::clusters::Clusters;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::{Tagger, tag};

pub fn evaluate(docs: &[&GoldDoc], gazetteer: &Gazetteer, tagger: &Tagger, errors: bool) -> Score {
    let mut score = Score::default();
    for d in docs {
        let doc = crate::segment::document(&d.text);
        score.add(d, &tag(&doc, gazetteer, tagger), |f, g| {
            if errors {
                print_error(d, f, g);
            }
        });
    }
    score
}

/// Trains without each fold in turn and tags it: how often mentions of each margin are right, per mille.
pub fn calibrate(
    gold: &[&GoldDoc],
    samples: &[Sample],
    index: &Index,
    gazetteer: &Gazetteer,
    clusters: &Clusters,
    o: &Options,
) -> Vec<u16> {
    let folds = o.folds.max(4);
    let mut score = Score::default();
    let mut bins: Vec<(f64, f64)> = Vec::new();
    for fold in 0..folds {
        let others: Vec<&Sample> = samples.iter().enumerate().filter(|x| x.0 % folds != fold).map(|x| x.1).collect();
        let mut crf = Crf::new(index.len(), o.params.damping);
        crf.train(&others, &o.params, |_, _, _| ());
        // A table of confidences in which each is the number of its bin.
        let identity = (0..100).collect();
        let tagger = Tagger::new(quantize(&crf, index, o), clusters.clone(), identity);
        for d in gold.iter().enumerate().filter(|x| x.0 % folds == fold).map(|x| *x.1) {
            let found = tag(&crate::segment::document(&d.text), gazetteer, &tagger);
            let mut wrong = Vec::new();
            score.add(d, &found, |f, _| wrong.extend(f.map(|x| x.0)));
            for m in &found {
                let bin = usize::from(m.confidence);
                if bins.len() <= bin {
                    bins.resize(bin + 1, (0.0, 0.0));
                }
                bins[bin].1 += 1.0;
                bins[bin].0 += f64::from(u8::from(!wrong.contains(&m.span)));
            }
        }
    }
    println!("cross-validation: {}", score.line());
    // Neighbouring bins are put together until the shares rise.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in bins {
        pools.push((right, all, 1));
        while let [.., a, b] = pools[..] {
            if a.0 * b.1 < b.0 * a.1 && a.1 >= 30.0 && b.1 >= 30.0 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    pools.iter().flat_map(|p| std::iter::repeat_n(((p.0 + 0.5) / (p.1 + 1.0) * 1000.0) as u16, p.2)).collect()
}

//! `train-tagger`: annotated articles (and other corpora) → models/tagger.bin.

use crate::crf::{Crf, GROUPS, LANES, Params, Sample, pack};
use crate::gold::{self, GoldDoc};
use crate::mentions::Score;
use mizan::model::{Model, container};
use mizan::tag::clusters::Clusters;
use mizan::tag::decode::Transitions;
use mizan::tag::evidence::Evidence;
use mizan::tag::features::Facts;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::labels::{LABELS, O, begin, inside};
use mizan::tag::linear::{Linear, Scores};
use mizan::tag::{EntityType, Tagger, tag};
use mizan::tokenize::Document;
use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The gazetteer and tagger of the crate, or the tagger of a file.
pub fn models(file: Option<&Path>) -> Result<(Gazetteer, Tagger), String> {
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let gazetteer = embedded.section("gazettr").map_or(Ok(Gazetteer::default()), Gazetteer::read).map_err(|e| e.to_string())?;
    let tagger = match file {
        Some(f) => {
            let bytes = std::fs::read(f).map_err(|e| format!("{}: {e}", f.display()))?;
            let model = Model::read(&bytes).map_err(|e| e.to_string())?;
            Tagger::read(model.section("tagger").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?
        }
        None => Tagger::read(embedded.section("tagger").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?,
    };
    Ok((gazetteer, tagger))
}

/// A document in training: its sample, and what makes more of it.
struct Prepared {
    id: String,
    facts: Facts,
    sample: Sample,
}

struct Options {
    gold: String,
    dev: String,
    out: Option<String>,
    clusters: Option<String>,
    params: Params,
    /// Groups left out, as bits.
    without: u32,
    /// Every how many-th document is trained on (learning curves); 1 for all.
    every: usize,
    /// Number of folds that label the training articles for the second pass; 0 for none.
    folds: usize,
    /// Every tenth training article is kept out and measured.
    holdout: bool,
    /// Cross-validation: a figure for the whole of the training articles, and the table of confidences.
    calibrate: bool,
    min_count: u32,
    scale: f32,
    bias: f32,
}

fn parse(args: &[String]) -> Result<Options, String> {
    let mut o = Options {
        gold: "../shared/gold/train".into(),
        dev: "../shared/gold/dev".into(),
        out: None,
        clusters: None,
        params: Params { epochs: 12, rate: 0.15, damping: 0.01, l1: 0.05, l2: 0.02, drop: [0.0; GROUPS], second: 0.5, seed: 7 },
        without: 0,
        every: 1,
        folds: 0,
        holdout: false,
        calibrate: false,
        min_count: 2,
        scale: 32.0,
        bias: 0.0,
    };
    let mut it = args.iter();
    while let Some(a) = it.next() {
        let mut value = || it.next().cloned().ok_or(format!("{a} needs a value"));
        let number = |s: String| s.parse::<f32>().map_err(|e| format!("{s}: {e}"));
        match a.as_str() {
            "--gold" => o.gold = value()?,
            "--dev" => o.dev = value()?,
            "--out" => o.out = Some(value()?),
            "--clusters" => o.clusters = Some(value()?),
            "--epochs" => o.params.epochs = number(value()?)? as usize,
            "--rate" => o.params.rate = number(value()?)?,
            "--damping" => o.params.damping = number(value()?)?,
            "--l1" => o.params.l1 = number(value()?)?,
            "--l2" => o.params.l2 = number(value()?)?,
            "--seed" => o.params.seed = number(value()?)? as u64,
            "--second" => o.params.second = number(value()?)?,
            "--drop" => {
                let v = value()?;
                let (g, p) = v.split_once('=').ok_or("--drop GROUP=CHANCE")?;
                let g: usize = g.parse().map_err(|_| "--drop GROUP=CHANCE")?;
                *o.params.drop.get_mut(g).ok_or("no such group")? = number(p.into())?;
            }
            "--without" => o.without |= 1 << number(value()?)? as u32,
            "--every" => o.every = number(value()?)? as usize,
            "--folds" => o.folds = number(value()?)? as usize,
            "--calibrate" => o.calibrate = true,
            "--holdout" => o.holdout = true,
            "--min-count" => o.min_count = number(value()?)? as u32,
            "--scale" => o.scale = number(value()?)?,
            "--bias" => o.bias = number(value()?)?,
            _ => return Err(format!("unknown option {a}")),
        }
    }
    Ok(o)
}

/// Labels of the tokens of an article.
pub fn gold_labels(doc: &Document<'_>, gold: &GoldDoc) -> Vec<u8> {
    let mut out = vec![O; doc.tokens.len()];
    for m in &gold.mentions {
        let Some(ty) = EntityType::parse(&m.ty) else { continue };
        let from = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
        let to = doc.tokens.partition_point(|t| t.span.start < m.span.end);
        for (k, slot) in out.iter_mut().enumerate().take(to).skip(from) {
            *slot = if k == from { begin(ty) } else { inside(ty) };
        }
    }
    // A mention that goes on in the next sentence begins anew there.
    for s in &doc.sentences {
        if let Some(x) = out.get_mut(s.tokens.start).filter(|x| mizan::tag::labels::continues(**x)) {
            *x -= 1;
        }
    }
    out
}

/// Feature hashes → rows.
struct Index {
    rows: HashMap<u32, u32, Identity>,
}

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

/// `train-tagger [options]`.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let o = parse(args)?;
    let clock = Instant::now();
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let names = embedded.section("gazettr").map_err(|e| e.to_string())?;
    let known = Gazetteer::read(names).map_err(|e| e.to_string())?;
    let gazetteer = Gazetteer::read_for_training(names).map_err(|e| e.to_string())?;
    let clusters = match &o.clusters {
        Some(f) => {
            let bytes = std::fs::read(f).map_err(|e| format!("{f}: {e}"))?;
            Clusters::read(&mut mizan::model::Reader::new(&bytes)).map_err(|e| e.to_string())?
        }
        None => Clusters::default(),
    };
    let all = gold::read_all(Path::new(&o.gold), |_| true)?;
    let kept: Vec<&GoldDoc> =
        all.iter().enumerate().filter(|(i, _)| (!o.holdout || i % 10 != 5) && i % o.every == 0).map(|x| x.1).collect();
    // Count, then index what is frequent enough.
    let mut counts: HashMap<u32, u32, Identity> = HashMap::default();
    let mut facts = Vec::new();
    for d in &kept {
        let doc = crate::segment::document(&d.text);
        let f = Facts::new(&doc, &gazetteer, &clusters);
        for i in 0..f.len() {
            f.emit(i, &mut |g, h| {
                if o.without >> g as u8 & 1 == 0 {
                    *counts.entry(h).or_default() += 1;
                }
            });
        }
        let labels = gold_labels(&doc, d);
        let sentences = doc.sentences.iter().map(|s| s.tokens.clone()).collect::<Vec<_>>();
        facts.push((d.id.clone(), f, labels, sentences));
    }
    let mut frequent: Vec<u32> = counts.iter().filter(|c| *c.1 >= o.min_count).map(|c| *c.0).collect();
    frequent.sort_unstable();
    let mut index = Index { rows: frequent.iter().copied().zip(0..).collect() };
    drop(counts);
    let mut docs = Vec::new();
    for (id, facts, labels, sentences) in facts {
        let mut sample = Sample { sentences, weight: 1.0, ..Sample::default() };
        for (i, &label) in labels.iter().enumerate() {
            sample.starts.push(sample.features.len() as u32);
            facts.emit(i, &mut |g, h| {
                if let Some(&row) = index.rows.get(&h).filter(|_| o.without >> g as u8 & 1 == 0) {
                    sample.features.push(pack(row, g as u8));
                }
            });
            sample.allowed.push(1 << label);
        }
        sample.starts.push(sample.features.len() as u32);
        docs.push(Prepared { id, facts, sample });
    }
    let tokens: usize = docs.iter().map(|d| d.facts.len()).sum();
    let features: usize = docs.iter().map(|d| d.sample.features.len()).sum();
    println!(
        "{} articles, {tokens} tokens, {:.1} features a token, {} rows, {:.0} s",
        docs.len(),
        features as f64 / tokens.max(1) as f64,
        index.rows.len(),
        clock.elapsed().as_secs_f32()
    );
    if o.folds > 1 {
        add_evidence(&mut docs, &mut index, &o);
    }
    let mut confidence = Vec::new();
    if o.calibrate {
        confidence = calibrate(&kept, &docs, &index, &gazetteer, &clusters, &o);
        println!("confidence: {confidence:?} {:.0} s", clock.elapsed().as_secs_f32());
    }
    let samples: Vec<&Sample> = docs.iter().map(|d| &d.sample).collect();
    let mut crf = Crf::new(index.rows.len(), o.params.damping);
    crf.train(&samples, &o.params, |e, _, loss| println!("epoch {e} loss {loss:.0} {:.0} s", clock.elapsed().as_secs_f32()));
    let linear = quantize(&crf, &index, &o);
    println!("{} features, {} weights", linear.len(), linear.cells());
    let tagger = Tagger::new(linear, clusters, confidence);
    let dev = gold::read_all(Path::new(&o.dev), |_| true)?;
    let mut sets: Vec<(&str, Vec<&GoldDoc>)> = vec![
        ("dev/a", dev.iter().filter(|d| d.id.starts_with('a')).collect()),
        ("dev/do", dev.iter().filter(|d| d.id.starts_with("do")).collect()),
    ];
    if o.holdout {
        sets.push(("kept out", all.iter().enumerate().filter(|x| x.0 % 10 == 5).map(|x| x.1).collect()));
    }
    let mut together: Vec<&GoldDoc> = Vec::new();
    for s in &sets {
        together.extend(&s.1);
    }
    sets.push(("all", together));
    for (name, docs) in sets {
        println!("{name}: {}", evaluate(&docs, if name == "kept out" || name == "all" { &gazetteer } else { &known }, &tagger).line());
    }
    if let Some(out) = &o.out {
        let bytes = container(&[("tagger", &tagger.write())]);
        std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
        println!("{out}: {} bytes", bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

pub fn evaluate(docs: &[&GoldDoc], gazetteer: &Gazetteer, tagger: &Tagger) -> Score {
    let mut score = Score::default();
    for d in docs {
        let doc = crate::segment::document(&d.text);
        score.add(d, &tag(&doc, gazetteer, tagger), |_, _| ());
    }
    score
}

/// Trains without each fold in turn and tags it: how often mentions of each margin are right, per mille.
fn calibrate(gold: &[&GoldDoc], docs: &[Prepared], index: &Index, gazetteer: &Gazetteer, clusters: &Clusters, o: &Options) -> Vec<u16> {
    let folds = o.folds.max(4);
    let mut score = Score::default();
    let mut bins: Vec<(f64, f64)> = Vec::new();
    for fold in 0..folds {
        let samples: Vec<&Sample> = docs.iter().enumerate().filter(|x| x.0 % folds != fold).map(|x| &x.1.sample).collect();
        let mut crf = Crf::new(index.rows.len(), o.params.damping);
        crf.train(&samples, &o.params, |_, _, _| ());
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

/// Labels each training article by a model that has not seen it, and turns these labels into features of the second pass.
fn add_evidence(docs: &mut [Prepared], index: &mut Index, o: &Options) {
    let mut params = o.params.clone();
    params.epochs = params.epochs.div_ceil(2);
    params.second = 0.0;
    let mut labels: Vec<Vec<u8>> = vec![Vec::new(); docs.len()];
    for fold in 0..o.folds {
        let samples: Vec<&Sample> = docs.iter().enumerate().filter(|x| x.0 % o.folds != fold).map(|x| &x.1.sample).collect();
        let mut crf = Crf::new(index.rows.len(), o.params.damping);
        crf.train(&samples, &params, |_, _, _| ());
        for (k, d) in docs.iter().enumerate().filter(|x| x.0 % o.folds == fold) {
            labels[k] = decode(&crf, &d.sample, false);
        }
        println!("fold {fold} done");
    }
    let mut counts: HashMap<u32, u32, Identity> = HashMap::default();
    for (d, l) in docs.iter().zip(&labels) {
        let e = Evidence::new(&d.facts, l);
        (0..d.facts.len()).for_each(|i| e.emit(i, &mut |_, h| *counts.entry(h).or_default() += 1));
    }
    let mut frequent: Vec<u32> = counts.iter().filter(|c| *c.1 >= o.min_count).map(|c| *c.0).collect();
    frequent.sort_unstable();
    for h in frequent {
        let next = index.rows.len() as u32;
        index.rows.entry(h).or_insert(next);
    }
    for (d, l) in docs.iter_mut().zip(&labels) {
        let e = Evidence::new(&d.facts, l);
        for i in 0..d.facts.len() {
            d.sample.evidence_starts.push(d.sample.evidence.len() as u32);
            e.emit(i, &mut |g, h| {
                if let Some(&row) = index.rows.get(&h) {
                    d.sample.evidence.push(pack(row, g as u8));
                }
            });
        }
        d.sample.evidence_starts.push(d.sample.evidence.len() as u32);
    }
}

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
fn quantize(crf: &Crf, index: &Index, o: &Options) -> Linear {
    let mut features = Vec::new();
    for (&hash, &row) in &index.rows {
        let cells: Vec<(u8, i8)> = (0..LABELS)
            .map(|l| (l as u8, (crf.rows[row as usize].w[l] * o.scale).round().clamp(-127.0, 127.0) as i8))
            .filter(|c| c.1 != 0)
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

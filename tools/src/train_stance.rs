//! `train-stance GOLD DATA OUT [--dev DIR]`: learns the weights of the stance stage from annotated articles.
//!
//! Three linear models (a word as a cue, a cue's target, a cue's holder) are trained crosswise by document, so that the linear model over
//! triples and the trees on top of them see scores as they will be on new text.

use crate::boost;
use crate::evaluate_stance::{best_signs, diagnose, looked, measure, scored};
use crate::gold::read_all;
use crate::logistic::{self, Examples};
use crate::stance_author::{author, calibrate};
use crate::stance_gold::{Key, Prepared, content, prepare};
use mizan::model::{Model, Writer};
use mizan::stance::Holder;
use mizan::stance::candidates::{Kind, Slot, holder, slots};
use mizan::stance::features::{Cue, Role, cue_features, cue_info, role_features};
use mizan::stance::frames::Lexicon;
use mizan::stance::model::StanceModel;
use mizan::stance::pairs::{Looked, Steps, cue_scores, nearest};
use mizan::stance::quotes::lexicon::SpeechLexicon;
use mizan::stance::scorer::{Forest, Linear, probability};
use mizan::stance::second::{LEAST_AGAIN, enrich};
use mizan::stance::view::{Closed, NAME, PUNCT};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

const CUE: logistic::Settings = logistic::Settings { bits: 18, epochs: 4, rate: 0.15, ridge: 5e-4, least: 3, step: 6.0 };
const ROLE: logistic::Settings = logistic::Settings { bits: 18, epochs: 4, rate: 0.12, ridge: 1e-3, least: 3, step: 6.0 };
const PAIR: logistic::Settings = logistic::Settings { bits: 17, epochs: 3, rate: 0.1, ridge: 3e-4, least: 3, step: 6.0 };
const FIRST: boost::Settings = boost::Settings { trees: 160, leaves: 16, rate: 0.08, least: 8.0, ridge: 3.0, features: 128, rows: 180 };
const SECOND: boost::Settings = boost::Settings { trees: 120, leaves: 12, rate: 0.07, least: 8.0, ridge: 3.0, features: 128, rows: 180 };

const MANNER: logistic::Settings = logistic::Settings { bits: 13, epochs: 3, rate: 0.1, ridge: 1e-4, least: 6, step: 6.0 };

/// Folds of the crosswise training.
pub const FOLDS: u32 = 5;

/// Examples of cues: for, against.
fn cue_examples(docs: &[Prepared], lexicon: &Lexicon) -> [Examples; 2] {
    let mut out = [Examples::default(), Examples::default()];
    let mut features = Vec::new();
    for (d, p) in docs.iter().enumerate() {
        for (n, s) in p.view.sentences.iter().enumerate() {
            let mut labels = vec![[false; 2]; s.flags.len()];
            for k in &p.stances[n] {
                for w in content(p, n, &k.words) {
                    labels[w][k.sign] = true;
                }
            }
            for at in 0..s.flags.len() {
                if s.flags[at] & (PUNCT | NAME) != 0 {
                    continue;
                }
                features.clear();
                cue_features(&p.view, s, lexicon, at, &mut features);
                for sign in 0..2 {
                    out[sign].push(&features, labels[at][sign], d);
                }
            }
        }
    }
    out
}

/// Examples of roles, from gold cues.
fn role_examples(docs: &[Prepared], lexicon: &Lexicon, scores: &[Vec<Vec<[i32; 2]>>]) -> (Examples, Examples) {
    let (mut targets, mut holders) = (Examples::default(), Examples::default());
    let mut features = Vec::new();
    for (d, p) in docs.iter().enumerate() {
        for (n, s) in p.view.sentences.iter().enumerate() {
            if p.stances[n].is_empty() {
                continue;
            }
            let list = slots(&p.view, n, &p.resolved);
            let mut by: BTreeMap<(usize, usize), (BTreeSet<Holder>, BTreeSet<usize>)> = BTreeMap::new();
            for k in &p.stances[n] {
                for w in content(p, n, &k.words) {
                    let e = by.entry((w, k.sign)).or_default();
                    e.0.extend(k.holder);
                    e.1.extend(k.target);
                }
            }
            for ((at, sign), (hs, ts)) in by {
                let cue = Cue { at, sign, info: cue_info(s, lexicon, at) };
                targets.groups.push(targets.len());
                holders.groups.push(holders.len());
                for slot in &list {
                    let is =
                        [hs.contains(&holder(slot)), slot.kind != Kind::Author && slot.kind != Kind::Unnamed && ts.contains(&slot.entity)];
                    for (role, label) in [(Role::Holder, is[0]), (Role::Target, is[1])] {
                        if role == Role::Target && matches!(slot.kind, Kind::Author | Kind::Unnamed) {
                            continue;
                        }
                        let out = if role == Role::Holder { &mut holders } else { &mut targets };
                        for name in chosen(s, slot, at) {
                            features.clear();
                            role_features(&p.view, s, &scores[d][n], &cue, slot, name, role, &mut features);
                            out.push(&features, label, d);
                        }
                    }
                }
            }
        }
    }
    targets.groups.push(targets.len());
    holders.groups.push(holders.len());
    (targets, holders)
}

/// The names of a slot to learn from.
fn chosen(s: &mizan::stance::view::SentenceView, slot: &Slot, at: usize) -> Vec<Option<usize>> {
    if slot.kind != Kind::Here {
        return vec![None];
    }
    let near: Vec<usize> = nearest(s, slot, at).into_iter().flatten().collect();
    near.into_iter().map(Some).collect()
}

fn label(p: &Prepared, sentence: usize, l: &Looked, k: usize) -> bool {
    let pair = &l.pairs[k];
    let (h, t) = (holder(&l.slots[pair.holder]), l.slots[pair.target].entity);
    p.stances[sentence].iter().any(|x| x.holder == Some(h) && x.target == Some(t) && x.sign == pair.sign)
}

/// Trains on `docs`.
pub fn learn(docs: &[Prepared], lexicon: &Lexicon) -> StanceModel {
    let say = |what: &str| eprintln!("{what}");
    let fold = |d: u32| d % FOLDS;
    let examples = cue_examples(docs, lexicon);
    say(&format!("{} words", examples[0].len()));
    let cue_models: Vec<[Linear; 2]> =
        (0..=FOLDS).map(|k| [0, 1].map(|sign| logistic::train(&examples[sign], |d| fold(d) != k, &CUE))).collect();
    drop(examples);
    let with_cue = |k: usize| Steps { cue: cue_models[k].clone(), ..Steps::default() };
    let scores: Vec<Vec<Vec<[i32; 2]>>> = docs
        .iter()
        .enumerate()
        .map(|(d, p)| {
            let steps = with_cue(fold(d as u32) as usize);
            p.view.sentences.iter().map(|s| cue_scores(&steps, &p.view, s, lexicon)).collect()
        })
        .collect();
    let (targets, holders) = role_examples(docs, lexicon, &scores);
    say(&format!("{} targets, {} holders", targets.len(), holders.len()));
    let mut steps: Vec<Steps> = (0..=FOLDS)
        .map(|k| Steps {
            cue: cue_models[k as usize].clone(),
            target: logistic::train_choice(&targets, |d| fold(d) != k, &ROLE),
            holder: logistic::train_choice(&holders, |d| fold(d) != k, &ROLE),
            pair: Linear { weights: vec![0] },
        })
        .collect();
    drop((targets, holders));
    let mut all: Vec<Vec<Looked>> = docs.iter().enumerate().map(|(d, p)| looked(&steps[fold(d as u32) as usize], p, lexicon)).collect();
    let mut pairs = Examples::default();
    let mut rows = 0;
    for (d, p) in docs.iter().enumerate() {
        for (n, l) in all[d].iter().enumerate() {
            for k in 0..l.pairs.len() {
                pairs.push(&l.pairs[k].words, label(p, n, l, k), d);
                rows += 1;
            }
        }
    }
    let right = pairs.labels.iter().filter(|l| **l).count();
    let gold: usize = docs.iter().map(|p| p.gold.stances.len()).sum();
    say(&format!("{rows} triples, {right} right, {gold} in gold"));
    for k in 0..=FOLDS {
        steps[k as usize].pair = logistic::train(&pairs, |d| fold(d) != k, &PAIR);
    }
    let mut values: Vec<Vec<i16>> = Vec::new();
    let labels: Vec<f32> = pairs.labels.iter().map(|&l| f32::from(u8::from(l))).collect();
    for (d, list) in all.iter_mut().enumerate() {
        let model = &steps[fold(d as u32) as usize].pair;
        for l in list.iter_mut() {
            for pair in &mut l.pairs {
                if let Some(x) = pair.values.last_mut() {
                    *x = model.score(&pair.words) as i16;
                }
                values.push(pair.values.clone());
            }
        }
    }
    let weights = vec![1.0; values.len()];
    let rows: Vec<&[i16]> = values.iter().map(Vec::as_slice).collect();
    let (first, scores) = crosswise(&rows, &labels, &pairs.docs, &weights, &FIRST);
    let mut at = 0;
    for list in &mut all {
        let by: Vec<Vec<i32>> = list
            .iter()
            .map(|l| {
                at += l.pairs.len();
                scores[at - l.pairs.len()..at].to_vec()
            })
            .collect();
        enrich(list, &by);
    }
    let used: Vec<usize> = (0..scores.len()).filter(|&i| probability(scores[i]) >= LEAST_AGAIN).collect();
    say(&format!("{} looked at again, {} right", used.len(), used.iter().filter(|&&i| pairs.labels[i]).count()));
    let values: Vec<&[i16]> = all.iter().flatten().flat_map(|l| l.pairs.iter().map(|p| p.values.as_slice())).collect();
    let rows: Vec<&[i16]> = used.iter().map(|&i| values[i]).collect();
    let labels: Vec<f32> = used.iter().map(|&i| labels[i]).collect();
    let of: Vec<u32> = used.iter().map(|&i| pairs.docs[i]).collect();
    let (forest, again) = crosswise(&rows, &labels, &of, &weights[..rows.len()], &SECOND);
    let mut final_scores = vec![i32::MIN; scores.len()];
    for (&i, &s) in used.iter().zip(&again) {
        final_scores[i] = s;
    }
    let by_sentence = |flat: &[i32]| {
        let mut at = 0;
        all.iter()
            .map(|list| {
                list.iter()
                    .map(|l| {
                        at += l.pairs.len();
                        flat[at - l.pairs.len()..at].to_vec()
                    })
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    println!("crosswise, first trees:");
    let one: Vec<Vec<(Key, i32)>> = by_sentence(&scores).iter().enumerate().map(|(d, s)| best_signs(&docs[d], &all[d], s)).collect();
    measure(docs, &one);
    let found: Vec<Vec<(Key, i32)>> =
        by_sentence(&final_scores).iter().enumerate().map(|(d, s)| best_signs(&docs[d], &all[d], s)).collect();
    println!("crosswise:");
    let least = measure(docs, &found);
    drop(all);
    let steps = steps.swap_remove(FOLDS as usize);
    let mut model = StanceModel { steps, first, forest, least, calibration: calibrate(docs, &found), ..StanceModel::default() };
    [model.strength, model.action] = manner(docs, lexicon);
    author(docs, &found, &mut model);
    model
}

/// Trees over all rows, and the scores that trees without a row's own document give it.
fn crosswise(rows: &[&[i16]], labels: &[f32], of: &[u32], weights: &[f32], s: &boost::Settings) -> (Forest, Vec<i32>) {
    let mut scores = vec![0; rows.len()];
    for k in 0..FOLDS {
        let part: Vec<usize> = (0..rows.len()).filter(|&i| of[i] % FOLDS != k).collect();
        let r: Vec<&[i16]> = part.iter().map(|&i| rows[i]).collect();
        let l: Vec<f32> = part.iter().map(|&i| labels[i]).collect();
        let forest = boost::train(&r, &l, &weights[..part.len()], s);
        for i in (0..rows.len()).filter(|&i| of[i] % FOLDS == k) {
            scores[i] = forest.score(rows[i]);
        }
    }
    (boost::train(rows, labels, weights, s), scores)
}

/// Models of a cue's strength and basis.
fn manner(docs: &[Prepared], lexicon: &Lexicon) -> [Linear; 2] {
    let mut out = [Examples::default(), Examples::default()];
    let mut features = Vec::new();
    for (d, p) in docs.iter().enumerate() {
        for (n, s) in p.view.sentences.iter().enumerate() {
            for k in &p.stances[n] {
                for w in content(p, n, &k.words) {
                    features.clear();
                    cue_features(&p.view, s, lexicon, w, &mut features);
                    out[0].push(&features, k.strength == 2, d);
                    if k.holder != Some(Holder::Author) {
                        out[1].push(&features, k.action, d);
                    }
                }
            }
        }
    }
    [0, 1].map(|i| logistic::train(&out[i], |_| true, &MANNER))
}

/// The model as section `stance`.
pub fn section(m: &StanceModel) -> Vec<u8> {
    let mut w = Writer::default();
    for l in [&m.steps.cue[0], &m.steps.cue[1], &m.steps.target, &m.steps.holder, &m.steps.pair, &m.strength, &m.action] {
        logistic::write(l, &mut w);
    }
    boost::write(&m.first, &mut w);
    boost::write(&m.forest, &mut w);
    w.i32(m.least);
    w.varint(m.calibration.len() as u32);
    for (s, p) in &m.calibration {
        w.i32(*s);
        w.u16(*p);
    }
    for f in &m.author {
        boost::write(f, &mut w);
    }
    for l in m.author_least {
        w.i32(l);
    }
    w.bytes
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [gold, data, out, rest @ ..] = args else { return Err("usage: train-stance GOLD DATA OUT [--hold-out N] [--dev DIR]".into()) };
    let option = |name: &str| rest.iter().position(|a| a == name).and_then(|i| rest.get(i + 1));
    let frames = crate::compile_stance::frames(Path::new(data))?;
    let lexicon = Lexicon::read(&frames).map_err(|e| e.to_string())?;
    let closed = Closed::default();
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let speech_lexicon = embedded.section("speech").and_then(SpeechLexicon::read).map_err(|e| e.to_string())?;
    let load = |dir: &str| -> Result<Vec<Prepared>, String> {
        Ok(read_all(Path::new(dir), |_| true)?.into_iter().map(|g| prepare(g, &lexicon, &closed, &speech_lexicon)).collect())
    };
    let docs = load(gold)?;
    let model = learn(&docs, &lexicon);
    crate::compile_stance::write(Path::new(out), &frames, &section(&model))?;
    if let Some(dev) = option("--dev") {
        println!("dev:");
        let dev = load(dev)?;
        let found: Vec<_> = dev.iter().map(|p| scored(&model, p, &lexicon)).collect();
        measure(&dev, &found);
        diagnose(&model, &dev.iter().collect::<Vec<_>>(), &lexicon);
    }
    Ok(ExitCode::SUCCESS)
}

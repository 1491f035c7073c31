//! `train-stance GOLD DATA OUT [--hold-out N] [--dev DIR]`: learns the weights of the stance stage from annotated articles.
//!
//! Three linear models (a word as a cue, a cue's target, a cue's holder) are trained crosswise by document, so that the linear model over
//! triples and the trees on top of them see scores as they will be on new text.

use crate::boost;
use crate::gold::{GoldDoc, read_all};
use crate::logistic::{self, Examples};
use mizan::normalize::normalize_ml;
use mizan::resolve::{Entity, Resolved};
use mizan::span::Span;
use mizan::stance::Holder;
use mizan::stance::candidates::{Kind, Slot, holder, slots};
use mizan::stance::features::{Cue, Role, cue_features, cue_info, role_features};
use mizan::stance::frames::Lexicon;
use mizan::stance::pairs::{Looked, Steps, cue_scores, look, nearest};
use mizan::stance::quotes::quotes;
use mizan::stance::scorer::{Forest, Linear, probability};
use mizan::stance::view::{CLAUSE, Closed, NAME, PREP, PUNCT, View, view};
use mizan::tag::{EntityType, Mention};
use mizan::tokenize::{Document, tokenize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

/// An article ready for training or measuring.
pub struct Prepared {
    /// Its annotation.
    pub gold: GoldDoc,
    /// What stands where.
    pub resolved: Resolved,
    /// As the models see it.
    pub view: View,
    /// Line of each sentence.
    pub lines: Vec<usize>,
    /// English names of the entities.
    pub names: Vec<String>,
    /// Gold stances by sentence: holder, target, sign (0 for), cue words, strength.
    pub stances: Vec<Vec<Known>>,
}

/// A gold stance with entities as numbers.
#[derive(Clone, Debug)]
pub struct Known {
    /// Holder, where it has a mention.
    pub holder: Option<Holder>,
    /// Target, where it has a mention.
    pub target: Option<usize>,
    /// 0 for, 1 against.
    pub sign: usize,
    /// Words of the sentence.
    pub words: Vec<usize>,
}

/// Mentions and entities as annotated.
pub fn gold_resolved(doc: &Document<'_>, gold: &GoldDoc) -> (Resolved, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut types: Vec<BTreeMap<EntityType, usize>> = Vec::new();
    let mut out = Resolved::default();
    for m in &gold.mentions {
        let Some(ty) = EntityType::parse(&m.ty) else { continue };
        let first = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
        let end = doc.tokens.partition_point(|t| t.span.start < m.span.end);
        if end <= first || out.mentions.last().is_some_and(|l: &Mention| l.tokens.end > first) {
            continue;
        }
        let e = names.iter().position(|n| *n == m.entity).unwrap_or_else(|| {
            names.push(m.entity.clone());
            types.push(BTreeMap::new());
            names.len() - 1
        });
        *types[e].entry(ty).or_default() += 1;
        out.mentions.push(Mention { span: m.span, tokens: first..end, ty, confidence: 1000 });
        out.entity_of.push(e);
    }
    for (e, name) in names.iter().enumerate() {
        let mentions: Vec<usize> = (0..out.entity_of.len()).filter(|&i| out.entity_of[i] == e).collect();
        let ty = types[e].iter().max_by_key(|x| (*x.1, u8::MAX - *x.0 as u8)).map_or(EntityType::Misc, |x| *x.0);
        let ty = if ty == EntityType::Norp && types[e].contains_key(&EntityType::Gpe) { EntityType::Gpe } else { ty };
        out.entities.push(Entity {
            id: format!("local:{name}"),
            name_ar: mentions.first().map_or(String::new(), |&m| out.mentions[m].span.of(doc.original).to_string()),
            name_en: Some(name.clone()),
            ty,
            salience: 0,
            mentions,
            entry: None,
        });
    }
    (out, names)
}

/// Reads one article into what the models see, with gold mentions.
pub fn prepare(gold: GoldDoc, lexicon: &Lexicon, closed: &Closed) -> Prepared {
    let text = gold.text.clone();
    let doc = tokenize(&text, normalize_ml(&text));
    let (resolved, names) = gold_resolved(&doc, &gold);
    let spoken = quotes(&doc, &resolved);
    let v = view(&doc, &resolved, &spoken, lexicon, closed);
    let spans = crate::gold::lines(&text);
    let line_of = |s: Span| spans.partition_point(|l| l.end < s.start);
    let lines: Vec<usize> = doc.sentences.iter().map(|s| line_of(s.span)).collect();
    let mut stances = vec![Vec::new(); doc.sentences.len()];
    for st in &gold.stances {
        let at = match st.cue {
            Some(c) => doc.sentences.iter().position(|s| s.span.overlaps(c)),
            None => lines.iter().position(|&l| l == st.line),
        };
        let Some(at) = at else { continue };
        let s = &doc.sentences[at];
        let words = st
            .cue
            .map_or(Vec::new(), |c| s.tokens.clone().filter(|&t| doc.tokens[t].span.overlaps(c)).map(|t| t - s.tokens.start).collect());
        let number = |n: &str| names.iter().position(|x| x == n);
        let holder = match st.holder.as_str() {
            "author" => Some(Holder::Author),
            "unnamed source" => Some(Holder::Unnamed),
            n => number(n).map(Holder::Entity),
        };
        stances[at].push(Known { holder, target: number(&st.target), sign: usize::from(!st.favor), words });
    }
    Prepared { gold, resolved, view: v, lines, names, stances }
}

/// The words of a gold cue that carry it.
fn content(p: &Prepared, s: usize, words: &[usize]) -> Vec<usize> {
    let flags = &p.view.sentences[s].flags;
    let all: Vec<usize> =
        words.iter().copied().filter(|&w| flags.get(w).is_some_and(|f| f & (PUNCT | NAME | PREP | CLAUSE) == 0)).collect();
    if all.is_empty() { words.to_vec() } else { all }
}

const CUE: logistic::Settings = logistic::Settings { bits: 18, epochs: 4, rate: 0.15, ridge: 2e-5, least: 2 };
const ROLE: logistic::Settings = logistic::Settings { bits: 18, epochs: 4, rate: 0.12, ridge: 3e-5, least: 2 };
const PAIR: logistic::Settings = logistic::Settings { bits: 17, epochs: 3, rate: 0.1, ridge: 5e-5, least: 3 };
const TREES: boost::Settings = boost::Settings { trees: 250, leaves: 16, rate: 0.06, least: 8.0, ridge: 3.0, features: 128, rows: 180 };

/// Folds of the crosswise training.
const FOLDS: u32 = 5;

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
                for slot in &list {
                    let is =
                        [hs.contains(&holder(slot)), slot.kind != Kind::Author && slot.kind != Kind::Unnamed && ts.contains(&slot.entity)];
                    for (role, label) in [(Role::Holder, is[0]), (Role::Target, is[1])] {
                        if role == Role::Target && matches!(slot.kind, Kind::Author | Kind::Unnamed) {
                            continue;
                        }
                        let out = if role == Role::Holder { &mut holders } else { &mut targets };
                        for name in chosen(s, slot, at, label) {
                            features.clear();
                            role_features(&p.view, s, &scores[d][n], &cue, slot, name, role, &mut features);
                            out.push(&features, label, d);
                        }
                    }
                }
            }
        }
    }
    (targets, holders)
}

/// The names of a slot to learn from: the nearest one of a right slot, both of a wrong one.
fn chosen(s: &mizan::stance::view::SentenceView, slot: &Slot, at: usize, label: bool) -> Vec<Option<usize>> {
    if slot.kind != Kind::Here {
        return vec![None];
    }
    let near: Vec<usize> = nearest(s, slot, at).into_iter().flatten().collect();
    if !label || near.len() < 2 {
        return near.into_iter().map(Some).collect();
    }
    let distance = |n: &usize| {
        let w = &s.names[*n].words;
        if w.start > at { w.start - at } else { at - w.end.min(at) }
    };
    vec![near.into_iter().min_by_key(distance)]
}

/// What was learned.
#[derive(Default)]
pub struct Learned {
    /// Linear models.
    pub steps: Steps,
    /// Trees over triples.
    pub forest: Forest,
    /// Least score of a triple that stands.
    pub least: i32,
}

type Key = (usize, Holder, usize, usize);

/// Gold triples of an article by line, as entity numbers; those whose entities have no mention count as well, as `usize::MAX` ones.
pub fn gold_keys(p: &Prepared) -> BTreeSet<(usize, String, String, bool)> {
    p.gold.stances.iter().map(|s| (s.line, s.holder.clone(), s.target.clone(), s.favor)).collect()
}

fn label(p: &Prepared, sentence: usize, l: &Looked, k: usize) -> bool {
    let pair = &l.pairs[k];
    let (h, t) = (holder(&l.slots[pair.holder]), l.slots[pair.target].entity);
    p.stances[sentence].iter().any(|x| x.holder == Some(h) && x.target == Some(t) && x.sign == pair.sign)
}

fn looked(steps: &Steps, p: &Prepared, lexicon: &Lexicon) -> Vec<Looked> {
    (0..p.view.sentences.len()).map(|n| look(steps, &p.view, n, &p.resolved, lexicon)).collect()
}

/// Trains on `docs`.
pub fn learn(docs: &[Prepared], lexicon: &Lexicon) -> Learned {
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
            target: logistic::train(&targets, |d| fold(d) != k, &ROLE),
            holder: logistic::train(&holders, |d| fold(d) != k, &ROLE),
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
    drop(all);
    let rows: Vec<&[i16]> = values.iter().map(Vec::as_slice).collect();
    let weights = vec![1.0; rows.len()];
    let forest = boost::train(&rows, &labels, &weights, &TREES);
    let steps = steps.swap_remove(FOLDS as usize);
    Learned { steps, forest, least: 0 }
}

/// Scored triples of one article: line, holder, target, sign, score; the better sign of each pair.
pub fn scored(model: &Learned, p: &Prepared, lexicon: &Lexicon) -> Vec<(Key, i32)> {
    let mut out: BTreeMap<Key, i32> = BTreeMap::new();
    for (n, l) in looked(&model.steps, p, lexicon).iter().enumerate() {
        for pair in &l.pairs {
            let key = (p.lines[n], holder(&l.slots[pair.holder]), l.slots[pair.target].entity, pair.sign);
            let score = model.forest.score(&pair.values);
            let e = out.entry(key).or_insert(score);
            *e = (*e).max(score);
        }
    }
    let all: Vec<(Key, i32)> = out.iter().map(|(k, v)| (*k, *v)).collect();
    all.into_iter()
        .filter(|(k, v)| {
            let o = out.get(&(k.0, k.1, k.2, 1 - k.3)).copied().unwrap_or(i32::MIN);
            o < *v || (o == *v && k.3 == 1)
        })
        .collect()
}

/// Measures triples with gold mentions at all thresholds; prints the best and what goes wrong.
pub fn measure(model: &Learned, docs: &[Prepared], lexicon: &Lexicon) -> i32 {
    let mut list: Vec<(i32, bool, bool)> = Vec::new();
    let mut gold = 0;
    let mut gold_t = 0;
    let mut per_doc = Vec::new();
    for p in docs {
        let keys = gold_keys(p);
        gold += keys.len();
        let line_target: BTreeSet<(usize, String, bool)> = keys.iter().map(|k| (k.0, k.2.clone(), k.3)).collect();
        gold_t += line_target.len();
        let mut found = Vec::new();
        for (k, score) in scored(model, p, lexicon) {
            let h = match k.1 {
                Holder::Author => "author".to_string(),
                Holder::Unnamed => "unnamed source".to_string(),
                Holder::Entity(e) => p.names[e].clone(),
            };
            let key = (k.0, h, p.names[k.2].clone(), k.3 == 0);
            list.push((score, keys.contains(&key), line_target.contains(&(key.0, key.2.clone(), key.3))));
            found.push((key, score));
        }
        per_doc.push((keys, found));
    }
    list.sort_by_key(|x| -x.0);
    let mut best = (0.0, 0, 0, 0);
    let mut right = 0;
    for (i, x) in list.iter().enumerate() {
        right += usize::from(x.1);
        let f = 2.0 * right as f64 / (i + 1 + gold) as f64;
        if f > best.0 {
            best = (f, x.0, right, i + 1);
        }
    }
    println!(
        "triples: F1 {:.3} at score {} (probability {}), P {:.3} R {:.3}, {} gold",
        best.0,
        best.1,
        probability(best.1),
        best.2 as f64 / best.3.max(1) as f64,
        best.2 as f64 / gold.max(1) as f64,
        gold
    );
    let high: Vec<_> = list.iter().filter(|x| probability(x.0) >= 700).collect();
    println!("at 0.7: {} found, {} right", high.len(), high.iter().filter(|x| x.1).count());
    let mut t_found = BTreeSet::new();
    let mut t_right = 0;
    let (mut only_sign, mut only_holder, mut sign_ok) = (0, 0, 0);
    for (d, (keys, found)) in per_doc.iter().enumerate() {
        for (k, s) in found.iter().filter(|x| x.1 >= best.1) {
            if t_found.insert((d, k.0, k.2.clone(), k.3)) && keys.iter().any(|g| g.0 == k.0 && g.2 == k.2 && g.3 == k.3) {
                t_right += 1;
            }
            let _ = s;
            if keys.contains(k) {
                sign_ok += 1;
            } else if keys.iter().any(|g| g.0 == k.0 && g.1 == k.1 && g.2 == k.2) {
                only_sign += 1;
            } else if keys.iter().any(|g| g.0 == k.0 && g.2 == k.2 && g.3 == k.3) {
                only_holder += 1;
            }
        }
    }
    println!(
        "(line, target, sign): F1 {:.3}; wrong only in sign {only_sign} (sign accuracy {:.3}), only in holder {only_holder}, other {}",
        2.0 * f64::from(t_right) / (t_found.len() + gold_t) as f64,
        f64::from(sign_ok) / f64::from((sign_ok + only_sign).max(1)),
        best.3 as i64 - i64::from(sign_ok + only_sign + only_holder)
    );
    best.1
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [gold, data, _out, rest @ ..] = args else { return Err("usage: train-stance GOLD DATA OUT [--hold-out N] [--dev DIR]".into()) };
    let option = |name: &str| rest.iter().position(|a| a == name).and_then(|i| rest.get(i + 1));
    let frames = crate::compile_stance::frames(Path::new(data))?;
    let lexicon = Lexicon::read(&frames).map_err(|e| e.to_string())?;
    let closed = Closed::default();
    let load = |dir: &str| -> Result<Vec<Prepared>, String> {
        Ok(read_all(Path::new(dir), |_| true)?.into_iter().map(|g| prepare(g, &lexicon, &closed)).collect())
    };
    let docs = load(gold)?;
    if let Some(n) = option("--hold-out").and_then(|n| n.parse::<usize>().ok()) {
        let (mut held, mut kept) = (Vec::new(), Vec::new());
        for (i, d) in docs.into_iter().enumerate() {
            if i % n == n / 2 { held.push(d) } else { kept.push(d) }
        }
        let model = learn(&kept, &lexicon);
        println!("train:");
        measure(&model, &kept[..100.min(kept.len())], &lexicon);
        println!("held out:");
        measure(&model, &held, &lexicon);
        if let Some(dev) = option("--dev") {
            println!("dev:");
            measure(&model, &load(dev)?, &lexicon);
        }
    }
    Ok(ExitCode::SUCCESS)
}

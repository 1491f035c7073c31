//! `train-stance GOLD DATA OUT [--hold-out N] [--dev DIR]`: learns the weights of the stance stage from annotated articles.
//!
//! Three linear models (a word as a cue, a cue's target, a cue's holder) are trained crosswise by document, so that the linear model over
//! triples and the trees on top of them see scores as they will be on new text.

use crate::boost;
use crate::gold::{GoldDoc, read_all};
use crate::logistic::{self, Examples};
use mizan::model::{Model, Writer};
use mizan::resolve::{Entity, Resolved};
use mizan::span::Span;
use mizan::stance::Holder;
use mizan::stance::aggregate::{Tally, author_values};
use mizan::stance::candidates::{Kind, Slot, holder, slots};
use mizan::stance::features::{Cue, Role, cue_features, cue_info, role_features};
use mizan::stance::frames::Lexicon;
use mizan::stance::model::StanceModel;
use mizan::stance::pairs::{Looked, Steps, cue_scores, look, nearest};
use mizan::stance::quotes::lexicon::SpeechLexicon;
use mizan::stance::quotes::speech;
use mizan::stance::scorer::{Forest, Linear, probability};
use mizan::stance::view::{CLAUSE, Closed, NAME, PREP, PUNCT, View, view};
use mizan::tag::clusters::Clusters;
use mizan::tag::{EntityType, Mention, Tagger};
use mizan::tokenize::Document;
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
    /// 1 or 2.
    pub strength: u8,
    /// Basis is action.
    pub action: bool,
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
pub fn prepare(gold: GoldDoc, lexicon: &Lexicon, closed: &Closed, clusters: &Clusters, speech_lexicon: &SpeechLexicon) -> Prepared {
    let text = gold.text.clone();
    let doc = crate::segment::document(&text);
    let (resolved, names) = gold_resolved(&doc, &gold);
    let spoken = speech(&doc, &resolved, speech_lexicon);
    let v = view(&doc, &resolved, &spoken, lexicon, closed, clusters);
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
        stances[at].push(Known {
            holder,
            target: number(&st.target),
            sign: usize::from(!st.favor),
            words,
            strength: st.strength,
            action: st.basis == "action",
        });
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

const MANNER: logistic::Settings = logistic::Settings { bits: 13, epochs: 3, rate: 0.1, ridge: 1e-4, least: 6 };
const AUTHOR: boost::Settings = boost::Settings { trees: 60, leaves: 6, rate: 0.07, least: 4.0, ridge: 3.0, features: 128, rows: 180 };

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
    targets.groups.push(targets.len());
    holders.groups.push(holders.len());
    (targets, holders)
}

/// The names of a slot to learn from: the nearest one of a right slot, both of a wrong one.
fn chosen(s: &mizan::stance::view::SentenceView, slot: &Slot, at: usize, label: bool) -> Vec<Option<usize>> {
    if slot.kind != Kind::Here {
        return vec![None];
    }
    let near: Vec<usize> = nearest(s, slot, at).into_iter().flatten().collect();
    if true || !label || near.len() < 2 {
        return near.into_iter().map(Some).collect();
    }
    let distance = |n: &usize| {
        let w = &s.names[*n].words;
        if w.start > at { w.start - at } else { at - w.end.min(at) }
    };
    vec![near.into_iter().min_by_key(distance)]
}

type Key = (usize, Holder, usize, usize);

/// A found triple with names, as [`gold_keys`] has them.
fn named(p: &Prepared, k: &Key) -> (usize, String, String, bool) {
    let h = match k.1 {
        Holder::Author => "author".to_string(),
        Holder::Unnamed => "unnamed source".to_string(),
        Holder::Entity(e) => p.names[e].clone(),
    };
    (k.0, h, p.names[k.2].clone(), k.3 == 0)
}

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
    let rows: Vec<&[i16]> = values.iter().map(Vec::as_slice).collect();
    let weights = vec![1.0; rows.len()];
    let mut found: Vec<Vec<(Key, i32)>> = docs.iter().map(|_| Vec::new()).collect();
    for k in 0..FOLDS {
        let part: Vec<usize> = (0..rows.len()).filter(|&i| fold(pairs.docs[i]) != k).collect();
        let forest = boost::train(
            &part.iter().map(|&i| rows[i]).collect::<Vec<_>>(),
            &part.iter().map(|&i| labels[i]).collect::<Vec<_>>(),
            &weights[..part.len()],
            &TREES,
        );
        for (d, p) in docs.iter().enumerate().filter(|(d, _)| fold(*d as u32) == k) {
            found[d] = best_signs(&forest, p, &all[d]);
        }
    }
    println!("crosswise:");
    let least = measure(docs, &found);
    drop(all);
    let forest = boost::train(&rows, &labels, &weights, &TREES);
    let steps = steps.swap_remove(FOLDS as usize);
    let mut model = StanceModel { steps, forest, least, calibration: calibrate(docs, &found), ..StanceModel::default() };
    [model.strength, model.action] = manner(docs, lexicon);
    author(docs, &found, &mut model);
    model
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

/// Score → share of right triples, made to rise (pool adjacent violators), in at most 24 points.
fn calibrate(docs: &[Prepared], found: &[Vec<(Key, i32)>]) -> Vec<(i32, u16)> {
    let mut list: Vec<(i32, bool)> = Vec::new();
    for (p, all) in docs.iter().zip(found) {
        let keys = gold_keys(p);
        list.extend(all.iter().map(|(k, s)| (*s, keys.contains(&named(p, k)))));
    }
    list.sort_unstable();
    let bin = (list.len() / 2000).max(1);
    let mut pools: Vec<(i64, i64, i64)> = Vec::new();
    for chunk in list.chunks(bin) {
        let right = chunk.iter().filter(|x| x.1).count() as i64;
        pools.push((chunk.iter().map(|x| i64::from(x.0)).sum(), right, chunk.len() as i64));
        while let [.., a, b] = pools[..] {
            if a.1 * b.2 < b.1 * a.2 && a.2 >= 60 {
                break;
            }
            if a.1 * b.2 < b.1 * a.2 && b.2 < 60 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut points: Vec<(i32, u16)> = pools.iter().map(|x| ((x.0 / x.2) as i32, (x.1 * 1000 / x.2) as u16)).collect();
    points.sort_unstable();
    let mut top = 0;
    for p in &mut points {
        top = top.max(p.1);
        p.1 = top;
    }
    points.dedup_by_key(|p| p.0);
    points
}

/// Trains the author's labels on what the triples, found crosswise, say of each entity.
fn author(docs: &[Prepared], found: &[Vec<(Key, i32)>], model: &mut StanceModel) {
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

/// The model as section `stance`.
pub fn section(m: &StanceModel) -> Vec<u8> {
    let mut w = Writer::default();
    for l in [&m.steps.cue[0], &m.steps.cue[1], &m.steps.target, &m.steps.holder, &m.steps.pair, &m.strength, &m.action] {
        logistic::write(l, &mut w);
    }
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

/// Scored triples of one article: line, holder, target, sign, score; the better sign of each pair.
pub fn scored(model: &StanceModel, p: &Prepared, lexicon: &Lexicon) -> Vec<(Key, i32)> {
    best_signs(&model.forest, p, &looked(&model.steps, p, lexicon))
}

fn best_signs(forest: &Forest, p: &Prepared, list: &[Looked]) -> Vec<(Key, i32)> {
    let mut out: BTreeMap<Key, i32> = BTreeMap::new();
    for (n, l) in list.iter().enumerate() {
        for pair in &l.pairs {
            let key = (p.lines[n], holder(&l.slots[pair.holder]), l.slots[pair.target].entity, pair.sign);
            let score = forest.score(&pair.values);
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
pub fn measure(docs: &[Prepared], found_by: &[Vec<(Key, i32)>]) -> i32 {
    let mut list: Vec<(i32, bool, bool)> = Vec::new();
    let mut gold = 0;
    let mut gold_t = 0;
    let mut per_doc = Vec::new();
    for (p, all) in docs.iter().zip(found_by) {
        let keys = gold_keys(p);
        gold += keys.len();
        let line_target: BTreeSet<(usize, String, bool)> = keys.iter().map(|k| (k.0, k.2.clone(), k.3)).collect();
        gold_t += line_target.len();
        let mut found = Vec::new();
        for &(k, score) in all {
            let key = named(p, &k);
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
    let [gold, data, out, rest @ ..] = args else { return Err("usage: train-stance GOLD DATA OUT [--hold-out N] [--dev DIR]".into()) };
    let option = |name: &str| rest.iter().position(|a| a == name).and_then(|i| rest.get(i + 1));
    let frames = crate::compile_stance::frames(Path::new(data))?;
    let lexicon = Lexicon::read(&frames).map_err(|e| e.to_string())?;
    let closed = Closed::default();
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let tagger = Tagger::read(embedded.section("tagger").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let speech_lexicon = embedded.section("speech").and_then(SpeechLexicon::read).map_err(|e| e.to_string())?;
    let load = |dir: &str| -> Result<Vec<Prepared>, String> {
        Ok(read_all(Path::new(dir), |_| true)?
            .into_iter()
            .map(|g| prepare(g, &lexicon, &closed, tagger.clusters(), &speech_lexicon))
            .collect())
    };
    let docs = load(gold)?;
    let model = learn(&docs, &lexicon);
    crate::compile_stance::write(Path::new(out), &frames, &section(&model))?;
    if let Some(dev) = option("--dev") {
        println!("dev:");
        let dev = load(dev)?;
        let found: Vec<_> = dev.iter().map(|p| scored(&model, p, &lexicon)).collect();
        measure(&dev, &found);
        diagnose(&model, &dev, &lexicon);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints how good each step is on its own.
fn diagnose(model: &StanceModel, docs: &[Prepared], lexicon: &Lexicon) {
    let mut words: [Vec<(i32, bool)>; 2] = [Vec::new(), Vec::new()];
    let mut top = [[0usize; 2]; 2];
    let mut by_kind: BTreeMap<(u8, u8), [usize; 2]> = BTreeMap::new();
    let mut buffer = Vec::new();
    for p in docs {
        for (n, s) in p.view.sentences.iter().enumerate() {
            let scores = cue_scores(&model.steps, &p.view, s, lexicon);
            let mut gold = vec![[false; 2]; s.flags.len()];
            for k in &p.stances[n] {
                for w in content(p, n, &k.words) {
                    gold[w][k.sign] = true;
                }
            }
            for at in 0..s.flags.len() {
                for sign in 0..2 {
                    words[sign].push((scores[at][sign], gold[at][sign]));
                }
            }
            let list = slots(&p.view, n, &p.resolved);
            for k in &p.stances[n] {
                let Some(&at) = content(p, n, &k.words).iter().max_by_key(|&&w| scores[w][k.sign]) else { continue };
                let cue = Cue { at, sign: k.sign, info: cue_info(s, lexicon, at) };
                for (r, role) in [Role::Holder, Role::Target].into_iter().enumerate() {
                    let best = list.iter().filter(|x| r == 0 || matches!(x.kind, Kind::Here | Kind::Context)).max_by_key(|x| {
                        mizan::stance::pairs::role_score(
                            if r == 0 { &model.steps.holder } else { &model.steps.target },
                            &p.view,
                            s,
                            &scores,
                            &cue,
                            x,
                            role,
                            &mut buffer,
                        )
                        .0
                    });
                    let Some(best) = best else { continue };
                    let same: Vec<&Known> = p.stances[n].iter().filter(|o| o.sign == k.sign && o.words == k.words).collect();
                    let ok = same.iter().any(|o| if r == 0 { o.holder == Some(holder(best)) } else { o.target == Some(best.entity) });
                    top[r][0] += usize::from(ok);
                    top[r][1] += 1;
                    let gold_kind = list
                        .iter()
                        .find(|x| if r == 0 { k.holder == Some(holder(x)) } else { k.target == Some(x.entity) })
                        .map_or(9, |x| x.kind as u8);
                    let e = by_kind.entry((r as u8, gold_kind)).or_default();
                    e[0] += usize::from(ok);
                    e[1] += 1;
                }
            }
        }
    }
    for (sign, list) in words.iter_mut().enumerate() {
        list.sort_by_key(|x| -x.0);
        let gold = list.iter().filter(|x| x.1).count();
        let mut right = 0;
        let mut best = 0.0f64;
        for (i, x) in list.iter().enumerate() {
            right += usize::from(x.1);
            best = best.max(2.0 * right as f64 / (i + 1 + gold) as f64);
        }
        println!("cue words {}: F1 {best:.3} of {gold}", ["for", "against"][sign]);
    }
    println!(
        "given the cue: holder right {:.3}, target right {:.3}; by kind {by_kind:?}",
        top[0][0] as f64 / top[0][1] as f64,
        top[1][0] as f64 / top[1][1] as f64
    );
}

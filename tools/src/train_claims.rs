//! `train-claims [SHARED]`: `gold/train/claims.jsonl` and `stance/ans/train.csv` → `models/claims.bin`, with cross-validated figures.
//!
//! Three linear models, all trained by full-batch gradient descent, so that the same data give the same bytes: sentences as evidence, the
//! stand of an article, headline pairs.

use crate::compile_speech::{fold as normalized, rows};
use mizan::model::{Model, Writer, container};
use mizan::stance::claims::ClaimModel;
use mizan::stance::claims::compare::{Comparison, Side, pair_features, pair_lexical};
use mizan::stance::claims::tables::{Dense, kind};
use mizan::stance::claims::words::{Word, fold, hash};
use mizan::stance::claims::{ranking, stance_toward};
use mizan::stance::quotes::lexicon::{FormKind, SpeechLexicon};
use mizan::tokenize::{Document, Segmenter};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// A claim of `claims.jsonl`.
#[derive(Deserialize)]
pub struct Claim {
    /// The article's id.
    pub doc: String,
    /// The claim.
    pub claim: String,
    /// agree, disagree, discuss, unrelated.
    pub label: String,
    /// Lines, from 1.
    pub evidence: Vec<usize>,
}

const LABELS: [&str; 4] = ["agree", "disagree", "discuss", "unrelated"];
const PAIR: [&str; 3] = ["agree", "disagree", "other"];
const FOLDS: usize = 5;

/// Tokenized as the analyzer does it.
fn document(text: &str) -> Document<'_> {
    static SEGMENTER: std::sync::LazyLock<Segmenter> =
        std::sync::LazyLock::new(|| Model::embedded().and_then(|m| Segmenter::read(&m)).unwrap_or_default());
    SEGMENTER.document(text)
}

/// Reads claims with their articles' texts.
pub fn read_claims(dir: &str) -> Result<(Vec<Claim>, BTreeMap<String, String>), String> {
    let read = |p: String| std::fs::read_to_string(&p).map_err(|e| format!("{p}: {e}"));
    let claims: Vec<Claim> = read(format!("{dir}/claims.jsonl"))?
        .lines()
        .map(|l| serde_json::from_str(l).map_err(|e| format!("claims.jsonl: {e}")))
        .collect::<Result<_, _>>()?;
    let mut texts = BTreeMap::new();
    for c in &claims {
        if !texts.contains_key(&c.doc) {
            texts.insert(c.doc.clone(), read(format!("{dir}/docs/{}.txt", c.doc))?);
        }
    }
    Ok((claims, texts))
}

/// Rows of a CSV file with quoted cells.
pub fn read_csv(path: &str) -> Result<Vec<Vec<String>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let (mut out, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell).trim_end_matches('\r').to_string());
                out.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        out.push(row);
    }
    Ok(out)
}

/// The tables of the section, before the weights.
fn tables(shared: &str) -> Result<Writer, String> {
    // Rarity: sentences of the annotated articles and of the headlines.
    let mut count: BTreeMap<u32, u32> = BTreeMap::new();
    let mut sentences = 0u32;
    let mut add = |text: &str| {
        let doc = document(text);
        for s in &doc.sentences {
            sentences += 1;
            let stems: BTreeSet<u32> = s.tokens.clone().map(|t| Word::new(doc.word(t)).hash).collect();
            for h in stems {
                *count.entry(h).or_default() += 1;
            }
        }
    };
    let mut files: Vec<_> =
        std::fs::read_dir(format!("{shared}/gold/train/docs")).map_err(|e| e.to_string())?.flatten().map(|f| f.path()).collect();
    files.sort();
    for f in files {
        add(&std::fs::read_to_string(&f).map_err(|e| e.to_string())?);
    }
    for row in read_csv(&format!("{shared}/stance/ans/train.csv"))?.iter().skip(1) {
        row.iter().take(2).for_each(|t| add(t));
    }
    let rarity = |c: f64| ((f64::from(sentences) / (c + 0.5)).log2() * 16.0).round().clamp(1.0, 255.0) as u8;
    let mut w = Writer::default();
    w.u8(rarity(0.5));
    let listed: Vec<_> = count.iter().filter(|c| *c.1 >= 3).collect();
    w.varint(listed.len() as u32);
    for (h, c) in listed {
        w.u32(*h);
        w.u8(rarity(f64::from(*c)));
    }
    let mut small: BTreeMap<u32, u8> = BTreeMap::new();
    for r in rows("data/claim_words.tsv")? {
        let bit = match r.get(1).map_or("", String::as_str) {
            "stop" => kind::STOP,
            "negation" => kind::NEGATION,
            "denial" => kind::DENIAL,
            "hedge" => kind::HEDGE,
            "contrast" => kind::CONTRAST,
            "source" => kind::SOURCE,
            k => return Err(format!("data/claim_words.tsv: «{k}» is no kind")),
        };
        *small.entry(hash(&fold(&normalized(&r[0])))).or_default() |= bit;
    }
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let speech = embedded.section("speech").and_then(SpeechLexicon::read).map_err(|e| e.to_string())?;
    for (word, form) in speech.forms() {
        if form.kind == FormKind::Verb {
            *small.entry(hash(&fold(word))).or_default() |= kind::SPEECH;
        }
    }
    w.varint(small.len() as u32);
    for (h, bits) in &small {
        w.u32(*h);
        w.u8(*bits);
    }
    let mut sides: BTreeSet<(u32, u16)> = BTreeSet::new();
    for (k, r) in rows("data/opposites.tsv")?.iter().enumerate() {
        for side in 0..2 {
            for word in r.get(side).map_or("", String::as_str).split(' ').filter(|x| !x.is_empty()) {
                sides.insert((Word::new(&normalized(word)).hash, (k * 2 + side) as u16));
            }
        }
    }
    w.varint(sides.len() as u32);
    for (h, side) in &sides {
        w.u32(*h);
        w.u16(*side);
    }
    Ok(w)
}

fn write_dense(w: &mut Writer, rows: &[Vec<i32>]) {
    w.varint(rows.len() as u32);
    w.varint(rows.first().map_or(0, Vec::len) as u32);
    for row in rows {
        for v in row {
            w.i32(*v);
        }
    }
}

fn finish(tables: &Writer, rank: &[Vec<i32>], article: &[Vec<i32>], pair: &[Vec<i32>], lexical: &BTreeMap<u32, [i16; 3]>) -> Vec<u8> {
    let mut w = tables.clone();
    write_dense(&mut w, rank);
    write_dense(&mut w, article);
    write_dense(&mut w, pair);
    w.varint(lexical.len() as u32);
    for (h, v) in lexical {
        w.u32(*h);
        v.iter().for_each(|x| w.i16(*x));
    }
    w.varint(260);
    for k in 0..260 {
        w.u16(((-f64::from(k) / 16.0).exp() * 65_535.0).round() as u16);
    }
    w.bytes
}

/// One example: dense features in 1/256, features that are there or not, class.
struct Example {
    dense: Vec<i32>,
    sparse: Vec<u32>,
    class: usize,
}

/// Weights: rows of floats over standardized dense features with the bias last, and rows by sparse feature.
struct Trained {
    dense: Vec<Vec<i32>>,
    sparse: BTreeMap<u32, Vec<f64>>,
}

/// Multinomial logistic regression, L2-regularized, by gradient descent with momentum from zero. `scale` weighs the sparse features.
fn train(examples: &[&Example], classes: usize, l2: f64, scale: f64, steps: usize) -> Trained {
    let n = examples.len().max(1) as f64;
    let width = examples.first().map_or(0, |e| e.dense.len());
    let mut mean = vec![0.0; width];
    let mut sd = vec![0.0; width];
    for e in examples {
        for (m, f) in mean.iter_mut().zip(&e.dense) {
            *m += f64::from(*f) / n;
        }
    }
    for e in examples {
        for ((s, m), f) in sd.iter_mut().zip(&mean).zip(&e.dense) {
            *s += (f64::from(*f) - m).powi(2) / n;
        }
    }
    sd.iter_mut().for_each(|s| *s = if *s > 1e-9 { s.sqrt() } else { f64::INFINITY });
    let mut index: BTreeMap<u32, usize> = BTreeMap::new();
    for e in examples {
        for f in &e.sparse {
            let next = index.len();
            index.entry(*f).or_insert(next);
        }
    }
    let sparse: Vec<Vec<usize>> = examples.iter().map(|e| e.sparse.iter().map(|f| index[f]).collect()).collect();
    let dense: Vec<Vec<f64>> =
        examples.iter().map(|e| e.dense.iter().zip(&mean).zip(&sd).map(|((f, m), s)| (f64::from(*f) - m) / s).collect()).collect();
    let all = width + 1 + index.len();
    let mut w = vec![vec![0.0f64; all]; classes];
    let mut velocity = vec![vec![0.0f64; all]; classes];
    let rate = 0.5 / (1.0 + scale * scale * sparse.iter().map(Vec::len).sum::<usize>() as f64 / n / 8.0);
    for _ in 0..steps {
        let mut gradient: Vec<Vec<f64>> = w.iter().map(|row| row.iter().map(|v| v * l2).collect()).collect();
        for row in &mut gradient {
            row[width] = 0.0;
        }
        for ((x, s), e) in dense.iter().zip(&sparse).zip(examples) {
            let mut logits: Vec<f64> = w
                .iter()
                .map(|row| {
                    row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>() * 0.5
                        + row[width]
                        + s.iter().map(|&k| row[width + 1 + k]).sum::<f64>() * scale
                })
                .collect();
            let top = logits.iter().copied().fold(f64::MIN, f64::max);
            logits.iter_mut().for_each(|l| *l = (*l - top).exp());
            let sum: f64 = logits.iter().sum();
            for (c, row) in gradient.iter_mut().enumerate() {
                let error = (logits[c] / sum - f64::from(u8::from(e.class == c))) / n;
                for (g, b) in row.iter_mut().zip(x) {
                    *g += error * b * 0.5;
                }
                row[width] += error;
                for &k in s {
                    row[width + 1 + k] += error * scale;
                }
            }
        }
        for ((row, g), v) in w.iter_mut().zip(&gradient).zip(&mut velocity) {
            for ((a, b), u) in row.iter_mut().zip(g).zip(v.iter_mut()) {
                *u = *u * 0.9 - rate * b;
                *a += *u;
            }
        }
    }
    let rows = w
        .iter()
        .map(|row| {
            // Standardizing folded into weights and bias; logits in 1/4096 from features in 1/256 by a shift of 12.
            let mut out: Vec<i32> = row.iter().zip(&sd).map(|(v, s)| (v * 0.5 / s * 256.0 * 65_536.0).round() as i32).collect();
            let shift: f64 = row.iter().zip(&mean).zip(&sd).map(|((v, m), s)| v * 0.5 * m / s).sum();
            out.push(((row[width] - shift) * 65_536.0).round() as i32);
            out
        })
        .collect();
    let sparse = index.into_iter().map(|(f, k)| (f, w.iter().map(|row| row[width + 1 + k] * scale).collect())).collect();
    Trained { dense: rows, sparse }
}

/// Macro-averaged F1, and the F1 of each class.
pub fn macro_f1(pairs: &[(usize, usize)], classes: usize) -> (f64, Vec<f64>) {
    let f: Vec<f64> = (0..classes)
        .map(|c| {
            let hit = pairs.iter().filter(|p| p.0 == c && p.1 == c).count() as f64;
            let all = pairs.iter().filter(|p| p.0 == c).count() as f64 + pairs.iter().filter(|p| p.1 == c).count() as f64;
            if all == 0.0 { 0.0 } else { 2.0 * hit / all }
        })
        .collect();
    (f.iter().sum::<f64>() / classes as f64, f)
}

/// `1.0` for the highest.
fn best(logits: &[i64]) -> usize {
    (0..logits.len()).max_by_key(|&i| (logits[i], logits.len() - i)).unwrap_or(0)
}

fn model(bytes: &[u8]) -> Result<ClaimModel, String> {
    ClaimModel::read(bytes).map_err(|e| e.to_string())
}

fn pair_examples(m: &ClaimModel, rows: &[Vec<String>], swapped: bool) -> Vec<Example> {
    rows.iter()
        .filter_map(|r| {
            let (a, b) = if swapped { (r.get(1)?, r.first()?) } else { (r.first()?, r.get(1)?) };
            let class = PAIR.iter().position(|l| *l == r.get(2).map_or("", |s| s.trim()))?;
            let (a, b) = (document(a), document(b));
            let (a, b) = (Side::new(m, &a, 0..a.tokens.len(), 48), Side::new(m, &b, 0..b.tokens.len(), 160));
            Some(Example { dense: pair_features(m, &a, &b), sparse: pair_lexical(m, &a, &b), class })
        })
        .collect()
}

fn env(name: &str, default: f64) -> f64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// Weights of the pair model, and of pairs of words.
type PairWeights = (Vec<Vec<i32>>, BTreeMap<u32, [i16; 3]>);

fn train_pairs(m: &ClaimModel, shared: &str) -> Result<PairWeights, String> {
    let rows = read_csv(&format!("{shared}/stance/ans/train.csv"))?;
    let mut examples = pair_examples(m, &rows[1..], false);
    // The other order too, with less weight: nothing tells which of two headlines is the claim, but most data have the report first.
    examples.extend(pair_examples(m, &rows[1..], true).into_iter().step_by(3));
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    for e in &examples {
        for f in &e.sparse {
            *seen.entry(*f).or_default() += 1;
        }
    }
    for e in &mut examples {
        e.sparse.retain(|f| seen[f] >= env("COUNT", 2.0) as u32);
    }
    let trained = train(&examples.iter().collect::<Vec<_>>(), 3, env("L2", 4e-4), env("SCALE", 1.0), env("STEPS", 400.0) as usize);
    let lexical = trained
        .sparse
        .iter()
        .map(|(f, v)| (*f, [0, 1, 2].map(|k| (v[k] * 1024.0).round().clamp(-32_000.0, 32_000.0) as i16)))
        .filter(|(_, v)| v.iter().any(|x| x.abs() > env("CUT", 32.0) as i16))
        .collect();
    Ok((trained.dense, lexical))
}

struct Prepared<'m> {
    claim: &'m Claim,
    comparison: Comparison<'m>,
    /// Line of each sentence, from 1.
    lines: Vec<usize>,
    fold: usize,
}

fn rank_examples<'a>(all: impl Iterator<Item = &'a Prepared<'a>>) -> Vec<Example> {
    let mut out = Vec::new();
    for p in all.filter(|p| p.claim.label != "unrelated") {
        for (i, line) in p.lines.iter().enumerate() {
            out.push(Example {
                dense: p.comparison.rank(i).to_vec(),
                sparse: Vec::new(),
                class: usize::from(!p.claim.evidence.contains(line)),
            });
        }
    }
    out
}

/// One row that tells evidence from the rest.
fn train_rank(examples: &[Example]) -> Vec<Vec<i32>> {
    let t = train(&examples.iter().collect::<Vec<_>>(), 2, 3e-4, 0.0, 300);
    let difference = t.dense[0].iter().zip(&t.dense[1]).map(|(a, b)| a - b).collect();
    vec![difference]
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let shared = args.first().map_or("../shared", String::as_str);
    let tables = tables(shared)?;
    let none = BTreeMap::new();
    let bare = model(&finish(&tables, &[], &[], &[], &none))?;
    let (pair, lexical) = train_pairs(&bare, shared)?;
    let with_pairs = model(&finish(&tables, &[], &[], &pair, &lexical))?;
    let dev = read_csv(&format!("{shared}/stance/ans/dev.csv"))?;
    for swapped in [false, true] {
        let scored: Vec<(usize, usize)> = dev[1..]
            .iter()
            .filter_map(|r| {
                let (a, b) = if swapped { (&r[1], &r[0]) } else { (&r[0], &r[1]) };
                let class = PAIR.iter().position(|l| *l == r[2].trim())?;
                let (a, b) = (document(a), document(b));
                let (a, b) = (Side::new(&with_pairs, &a, 0..a.tokens.len(), 48), Side::new(&with_pairs, &b, 0..b.tokens.len(), 160));
                Some((class, best(&mizan::stance::claims::compare::pair_logits(&with_pairs, &a, &b))))
            })
            .collect();
        let (f, each) = macro_f1(&scored, 3);
        println!("ans dev{}: macro-F1 {f:.3} {each:.2?}", if swapped { ", swapped" } else { "" });
    }
    let (claims, texts) = read_claims(&format!("{shared}/gold/train"))?;
    let ids: Vec<&String> = texts.keys().collect();
    let docs: BTreeMap<&String, Document<'_>> = texts.iter().map(|(id, t)| (id, document(t))).collect();
    let claim_docs: Vec<Document<'_>> = claims.iter().map(|c| document(&c.claim)).collect();
    let prepared: Vec<Prepared<'_>> = claims
        .iter()
        .zip(&claim_docs)
        .map(|(claim, c)| {
            let doc = &docs[&claim.doc];
            let lines = doc.sentences.iter().map(|s| 1 + texts[&claim.doc][..s.span.start].matches('\n').count()).collect();
            let fold = ids.iter().position(|i| **i == claim.doc).unwrap_or(0) % FOLDS;
            Prepared { claim, comparison: Comparison::new(&with_pairs, doc, c), lines, fold }
        })
        .collect();
    // Scores of sentences by rankers that did not see the article.
    let mut orders: Vec<Vec<(usize, i64)>> = Vec::new();
    let rankers: Vec<ClaimModel> = (0..FOLDS)
        .map(|k| {
            let rank = train_rank(&rank_examples(prepared.iter().filter(|p| p.fold != k)));
            model(&finish(&tables, &rank, &[], &pair, &lexical))
        })
        .collect::<Result<_, _>>()?;
    let (mut top, mut three, mut of) = (0, 0, 0);
    for p in &prepared {
        let order = ranking(&p.comparison, &rankers[p.fold]);
        if p.claim.label != "unrelated" {
            of += 1;
            let hit = |o: &(usize, i64)| p.claim.evidence.contains(&p.lines[o.0]);
            top += usize::from(order.first().is_some_and(hit));
            three += usize::from(order.iter().take(3).any(hit));
        }
        orders.push(order);
    }
    let share = |a: usize, b: usize| a as f64 * 100.0 / b as f64;
    println!("evidence, articles unseen: best line {:.1} %, in the best three {:.1} %, of {of}", share(top, of), share(three, of));
    println!(
        "  with an empty answer for the {} unrelated counted right: {:.1} %",
        claims.len() - of,
        share(top + claims.len() - of, claims.len())
    );
    let examples: Vec<Example> = prepared
        .iter()
        .zip(&orders)
        .map(|(p, o)| Example {
            dense: p.comparison.stand(o),
            sparse: Vec::new(),
            class: LABELS.iter().position(|l| *l == p.claim.label).unwrap_or(3),
        })
        .collect();
    for l2 in [0.001, 0.003, 0.01, 0.03] {
        let mut scored = Vec::new();
        for k in 0..FOLDS {
            let t = train(&examples.iter().zip(&prepared).filter(|e| e.1.fold != k).map(|e| e.0).collect::<Vec<_>>(), 4, l2, 0.0, 300);
            let dense = Dense::new(t.dense);
            scored.extend(examples.iter().zip(&prepared).filter(|e| e.1.fold == k).map(|e| (e.0.class, best(&dense.logits(&e.0.dense)))));
        }
        let (f, each) = macro_f1(&scored, 4);
        println!("article, l2 {l2}: cross-validated macro-F1 {f:.3} {each:.2?}");
    }
    let rank = train_rank(&rank_examples(prepared.iter()));
    let article = train(&examples.iter().collect::<Vec<_>>(), 4, 0.01, 0.0, 300).dense;
    let bytes = finish(&tables, &rank, &article, &pair, &lexical);
    let path = "models/claims.bin";
    std::fs::write(path, container(&[("claims", &bytes)])).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: {} bytes, {} lexical features", bytes.len(), lexical.len());
    evaluate(&model(&bytes)?, &format!("{shared}/gold/public"))?;
    Ok(ExitCode::SUCCESS)
}

/// Figures on the claims of a folder that took no part.
pub fn evaluate(model: &ClaimModel, dir: &str) -> Result<(), String> {
    let (claims, texts) = read_claims(dir)?;
    let (mut scored, mut hit, mut of) = (Vec::new(), 0, 0);
    for c in &claims {
        let (doc, claim) = (document(&texts[&c.doc]), document(&c.claim));
        let found = stance_toward(&doc, &claim, model);
        scored.push((LABELS.iter().position(|l| *l == c.label).unwrap_or(3), found.label as usize));
        if c.label != "unrelated" {
            of += 1;
            let order = ranking(&Comparison::new(model, &doc, &claim), model);
            let line =
                order.first().and_then(|o| doc.sentences.get(o.0)).map_or(0, |s| 1 + texts[&c.doc][..s.span.start].matches('\n').count());
            hit += usize::from(c.evidence.contains(&line));
        }
    }
    let (f, each) = macro_f1(&scored, 4);
    println!("{dir}: {} claims, macro-F1 {f:.3} {each:.2?}, best line right {hit} of {of}", claims.len());
    Ok(())
}

//! A claim beside the sentences of an article → the numbers that the models weigh. One code for training and running.
//!
//! All features are integers in 1/256.

use super::tables::{ClaimModel, kind};
use super::words::{ALIKE, ONE, Word, hash, log2, words};
use crate::tokenize::Document;
use std::collections::BTreeMap;

/// Words of a claim that are looked at.
const CLAIM: usize = 48;
/// Words of one sentence that are looked at.
const SENTENCE: usize = 160;
/// Best sentences that the label is judged by.
pub const BEST: usize = 3;

/// A stretch of words with what the model knows of each.
pub struct Side {
    /// All words.
    pub words: Vec<Word>,
    /// Bits of `kind` for each.
    pub small: Vec<u8>,
    /// Indices of those with content.
    pub content: Vec<usize>,
    /// Question mark, opening quotation marks, `(` seen.
    pub question: bool,
    pub marks: i32,
}

impl Side {
    /// From some tokens of a document.
    pub fn new(model: &ClaimModel, doc: &Document<'_>, tokens: std::ops::Range<usize>, limit: usize) -> Self {
        let question = tokens.clone().any(|t| matches!(doc.word(t), "؟" | "?"));
        let marks = tokens.clone().filter(|&t| matches!(doc.word(t), "\"" | "«" | "“")).count();
        let mut words = words(doc, tokens);
        words.truncate(limit);
        let small: Vec<u8> = words.iter().map(|w| model.small(w)).collect();
        let content = (0..words.len()).filter(|&i| small.get(i).is_some_and(|s| s & kind::STOP == 0)).collect();
        Self { words, small, content, question, marks: i32::try_from(marks).unwrap_or(i32::MAX) }
    }

    fn content(&self) -> impl Iterator<Item = &Word> {
        self.content.iter().filter_map(|&i| self.words.get(i))
    }

    fn has(&self, bit: u8) -> bool {
        self.small.iter().any(|s| s & bit != 0)
    }
}

/// Likeness of two words: of their letters, or of their sense by the table of opposites.
fn alike(model: &ClaimModel, a: &Word, b: &Word) -> i32 {
    let letters = a.likeness(b);
    if letters >= ALIKE {
        return letters;
    }
    let (x, y) = (model.sides(a), model.sides(b));
    if x.iter().any(|s| y.iter().any(|t| s.1 == t.1)) { 154 } else { letters }
}

/// How many words of `a` have an opposite in `b`, and how many a word of the same side that is not the same word.
fn opposites(model: &ClaimModel, a: &Side, b: &Side) -> (i32, i32) {
    let (mut against, mut with) = (0, 0);
    let mut seen = Vec::new();
    for x in a.content() {
        let sides = model.sides(x);
        if sides.is_empty() || seen.contains(&x.hash) {
            continue;
        }
        seen.push(x.hash);
        let mut others = Vec::new();
        for y in b.content() {
            if others.contains(&y.hash) {
                continue;
            }
            let of_y = model.sides(y);
            if of_y.is_empty() {
                continue;
            }
            others.push(y.hash);
            against += i32::from(sides.iter().any(|s| of_y.iter().any(|t| s.1 ^ 1 == t.1)));
            with += i32::from(sides.iter().any(|s| of_y.iter().any(|t| s.1 == t.1)));
        }
    }
    (against, with)
}

/// For each content word of `a` its best likeness among those of `b`.
fn cover(model: &ClaimModel, a: &Side, b: &Side) -> Vec<i32> {
    a.content().map(|x| b.content().map(|y| alike(model, x, y)).max().unwrap_or(0)).collect()
}

fn share(weights: &[i32], values: &[i32]) -> i32 {
    let total: i64 = weights.iter().map(|&w| i64::from(w)).sum();
    let sum: i64 = weights.iter().zip(values).map(|(&w, &v)| i64::from(w) * i64::from(v)).sum();
    if total == 0 { 0 } else { (sum / total) as i32 }
}

fn ratio(a: usize, b: usize) -> i32 {
    (a * 256).checked_div(b).unwrap_or(0) as i32
}

const fn flag(b: bool) -> i32 {
    if b { ONE } else { 0 }
}

/// `x / sqrt(1 + n)`
fn damped(x: i32, n: usize) -> i32 {
    (i64::from(x) * 256 / i64::try_from(((1 + n) * 65_536).isqrt()).unwrap_or(256).max(1)) as i32
}

/// A claim and an article, compared sentence by sentence.
pub struct Comparison<'m> {
    model: &'m ClaimModel,
    pub claim: Side,
    pub sentences: Vec<Side>,
    /// Likeness of each claim word in each sentence.
    cover: Vec<Vec<i32>>,
    /// Rarity of each claim word in the language, and times rarity in the article.
    global: Vec<i32>,
    local: Vec<i32>,
    ranks: Vec<Vec<i32>>,
}

impl<'m> Comparison<'m> {
    /// Compares.
    pub fn new(model: &'m ClaimModel, doc: &Document<'_>, claim: &Document<'_>) -> Self {
        let claim = Side::new(model, claim, 0..claim.tokens.len(), CLAIM);
        let sentences: Vec<Side> = doc.sentences.iter().map(|s| Side::new(model, doc, s.tokens.clone(), SENTENCE)).collect();
        let cover: Vec<Vec<i32>> = sentences.iter().map(|s| cover(model, &claim, s)).collect();
        let global: Vec<i32> = claim.content().map(|w| model.rarity(w)).collect();
        let count = sentences.iter().filter(|s| !s.content.is_empty()).count() as u64;
        let local = global
            .iter()
            .enumerate()
            .map(|(i, &g)| {
                let with = cover.iter().filter(|c| c.get(i).is_some_and(|&v| v >= ALIKE)).count() as u64;
                g * log2(256 + count * 256 / (1 + with)).saturating_sub(8 << 8) / 256
            })
            .collect();
        let mut out = Self { model, claim, sentences, cover, global, local, ranks: Vec::new() };
        out.ranks = out.rank_features();
        out
    }

    /// Features of each sentence as evidence.
    fn rank_features(&self) -> Vec<Vec<i32>> {
        let empty = Vec::new();
        let numbers = |s: &Side| s.content().filter(|w| w.is_number()).map(|w| w.hash).collect::<Vec<_>>();
        let of_claim = numbers(&self.claim);
        let pairs = |s: &Side| {
            s.content.windows(2).filter_map(|w| Some((s.words.get(*w.first()?)?.hash, s.words.get(*w.last()?)?.hash))).collect::<Vec<_>>()
        };
        let claim_pairs = pairs(&self.claim);
        let total: i64 = self.local.iter().map(|&l| i64::from(l)).sum::<i64>().max(1);
        let n = self.sentences.len();
        let mut out: Vec<Vec<i32>> = Vec::with_capacity(n);
        for (i, s) in self.sentences.iter().enumerate() {
            let c = self.cover.get(i).unwrap_or(&empty);
            let beside = |k: Option<usize>| -> i32 {
                let Some(other) = k.and_then(|k| self.cover.get(k)) else { return 0 };
                let gain: Vec<i32> = other.iter().zip(c).map(|(o, v)| (o - v).max(0)).collect();
                share(&self.local, &gain)
            };
            let (g, l) = (share(&self.global, c), share(&self.local, c));
            let best = self.local.iter().zip(c).map(|(&w, &v)| i64::from(w) * i64::from(v) / total).max().unwrap_or(0) as i32;
            let mine = numbers(s);
            let common = of_claim.iter().any(|h| mine.contains(h));
            let in_pairs = pairs(s);
            let bigrams = claim_pairs.iter().filter(|p| in_pairs.contains(p)).count();
            out.push(vec![
                g,
                l,
                beside(i.checked_sub(1)),
                beside(Some(i + 1)),
                damped(g, s.content.len()),
                damped(l, s.content.len()),
                best,
                ratio(bigrams, claim_pairs.len()),
                log2(1 + s.content.len() as u64),
                flag(i == 0),
                flag(i == 1),
                ratio(i, n),
                flag(common),
                flag(!of_claim.is_empty() && !common),
                opposites(self.model, &self.claim, s).0.min(2) * ONE,
                flag(s.has(kind::NEGATION)),
                flag(s.has(kind::SPEECH)),
                ratio(c.iter().filter(|&&v| v > 0).count(), c.len()),
            ]);
        }
        // Beside the best of the article: how far behind it, and whether it is the best.
        for column in [0, 1, 5, 6] {
            let top = out.iter().filter_map(|f| f.get(column)).copied().max().unwrap_or(0);
            for f in &mut out {
                let v = f.get(column).copied().unwrap_or(0);
                f.push(v - top);
                f.push(flag(v == top));
            }
        }
        out
    }

    /// Features of sentence `i` as evidence.
    pub fn rank(&self, i: usize) -> &[i32] {
        self.ranks.get(i).map_or(&[], Vec::as_slice)
    }

    /// Negations within four words before a word that the claim has too.
    fn denied(&self, s: &Side) -> bool {
        let near = |i: usize| {
            (i + 1..(i + 5).min(s.words.len()))
                .any(|j| s.words.get(j).is_some_and(|w| self.claim.content().any(|c| alike(self.model, c, w) >= ALIKE)))
        };
        s.small.iter().enumerate().any(|(i, k)| k & kind::NEGATION != 0 && near(i))
    }

    /// Features of the article's stand, judged by its best sentences (`order`, with the ranker's scores).
    pub fn stand(&self, order: &[(usize, i64)]) -> Vec<i32> {
        let empty = Vec::new();
        let best: Vec<(usize, &Side)> = order.iter().take(BEST).filter_map(|&(i, _)| Some((i, self.sentences.get(i)?))).collect();
        let Some(&(t, top)) = best.first() else { return vec![0; STAND] };
        let score = |k: usize| order.get(k).or(order.first()).map_or(0, |o| (o.1 / 16).clamp(-1 << 20, 1 << 20) as i32);
        let r = |i: usize, column: usize| self.rank(i).get(column).copied().unwrap_or(0);
        let most = |column: usize| (0..self.sentences.len()).map(|i| r(i, column)).max().unwrap_or(0);
        let everywhere: Vec<i32> =
            (0..self.global.len()).map(|w| self.cover.iter().filter_map(|c| c.get(w)).copied().max().unwrap_or(0)).collect();
        let missing: Vec<i32> = everywhere.iter().map(|&v| flag(v < ALIKE)).collect();
        let total = self.global.iter().sum::<i32>().max(1);
        let heaviest = |lack: &dyn Fn(usize) -> bool| {
            (0..self.global.len()).filter(|&w| lack(w)).filter_map(|w| self.global.get(w)).max().map_or(0, |&g| g * 256 / total)
        };
        let c = self.cover.get(t).unwrap_or(&empty);
        let (claim_neg, neg) = (self.claim.has(kind::NEGATION), top.has(kind::NEGATION));
        let near = self.denied(top);
        let (against, with) = opposites(self.model, &self.claim, top);
        let numbers = |s: &Side| s.content().filter(|w| w.is_number()).map(|w| w.hash).collect::<Vec<_>>();
        let of_claim = numbers(&self.claim);
        let of_best: Vec<u32> = best.iter().flat_map(|b| numbers(b.1)).collect();
        let common = of_claim.iter().any(|h| of_best.contains(h));
        let speech = |s: &Side, n: usize| s.small.iter().take(n).any(|k| k & kind::SPEECH != 0);
        let first = self.claim.words.first().and_then(|w| w.form.chars().next());
        let future = self.claim.words.iter().any(|w| {
            let mut c = w.form.chars();
            c.next() == Some('س') && matches!(c.next(), Some('ي' | 'ت' | 'ن')) && c.nth(1).is_some()
        });
        let pair = pair_logits(self.model, &self.claim, top);
        let lean = |k: usize| pair.get(k).map_or(0, |&l| (l / 16).clamp(-2048, 2048) as i32);
        let denied_any = best.iter().any(|b| self.denied(b.1));
        let mean = best.iter().map(|b| r(b.0, 0)).sum::<i32>() / best.len().max(1) as i32;
        vec![
            r(t, 0),
            r(t, 1),
            most(0),
            most(1),
            mean,
            share(&self.global, &everywhere),
            heaviest(&|w| missing.get(w).is_some_and(|&m| m > 0)),
            ratio(missing.iter().filter(|&&m| m > 0).count(), missing.len()),
            score(0),
            score(1),
            flag(claim_neg),
            flag(neg),
            flag(claim_neg != near),
            flag(near),
            flag(claim_neg != neg),
            against.min(3) * ONE,
            best.iter().map(|b| opposites(self.model, &self.claim, b.1).0).max().unwrap_or(0).min(3) * ONE,
            with.min(3) * ONE,
            flag(against > with),
            flag(!of_claim.is_empty() && !common),
            flag(common),
            flag(speech(top, usize::MAX)),
            flag(speech(&self.claim, usize::MAX)),
            flag(top.marks > 0),
            top.marks.min(6) * ONE,
            flag(speech(top, 3)),
            (top.small.iter().filter(|k| **k & kind::SPEECH != 0).count().min(6) as i32) * ONE,
            flag(top.has(kind::HEDGE)),
            flag(self.claim.has(kind::HEDGE)),
            flag(top.question),
            flag(top.has(kind::DENIAL)),
            (self.claim.content.len() as i32) * 32,
            log2(1 + top.content.len() as u64),
            flag(t == 0),
            (self.sentences.len().min(64) as i32) * 16,
            flag(future),
            flag(matches!(first, Some('ي' | 'ت'))),
            flag(top.has(kind::SOURCE)),
            flag(top.has(kind::CONTRAST)),
            c.first().copied().unwrap_or(0),
            c.last().copied().unwrap_or(0),
            ratio(c.iter().filter(|&&v| v < ALIKE).count(), c.len()),
            ratio(c.iter().filter(|&&v| v > 0 && v < ONE).count(), c.len()),
            heaviest(&|w| c.get(w).is_some_and(|&v| v < ALIKE)),
            lean(0),
            lean(1),
            lean(2),
            flag(denied_any),
        ]
    }
}

/// Number of features of `Comparison::stand`.
pub const STAND: usize = 48;

/// Dense features of two headlines.
pub fn pair_features(model: &ClaimModel, a: &Side, b: &Side) -> Vec<i32> {
    let (ca, cb) = (cover(model, a, b), cover(model, b, a));
    let mean = |c: &[i32]| if c.is_empty() { 0 } else { c.iter().sum::<i32>() / c.len() as i32 };
    let weights: Vec<i32> = a.content().map(|w| model.rarity(w)).collect();
    let weighted = share(&weights, &ca);
    let weights_b: Vec<i32> = b.content().map(|w| model.rarity(w)).collect();
    let weighted_b = share(&weights_b, &cb);
    let (na, nb) = (a.has(kind::NEGATION), b.has(kind::NEGATION));
    let (against, with) = opposites(model, a, b);
    let numbers = |s: &Side| s.content().filter(|w| w.is_number()).map(|w| w.hash).collect::<Vec<_>>();
    let (xa, xb) = (numbers(a), numbers(b));
    let equal = xa.iter().any(|h| xb.contains(h));
    let (ua, ub) = (ca.iter().filter(|&&v| v < ALIKE).count(), cb.iter().filter(|&&v| v < ALIKE).count());
    let in_place = a.content().zip(b.content()).filter(|(x, y)| alike(model, x, y) >= ALIKE).count();
    let over = |v: i32| flag(weighted > v);
    vec![
        mean(&ca),
        mean(&cb),
        mean(&ca).min(mean(&cb)),
        ratio(cb.iter().filter(|&&v| v == ONE).count(), cb.len()),
        weighted,
        weighted_b,
        over(51),
        over(102),
        over(154),
        over(205),
        over(253),
        flag(na != nb),
        flag(na),
        flag(nb),
        if na != nb { weighted } else { 0 },
        against.min(3) * ONE,
        flag(against > 0),
        with.min(2) * ONE,
        flag(equal),
        flag(!xa.is_empty() && !xb.is_empty() && !equal),
        flag(!xa.is_empty()),
        flag(!xb.is_empty()),
        flag(xa.is_empty() != xb.is_empty()),
        (a.content.len() as i32) * 26,
        (b.content.len() as i32) * 26,
        (b.content.len() as i32 - a.content.len() as i32) * 26,
        flag(a.question),
        flag(b.question),
        ratio(in_place, a.content.len().max(b.content.len())),
        (ua.min(10) as i32) * 51,
        (ub.min(10) as i32) * 51,
        flag(ua == 0),
        flag(ub == 0),
    ]
}

/// Hashes of the words that only one of the two has, of those both have, of the second's neighbours, and of what may stand for what.
pub fn pair_lexical(model: &ClaimModel, a: &Side, b: &Side) -> Vec<u32> {
    let (ca, cb) = (cover(model, a, b), cover(model, b, a));
    let lone = |s: &Side, c: &[i32]| -> Vec<String> {
        s.content().zip(c).filter(|(_, v)| **v < ALIKE).map(|(w, _)| w.stem.iter().collect::<String>()).collect()
    };
    let (ua, ub) = (lone(a, &ca), lone(b, &cb));
    let mut out: BTreeMap<u32, ()> = BTreeMap::new();
    let mut add = |text: String| {
        out.insert(hash(&text), ());
    };
    for x in &ua {
        add(format!("A_{x}"));
    }
    for y in &ub {
        add(format!("B_{y}"));
    }
    if ua.len() <= 3 && ub.len() <= 3 {
        for x in &ua {
            for y in &ub {
                add(format!("X_{x}_{y}"));
            }
        }
    }
    let has = |s: &Side, form: &str| s.words.iter().any(|w| w.form == form);
    for w in a.words.iter().filter(|w| !has(b, &w.form)) {
        add(format!("Aw_{}", w.form));
    }
    for w in b.words.iter().filter(|w| !has(a, &w.form)) {
        add(format!("Bw_{}", w.form));
    }
    for w in a.content().filter(|w| b.content().any(|v| v.hash == w.hash)) {
        add(format!("S_{}", w.stem.iter().collect::<String>()));
    }
    let mut before = "^";
    for w in &b.words {
        add(format!("b2_{before}_{}", w.form));
        before = &w.form;
    }
    add(format!("b2_{before}_$"));
    out.into_keys().collect()
}

/// agree, disagree, other; in 1/4096.
pub fn pair_logits(model: &ClaimModel, a: &Side, b: &Side) -> Vec<i64> {
    let mut logits = model.pair.logits(&pair_features(model, a, b));
    for feature in pair_lexical(model, a, b) {
        if let Some(w) = model.lexical(feature) {
            for (l, v) in logits.iter_mut().zip(w) {
                *l += i64::from(*v) * 4;
            }
        }
    }
    logits
}

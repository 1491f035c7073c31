//! Document → the features of each token, as 32-bit hashes: one code for the trainer and for the reader of the model.
//!
//! `Facts::new` looks at every token once; `Facts::emit` then names the features of a token, each with its group, so that the trainer
//! can drop groups and the runtime can ignore them.

use super::clusters::{Clusters, LEVELS};
use super::gazetteer::{Gazetteer, flag};
use crate::tokenize::{Document, TokenKind};
use std::collections::HashMap;
use std::ops::Range;

/// What a feature looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Group {
    /// The word itself, whole.
    Word,
    /// Beginnings, ends and letter sequences of the word.
    Affix,
    /// Kind, length, article, clitics, quotation marks, place in the sentence.
    Shape,
    /// The words around it.
    Context,
    /// Distributional clusters of the word and of the words around it.
    Cluster,
    /// Matches of the gazetteer.
    Gazetteer,
    /// Titles, triggers, name parts.
    Flags,
    /// The same word elsewhere in the document.
    Elsewhere,
    /// What the first pass said about the same word elsewhere.
    Evidence,
    /// As what a first tagger marked the word in running text.
    Prior,
}

/// Mixes two 32-bit values into one; not symmetric.
#[must_use]
pub const fn mix(a: u32, b: u32) -> u32 {
    let x = ((a as u64) << 32 | b as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (x >> 32) as u32
}

/// Hash of a string, letter by letter.
#[must_use]
pub fn hash_str(s: &str) -> u32 {
    s.chars().fold(SEED, |h, c| mix(h, c as u32))
}

fn each_bit(mut bits: u32, mut f: impl FnMut(u32)) {
    while bits != 0 {
        f(bits.trailing_zeros());
        bits &= bits - 1;
    }
}

const SEED: u32 = 0x4D5A;
const OUTSIDE: u32 = 1;
/// Hints at what follows: heads of names, titles.
const HEADS: u32 = (flag::ORG_TRIGGER
    | flag::OUTER_HEAD
    | flag::PERSON_TITLE
    | flag::PLACE_TRIGGER
    | flag::FACILITY_TRIGGER
    | flag::EVENT_TRIGGER
    | flag::MISC_TRIGGER) as u32;

/// What is known of one token before its neighbours are looked at.
#[derive(Clone, Copy, Debug)]
struct Fact {
    word: u32,
    stem: u32,
    /// «للحرس» without its proclitic is «لحرس»: the hash of «الحرس», 0 for other words.
    restored: u32,
    letters: (u32, u32),
    suffix: u32,
    prefix: u32,
    shape: u32,
    clusters: [u32; LEVELS],
    prior: u32,
    inside: u32,
    best: u32,
    flags: u32,
}

/// What is known of the tokens of a document.
#[derive(Debug)]
pub struct Facts {
    facts: Vec<Fact>,
    letters: Vec<u32>,
    sentences: Vec<Range<usize>>,
    sentence_of: Vec<u32>,
    /// Codes of the gazetteer matches that cover a token, by token.
    matches: Vec<(u32, u32)>,
    match_starts: Vec<u32>,
    /// Matches of the gazetteer: first token, one past the last, bytes of proclitics.
    readings: Vec<(usize, usize, u8)>,
    /// Tokens of the same stem, by stem.
    same: HashMap<u32, Vec<u32>>,
}

/// Tokens of the same stem that are looked at.
const MAX_SAME: usize = 12;

impl Facts {
    /// Looks at every token once.
    #[must_use]
    pub fn new(doc: &Document<'_>, gazetteer: &Gazetteer, clusters: &Clusters) -> Self {
        let n = doc.tokens.len();
        let mut out = Self {
            facts: Vec::with_capacity(n),
            letters: Vec::with_capacity(n * 6),
            sentences: doc.sentences.iter().map(|s| s.tokens.clone()).collect(),
            sentence_of: vec![0; n],
            matches: Vec::new(),
            match_starts: Vec::with_capacity(n + 1),
            readings: Vec::new(),
            same: HashMap::new(),
        };
        for (i, _) in doc.tokens.iter().enumerate() {
            let fact = out.fact(doc, i, gazetteer, clusters);
            out.facts.push(fact);
        }
        for (number, s) in out.sentences.iter().enumerate() {
            for t in s.clone() {
                if let Some(x) = out.sentence_of.get_mut(t) {
                    *x = number as u32;
                }
            }
        }
        out.read_matches(doc, gazetteer);
        out.read_brackets(doc);
        for (i, f) in out.facts.iter().enumerate() {
            if f.letters.1 - f.letters.0 >= 3 {
                out.same.entry(f.stem).or_default().push(i as u32);
            }
        }
        out.same.retain(|_, v| v.len() > 1);
        out
    }

    fn fact(&mut self, doc: &Document<'_>, i: usize, gazetteer: &Gazetteer, clusters: &Clusters) -> Fact {
        let kind = doc.tokens.get(i).map_or(TokenKind::Other, |t| t.kind);
        let (pro, en) = doc.tokens.get(i).map_or((0, 0), |t| (t.pro, t.en));
        let (word, stem) = (doc.word(i), doc.stem(i));
        let first = self.letters.len() as u32;
        let (word_hash, stem_hash);
        if kind == TokenKind::Number {
            // Numbers by their length and their separators.
            self.letters.extend(word.chars().map(|c| if c.is_ascii_digit() { '0' as u32 } else { c as u32 }));
            word_hash = self.letters.iter().skip(first as usize).fold(SEED, |h, &c| mix(h, c));
            stem_hash = word_hash;
        } else {
            self.letters.extend(stem.chars().flat_map(char::to_lowercase).map(|c| c as u32));
            stem_hash = self.letters.iter().skip(first as usize).fold(SEED, |h, &c| mix(h, c));
            word_hash = if pro == 0 && en == 0 { stem_hash } else { hash_str(word) };
        }
        let last = self.letters.len() as u32;
        let s = self.letters.get(first as usize..).unwrap_or(&[]);
        let article = s.len() > 3 && s[0] == 'ا' as u32 && s[1] == 'ل' as u32 || s.len() > 3 && s[0] == 'ل' as u32 && s[1] == 'ل' as u32;
        let tail = |k: usize| s.get(s.len().saturating_sub(k)..).unwrap_or(&[]).iter().fold(SEED, |h, &c| mix(h, c));
        let capital = u32::from(kind == TokenKind::Latin && word.chars().next().is_some_and(char::is_uppercase));
        let first_clitic = if pro > 0 { word.chars().next().map_or(0, |c| c as u32) } else { 0 };
        let shape = kind as u32
            | u32::from(article) << 4
            | capital << 5
            | (s.len().min(9) as u32) << 8
            | u32::from(en > 0) << 12
            | first_clitic << 13;
        let mut flags = u32::from(gazetteer.token_flags(stem));
        if flags == 0 && word != stem {
            flags = u32::from(gazetteer.token_flags(word));
        }
        let lam = stem.starts_with('ل') && word.get(..usize::from(pro)).is_some_and(|p| p.ends_with('ل'));
        let restored = if lam { s.iter().fold(mix(SEED, 'ا' as u32), |h, &c| mix(h, c)) } else { 0 };
        let known = clusters.of(stem_hash, if lam { restored } else { word_hash });
        Fact {
            word: word_hash,
            stem: stem_hash,
            restored,
            letters: (first, last),
            suffix: tail(2),
            prefix: s.iter().take(3).fold(SEED, |h, &c| mix(h, c)),
            shape,
            clusters: known.clusters,
            prior: known.prior,
            inside: 0,
            best: 0,
            flags,
        }
    }

    fn read_matches(&mut self, doc: &Document<'_>, gazetteer: &Gazetteer) {
        let n = self.facts.len();
        let mut longest = vec![0usize; n];
        for m in gazetteer.matches(doc) {
            let len = m.tokens.len();
            self.readings.push((m.tokens.start, m.tokens.end, m.pro));
            let mut types = 0u32;
            let mut first = None;
            let trusted = m.entries.iter().enumerate().filter(|x| m.learned.checked_shr(x.0 as u32).unwrap_or(0) & 1 == 0);
            for (_, &e) in trusted.take(4) {
                if let Some(entry) = gazetteer.entry(e) {
                    types |= 1 << entry.ty as u32;
                    first.get_or_insert(entry.ty as u32);
                }
            }
            let Some(first) = first else { continue };
            for t in m.tokens.clone() {
                if t >= n {
                    break;
                }
                let place = match (t == m.tokens.start, t + 1 == m.tokens.end) {
                    (true, true) => 3,
                    (true, false) => 0,
                    (false, true) => 2,
                    (false, false) => 1,
                };
                let code = first | place << 4 | u32::from(m.ambiguous) << 6 | (len.min(4) as u32) << 7 | types << 10 | 1 << 20;
                self.matches.push((t as u32, code));
                if len > longest[t] {
                    longest[t] = len;
                    self.facts[t].best = code & 0x7F | 1 << 20 | u32::from(len > 1) << 7;
                }
            }
        }
        self.matches.sort_unstable();
        self.matches.dedup();
        for t in 0..=n {
            self.match_starts.push(self.matches.partition_point(|m| (m.0 as usize) < t) as u32);
        }
    }

    /// Short stretches between quotation marks or brackets often are names.
    fn read_brackets(&mut self, doc: &Document<'_>) {
        for s in &self.sentences {
            let mut open: Option<(usize, &str)> = None;
            for t in s.clone() {
                let w = doc.word(t);
                let closes = match open {
                    Some((_, "«")) => w == "»",
                    Some((_, "(")) => w == ")",
                    Some((_, "[")) => w == "]",
                    Some((_, "“")) => w == "”" || w == "“",
                    Some((_, o)) => w == o,
                    None => false,
                };
                if let (true, Some((from, mark))) = (closes, open) {
                    let len = t - from - 1;
                    let round = u32::from(mark == "(" || mark == "[");
                    for k in from + 1..t {
                        let at = if k == from + 1 { 1 } else { 0 } | if k + 1 == t { 2 } else { 0 };
                        self.facts[k].inside = 1 | at << 1 | (len.min(6) as u32) << 3 | round << 6;
                    }
                    open = None;
                } else if matches!(w, "\"" | "«" | "(" | "[" | "“" | "'" | "''") {
                    open = Some((t, w));
                }
            }
        }
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// True where there is no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Hash of the stem of token `i`.
    #[must_use]
    pub fn stem(&self, i: usize) -> u32 {
        self.facts.get(i).map_or(0, |f| f.stem)
    }

    /// Bytes of proclitics before a name of exactly these tokens, where the gazetteer knows one and does not bear out `pro`.
    #[must_use]
    pub fn pro_by_name(&self, tokens: &Range<usize>, pro: u8) -> Option<u8> {
        let from = self.readings.partition_point(|r| r.0 < tokens.start);
        let all = self.readings.get(from..)?.iter().take_while(|r| r.0 == tokens.start).filter(|r| r.1 == tokens.end);
        if all.clone().any(|r| r.2 == pro) { None } else { all.map(|r| r.2).next() }
    }

    /// Kind, length and clitics of token `i`, as one number.
    #[must_use]
    pub fn shape(&self, i: usize) -> u32 {
        self.facts.get(i).map_or(0, |f| f.shape)
    }

    /// The longest gazetteer match of token `i`, as one number.
    #[must_use]
    pub fn best(&self, i: usize) -> u32 {
        self.facts.get(i).map_or(0, |f| f.best)
    }

    /// Tokens with the same stem as `i`, itself among them; empty where it stands alone.
    #[must_use]
    pub fn same(&self, i: usize) -> &[u32] {
        self.facts.get(i).and_then(|f| self.same.get(&f.stem)).map_or(&[], Vec::as_slice)
    }

    /// What decides the features of `emit_own`.
    #[must_use]
    pub fn own_key(&self, i: usize) -> (u32, u32, u32) {
        self.facts.get(i).map_or((0, 0, 0), |f| (f.word, f.stem, f.shape))
    }

    /// Names every feature of token `i`.
    pub fn emit(&self, i: usize, f: &mut impl FnMut(Group, u32)) {
        self.emit_own(i, f);
        self.emit_around(i, f);
    }

    /// Names the features that the word of token `i` has wherever it stands.
    pub fn emit_own(&self, i: usize, f: &mut impl FnMut(Group, u32)) {
        let Some(me) = self.facts.get(i) else { return };
        f(Group::Word, mix(1, me.word));
        f(Group::Word, mix(2, me.stem));
        if me.restored != 0 {
            f(Group::Word, mix(2, me.restored));
        }
        let letters = self.letters.get(me.letters.0 as usize..me.letters.1 as usize).unwrap_or(&[]);
        let mut h = SEED;
        for (k, &c) in letters.iter().take(5).enumerate() {
            h = mix(h, c);
            if k > 0 || letters.len() == 1 {
                f(Group::Affix, mix(3 + k as u32, h));
            }
        }
        h = SEED;
        for (k, &c) in letters.iter().rev().take(5).enumerate() {
            h = mix(h, c);
            f(Group::Affix, mix(10 + k as u32, h));
        }
        for w in letters.windows(3) {
            f(Group::Affix, mix(mix(mix(16, w[0]), w[1]), w[2]));
        }
        for w in letters.windows(4) {
            f(Group::Affix, mix(mix(mix(mix(17, w[0]), w[1]), w[2]), w[3]));
        }
        f(Group::Shape, mix(20, me.shape));
        f(Group::Shape, mix(21, me.shape & 0x1F));
        for level in 0..LEVELS {
            f(Group::Cluster, mix(50 + level as u32, me.clusters[level]));
        }
        f(Group::Cluster, mix(mix(68, me.clusters[0]), me.shape));
        f(Group::Prior, mix(142, me.prior));
        f(Group::Prior, mix(mix(149, me.prior), me.clusters[0]));
        each_bit(me.flags, |bit| f(Group::Flags, mix(113, bit)));
        f(Group::Flags, mix(120, me.flags));
        f(Group::Flags, mix(mix(127, me.flags), me.shape));
    }

    /// Names the features of token `i` that its surroundings, the gazetteer and the rest of the document give.
    pub fn emit_around(&self, i: usize, f: &mut impl FnMut(Group, u32)) {
        let Some(me) = self.facts.get(i) else { return };
        let sentence = self.sentence_of.get(i).and_then(|&s| self.sentences.get(s as usize)).cloned().unwrap_or(0..0);
        let at = |d: isize| -> Option<&Fact> {
            let j = i.checked_add_signed(d)?;
            if sentence.contains(&j) { self.facts.get(j) } else { None }
        };
        let stem_at = |d: isize| at(d).map_or(OUTSIDE, |x| x.stem);
        // Its place.
        f(Group::Shape, mix(22, me.inside));
        f(Group::Shape, mix(23, (i - sentence.start.min(i)).min(3) as u32));
        f(Group::Shape, mix(24, u32::from(self.sentence_of.get(i) == Some(&0))));
        let kind = |d: isize| at(d).map_or(31, |x| x.shape & 0x1F);
        f(Group::Shape, mix(mix(25, kind(-1) << 16 | kind(1)), me.shape & 0x1F));
        f(Group::Shape, mix(26, kind(-2) << 24 | kind(-1) << 16 | (me.shape & 0x1F) << 8 | kind(1)));
        // The words around it.
        let (p1, p2, n1, n2) = (stem_at(-1), stem_at(-2), stem_at(1), stem_at(2));
        f(Group::Context, mix(30, p1));
        f(Group::Context, mix(31, p2));
        f(Group::Context, mix(32, n1));
        f(Group::Context, mix(33, n2));
        f(Group::Context, mix(mix(34, p1), me.stem));
        f(Group::Context, mix(mix(35, me.stem), n1));
        f(Group::Context, mix(mix(36, p2), p1));
        f(Group::Context, mix(mix(37, n1), n2));
        f(Group::Context, mix(mix(38, p1), n1));
        f(Group::Context, mix(39, stem_at(-3)));
        let tail = |d: isize| at(d).map_or(OUTSIDE, |x| x.suffix);
        let head = |d: isize| at(d).map_or(OUTSIDE, |x| x.prefix);
        f(Group::Context, mix(40, tail(-1)));
        f(Group::Context, mix(41, head(-1)));
        f(Group::Context, mix(42, tail(1)));
        f(Group::Context, mix(43, head(1)));
        // Clusters.
        let cluster = |d: isize, level: usize| at(d).map_or(OUTSIDE, |x| x.clusters[level]);
        for level in 0..LEVELS {
            f(Group::Cluster, mix(54 + level as u32, cluster(-1, level)));
            f(Group::Cluster, mix(58 + level as u32, cluster(1, level)));
        }
        f(Group::Cluster, mix(62, cluster(-2, 1)));
        f(Group::Cluster, mix(63, cluster(2, 1)));
        f(Group::Cluster, mix(mix(64, cluster(-1, 1)), me.clusters[1]));
        f(Group::Cluster, mix(mix(65, me.clusters[1]), cluster(1, 1)));
        f(Group::Cluster, mix(mix(66, cluster(-1, 1)), cluster(1, 1)));
        f(Group::Cluster, mix(mix(67, cluster(-2, 0) << 16 | cluster(-1, 0)), me.clusters[0] << 16 | cluster(1, 0)));
        f(Group::Cluster, mix(mix(69, cluster(-2, 1)), cluster(-1, 1)));
        // The prior.
        let prior = |d: isize| at(d).map_or(255, |x| x.prior);
        for d in [-2, -1, 1, 2] {
            f(Group::Prior, mix(140 + (d + 2) as u32, prior(d)));
        }
        f(Group::Prior, mix(mix(145, prior(-1)), prior(0)));
        f(Group::Prior, mix(mix(146, prior(0)), prior(1)));
        f(Group::Prior, mix(mix(147, prior(0)), me.best));
        f(Group::Prior, mix(mix(148, prior(-1) << 16 | prior(1)), prior(0)));
        // The gazetteer.
        let range = self.match_starts.get(i).copied().unwrap_or(0) as usize..self.match_starts.get(i + 1).copied().unwrap_or(0) as usize;
        for &(_, code) in self.matches.get(range).unwrap_or(&[]) {
            f(Group::Gazetteer, mix(70, code & 0x7F | 1 << 20));
            f(Group::Gazetteer, mix(71, code & 0x3FF));
            f(Group::Gazetteer, mix(72, code));
        }
        let best = |d: isize| at(d).map_or(OUTSIDE, |x| x.best);
        f(Group::Gazetteer, mix(73, me.best));
        f(Group::Gazetteer, mix(mix(74, best(-1)), me.best));
        f(Group::Gazetteer, mix(mix(75, me.best), best(1)));
        f(Group::Gazetteer, mix(mix(76, best(-1)), mix(me.best, best(1))));
        f(Group::Gazetteer, mix(mix(77, me.best), p1));
        f(Group::Gazetteer, mix(mix(78, me.best), n1));
        f(Group::Gazetteer, mix(mix(79, me.best), me.clusters[1]));
        f(Group::Gazetteer, mix(mix(80, me.best), me.stem));
        f(Group::Gazetteer, mix(mix(81, best(-1)), cluster(0, 1)));
        f(Group::Gazetteer, mix(mix(82, best(1)), cluster(0, 1)));
        f(Group::Gazetteer, mix(mix(83, me.best), me.shape));
        // Hints.
        let flags = |d: isize| at(d).map_or(1 << 16, |x| x.flags);
        for d in [-3, -2, -1, 1, 2] {
            each_bit(flags(d), |bit| f(Group::Flags, mix(110 + (d + 3) as u32, bit)));
        }
        f(Group::Flags, mix(121, flags(-1)));
        f(Group::Flags, mix(mix(122, flags(-1)), me.flags));
        f(Group::Flags, mix(mix(123, me.flags), flags(1)));
        f(Group::Flags, mix(mix(124, flags(-1)), mix(me.flags, flags(1))));
        f(Group::Flags, mix(mix(125, flags(-1)), me.best));
        f(Group::Flags, mix(mix(126, me.flags), me.best));
        // The nearest head or title before it, how far, and whether the words between are definite.
        let mut between = 0;
        for d in 1..=6 {
            let Some(x) = at(-d) else { break };
            if x.shape & 0xF == TokenKind::Punct as u32 {
                break;
            }
            let heads = x.flags & HEADS;
            if heads != 0 {
                f(Group::Flags, mix(mix(130, heads), d as u32));
                f(Group::Flags, mix(mix(131, heads), between << 8 | me.shape >> 4 & 1 | (d.min(4) as u32) << 1));
                f(Group::Flags, mix(mix(132, heads), mix(d.min(3) as u32, me.clusters[0])));
                f(Group::Flags, mix(mix(133, x.stem), d.min(3) as u32));
                break;
            }
            between = between << 1 | x.shape >> 4 & 1 | 1 << 5 >> (6 - d);
        }
        // The same word elsewhere.
        let same = self.same(i);
        if !same.is_empty() && same.len() <= MAX_SAME {
            f(Group::Elsewhere, mix(90, same.len().min(4) as u32));
            for &j in same {
                let j = j as usize;
                if j == i {
                    continue;
                }
                let near = |d: isize| j.checked_add_signed(d).and_then(|k| self.facts.get(k));
                f(Group::Elsewhere, mix(91, near(-1).map_or(OUTSIDE, |x| x.stem)));
                f(Group::Elsewhere, mix(92, near(1).map_or(OUTSIDE, |x| x.stem)));
                f(Group::Elsewhere, mix(93, near(-1).map_or(OUTSIDE, |x| x.clusters[1])));
                f(Group::Elsewhere, mix(94, near(0).map_or(OUTSIDE, |x| x.best)));
                let before = near(-1).map_or(0, |x| x.flags);
                f(Group::Elsewhere, mix(95, before));
            }
        }
    }
}

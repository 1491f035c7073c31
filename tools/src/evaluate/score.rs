//! Reports against annotated articles: the counts of `eval_gold.py`, whose rules these are.
//!
//! Mentions are compared by the words that they cover, stances by line and entities, where a found entity stands for the gold entity
//! with which it shares most mentions; article labels by target.

use crate::gold::GoldDoc;
use crate::mentions::{Count, words};
use mizan::Span;
use mizan::report::{Holder, Report};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a report says, as far as it is scored.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Bytes, type, entity.
    pub mentions: Vec<(Span, String, usize)>,
    /// Line, holder, target, true for `favor`.
    pub stances: Vec<(usize, Holder, usize, bool)>,
    /// Entity, the author's label.
    pub article: Vec<(usize, String)>,
}

impl Found {
    /// `report` has byte spans of `text`.
    pub fn new(report: &Report, text: &str, min_confidence: f64) -> Self {
        let starts: Vec<usize> = crate::gold::lines(text).iter().map(|l| l.start).collect();
        let line = |at: usize| starts.partition_point(|s| *s <= at).saturating_sub(1);
        Self {
            mentions: report.mentions.iter().map(|m| (m.span, m.ty.to_string(), m.entity)).collect(),
            stances: report
                .stances
                .iter()
                .filter(|s| s.confidence >= min_confidence)
                .map(|s| (line(s.cue.span.start), s.holder, s.target, s.polarity == "favor"))
                .collect(),
            article: report.targets.iter().map(|t| (t.entity, t.author.label.to_string())).collect(),
        }
    }
}

/// Words from..to; nothing is one thing, wherever it stands.
pub type Cover = (usize, usize);

pub fn cover(words: &[Span], span: Span) -> Cover {
    let c = (words.partition_point(|w| w.end <= span.start), words.partition_point(|w| w.start < span.end));
    if c.0 < c.1 { c } else { (0, 0) }
}

const fn overlap(a: Cover, b: Cover) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// «للحرس»: with or without the article's lam.
fn canonical(text: &str, span: Span) -> Span {
    let lam = text.get(..span.start).is_some_and(|t| t.ends_with('ل')) && span.of(text).starts_with('ل');
    if lam { Span::new(span.start + 'ل'.len_utf8(), span.end) } else { span }
}

/// A found entity in gold's terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// The name of a gold entity, `author` or `unnamed source`.
    Gold(String),
    /// A found entity that none of gold's stands behind.
    Unknown(usize),
}

/// Found entity → gold entity with which it shares most mentions; of equals the one met first.
pub fn align(doc: &GoldDoc, found: &Found) -> HashMap<usize, String> {
    let words = words(&doc.text);
    let gold = by_cover(doc.mentions.iter().map(|m| (cover(&words, m.span), m.entity.as_str())));
    let found = by_cover(found.mentions.iter().map(|m| (cover(&words, m.0), m.2)));
    let mut shared: Vec<((usize, &str), usize)> = Vec::new();
    for (f, e) in &found {
        for (_, g) in gold.iter().filter(|(g, _)| overlap(*f, *g)) {
            match shared.iter_mut().find(|(k, _)| *k == (*e, *g)) {
                Some((_, n)) => *n += 1,
                None => shared.push(((*e, *g), 1)),
            }
        }
    }
    shared.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut out = HashMap::new();
    for ((e, g), _) in shared {
        out.entry(e).or_insert_with(|| g.to_string());
    }
    out
}

/// In the order of first appearance; a later one of the same cover takes its place.
fn by_cover<T>(items: impl Iterator<Item = (Cover, T)>) -> Vec<(Cover, T)> {
    let mut out: Vec<(Cover, T)> = Vec::new();
    let mut at: HashMap<Cover, usize> = HashMap::new();
    for (c, t) in items {
        match at.get(&c) {
            Some(&i) => out[i].1 = t,
            None => {
                at.insert(c, out.len());
                out.push((c, t));
            }
        }
    }
    out
}

/// A stance in gold's terms: line, holder, target, true for `favor`.
pub type Triple = (usize, Who, Who, bool);

/// The gold stances.
pub fn gold_triples(doc: &GoldDoc) -> Vec<Triple> {
    doc.stances.iter().map(|s| (s.line, Who::Gold(s.holder.clone()), Who::Gold(s.target.clone()), s.favor)).collect()
}

/// The found stances.
pub fn found_triples(found: &Found, names: &HashMap<usize, String>) -> Vec<Triple> {
    let who = |e: usize| names.get(&e).map_or(Who::Unknown(e), |n| Who::Gold(n.clone()));
    let holder = |h: Holder| match h {
        Holder::Entity(e) => who(e),
        Holder::Author => Who::Gold("author".into()),
        Holder::Unnamed => Who::Gold("unnamed source".into()),
    };
    found.stances.iter().map(|s| (s.0, holder(s.1), who(s.2), s.3)).collect()
}

/// Counts over any number of articles.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub articles: usize,
    pub typed: Count,
    pub span: Count,
    pub exact: usize,
    pub by_type: BTreeMap<String, Count>,
    pub links: Count,
    /// Line, holder, target, sign.
    pub triples: Count,
    /// Line, target, sign.
    pub targets: Count,
    /// Holder, target, sign of the whole article.
    pub whole: Count,
    /// Signs right and wrong where line, holder and target are right.
    pub signs: (usize, usize),
    /// Gold label, found label or `none`.
    pub author: Vec<(String, String)>,
}

impl Score {
    /// Adds an article.
    pub fn add(&mut self, doc: &GoldDoc, found: &Found) {
        self.articles += 1;
        self.add_mentions(doc, found);
        let names = align(doc, found);
        self.add_stances(&gold_triples(doc), &found_triples(found, &names));
        let gold: BTreeMap<&str, &str> = doc.article.iter().map(|(e, l)| (e.as_str(), l.as_str())).collect();
        for (entity, label) in gold {
            let found = found.article.iter().find(|(e, _)| names.get(e).is_some_and(|n| n == entity));
            self.author.push((label.to_string(), found.map_or("none".into(), |(_, l)| l.clone())));
        }
    }

    fn add_mentions(&mut self, doc: &GoldDoc, found: &Found) {
        let words = words(&doc.text);
        let gold = by_cover(doc.mentions.iter().map(|m| (cover(&words, m.span), m)));
        let found = by_cover(found.mentions.iter().map(|m| (cover(&words, m.0), m)));
        let at: HashMap<Cover, _> = found.iter().copied().collect();
        let mut both = Vec::new();
        for (c, g) in &gold {
            let Some(f) = at.get(c) else {
                self.typed.missed += 1;
                self.span.missed += 1;
                self.by_type.entry(g.ty.clone()).or_default().missed += 1;
                continue;
            };
            both.push((g.entity.as_str(), f.2));
            self.span.hit += 1;
            self.exact += usize::from(canonical(&doc.text, g.span) == canonical(&doc.text, f.0));
            if g.ty == f.1 {
                self.typed.hit += 1;
                self.by_type.entry(g.ty.clone()).or_default().hit += 1;
            } else {
                self.typed.missed += 1;
                self.typed.wrong += 1;
                self.by_type.entry(g.ty.clone()).or_default().missed += 1;
                self.by_type.entry(f.1.clone()).or_default().wrong += 1;
            }
        }
        let gold: BTreeSet<Cover> = gold.iter().map(|(c, _)| *c).collect();
        for (_, f) in found.iter().filter(|(c, _)| !gold.contains(c)) {
            self.typed.wrong += 1;
            self.span.wrong += 1;
            self.by_type.entry(f.1.clone()).or_default().wrong += 1;
        }
        for (i, a) in both.iter().enumerate() {
            for b in both.iter().take(i) {
                match (a.0 == b.0, a.1 == b.1) {
                    (true, true) => self.links.hit += 1,
                    (true, false) => self.links.missed += 1,
                    (false, true) => self.links.wrong += 1,
                    (false, false) => {}
                }
            }
        }
    }

    fn add_stances(&mut self, gold: &[Triple], found: &[Triple]) {
        compare(&mut self.triples, gold, found, Clone::clone);
        compare(&mut self.targets, gold, found, |t| (t.0, t.2.clone(), t.3));
        compare(&mut self.whole, gold, found, |t| (t.1.clone(), t.2.clone(), t.3));
        let signs: HashMap<_, bool> = gold.iter().map(|t| ((t.0, &t.1, &t.2), t.3)).collect();
        for t in found {
            match signs.get(&(t.0, &t.1, &t.2)) {
                Some(sign) if *sign == t.3 => self.signs.0 += 1,
                Some(_) => self.signs.1 += 1,
                None => {}
            }
        }
    }

    /// Share of the article labels that are right.
    pub fn author_accuracy(&self) -> f64 {
        ratio(self.author.iter().filter(|(g, f)| g == f).count(), self.author.len())
    }

    /// F1 of the author's labels, and their number; a label with fewer than ten cases says little.
    pub fn author_labels(&self) -> Vec<(&'static str, Count)> {
        let count = |l: &str| Count {
            hit: self.author.iter().filter(|(g, f)| g == l && f == l).count(),
            wrong: self.author.iter().filter(|(g, f)| g != l && f == l).count(),
            missed: self.author.iter().filter(|(g, f)| g == l && f != l).count(),
        };
        ["favor", "against", "mixed", "neutral"].map(|l| (l, count(l))).into()
    }

    /// Mean F1 of the labels with ten cases or more, or of all that occur where there are fewer than 40 labels.
    pub fn author_macro_f1(&self) -> f64 {
        let few = self.author.len() < 40;
        let f: Vec<f64> = self
            .author_labels()
            .iter()
            .map(|(_, c)| (c, c.hit + c.missed))
            .filter(|(_, n)| *n >= 10 || *n > 0 && few)
            .map(|(c, _)| c.f1())
            .collect();
        f.iter().sum::<f64>() / f.len().max(1) as f64
    }

    /// The figures of `eval_gold.py --json`, by its names.
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("mentions typed", self.typed.f1()),
            ("mentions span", self.span.f1()),
            ("entity links pairwise", self.links.f1()),
            ("stance triples (line,holder,target,sign)", self.triples.f1()),
            ("stance by line,target,sign", self.targets.f1()),
            ("stance by document,holder,target,sign", self.whole.f1()),
            ("stance triples precision", self.triples.precision()),
            ("stance triples recall", self.triples.recall()),
            ("exact span share", ratio(self.exact, self.span.hit)),
            ("sign accuracy on shared pairs", ratio(self.signs.0, self.signs.0 + self.signs.1)),
            ("article accuracy", self.author_accuracy()),
            ("article macro-F1", self.author_macro_f1()),
            ("article n", self.author.len() as f64),
            ("gold mentions", (self.typed.hit + self.typed.missed) as f64),
            ("gold stances", (self.triples.hit + self.triples.missed) as f64),
        ]
    }
}

/// `part` of `whole`; 0 of nothing.
pub fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Counts what the two share after `reduce`, each once.
fn compare<K: Ord>(count: &mut Count, gold: &[Triple], found: &[Triple], reduce: impl Fn(&Triple) -> K) {
    let gold: BTreeSet<K> = gold.iter().map(&reduce).collect();
    let found: BTreeSet<K> = found.iter().map(&reduce).collect();
    let hit = gold.intersection(&found).count();
    count.hit += hit;
    count.missed += gold.len() - hit;
    count.wrong += found.len() - hit;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{GoldMention, GoldStance};

    fn span(text: &str, word: &str, n: usize) -> Span {
        let (start, _) = text.match_indices(word).nth(n).unwrap();
        Span::new(start, start + word.len())
    }

    /// Two lines, five names; the expected figures are those that `eval_gold.py` prints for the same files.
    #[test]
    fn figures_are_those_of_the_script() {
        let text = "انتقدت سلمى وزارة النقل في طنجة.\nوردت الوزارة وقالت سلمى إن لطنجة حقا، وأيدت نجوى سلمى.\n";
        let mention =
            |word: &str, n, ty: &str, entity: &str| GoldMention { span: span(text, word, n), ty: ty.into(), entity: entity.into() };
        let stance = |line, holder: &str, target: &str, favor| GoldStance {
            line,
            holder: holder.into(),
            target: target.into(),
            favor,
            strength: 2,
            basis: "speech".into(),
            cue: None,
        };
        let gold = GoldDoc {
            id: "t".into(),
            text: text.into(),
            mentions: vec![
                mention("سلمى", 0, "PER", "Salma"),
                mention("وزارة النقل", 0, "ORG", "Ministry"),
                mention("طنجة", 0, "GPE", "Tangier"),
                mention("سلمى", 1, "PER", "Salma"),
                mention("طنجة", 1, "GPE", "Tangier"),
                mention("نجوى", 0, "PER", "Najwa"),
                mention("سلمى", 2, "PER", "Salma"),
            ],
            stances: vec![
                stance(0, "Salma", "Ministry", false),
                stance(1, "Najwa", "Salma", true),
                stance(1, "unnamed source", "Salma", true),
                stance(1, "Salma", "Tangier", true),
            ],
            article: vec![("Salma".into(), "favor".into()), ("Ministry".into(), "neutral".into())],
        };
        let found = Found {
            mentions: vec![
                (span(text, "سلمى", 0), "PER".into(), 0),
                // A name that is too long, one of the wrong type, one with its clitic, one too many.
                (span(text, "وزارة النقل في", 0), "ORG".into(), 1),
                (span(text, "طنجة", 0), "LOC".into(), 2),
                (span(text, "الوزارة", 0), "ORG".into(), 1),
                (span(text, "سلمى", 1), "PER".into(), 0),
                (span(text, "لطنجة", 0), "GPE".into(), 3),
                (span(text, "سلمى", 2), "PER".into(), 0),
            ],
            stances: vec![
                (0, Holder::Entity(0), 1, false),
                (1, Holder::Author, 0, true),
                (1, Holder::Entity(0), 3, false),
                (1, Holder::Entity(4), 0, true),
            ],
            article: vec![(1, "neutral".into()), (0, "mixed".into())],
        };
        let mut score = Score::default();
        score.add(&gold, &found);
        for ((name, value), (wanted_name, wanted)) in score.figures().into_iter().zip(EXPECTED) {
            assert_eq!(name, wanted_name);
            assert!((value - wanted).abs() < 1e-9, "{name}: {value}, the script says {wanted}");
        }
    }

    const EXPECTED: [(&str, f64); 15] = [
        ("mentions typed", 0.5714285714285714),
        ("mentions span", 0.7142857142857143),
        ("entity links pairwise", 0.8571428571428571),
        ("stance triples (line,holder,target,sign)", 0.25),
        ("stance by line,target,sign", 0.6666666666666666),
        ("stance by document,holder,target,sign", 0.25),
        ("stance triples precision", 0.25),
        ("stance triples recall", 0.25),
        ("exact span share", 0.8),
        ("sign accuracy on shared pairs", 0.5),
        ("article accuracy", 0.5),
        ("article macro-F1", 0.5),
        ("article n", 2.0),
        ("gold mentions", 7.0),
        ("gold stances", 4.0),
    ];
}

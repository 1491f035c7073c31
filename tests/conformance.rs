//! Every report keeps the contract: spans slice, indices point, scores stay in range, sentences cover the text.

use mizan::{Analyzer, Options};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A report as JSON, and its text in UTF-16.
struct Checked<'a> {
    name: &'a str,
    units: Vec<u16>,
    report: Value,
}

impl Checked<'_> {
    fn list(&self, key: &str) -> &[Value] {
        self.report[key].as_array().unwrap_or_else(|| panic!("{}: {key} is no list", self.name))
    }

    /// Start and end of a span, checked against the text.
    fn span(&self, v: &Value, what: &str) -> (usize, usize) {
        let name = self.name;
        let at = |k: &str| v[k].as_u64().unwrap_or_else(|| panic!("{name}: {what} has no {k}: {v}")) as usize;
        let (start, end) = (at("start"), at("end"));
        assert!(start < end && end <= self.units.len(), "{name}: {what} {start}..{end} of {}", self.units.len());
        for i in [start, end] {
            let low = self.units.get(i).is_some_and(|u| (0xDC00..0xE000).contains(u));
            let high = i > 0 && self.units.get(i - 1).is_some_and(|u| (0xD800..0xDC00).contains(u));
            assert!(!(low && high), "{name}: {what} {start}..{end} cuts a character");
        }
        (start, end)
    }

    fn slice(&self, (start, end): (usize, usize)) -> String {
        String::from_utf16(&self.units[start..end]).unwrap()
    }

    /// Spans in order and disjoint.
    fn in_order(&self, key: &str) -> Vec<(usize, usize)> {
        let spans: Vec<_> = self.list(key).iter().map(|v| self.span(v, key)).collect();
        assert!(spans.is_sorted_by(|a, b| a.1 <= b.0), "{}: {key} out of order or overlapping", self.name);
        spans
    }

    /// A number of thousandths in a range.
    fn score(&self, v: &Value, least: f64) -> f64 {
        let x = v.as_f64().unwrap_or_else(|| panic!("{}: {v} is no number", self.name));
        assert!((least..=1.0).contains(&x), "{}: {x}", self.name);
        assert!((x * 1000.0 - (x * 1000.0).round()).abs() < 1e-9, "{}: {x} has more than three decimals", self.name);
        x
    }

    fn index(&self, v: &Value, len: usize, what: &str) -> usize {
        let i = v.as_u64().unwrap_or_else(|| panic!("{}: {what} is {v}", self.name)) as usize;
        assert!(i < len, "{}: {what} {i} of {len}", self.name);
        i
    }

    fn one_of(&self, v: &Value, names: &[&str]) {
        assert!(v.as_str().is_some_and(|s| names.contains(&s)), "{}: {v} is none of {names:?}", self.name);
    }

    fn not_empty(&self, v: &Value, what: &str) {
        assert!(v.as_str().is_some_and(|s| !s.is_empty()), "{}: empty {what}", self.name);
    }
}

const TYPES: [&str; 8] = ["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "MISC"];

fn check_sentences(c: &Checked<'_>) {
    let mut at = 0;
    let mut between = String::new();
    for (start, end) in c.in_order("sentences") {
        between.push_str(&String::from_utf16_lossy(&c.units[at..start]));
        at = end;
    }
    between.push_str(&String::from_utf16_lossy(&c.units[at..]));
    assert!(between.chars().all(char::is_whitespace), "{}: outside sentences: {between:?}", c.name);
}

fn check_names(c: &Checked<'_>) {
    let spans = c.in_order("mentions");
    let (mentions, entities) = (c.list("mentions"), c.list("entities"));
    for (i, (m, span)) in mentions.iter().zip(&spans).enumerate() {
        assert_eq!(m["text"], Value::from(c.slice(*span)), "{}", c.name);
        c.one_of(&m["type"], &TYPES);
        c.score(&m["confidence"], 0.0);
        let e = c.index(&m["entity"], entities.len(), "entity");
        assert!(entities[e]["mentions"].as_array().unwrap().contains(&i.into()), "{}: entity {e} does not know mention {i}", c.name);
    }
    let mut ids = std::collections::BTreeSet::new();
    for (e, entity) in entities.iter().enumerate() {
        c.not_empty(&entity["id"], "id");
        c.not_empty(&entity["name"]["ar"], "name");
        assert!(ids.insert(entity["id"].to_string()), "{}: id {} twice", c.name, entity["id"]);
        c.one_of(&entity["type"], &TYPES);
        c.score(&entity["salience"], 0.0);
        let mine = entity["mentions"].as_array().unwrap();
        assert!(!mine.is_empty() && mine.is_sorted_by(|a, b| a.as_u64() < b.as_u64()), "{}: mentions of entity {e}", c.name);
        for m in mine {
            assert_eq!(mentions[c.index(m, mentions.len(), "mention")]["entity"], Value::from(e), "{}", c.name);
        }
    }
    if !entities.is_empty() {
        let most = entities.iter().map(|e| e["salience"].as_f64().unwrap()).fold(0.0, f64::max);
        assert_eq!(most, 1.0, "{}: the most salient entity has 1", c.name);
    }
}

fn check_stances(c: &Checked<'_>) {
    let entities = c.list("entities").len();
    let sentences: Vec<_> = c.list("sentences").iter().map(|s| c.span(s, "sentence")).collect();
    let mut last = (0, 0);
    for s in c.list("stances") {
        let span = c.span(s, "stance");
        assert!(sentences.contains(&span) && span >= last, "{}: stances are sentences, in order", c.name);
        last = span;
        let target = c.index(&s["target"], entities, "target");
        match s["holder"].as_str() {
            Some(word) => assert!(["author", "unnamed"].contains(&word), "{}: holder {word}", c.name),
            None => assert_ne!(c.index(&s["holder"], entities, "holder"), target, "{}: a stance towards oneself", c.name),
        }
        c.one_of(&s["polarity"], &["favor", "against"]);
        c.one_of(&s["basis"], &["speech", "action", "evaluation"]);
        let (strength, confidence) = (s["strength"].as_u64().unwrap(), c.score(&s["confidence"], 0.0));
        assert!((1..=2).contains(&strength), "{}: strength {strength}", c.name);
        let sign = if s["polarity"] == "favor" { 1.0 } else { -1.0 };
        let score = c.score(&s["score"], -1.0);
        assert!((score - sign * strength as f64 / 2.0 * confidence).abs() <= 0.0005 + 1e-9, "{}: score {score}", c.name);
        let cue = c.span(&s["cue"], "cue");
        assert!(span.0 <= cue.0 && cue.1 <= span.1, "{}: the cue lies outside its sentence", c.name);
        c.not_empty(&s["cue"]["lemma"], "lemma");
        c.not_empty(&s["rule"], "rule");
        assert!(s["negated"].is_boolean());
    }
}

fn check_targets(c: &Checked<'_>) {
    let (entities, stances) = (c.list("entities"), c.list("stances"));
    let mut seen = Vec::new();
    let mut salience = 1.0;
    for t in c.list("targets") {
        let entity = c.index(&t["entity"], entities.len(), "target");
        assert!(!seen.contains(&entity), "{}: two rows for entity {entity}", c.name);
        seen.push(entity);
        let own = entities[entity]["salience"].as_f64().unwrap();
        assert!(own <= salience, "{}: targets are not in order of salience", c.name);
        salience = own;
        let evidence = |v: &Value, holder: &Value| {
            for i in v["evidence"].as_array().unwrap() {
                let s = &stances[c.index(i, stances.len(), "evidence")];
                assert_eq!((&s["target"], &s["holder"]), (&t["entity"], holder), "{}: evidence for something else", c.name);
            }
        };
        c.one_of(&t["author"]["label"], &["favor", "against", "mixed", "neutral"]);
        c.score(&t["author"]["score"], -1.0);
        c.score(&t["author"]["confidence"], 0.0);
        evidence(&t["author"], &"author".into());
        for h in t["holders"].as_array().unwrap() {
            assert_ne!(h["holder"], "author", "{}: the author has a place of its own", c.name);
            c.score(&h["score"], -1.0);
            evidence(h, &h["holder"]);
            assert!(!h["evidence"].as_array().unwrap().is_empty(), "{}: a holder without evidence", c.name);
        }
    }
    for s in stances {
        let entity = s["target"].as_u64().unwrap() as usize;
        assert!(seen.contains(&entity), "{}: entity {entity} has a stance and no row", c.name);
    }
}

fn check_rest(c: &Checked<'_>) {
    for (v, span) in c.list("values").iter().zip(c.in_order("values")) {
        assert_eq!(v["text"], Value::from(c.slice(span)), "{}", c.name);
        c.one_of(&v["type"], &["DATE", "TIME", "MONEY", "PERCENT", "NUMBER", "QUANTITY"]);
        c.not_empty(&v["value"], "value");
    }
    let mut last = 0;
    for q in c.list("quotes") {
        let (start, _) = c.span(q, "quote");
        assert!(start >= last, "{}: quotes out of order", c.name);
        last = start;
        assert!(q["direct"].is_boolean());
        match &q["speaker"] {
            Value::Null => {}
            Value::String(s) => assert_eq!(s, "unnamed", "{}", c.name),
            i => _ = c.index(i, c.list("entities").len(), "speaker"),
        }
        if !q["cue"].is_null() {
            c.span(&q["cue"], "cue");
        }
    }
    for (t, (start, end)) in c.list("tokens").iter().zip(c.in_order("tokens")) {
        c.one_of(&t["kind"], &["word", "number", "punct", "latin", "url", "email", "mention", "hashtag", "emoji", "other"]);
        let Some(clitics) = t.get("clitics") else { continue };
        let part = |k: &str| clitics[k].as_array().unwrap().iter().map(|s| c.span(s, k)).collect::<Vec<_>>();
        let mut parts = part("pro");
        parts.push(c.span(&clitics["stem"], "stem"));
        parts.extend(part("en"));
        assert!(parts.len() > 1 && parts.is_sorted_by(|a, b| a.1 <= b.0), "{}: clitics {parts:?}", c.name);
        assert!(start <= parts[0].0 && parts[parts.len() - 1].1 <= end, "{}: clitics outside the token", c.name);
    }
    for r in c.list("repairs") {
        c.span(r, "repair");
        c.one_of(&r["kind"], &["mojibake", "visual-order"]);
    }
}

fn check(analyzer: &Analyzer, name: &str, text: &str) {
    let options = Options { tokens: true, ..Options::default() };
    let json = analyzer.analyze(text, &options).unwrap().in_utf16(text).to_json();
    assert!(!json.contains('\n'), "{name}: a report is one line");
    let c = Checked { name, units: text.encode_utf16().collect(), report: serde_json::from_str(&json).unwrap() };
    assert_eq!(c.report["schema"], 1);
    assert_eq!(c.report["length"], Value::from(c.units.len()), "{name}");
    check_sentences(&c);
    check_names(&c);
    check_stances(&c);
    check_targets(&c);
    check_rest(&c);
    let again = analyzer.analyze(text, &options).unwrap().in_utf16(text).to_json();
    assert_eq!(json, again, "{name}: the same text gives the same bytes");
}

/// Texts of a folder of the repository; none where it is not there.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(list) = fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = list.filter_map(|f| Some(f.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    paths.iter().filter(|p| !p.ends_with("SOURCES.md")).map(|p| (p.display().to_string(), fs::read_to_string(p).unwrap())).collect()
}

fn check_folder(folder: &str) {
    let texts = texts(folder);
    if texts.is_empty() {
        println!("skipped: {folder} is not in this clone");
        return;
    }
    let analyzer = Analyzer::new().unwrap();
    for (name, text) in texts {
        check(&analyzer, &name, &text);
    }
}

#[test]
fn reports_of_the_public_test_set_keep_the_contract() {
    assert_eq!(texts("data/corpus/test/docs").len(), 15);
    check_folder("data/corpus/test/docs");
}

#[test]
fn reports_of_the_examples_keep_the_contract() {
    check_folder("www/examples");
}

#[test]
fn reports_of_the_five_articles_keep_the_contract() {
    check_folder("../shared/articles");
}

#[test]
fn reports_of_development_articles_keep_the_contract() {
    check_folder("../shared/gold/dev/docs");
}

#[test]
fn characters_outside_the_basic_plane_do_not_shift_spans() {
    let text = "🇶🇦😀 رحّبت قطر 🇶🇦 بقرار لبنان 😀.\n𝒜 وقال وزير خارجية قطر: «نشكر لبنان» 😀😀.\n";
    check(&Analyzer::new().unwrap(), "emoji", text);
}

#[test]
fn a_text_with_marks_and_invisible_characters_keeps_its_own_offsets() {
    let text = "\u{feff}رَحَّبَتْ قَطَـــر\u{200f} بالـقـرار\u{202b} الأمم المتحدة\u{202c}. \u{200b}ﻭﻗﺎﻝ وزير لبنان: «لا».";
    check(&Analyzer::new().unwrap(), "marks", text);
}

#[test]
fn what_is_no_token_lies_in_a_sentence_all_the_same() {
    let analyzer = Analyzer::new().unwrap();
    for text in ["\u{200f}\u{64b} قال.\nـــ\n\nـ قالت\u{200f} ـ\nـ", "قال. \u{200f}قالت.\u{200e}\n\u{202b}\n"] {
        check(&analyzer, text, text);
    }
}

#[test]
fn nothing_below_the_asked_confidence_is_reported() {
    let analyzer = Analyzer::new().unwrap();
    for (name, text) in texts("data/corpus/test/docs") {
        let report = analyzer.analyze(&text, &Options { min_confidence: 700, ..Options::default() }).unwrap();
        assert!(report.mentions.iter().all(|m| m.confidence >= 0.7), "{name}");
        assert!(report.stances.iter().all(|s| s.confidence >= 0.7), "{name}");
    }
}

#[test]
fn parts_that_are_not_asked_for_are_empty() {
    let analyzer = Analyzer::new().unwrap();
    let none = Options { values: false, quotes: false, stances: false, ..Options::default() };
    for (name, text) in texts("data/corpus/test/docs") {
        let r = analyzer.analyze(&text, &none).unwrap();
        assert!(r.values.is_empty() && r.quotes.is_empty() && r.stances.is_empty() && r.targets.is_empty() && r.tokens.is_none(), "{name}");
        assert!(!r.mentions.is_empty(), "{name}");
    }
}

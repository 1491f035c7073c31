//! Small texts with everything that is found in them, as text that a reader of Arabic can check at a glance.
//!
//! `tests/golden/NAME.txt` is a text, `NAME.golden` what is expected of it. Each sentence comes with its names in ⟦⟧; below it, one a line:
//!
//! ```text
//!   name  ⟦قطر⟧ GPE, Qatar (Q846)
//!   value 5 آذار 2026 = DATE 2026-03-05
//!   quote direct, by «لبنان»: «…»
//!   +2 قطر → لبنان by «يشكر» (speech)            who is for (+) or against (-) whom, how strongly, in which words; ! where negated
//! ```
//!
//! and at the end the author's position towards each target. Where something else is found, the test writes the new `NAME.golden` and
//! fails: read `git diff tests/golden`, and commit it where it is better. Confidences are left out, so that only decisions count; stances
//! below 0.3 are left out with them.

use mizan::report::{Holder, Report};
use mizan::{Analyzer, Options, Span};
use std::fmt::Write;
use std::fs;
use std::path::Path;

fn name(report: &Report, entity: usize) -> &str {
    &report.entities[entity].name.ar
}

fn holder(report: &Report, h: Holder) -> &str {
    match h {
        Holder::Entity(e) => name(report, e),
        Holder::Author => "author",
        Holder::Unnamed => "unnamed",
    }
}

/// The sentence on one line, names in ⟦⟧.
fn marked(report: &Report, text: &str, sentence: Span) -> String {
    let mut out = String::new();
    let mut at = sentence.start;
    for m in report.mentions.iter().filter(|m| sentence.contains(m.span)) {
        let _ = write!(out, "{}⟦{}⟧", &text[at..m.span.start], m.text);
        at = m.span.end;
    }
    out.push_str(&text[at..sentence.end]);
    out.replace('\n', " ")
}

fn show(report: &Report, text: &str) -> String {
    let mut out = String::new();
    for (i, sentence) in report.sentences.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", i + 1, marked(report, text, *sentence));
        for m in report.mentions.iter().filter(|m| sentence.contains(m.span)) {
            let e = &report.entities[m.entity];
            let en = e.name.en.as_deref().unwrap_or("?");
            let _ = writeln!(out, "  name  ⟦{}⟧ {}, {en} ({})", m.text, m.ty, e.id);
        }
        for v in report.values.iter().filter(|v| sentence.contains(v.span)) {
            let _ = writeln!(out, "  value {} = {} {}", v.text, v.ty, v.value);
        }
        for q in report.quotes.iter().filter(|q| sentence.start <= q.span.start && q.span.start < sentence.end) {
            let by = q.speaker.map_or("?", |s| holder(report, s));
            let _ =
                writeln!(out, "  quote {}, by {by}: {}", if q.direct { "direct" } else { "indirect" }, q.span.of(text).replace('\n', " "));
        }
        for s in report.stances.iter().filter(|s| s.span == *sentence && s.confidence >= 0.3) {
            let sign = if s.polarity == "favor" { '+' } else { '-' };
            let negated = if s.negated { "!" } else { "" };
            let (who, whom, cue) = (holder(report, s.holder), name(report, s.target), s.cue.span.of(text));
            let _ = writeln!(out, "  {sign}{} {who} → {whom} by «{cue}»{negated} ({})", s.strength, s.basis);
        }
        out.push('\n');
    }
    for t in &report.targets {
        let _ = writeln!(out, "author: {} {}", t.author.label, name(report, t.entity));
    }
    out
}

#[test]
fn golden_texts_are_read_as_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let analyzer = Analyzer::new().unwrap();
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    assert!(paths.len() >= 4);
    let mut changed = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let report = analyzer.analyze(&text, &Options::default()).unwrap();
        let found = show(&report, &text);
        let golden = path.with_extension("golden");
        if fs::read_to_string(&golden).ok().as_deref() != Some(&found) {
            fs::write(&golden, &found).unwrap();
            changed.push(golden.display().to_string());
        }
    }
    assert!(changed.is_empty(), "something else is found; read `git diff tests/golden` and commit what is better:\n{}", changed.join("\n"));
}

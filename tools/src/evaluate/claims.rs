//! Claims on annotated articles (`claims.jsonl`): label and evidence against what the module says.

use crate::gold;
use crate::mentions::Count;
use mizan::report::Claim;
use mizan::{Analyzer, Options};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

const LABELS: [&str; 4] = ["agree", "disagree", "discuss", "unrelated"];

#[derive(Deserialize)]
struct Raw {
    doc: String,
    claim: String,
    label: String,
    evidence: Vec<usize>,
}

/// What was found for one claim.
pub struct Answer {
    doc: String,
    claim: String,
    gold: String,
    found: &'static str,
    confidence: f64,
    /// Where the claim has evidence: whether the best sentence found is among it.
    evidence: Option<bool>,
}

/// Asks each claim of a folder; nothing where it has none.
pub fn answers(analyzer: &Analyzer, dir: &Path, keep: impl Fn(&str) -> bool) -> Result<Vec<Answer>, String> {
    let path = dir.join("claims.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for line in text.lines() {
        let raw: Raw = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        if !keep(&raw.doc) {
            continue;
        }
        let file = dir.join("docs").join(format!("{}.txt", raw.doc));
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let found = analyzer.stance_toward(&text, &raw.claim, &Options::default()).map_err(|e| format!("{}: {e}", raw.claim))?;
        let found = Claim::from(&found);
        let lines = gold::lines(&text);
        let line = found.evidence.first().map(|e| lines.partition_point(|l| l.start <= e.start));
        let evidence = (!raw.evidence.is_empty()).then(|| line.is_some_and(|l| raw.evidence.contains(&l)));
        out.push(Answer { doc: raw.doc, claim: raw.claim, gold: raw.label, found: found.label, confidence: found.confidence, evidence });
    }
    Ok(out)
}

/// Counts of each label.
fn counts(answers: &[Answer]) -> Vec<(&'static str, Count)> {
    let count = |l: &str| Count {
        hit: answers.iter().filter(|a| a.gold == l && a.found == l).count(),
        wrong: answers.iter().filter(|a| a.gold != l && a.found == l).count(),
        missed: answers.iter().filter(|a| a.gold == l && a.found != l).count(),
    };
    LABELS.map(|l| (l, count(l))).into()
}

/// Mean F1 of the labels.
pub fn macro_f1(answers: &[Answer]) -> f64 {
    counts(answers).iter().map(|(_, c)| c.f1()).sum::<f64>() / LABELS.len() as f64
}

/// Share of the claims with evidence where the best sentence found is among it.
pub fn evidence(answers: &[Answer]) -> (usize, usize) {
    let asked: Vec<bool> = answers.iter().filter_map(|a| a.evidence).collect();
    (asked.iter().filter(|e| **e).count(), asked.len())
}

/// The figures as a table; empty without claims.
pub fn table(answers: &[Answer]) -> String {
    if answers.is_empty() {
        return String::new();
    }
    let mut out = super::tables::HEAD.to_string();
    for (label, count) in counts(answers) {
        super::tables::row(&mut out, &format!("claim: {label}"), count);
    }
    let (right, of) = evidence(answers);
    let _ =
        writeln!(out, "\nClaims: macro-F1 {:.3}; best sentence right for {right} of {of} claims that have evidence.", macro_f1(answers));
    out
}

/// Wrong labels and wrong evidence.
pub fn errors(answers: &[Answer], errors: &mut super::errors::Errors) {
    for a in answers {
        let line = format!("{}: {} read as {} ({})  {}", a.doc, a.gold, a.found, a.confidence, a.claim);
        if a.gold != a.found {
            errors.entry("claim: wrong label").or_default().push(line);
        } else if a.evidence == Some(false) {
            errors.entry("claim: wrong evidence").or_default().push(line);
        }
    }
}

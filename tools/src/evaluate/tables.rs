//! Counts → tables in Markdown.

use super::score::{Score, ratio};
use crate::mentions::Count;
use std::fmt::Write;

pub fn row(out: &mut String, name: &str, c: Count) {
    let n = c.hit + c.missed;
    let _ = writeln!(out, "| {name} | {:.3} | {:.3} | {:.3} | {n} |", c.precision(), c.recall(), c.f1());
}

pub const HEAD: &str = "| | precision | recall | F1 | annotated |\n|---|---|---|---|---|\n";

/// Mentions, types, links.
pub fn entities(score: &Score) -> String {
    let mut out = HEAD.to_string();
    row(&mut out, "**mentions, span and type**", score.typed);
    row(&mut out, "mentions, span", score.span);
    for (ty, count) in &score.by_type {
        row(&mut out, ty, *count);
    }
    row(&mut out, "pairs of mentions of one entity", score.links);
    let _ = writeln!(out, "\nSpans equal to the letter among those that cover the same words: {:.3}.", ratio(score.exact, score.span.hit));
    out
}

/// Triples at several thresholds of confidence, signs, the author's labels.
pub fn stances(score: &Score, by_confidence: &[(f64, Score)]) -> String {
    let mut out = HEAD.to_string();
    row(&mut out, "**line, holder, target, sign**", score.triples);
    row(&mut out, "line, target, sign", score.targets);
    row(&mut out, "article, holder, target, sign", score.whole);
    for (least, score) in by_confidence {
        row(&mut out, &format!("line, holder, target, sign; confidence {least} and more"), score.triples);
    }
    for (label, count) in score.author_labels() {
        row(&mut out, &format!("author: {label}"), count);
    }
    let _ = writeln!(
        out,
        "\nSign right where line, holder and target are: {:.3} of {}. The author's labels: accuracy {:.3}, macro-F1 {:.3} (of {}).",
        ratio(score.signs.0, score.signs.0 + score.signs.1),
        score.signs.0 + score.signs.1,
        score.author_accuracy(),
        score.author_macro_f1(),
        score.author.len()
    );
    out
}

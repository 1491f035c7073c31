//! Tokens and lines → sentences.

use super::abbreviations::{Abbreviations, Stop};
use super::scan::{Line, Raw};
use super::{Marks, TokenKind, wrap};
use std::ops::Range;

/// The sentences as ranges of tokens, in order; together they hold every token.
///
/// `turns(i)` tells that token `i` stands before token `i - 1` in the original (a line in visual order): no sentence ends there, so that
/// the sentences stay in order.
pub(super) fn sentences(t: &Text<'_>, lines: &[Line], turns: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let joins = wrap::joins(t.text, t.tokens, lines);
    let mut out = Vec::with_capacity(t.tokens.len() / 16 + 1);
    let mut begun = 0;
    for (i, _) in lines.iter().enumerate() {
        let next = lines.get(i + 1);
        if next.is_some() && joins.get(i + 1) == Some(&true) {
            continue;
        }
        let end = next.map_or(t.tokens.len(), |l| l.first);
        split_line(t, begun..end, &turns, &mut out);
        begun = end;
    }
    out
}

/// Tokens of the longest sentence: twice what articles without full stops have. Later stages look through whole sentences, so that a
/// sentence without an end would take the square of its length.
const LONGEST: usize = 400;

/// What sentences are found in.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Raw],
    pub(super) abbreviations: &'a Abbreviations,
}

impl<'a> Text<'a> {
    fn of(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|t| t.kind)
    }

    /// True where token `i` follows the one before it without a space.
    fn adjoins(&self, i: usize) -> bool {
        match (i.checked_sub(1).and_then(|b| self.tokens.get(b)), self.tokens.get(i)) {
            (Some(a), Some(b)) => a.span.end == b.span.start,
            _ => false,
        }
    }
}

fn split_line(t: &Text<'_>, line: Range<usize>, turns: &impl Fn(usize) -> bool, out: &mut Vec<Range<usize>>) {
    let mut start = line.start;
    let mut quote_open = false;
    let mut i = line.start;
    while i < line.end {
        let here = t.of(i);
        if here == "\"" {
            quote_open = !quote_open;
        }
        if i - start >= LONGEST && !turns(i) {
            out.push(start..i);
            start = i;
        }
        if !Marks::ends(here) || t.kind(i) != Some(TokenKind::Punct) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < line.end && Marks::ends(t.of(end)) {
            end += 1;
        }
        let marks = end;
        while end < line.end && closes(t, end, quote_open) {
            if t.of(end) == "\"" {
                quote_open = false;
            }
            end += 1;
        }
        if end >= line.end || (is_end(t, start, i, marks, end) && !turns(end)) {
            out.push(start..end);
            start = end;
        }
        i = end;
    }
    if start < line.end {
        out.push(start..line.end);
    }
}

/// True where token `i` closes a quotation or bracket. A straight quotation mark closes what is open; a curly one that opens closes too
/// where it leans on the word before it.
fn closes(t: &Text<'_>, i: usize, quote_open: bool) -> bool {
    match t.of(i) {
        "\"" => quote_open,
        "“" => t.adjoins(i) && !t.adjoins(i + 1),
        other => Marks::closes(other),
    }
}

/// Decides about enders `first..marks` with closing marks up to `end`, in a sentence that began at `start`; token `end` is of the line.
fn is_end(t: &Text<'_>, start: usize, first: usize, marks: usize, end: usize) -> bool {
    let next = t.of(end);
    if t.kind(end) == Some(TokenKind::Punct) && Marks::goes_on(next) {
        return false;
    }
    // (؟), (!)
    if first > start && t.of(first - 1) == "(" {
        return false;
    }
    let dots = (first..marks).all(|k| matches!(t.of(k), "." | "…"));
    let lone = marks == first + 1;
    if !dots {
        return true;
    }
    // Two dots and more are a pause; Arabic headlines and columns use them as a comma.
    if !lone || t.of(first) == "…" {
        return false;
    }
    let before = if first > start { t.of(first - 1) } else { "" };
    if end == marks && t.adjoins(end) {
        // No space after it: a forgotten one between two words, else part of something («ق.م»).
        return [first.wrapping_sub(1), end].into_iter().all(|k| t.kind(k) == Some(TokenKind::Word) && letters(t.of(k)) > 2);
    }
    if is_number_of_item(t, start, first) {
        return false;
    }
    if next.chars().next().is_some_and(|c| c.is_lowercase()) {
        return false;
    }
    !(t.adjoins(first) && abbreviates(t, start, first - 1, before))
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// «1. » or «أ. » at the beginning.
fn is_number_of_item(t: &Text<'_>, start: usize, dot: usize) -> bool {
    dot == start + 1 && (t.kind(start) == Some(TokenKind::Number) || letters(t.of(start)) == 1)
}

/// A title or an initial (د. أحمد), or a unit that follows no number (م. but 2011 م.).
fn abbreviates(t: &Text<'_>, start: usize, at: usize, word: &str) -> bool {
    let known = matches!(t.kind(at), Some(TokenKind::Word | TokenKind::Latin)).then(|| t.abbreviations.get(word)).flatten();
    match known {
        None => false,
        Some(Stop::Never) => true,
        Some(Stop::AfterNumber) => !(at > start && t.kind(at - 1) == Some(TokenKind::Number)),
    }
}

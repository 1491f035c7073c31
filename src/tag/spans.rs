//! Tokens of a mention → the bytes of the name itself: no clitics (by the gazetteer's reading where it knows the name), no quotation marks around it.

use super::features::Facts;
use crate::span::Span;
use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// The tokens and original bytes of the name; none where only punctuation is left.
pub(super) fn name(doc: &Document<'_>, facts: &Facts, mut tokens: Range<usize>) -> Option<(Range<usize>, Span)> {
    tokens.end = tokens.end.min(doc.tokens.len());
    while !tokens.is_empty() && is_border(doc, tokens.start) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && is_border(doc, tokens.end - 1) && !closes_inner(doc, &tokens) {
        tokens.end -= 1;
    }
    let first = doc.tokens.get(tokens.start)?;
    let last = doc.tokens.get(tokens.end.checked_sub(1)?)?;
    if tokens.is_empty() {
        return None;
    }
    let pro = facts.pro_by_name(&tokens, first.pro).unwrap_or(first.pro);
    let start = first.norm.start + usize::from(pro);
    let end = last.norm.end.saturating_sub(usize::from(last.en));
    let norm = if start < end { Span::new(start, end) } else { Span::new(first.norm.start, last.norm.end) };
    Some((tokens, doc.normalized.to_original(norm)))
}

fn is_border(doc: &Document<'_>, i: usize) -> bool {
    doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Punct)
}

/// A closing bracket whose opening one stands inside the name belongs to it.
fn closes_inner(doc: &Document<'_>, tokens: &Range<usize>) -> bool {
    let open = match doc.word(tokens.end - 1) {
        ")" => "(",
        "»" => "«",
        "]" => "[",
        _ => return false,
    };
    tokens.clone().any(|i| doc.word(i) == open)
}

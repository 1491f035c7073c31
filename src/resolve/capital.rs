//! A capital's name in its sentence → the city, or the government that it stands for.

use crate::tag::Mention;
use crate::tag::gazetteer::{Gazetteer, kind};
use crate::tokenize::{Document, TokenKind};

/// True where the words around mention `m` say that the capital `city` stands for itself.
pub(super) fn is_city(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention, city: u32, shares_name: bool) -> bool {
    let prior = match gazetteer.entry(city).map_or(0, |e| e.kind & (kind::MEANS_CITY | kind::MEANS_GOVERNMENT)) {
        _ if shares_name => -25,
        kind::MEANS_CITY => 12,
        kind::MEANS_GOVERNMENT => -10,
        _ => -2,
    };
    prior + before(doc, gazetteer, m) + after(doc, gazetteer, m) > 0
}

fn before(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention) -> i32 {
    let Some(token) = doc.tokens.get(m.tokens.start) else { return 0 };
    let sentence = doc.sentences.get(doc.sentence_of(m.tokens.start)).map_or(0, |s| s.tokens.start);
    let previous = |k: usize| m.tokens.start.checked_sub(k).filter(|&i| i >= sentence).map(|i| doc.word(i));
    let clitic = doc.original.get(token.span.start..m.span.start).unwrap_or("");
    let points = |w: &str| gazetteer.capital_points(false, w);
    if clitic.ends_with('ب') {
        return points("B+");
    }
    if clitic.ends_with('ل') {
        return points("L+");
    }
    let Some(word) = previous(1) else { return points("^") };
    // «العاصمة الإيرانية طهران»
    if previous(2).is_some_and(|w| w.contains("عاصم")) {
        return points("العاصمة");
    }
    if !clitic.is_empty() { points("W+") } else { points(word) }
}

fn after(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention) -> i32 {
    let end = doc.sentences.get(doc.sentence_of(m.tokens.start)).map_or(0, |s| s.tokens.end);
    match doc.tokens.get(m.tokens.end).filter(|_| m.tokens.end < end) {
        None => gazetteer.capital_points(true, "$"),
        Some(t) if t.kind == TokenKind::Punct || t.kind == TokenKind::Word => gazetteer.capital_points(true, doc.word(m.tokens.end)),
        Some(_) => 0,
    }
}

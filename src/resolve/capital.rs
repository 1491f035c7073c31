//! A capital's name in its sentence → the city, or the government that it stands for.

use crate::tag::gazetteer::{Gazetteer, Side, kind};
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;

/// True where the words around mention `m` say that the capital `city` stands for itself.
pub(super) fn is_city(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention, city: u32, shares_name: bool) -> bool {
    let itself = gazetteer.entry(city).map_or(0, |e| gazetteer.capital_points(Side::City, &e.en));
    let shared = if shares_name { -15 } else { 0 };
    itself + gazetteer.capital_points(Side::City, "*") + shared + before(doc, gazetteer, m) + after(doc, gazetteer, m) > 0
}

fn before(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention) -> i32 {
    let Some(token) = doc.tokens.get(m.tokens.start) else { return 0 };
    let sentence = doc.sentences.get(doc.sentence_of(m.tokens.start)).map_or(0, |s| s.tokens.start);
    let previous = |k: usize| m.tokens.start.checked_sub(k).filter(|&i| i >= sentence).map(|i| doc.word(i));
    let clitic = doc.original.get(token.span.start..m.span.start).unwrap_or("");
    let points = |w: &str| gazetteer.capital_points(Side::Before, w);
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
    let long = word.chars().count() > 3;
    let subject = if long && word.ends_with('ت') { points("~ت") } else { 0 };
    let verb = if long && word.starts_with(['ي', 'ت']) { points("يت~") } else { 0 };
    if clitic.is_empty() {
        return subject + verb + points(word);
    }
    // «في القاهرة وبيروت»: the second stands as the first does.
    let is_state =
        [word, word.strip_prefix('و').unwrap_or(word)].into_iter().any(|w| gazetteer.lookup(w).iter().any(|e| state(gazetteer, *e)));
    let preposition = (1..=5).filter_map(previous).map(|w| points(&format!("W+{w}"))).find(|&p| p != 0);
    points("W+") + if is_state { points("W++") } else { 0 } + preposition.unwrap_or(0) + subject + verb
}

/// True for a country or a capital.
fn state(gazetteer: &Gazetteer, entry: u32) -> bool {
    gazetteer.entry(entry).is_some_and(|e| e.ty == EntityType::Gpe && e.kind & (kind::COUNTRY | kind::CAPITAL) != 0)
}

fn after(doc: &Document<'_>, gazetteer: &Gazetteer, m: &Mention) -> i32 {
    let end = doc.sentences.get(doc.sentence_of(m.tokens.start)).map_or(0, |s| s.tokens.end);
    let points = |w: &str| gazetteer.capital_points(Side::After, w);
    if m.tokens.end >= end {
        return points("$");
    }
    let word = doc.word(m.tokens.end);
    let verb = if word.starts_with('ت') && word.chars().count() > 3 { points("~ت") } else { 0 };
    let joined = word.strip_prefix('و').is_some_and(|w| gazetteer.lookup(w).iter().any(|e| state(gazetteer, *e)));
    verb + points(word) + if joined { points("W+") } else { 0 }
}

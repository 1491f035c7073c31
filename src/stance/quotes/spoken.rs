//! Acts and quotation marks → quotes, and the voice of each token.

use super::marks::Marked;
use super::{Act, Quote, Speech};
use crate::resolve::Resolved;
use crate::span::Span;
use crate::stance::Holder;
use crate::tokenize::{Document, TokenKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// Words in quotation marks that need a cue to be speech; more are speech by themselves.
const SHORT: usize = 3;
/// Tokens between a closing mark and the verb behind it («"…"، قال فلان»).
const BEHIND: usize = 4;

/// Puts acts and marks together.
pub fn speech(doc: &Document<'_>, resolved: &Resolved, marks: &[Marked], acts: Vec<Act>, carried: Vec<Option<Holder>>) -> Speech {
    let mut quotes: Vec<(Range<usize>, Quote)> = Vec::new();
    for act in &acts {
        if let (Some(content), Some(_)) = (&act.content, act.speaker) {
            let inner = trim(doc, content.clone());
            if let Some(span) = span(doc, &inner) {
                quotes.push((inner, Quote { span, direct: false, speaker: act.speaker, cue: span_of(doc, &act.cue) }));
            }
        }
    }
    for mark in marks {
        if let Some(quote) = direct(doc, resolved, &acts, &carried, mark) {
            quotes.push((mark.inner.clone(), quote));
        }
    }
    // An indirect stretch that is nothing but a quotation is that quotation.
    let mut direct: BTreeMap<usize, usize> = BTreeMap::new();
    for q in quotes.iter().filter(|q| q.1.direct) {
        let end = direct.entry(q.1.span.start).or_default();
        *end = (*end).max(q.1.span.end);
    }
    quotes.retain(|q| q.1.direct || direct.get(&q.1.span.start).is_none_or(|&end| end < q.1.span.end));
    quotes.sort_by_key(|q| (q.1.span.start, usize::MAX - q.1.span.end, q.1.direct));
    let voice = voices(doc.tokens.len(), &quotes, &acts);
    Speech { quotes: quotes.into_iter().map(|q| q.1).collect(), acts, carried, voice }
}

/// Content without the punctuation around it.
fn trim(doc: &Document<'_>, range: Range<usize>) -> Range<usize> {
    let punct = |i: usize| doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Punct);
    let (mut start, mut end) = (range.start, range.end);
    while start < end && punct(start) {
        start += 1;
    }
    while start < end && punct(end - 1) {
        end -= 1;
    }
    start..end
}

fn span(doc: &Document<'_>, range: &Range<usize>) -> Option<Span> {
    if range.start >= range.end {
        return None;
    }
    Some(Span::new(doc.tokens.get(range.start)?.span.start, doc.tokens.get(range.end - 1)?.span.end))
}

fn span_of(doc: &Document<'_>, range: &Range<usize>) -> Option<Span> {
    span(doc, range)
}

/// A stretch in quotation marks as speech; `None` for names, titles and scare quotes.
fn direct(doc: &Document<'_>, resolved: &Resolved, acts: &[Act], carried: &[Option<Holder>], mark: &Marked) -> Option<Quote> {
    let inner = &mark.inner;
    let sentence = doc.sentence_of(inner.start);
    let words = inner.clone().filter(|&i| doc.tokens.get(i).is_some_and(|t| t.kind != TokenKind::Punct)).count();
    if words == 0 || is_name(doc, resolved, inner) {
        return None;
    }
    let from = acts.partition_point(|a| a.sentence < sentence);
    let here: Vec<&Act> = acts.iter().skip(from).take_while(|a| a.sentence == sentence).collect();
    let governing = here
        .iter()
        .filter(|a| {
            a.cue.start < inner.start && a.scope.contains(&inner.start) || a.content.as_ref().is_some_and(|c| c.contains(&inner.start))
        })
        .max_by_key(|a| (a.content.as_ref().map_or(a.scope.start, |c| c.start), a.cue.start))
        .filter(|a| a.content.is_some() || words > SHORT);
    // The act stands behind: «"…"، قال فلان», also where the quotation ended in the sentence before.
    let last = doc.sentence_of(inner.end.saturating_sub(1));
    let behind = || {
        let from = acts.partition_point(|a| a.sentence < last);
        acts.iter()
            .skip(from)
            .take_while(|a| a.sentence <= last + 1)
            .find(|a| a.cue.start >= inner.end && a.cue.start <= inner.end + BEHIND && !a.nested)
    };
    let adjacent = |a: &&&Act| a.content.as_ref().is_none_or(|c| c.start + 2 >= inner.start) || words > SHORT;
    let act = governing.filter(adjacent).copied().or_else(behind);
    if let Some(act) = act {
        return Some(Quote { span: span(doc, inner)?, direct: true, speaker: act.speaker, cue: span(doc, &act.cue) });
    }
    if words <= SHORT
        || governing.is_some() && here.iter().any(|a| a.content.as_ref().is_some_and(|c| c.contains(&inner.start))) && words <= SHORT + 1
    {
        return None;
    }
    // A quotation that begins its sentence goes on with the speaker of before.
    let first = doc.sentences.get(sentence).map_or(0, |s| s.tokens.start);
    let speaker = if inner.start <= first + 2 {
        here.iter().find(|a| a.cue.start >= inner.end && !a.nested).map_or_else(|| carried.get(sentence).copied().flatten(), |a| a.speaker)
    } else {
        here.iter()
            .rev()
            .find(|a| a.scope.contains(&inner.start))
            .or(here.iter().rev().find(|a| a.cue.start < inner.start))
            .and_then(|a| a.speaker)
    };
    Some(Quote { span: span(doc, inner)?, direct: true, speaker, cue: None })
}

/// True where one mention is all there is between the marks.
fn is_name(doc: &Document<'_>, resolved: &Resolved, inner: &Range<usize>) -> bool {
    let Some(all) = span(doc, inner) else { return false };
    let at = resolved.mentions.partition_point(|m| m.span.end <= all.start);
    let mut covered = 0;
    for m in resolved.mentions.iter().skip(at).take_while(|m| m.span.start < all.end) {
        covered += m.span.end.min(all.end).saturating_sub(m.span.start.max(all.start));
    }
    covered * 10 >= all.len() * 8
}

/// The innermost voice at each token: regions that begin later win, until they end.
fn voices(tokens: usize, quotes: &[(Range<usize>, Quote)], acts: &[Act]) -> Vec<Option<Holder>> {
    let mut regions: Vec<(Range<usize>, Option<Holder>)> = acts.iter().map(|a| (a.scope.clone(), a.speaker)).collect();
    regions.extend(quotes.iter().map(|q| (q.0.clone(), q.1.speaker)));
    regions.sort_by_key(|r| (r.0.start, usize::MAX - r.0.end));
    let mut out = vec![None; tokens];
    let mut open: Vec<(usize, Option<Holder>)> = Vec::new();
    let mut next = regions.into_iter().peekable();
    for (i, slot) in out.iter_mut().enumerate() {
        while let Some(r) = next.next_if(|r| r.0.start <= i) {
            // What ends first lies on top, or it would be shut off for good.
            open.push((r.0.end, r.1));
        }
        while open.last().is_some_and(|o| o.0 <= i) {
            open.pop();
        }
        *slot = open.last().and_then(|o| o.1);
    }
    out
}

//! Quotation marks → the stretches between them, also where one is missing or the two look alike.
//!
//! A mark that is opened and not closed holds to the end of its paragraph; one that is closed a few paragraphs later holds until there.

use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// What stands between two quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The tokens within, without the marks; never empty.
    pub inner: Range<usize>,
    /// False where the closing mark is missing.
    pub closed: bool,
}

/// Farther away than this many paragraphs a closing mark belongs to something else.
const PARAGRAPHS: usize = 4;
/// Single marks farther apart than this are apostrophes.
const SINGLE_TOKENS: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Guillemet,
    Curly,
    Straight,
    Single,
}

fn family(word: &str) -> Option<Family> {
    Some(match word {
        "«" | "»" | "‹" | "›" | "《" | "》" => Family::Guillemet,
        "“" | "”" | "„" | "‟" => Family::Curly,
        "\"" | "＂" | "″" => Family::Straight,
        "‘" | "’" | "‚" | "‛" | "'" => Family::Single,
        _ => return None,
    })
}

/// Number of the paragraph of each sentence: sentences of one line share it.
pub fn paragraphs(doc: &Document<'_>) -> Vec<usize> {
    let mut number = 0;
    let mut end = 0;
    doc.sentences
        .iter()
        .map(|s| {
            if doc.original.get(end..s.span.start).is_some_and(|gap| gap.contains('\n')) {
                number += 1;
            }
            end = s.span.end;
            number
        })
        .collect()
}

struct Open {
    token: usize,
    paragraph: usize,
    depth: usize,
}

/// All stretches in quotation marks, by start.
pub fn marked(doc: &Document<'_>) -> Vec<Marked> {
    let paragraph = paragraphs(doc);
    let mut out = Vec::new();
    for f in [Family::Guillemet, Family::Curly, Family::Straight, Family::Single] {
        one_family(doc, &paragraph, f, &mut out);
    }
    out.sort_by_key(|m: &Marked| (m.inner.start, usize::MAX - m.inner.end));
    out
}

fn one_family(doc: &Document<'_>, paragraph: &[usize], f: Family, out: &mut Vec<Marked>) {
    // The last token of each paragraph that is still open when the paragraph ends.
    let mut open: Option<Open> = None;
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let here = paragraph.get(s).copied().unwrap_or(0);
        for i in sentence.tokens.clone() {
            let Some(token) = doc.tokens.get(i) else { continue };
            if token.kind != TokenKind::Punct || family(doc.word(i)) != Some(f) {
                continue;
            }
            let (before, after) = glue(doc, i);
            let opens = !after.is_some_and(char::is_whitespace) && after.is_some();
            let closes = before.is_some_and(|c| !c.is_whitespace());
            if let Some(o) = &mut open
                && o.paragraph != here
                && (here - o.paragraph > PARAGRAPHS || f == Family::Single || !closes || opens && f == Family::Straight)
            {
                finish(doc, paragraph, o, out);
                open = None;
            }
            match &mut open {
                None => {
                    let inches = f == Family::Straight && before.is_some_and(|c| c.is_ascii_digit());
                    let apostrophe = f == Family::Single && !single_opens(doc, i, before, after);
                    let stray = !opens && closes && f != Family::Straight;
                    let closing = f == Family::Straight && !opens && closes && here_only(doc, sentence.tokens.end, i);
                    if !(inches || apostrophe || stray || closing) {
                        open = Some(Open { token: i, paragraph: here, depth: 1 });
                    }
                }
                Some(o) => {
                    if f == Family::Single {
                        if i - o.token > SINGLE_TOKENS {
                            open = single_opens(doc, i, before, after).then_some(Open { token: i, paragraph: here, depth: 1 });
                            continue;
                        }
                        if after.is_some_and(char::is_alphanumeric) {
                            continue;
                        }
                    }
                    let again = doc.word(i) == doc.word(o.token)
                        && matches!(f, Family::Guillemet | Family::Curly)
                        && opens
                        && !same_way(doc.word(i));
                    if again {
                        o.depth += 1;
                        continue;
                    }
                    o.depth -= 1;
                    if o.depth == 0 {
                        if o.token + 1 < i {
                            out.push(Marked { inner: o.token + 1..i, closed: true });
                        }
                        open = None;
                    }
                }
            }
        }
    }
    if let Some(o) = &open
        && f != Family::Single
    {
        finish(doc, paragraph, o, out);
    }
}

/// True for marks that some texts use on both sides.
fn same_way(mark: &str) -> bool {
    mark == "”" || mark == "“"
}

/// True where a closing straight mark at `i` has nothing after it in its sentence: the opening one stood in an earlier paragraph.
fn here_only(doc: &Document<'_>, end: usize, i: usize) -> bool {
    (i + 1..end).all(|k| doc.tokens.get(k).is_some_and(|t| t.kind == TokenKind::Punct))
}

fn single_opens(doc: &Document<'_>, i: usize, before: Option<char>, after: Option<char>) -> bool {
    let clitic = i.checked_sub(1).is_some_and(|p| matches!(doc.word(p), "و" | "ف" | "ب" | "ل" | "ك" | "ال"));
    (before.is_none_or(|c| !c.is_alphanumeric()) || clitic) && after.is_some_and(char::is_alphanumeric)
}

/// The characters right before and behind token `i`.
fn glue(doc: &Document<'_>, i: usize) -> (Option<char>, Option<char>) {
    let Some(t) = doc.tokens.get(i) else { return (None, None) };
    let before = doc.original.get(..t.span.start).and_then(|s| s.chars().next_back());
    let after = doc.original.get(t.span.end..).and_then(|s| s.chars().next());
    (before, after)
}

/// The mark stays open: it holds to the end of its paragraph.
fn finish(doc: &Document<'_>, paragraph: &[usize], o: &Open, out: &mut Vec<Marked>) {
    let last = paragraph.partition_point(|&p| p <= o.paragraph);
    let Some(end) = last.checked_sub(1).and_then(|s| doc.sentences.get(s)).map(|s| s.tokens.end) else { return };
    if o.token + 1 < end {
        out.push(Marked { inner: o.token + 1..end, closed: false });
    }
}

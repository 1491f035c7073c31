//! Bytes → UTF-16 code units.

use super::{Claim, Report};
use crate::normalize::Normalized;
use crate::span::Span;

/// A mark every so many bytes keeps a conversion to a short count.
const STEP: usize = 64;

/// Length of a text in UTF-16 code units.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    units(text.as_bytes())
}

/// UTF-16 units of whole characters: one for each first byte, two where it begins a four-byte character.
fn units(bytes: &[u8]) -> usize {
    bytes.iter().map(|&b| usize::from(b & 0xC0 != 0x80) + usize::from(b >= 0xF0)).sum()
}

/// For each UTF-16 unit of a normalized text, and for its end: the UTF-16 unit of `original` that it came from.
#[must_use]
pub fn normalization_map(original: &str, normalized: &Normalized) -> Vec<u32> {
    let map = Utf16Map::new(original);
    let mut units = Vec::with_capacity(normalized.text().len() + 1);
    for (i, c) in normalized.text().char_indices() {
        let from = map.at(normalized.to_original(Span::new(i, i + c.len_utf8())).start) as u32;
        units.extend(std::iter::repeat_n(from, c.len_utf16()));
    }
    units.push(map.at(original.len()) as u32);
    units
}

struct Utf16Map<'a> {
    bytes: &'a [u8],
    marks: Vec<u32>,
}

impl<'a> Utf16Map<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut sum = 0u32;
        for chunk in bytes.chunks(STEP) {
            marks.push(sum);
            sum += units(chunk) as u32;
        }
        if bytes.len().is_multiple_of(STEP) {
            marks.push(sum);
        }
        Self { bytes, marks }
    }

    /// `at` must be a character boundary; a place past the end counts as the end.
    fn at(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        let block = at / STEP;
        self.marks.get(block).map_or(0, |m| *m as usize) + units(&self.bytes[block * STEP..at])
    }

    fn span(&self, span: &mut Span) {
        *span = Span::new(self.at(span.start), self.at(span.end));
    }

    fn claim(&self, mut claim: Claim) -> Claim {
        claim.evidence.iter_mut().for_each(|s| self.span(s));
        claim
    }
}

/// A report whose spans are UTF-16 code units, as JavaScript's `slice` takes them.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Utf16Report(pub(super) Report);

impl Utf16Report {
    /// The report; spans in UTF-16 units.
    #[must_use]
    pub fn get(&self) -> &Report {
        &self.0
    }
}

impl Claim {
    /// Changes the unit of its evidence to UTF-16 code units; `text` is the article.
    #[must_use]
    pub fn in_utf16(self, text: &str) -> Self {
        Utf16Map::new(text).claim(self)
    }
}

impl Report {
    /// Changes the unit of every span and of `length` to UTF-16 code units; `text` is the text that was analyzed.
    #[must_use]
    pub fn in_utf16(mut self, text: &str) -> Utf16Report {
        let map = Utf16Map::new(text);
        self.length = map.at(text.len());
        self.repairs.iter_mut().for_each(|r| map.span(&mut r.span));
        self.sentences.iter_mut().for_each(|s| map.span(s));
        self.mentions.iter_mut().for_each(|m| map.span(&mut m.span));
        self.values.iter_mut().for_each(|v| map.span(&mut v.span));
        for q in &mut self.quotes {
            map.span(&mut q.span);
            q.cue.iter_mut().for_each(|c| map.span(c));
        }
        for s in &mut self.stances {
            map.span(&mut s.span);
            map.span(&mut s.cue.span);
        }
        for t in self.tokens.iter_mut().flatten() {
            map.span(&mut t.span);
            if let Some(c) = &mut t.clitics {
                map.span(&mut c.stem);
                c.pro.iter_mut().chain(&mut c.en).for_each(|s| map.span(s));
            }
        }
        self.claim = self.claim.map(|c| map.claim(c));
        Utf16Report(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_with_the_standard_library() {
        let text = "قطر 🇶🇦 abc — \u{1F600}".repeat(30);
        let map = Utf16Map::new(&text);
        for (i, _) in text.char_indices() {
            assert_eq!(map.at(i), text[..i].encode_utf16().count(), "at byte {i}");
        }
        assert_eq!(map.at(text.len()), text.encode_utf16().count());
        assert_eq!(utf16_len(&text), text.encode_utf16().count());
    }

    #[test]
    fn a_length_that_is_a_multiple_of_the_step_has_its_end() {
        let text = "a".repeat(STEP * 2);
        assert_eq!(Utf16Map::new(&text).at(STEP * 2), STEP * 2);
        assert_eq!(Utf16Map::new("").at(0), 0);
    }
}

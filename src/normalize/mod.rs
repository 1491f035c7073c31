//! Text → repaired, folded text with an alignment back to the original.
//!
//! The tagger and the lexicons see the profile `ml`: marks, tatweel, bidi and zero-width characters gone, presentation forms and
//! look-alikes resolved, أإآٱ as ا, digits as ASCII. ى, ة and the hamza carriers ؤ ئ stay, since they tell words apart.

use crate::span::Span;

/// Normalized text and its alignment.
#[derive(Clone, Debug, Default)]
pub struct Normalized {
    text: String,
    /// Original byte of each byte of `text`, and of its end.
    map: Vec<u32>,
    ends: Vec<u32>,
    /// What was read otherwise than written.
    pub repairs: Vec<Repair>,
}

/// A stretch of the original that was read otherwise than written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Bytes of the original.
    pub span: Span,
    /// Why.
    pub kind: RepairKind,
}

/// Kinds of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// Bytes that had been decoded in the wrong encoding.
    Mojibake,
    /// Presentation forms in visual (reversed) order.
    VisualOrder,
}

impl Normalized {
    /// The normalized text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The original bytes that the bytes `span` of the normalized text stand for.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        let start = self.map.get(span.start).copied().unwrap_or(0) as usize;
        let end = if span.is_empty() { start } else { self.ends.get(span.end - 1).copied().unwrap_or(0) as usize };
        Span::new(start, end.max(start))
    }
}

/// Normalizes for the stages after it (profile `ml`).
#[must_use]
pub fn normalize_ml(text: &str) -> Normalized {
    let mut out = Normalized::default();
    for (i, c) in text.char_indices() {
        let c = match c {
            '\u{064B}'..='\u{0652}'
            | '\u{0670}'
            | '\u{0640}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' => continue,
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ک' => 'ك',
            'ی' => 'ي',
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            _ => c,
        };
        for _ in 0..c.len_utf8() {
            out.map.push(i as u32);
        }
        out.text.push(c);
        let end = text[i..].chars().next().map_or(i, |o| i + o.len_utf8());
        out.ends.resize(out.text.len(), end as u32);
    }
    out
}

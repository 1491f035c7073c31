//! Words of a claim or sentence → stems, folded further than the tagger's text, and how alike two of them are.

use crate::span::Span;
use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// Full likeness; everything here is in 1/256.
pub const ONE: i32 = 256;
/// From this on two stems count as the same word.
pub const ALIKE: i32 = 153;

/// A word as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded, with its affixes.
    pub form: String,
    /// Without them.
    pub stem: Vec<char>,
    /// Hash of the stem.
    pub hash: u32,
    /// The stem's long vowels left out.
    skeleton: Vec<char>,
}

/// FNV-1a, for stems, forms and features.
#[must_use]
pub fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Final ى and ة and the carriers of hamza, which headlines write either way.
#[must_use]
pub fn fold(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'ى' | 'ئ' => 'ي',
            'ة' => 'ه',
            'ؤ' => 'و',
            'أ' | 'إ' | 'آ' => 'ا',
            _ => c,
        })
        .collect()
}

const PREFIXES: [&str; 4] = ["بال", "كال", "لل", "ال"];
const SUFFIXES: [&str; 18] = ["هما", "تهم", "تها", "ها", "هم", "ات", "ون", "ين", "ان", "يه", "وا", "ته", "نا", "ه", "ي", "ت", "ا", ""];

/// A light stem: one conjunction, one article or preposition, one ending and the prefix of the imperfect are taken off where three letters stay.
#[must_use]
pub fn stem(folded: &str) -> Vec<char> {
    let mut w: Vec<char> = folded.chars().collect();
    if w.first().is_none_or(|c| c.is_ascii_digit()) {
        return w;
    }
    if w.len() > 3 && matches!(w.first(), Some('و' | 'ف')) {
        w.remove(0);
    }
    let starts = |w: &[char], p: &str| p.chars().zip(w).filter(|(a, b)| a == *b).count() == p.chars().count();
    let prefix = PREFIXES.iter().find(|p| starts(&w, p) && w.len() >= p.chars().count() + 3);
    match prefix {
        Some(p) => {
            w.drain(..p.chars().count());
        }
        None if w.len() >= 5 && matches!(w.first(), Some('ب' | 'ل' | 'ك' | 'س')) => {
            w.remove(0);
        }
        None => {}
    }
    for s in SUFFIXES {
        let n = s.chars().count();
        if n > 0 && w.len() >= n + 3 && w.get(w.len() - n..).is_some_and(|end| end.iter().copied().eq(s.chars())) {
            w.truncate(w.len() - n);
            break;
        }
    }
    if w.len() >= 4 && matches!(w.first(), Some('ي' | 'ت' | 'ن')) {
        w.remove(0);
    }
    w
}

impl Word {
    /// From a normalized word.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let form = fold(word);
        let stem = stem(&form);
        let skeleton = stem.iter().copied().filter(|c| !matches!(c, 'ا' | 'و' | 'ي' | 'ء')).collect();
        let hash = hash(&stem.iter().collect::<String>());
        Self { form, stem, hash, skeleton }
    }

    /// True for a number in digits.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.stem.first().is_some_and(char::is_ascii_digit)
    }

    /// How alike two stems are, 0 to `ONE`: the same, of one beginning, or of the same consonants.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> i32 {
        if self.hash == other.hash && self.stem == other.stem {
            return ONE;
        }
        if self.is_number() || other.is_number() {
            return 0;
        }
        let (a, b) = (&self.stem, &other.stem);
        let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
        if common >= 4 || common >= 3 && short == 3 && long <= 5 {
            return 179;
        }
        if self.skeleton.len() >= 3 && self.skeleton == other.skeleton { 154 } else { 0 }
    }
}

/// The words of some tokens; numbers, Arabic and Latin words only.
#[must_use]
pub fn words(doc: &Document<'_>, tokens: Range<usize>) -> Vec<Word> {
    tokens
        .filter(|&t| doc.tokens.get(t).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number | TokenKind::Latin)))
        .map(|t| Word::new(doc.word(t)))
        .collect()
}

/// The bytes of sentence `k`.
#[must_use]
pub fn sentence_span(doc: &Document<'_>, k: usize) -> Span {
    doc.sentences.get(k).map_or(Span::default(), |s| s.span)
}

/// `log2` in 1/256, for `x >= 1`; exact to the bit on every machine.
#[must_use]
pub fn log2(x: u64) -> i32 {
    let x = x.max(1);
    let whole = 63 - x.leading_zeros();
    // The mantissa in 1.31, squared once for each binary place.
    let mut m = if whole >= 31 { x >> (whole - 31) } else { x << (31 - whole) };
    let mut out = (whole as i32) << 8;
    for place in (0..8).rev() {
        m = (m * m) >> 31;
        if m >= 1 << 32 {
            m >>= 1;
            out += 1 << place;
        }
    }
    out
}

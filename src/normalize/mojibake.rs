//! Text whose bytes were decoded in the wrong encoding → the text that was meant.
//!
//! Recognised: UTF-8 read as Windows-1256 («ط§ظ„ط¹ط±ط¨ظٹط©») or as Windows-1252 / Latin-1 («Ø§Ù„»), and Windows-1256 read as Windows-1252
//! («ÇáÚÑÈíÉ»). A line is touched only where one of its words proves the mistake: that word decodes as a whole and the characters it
//! consists of never stand together in any language. Its neighbours are repaired with it as far as they decode too.

use super::code_pages::{WINDOWS_1252, WINDOWS_1256};
use super::{Repair, RepairKind, Repaired};
use crate::span::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mistake {
    Utf8As1252,
    Utf8As1256,
    Win1256As1252,
}

const MISTAKES: [Mistake; 3] = [Mistake::Utf8As1252, Mistake::Utf8As1256, Mistake::Win1256As1252];

/// The byte that Windows-1252 or Latin-1 shows as `c`.
fn byte_1252(c: char) -> Option<u8> {
    match u32::from(c) {
        n @ 0x80..=0xFF => u8::try_from(n).ok(),
        n => WINDOWS_1252.iter().position(|&x| u32::from(x) == n).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

/// The byte that Windows-1256 shows as `c`.
fn byte_1256(c: char) -> Option<u8> {
    let n = u32::from(c);
    WINDOWS_1256.iter().position(|&x| u32::from(x) == n).and_then(|at| u8::try_from(0x80 + at).ok())
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}')
}

/// Repairs the lines that prove to be mojibake; `None` where there is none.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    if !suspicious(text.as_bytes()) {
        return None;
    }
    let mut fixed = Repaired::default();
    let mut copied = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if suspicious(line.as_bytes()) {
            for (span, mistake) in spoilt(line, start) {
                fixed.text.push_str(&text[copied..span.start]);
                let mut at = span.start;
                for (c, len) in Decoder::new(span.of(text), mistake).flatten() {
                    let out = fixed.text.len();
                    fixed.text.push(c);
                    if c.len_utf8() != len {
                        fixed.alignment.replaced(Span::new(out, fixed.text.len()), Span::new(at, at + len));
                    }
                    at += len;
                }
                fixed.repairs.push(Repair { span, kind: RepairKind::Mojibake });
                copied = span.end;
            }
        }
        start += line.len();
    }
    if fixed.repairs.is_empty() {
        return None;
    }
    fixed.text.push_str(&text[copied..]);
    Some(fixed)
}

/// A cheap look for what all three mistakes need: Ø Ù Ú Û; ط ظ ع غ before a symbol; «Çá».
fn suspicious(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|w| matches!(w, [0xC3, 0x98..=0x9B, _] | [0xD8, 0xB7..=0xBA, 0xC2 | 0xC5 | 0xC6 | 0xCB | 0xE2] | [0xC3, 0x87, 0xC3]))
}

/// How much a word says about a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Decodes, and can be nothing else.
    Proof,
    /// Decodes.
    Fits,
    /// ASCII only: the same either way.
    Neutral,
    /// Does not decode.
    Sound,
}

/// The stretches of a line that were decoded wrongly: a word that proves it, and its neighbours as far as they decode.
fn spoilt(line: &str, offset: usize) -> Vec<(Span, Mistake)> {
    let words: Vec<Span> = words(line).collect();
    for mistake in MISTAKES {
        let verdicts: Vec<Word> = words.iter().map(|w| judge(w.of(line), mistake)).collect();
        if !verdicts.contains(&Word::Proof) {
            continue;
        }
        let mut found = Vec::new();
        for run in runs(&verdicts) {
            if verdicts[run.clone()].contains(&Word::Proof)
                && let (Some(first), Some(last)) = (words.get(run.start), words.get(run.end - 1))
            {
                found.push((Span::new(offset + first.start, offset + last.end), mistake));
            }
        }
        return found;
    }
    Vec::new()
}

fn words(line: &str) -> impl Iterator<Item = Span> + '_ {
    let base = line.as_ptr() as usize;
    line.split(|c: char| c.is_ascii_whitespace()).filter(|w| !w.is_empty()).map(move |w| {
        let start = w.as_ptr() as usize - base;
        Span::new(start, start + w.len())
    })
}

/// Maximal runs without a sound word that begin and end with a decoded one.
fn runs(verdicts: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<std::ops::Range<usize>> = None;
    for (i, v) in verdicts.iter().enumerate() {
        match v {
            Word::Proof | Word::Fits => open = Some(open.map_or(i, |o| o.start)..i + 1),
            Word::Neutral => {}
            Word::Sound => out.extend(open.take()),
        }
    }
    out.extend(open);
    out
}

fn judge(word: &str, mistake: Mistake) -> Word {
    if word.is_ascii() {
        return Word::Neutral;
    }
    // Characters decoded to Arabic; of them, those written with something that is no letter; letters in all.
    let (mut arabic, mut symbols) = (0, 0);
    let mut at = 0;
    for piece in Decoder::new(word, mistake) {
        let Some((c, len)) = piece else { return Word::Sound };
        if is_arabic(c) {
            arabic += 1;
            symbols += usize::from(word.get(at..at + len).is_some_and(|s| s.chars().any(|x| !x.is_alphabetic())));
        }
        at += len;
    }
    let proof = match mistake {
        Mistake::Utf8As1252 => arabic >= 2 && symbols >= 1,
        Mistake::Utf8As1256 => arabic >= 3 && symbols >= 2,
        Mistake::Win1256As1252 => arabic >= 5 && word.contains("Çá"),
    };
    match (proof, arabic) {
        (true, _) => Word::Proof,
        (false, 0) if mistake == Mistake::Win1256As1252 => Word::Sound,
        _ => Word::Fits,
    }
}

/// Undoes a mistake: characters with the length in bytes of what they were read as, or `None` where it does not decode.
struct Decoder<'a> {
    chars: std::str::Chars<'a>,
    mistake: Mistake,
}

impl<'a> Decoder<'a> {
    fn new(text: &'a str, mistake: Mistake) -> Self {
        Self { chars: text.chars(), mistake }
    }

    fn next_byte(&mut self) -> Option<(u8, usize)> {
        let c = self.chars.next()?;
        let byte = if self.mistake == Mistake::Utf8As1256 { byte_1256(c)? } else { byte_1252(c)? };
        Some((byte, c.len_utf8()))
    }

    fn utf8(&mut self) -> Option<(char, usize)> {
        let (lead, mut len) = self.next_byte()?;
        let more = match lead {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        for slot in bytes.iter_mut().skip(1).take(more) {
            let (byte, l) = self.next_byte()?;
            *slot = byte;
            len += l;
        }
        let c = std::str::from_utf8(bytes.get(..=more)?).ok()?.chars().next()?;
        Some((c, len))
    }
}

impl Iterator for Decoder<'_> {
    type Item = Option<(char, usize)>;

    fn next(&mut self) -> Option<Self::Item> {
        let c = self.chars.clone().next()?;
        if c.is_ascii() {
            self.chars.next();
            return Some(Some((c, 1)));
        }
        if self.mistake != Mistake::Win1256As1252 {
            return Some(self.utf8());
        }
        self.chars.next();
        let at = byte_1252(c).and_then(|b| b.checked_sub(0x80));
        let to = at.and_then(|at| WINDOWS_1256.get(usize::from(at))).and_then(|&n| char::from_u32(u32::from(n)));
        Some(to.map(|to| (to, c.len_utf8())))
    }
}

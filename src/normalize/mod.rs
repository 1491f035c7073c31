//! Text → repaired, folded text with an alignment back to the original.
//!
//! A profile chooses the rules; `docs/NORMALIZATION.md` lists them with their sources. Repairs (mojibake, visual order) come first and
//! work on lines, the rules after them on single characters.

mod alignment;
mod code_pages;
mod mojibake;
mod nfkc;
mod profile;
mod rules;
mod visual;

pub use profile::Profile;

use crate::span::Span;
use alignment::Alignment;
use rules::{Rules, Step};
use unicode_normalization::UnicodeNormalization;

/// Normalized text and its alignment with the original, in bytes both ways.
#[derive(Clone, Debug, Default)]
pub struct Normalized {
    text: String,
    /// One a pass that changed a length, the last pass first.
    passes: Vec<Alignment>,
    /// What was read otherwise than written, by place; a stretch that was spoilt twice is there twice.
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

/// What one repairing pass gives; the spans are of its source.
#[derive(Default)]
struct Repaired {
    text: String,
    alignment: Alignment,
    repairs: Vec<Repair>,
}

impl Normalized {
    /// The normalized text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The original bytes that bytes `span` of the normalized text stand for: with the marks dropped after its last letter, without
    /// controls dropped around it. Where a stretch was in visual order, the smallest span that holds them all.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        self.passes.iter().fold(span, |s, pass| pass.to_source(s))
    }

    /// The normalized bytes that stand for bytes `span` of the original; empty where nothing of it is left.
    #[must_use]
    pub fn to_normalized(&self, span: Span) -> Span {
        self.passes.iter().rev().fold(span, |s, pass| pass.to_output(s))
    }

    /// True where every byte of the normalized text stands where it stood.
    #[must_use]
    pub fn is_aligned(&self) -> bool {
        self.passes.is_empty()
    }

    /// Repairs `text`; false where there was nothing to repair. A repair can lay bare another one (text spoilt twice); each leaves fewer
    /// foreign characters, so this ends.
    fn repair(&mut self, text: &str) -> bool {
        let mut now: Option<String> = None;
        loop {
            let source = now.as_deref().unwrap_or(text);
            let Some(fixed) = mojibake::repair(source).or_else(|| visual::repair(source)) else { break };
            for r in fixed.repairs {
                self.repairs.push(Repair { span: self.to_original(r.span), kind: r.kind });
            }
            if !fixed.alignment.is_identity() {
                self.passes.insert(0, fixed.alignment);
            }
            now = Some(fixed.text);
        }
        let found = now.is_some();
        self.text = now.unwrap_or_default();
        found
    }

    fn pass(&mut self, text: String, alignment: Alignment) {
        self.text = text;
        if !alignment.is_identity() {
            self.passes.insert(0, alignment);
        }
    }
}

/// Normalizes by the rules of `profile`. Doing it again changes nothing.
#[must_use]
pub fn normalize(text: &str, profile: &Profile) -> Normalized {
    let mut done = Normalized::default();
    if profile.nfkc {
        let (text, alignment) = nfkc::nfkc(text);
        done.pass(text, alignment);
        return done;
    }
    let rules = Rules::new(profile);
    let mut repaired = profile.repair && done.repair(text);
    loop {
        let (text, alignment) = fold(if repaired { &done.text } else { text }, &rules);
        done.pass(text, alignment);
        // What a rule took away can have hidden another mistake.
        let source = std::mem::take(&mut done.text);
        if !profile.repair || !done.repair(&source) {
            done.text = source;
            done.repairs.sort_by_key(|r| r.span);
            return done;
        }
        repaired = true;
    }
}

/// Normalizes for the stages after it (profile `ml`).
#[must_use]
pub fn normalize_ml(text: &str) -> Normalized {
    normalize(text, &Profile::ML)
}

/// Applies the rules of single characters in one pass.
fn fold(text: &str, rules: &Rules) -> (String, Alignment) {
    let mut out = String::with_capacity(text.len());
    let mut alignment = Alignment::default();
    let mut copied = 0;
    for (i, c) in text.char_indices() {
        let step = rules.step(c);
        if step == Step::Keep {
            continue;
        }
        out.push_str(&text[copied..i]);
        let src = Span::new(i, i + c.len_utf8());
        copied = src.end;
        let start = out.len();
        let mut glued = false;
        match step {
            Step::Decompose => std::iter::once(c).nfkc().for_each(|d| glued |= put(&mut out, d, rules.step(d))),
            _ => glued = put(&mut out, c, step),
        }
        if out.len() == start {
            alignment.deleted(start, src, glued);
        } else if out.len() - start != src.len() || step == Step::Decompose {
            alignment.replaced(Span::new(start, out.len()), src);
        }
    }
    out.push_str(&text[copied..]);
    (out, alignment)
}

/// Writes what becomes of one character; true where it was dropped and belongs to the one before it.
fn put(out: &mut String, c: char, step: Step) -> bool {
    match step {
        Step::Keep | Step::Decompose => out.push(c),
        Step::To(to) => out.push(to),
        Step::Lower => out.extend(c.to_lowercase()),
        Step::DropMark => return true,
        Step::DropControl => {}
        Step::Joiner => {
            // Emoji and their modifiers stand above U+2190; letters that joiners touch do not.
            if out.chars().next_back().is_some_and(|last| last >= '\u{2190}') {
                out.push(c);
            }
        }
        Step::JoinHamza => {
            if let Some(carrier) = out.chars().next_back().and_then(hamza_on) {
                out.pop();
                out.push(carrier);
            }
            return true;
        }
    }
    false
}

const fn hamza_on(c: char) -> Option<char> {
    match c {
        'و' => Some('ؤ'),
        'ي' | 'ى' => Some('ئ'),
        _ => None,
    }
}

//! Presentation forms in visual (left-to-right) order, as PDF extraction leaves them → letters in reading order.
//!
//! The joining forms tell the order: read forwards, a word begins with an initial or isolated form and a medial form follows another
//! joined letter. Text in plain letters carries no such proof and is never turned.

use super::alignment::Alignment;
use super::{Repair, RepairKind, Repaired};
use crate::span::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Joining form of each of U+FB50-FEFF: isolated, final, initial, medial, none. Source: UnicodeData.txt, decomposition tags.
const FORMS: &str = "\
    sfsfimsfimsfimsfimsfimsfimsfimsfimsfimsfimsfimsfimsfsfsfsfsfsfsfimsfimsfimsfimsf\
    sfimsfsfimsfimsfsf---------------------------------sfimsfsfsfssfsfsfsfimimsfsfsf\
    sfsfsfsfisfisfimssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss\
    ssssssssssssssssssssssssssssssssssssffffffffffffffffffffffffffffffffffffffffffff\
    fffffffiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiim\
    mmmmmmmmmmmmmmmmmmmmmssssssssssssssssssssssssssssffffffffffffffffffffffffffffiii\
    iiiimmmmmmmmfs------------------ifiiiiiififfiiffiifififfiffififfifiifffifffffiff\
    fffiffifiiifiiii--iiiiffiffffiffffffffffffffffffffffiiffififfffffffiiiff--------\
    --------------------------------sssssssssssss-----------------------------------\
    --------------------------------------------------------------------------------\
    sms-s-smsmsmsmsmssfsfsfsfsfimsfsfimsfsfimsfimsfimsfimsfimsfsfsfsfsfimsfimsfimsfi\
    msfimsfimsfimsfimsfimsfimsfimsfimsfimsfimsfimsfsfsfimsfsfsfsf---\
";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Isolated,
    Final,
    Initial,
    Medial,
}

fn form(c: char) -> Option<Form> {
    // ﷺ and ﷻ are whole phrases; the others are spacing vowel marks, which join nothing.
    if matches!(c, '\u{FDFA}' | '\u{FDFB}' | '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}') {
        return None;
    }
    let at = (c as usize).checked_sub(0xFB50)?;
    match FORMS.as_bytes().get(at)? {
        b's' => Some(Form::Isolated),
        b'f' => Some(Form::Final),
        b'i' => Some(Form::Initial),
        b'm' => Some(Form::Medial),
        _ => None,
    }
}

/// Turns the lines that prove to be in visual order; `None` where there is none.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    // U+FB50-FEFF are three bytes that begin with EF AD..BB.
    if !text.as_bytes().windows(2).any(|w| w[0] == 0xEF && (0xAD..=0xBB).contains(&w[1])) {
        return None;
    }
    let mut fixed = Repaired::default();
    let mut copied = 0;
    let mut line_start = 0;
    for line in text.split_inclusive(ends_line) {
        for stretch in stretches(line, line_start) {
            fixed.text.push_str(&text[copied..stretch.start]);
            turn(text, stretch, &mut fixed.text, &mut fixed.alignment);
            fixed.repairs.push(Repair { span: stretch, kind: RepairKind::VisualOrder });
            copied = stretch.end;
        }
        line_start += line.len();
    }
    if fixed.repairs.is_empty() {
        return None;
    }
    fixed.text.push_str(&text[copied..]);
    Some(fixed)
}

/// What ends a line for the tokenizer, too: a stretch that is turned must not hold several.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}')
}

/// The parts of a line that prove to be in visual order. A line without plain Arabic letters is one part.
fn stretches(line: &str, offset: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain_letters = false;
    let mut open: Option<(usize, usize)> = None;
    let mut close = |open: &mut Option<(usize, usize)>| {
        if let Some((start, end)) = open.take()
            && is_visual(&line[start..end])
        {
            found.push(Span::new(offset + start, offset + end));
        }
    };
    for (i, c) in line.char_indices() {
        if form(c).is_some() {
            open = Some((open.map_or(i, |o| o.0), i + c.len_utf8()));
        } else if matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}') {
            plain_letters = true;
            close(&mut open);
        }
    }
    close(&mut open);
    if !plain_letters && let [only] = found.as_mut_slice() {
        let kept = line.trim();
        let start = offset + (line.len() - line.trim_start().len());
        *only = Span::new(start, start + kept.len());
    }
    found
}

/// Weighs the evidence of neighbouring forms and of the ends of words.
fn is_visual(stretch: &str) -> bool {
    let (mut visual, mut logical) = (0usize, 0usize);
    let mut before = None;
    for c in stretch.chars().filter(|&c| !is_combining_mark(c)).chain([' ']) {
        let now = form(c);
        match (before, now) {
            (Some(Form::Final), Some(Form::Medial)) | (Some(Form::Medial), Some(Form::Initial)) => visual += 1,
            (Some(Form::Medial), Some(Form::Final)) | (Some(Form::Initial), Some(Form::Medial)) => logical += 1,
            (None, Some(Form::Final | Form::Medial)) | (Some(Form::Initial | Form::Medial), None) => visual += 1,
            (None, Some(Form::Initial)) | (Some(Form::Final), None) => logical += 1,
            _ => {}
        }
        before = now;
    }
    visual >= 2 && visual > 4 * logical
}

/// Writes the stretch in reading order: letters turned, numbers and Latin words as they stand, brackets mirrored.
fn turn(text: &str, stretch: Span, out: &mut String, alignment: &mut Alignment) {
    let mut units: Vec<Span> = Vec::new();
    let mut forward = false;
    for (i, c) in stretch.of(text).char_indices() {
        let at = stretch.start + i;
        let end = at + c.len_utf8();
        let runs_forward = c.is_ascii_alphanumeric() || ('\u{00C0}'..='\u{024F}').contains(&c) || ('\u{0660}'..='\u{0669}').contains(&c);
        let joins = forward && matches!(c, '.' | ',' | ':' | '/' | '-' | '%' | '@' | '_');
        match units.last_mut() {
            Some(last) if (forward && (runs_forward || joins)) || is_combining_mark(c) => last.end = end,
            _ => units.push(Span::new(at, end)),
        }
        forward = runs_forward || joins;
    }
    for unit in units.iter().rev() {
        let alone = unit.of(text).chars().nth(1).is_none();
        for (i, c) in unit.of(text).char_indices() {
            let start = out.len();
            match form(c) {
                Some(_) => out.extend(std::iter::once(c).nfkc()),
                None => out.push(if alone { mirror(c) } else { c }),
            }
            alignment.replaced(Span::new(start, out.len()), Span::new(unit.start + i, unit.start + i + c.len_utf8()));
        }
    }
    alignment.turned(out.len(), stretch.end);
}

const fn mirror(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        '<' => '>',
        '>' => '<',
        _ => c,
    }
}

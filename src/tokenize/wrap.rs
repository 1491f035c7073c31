//! Recognises text that was wrapped at a fixed width, where a line break means nothing.

use super::scan::{Line, Raw};
use super::{Marks, TokenKind};

/// Widths, in characters, that text is wrapped at.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;

/// For each line whether it goes on with the sentence of the line before.
///
/// A line was broken for want of room where it is followed by a word that would not have fitted. Where four in five of the lines that
/// could tell were, the text is wrapped, and the breaks after such lines and after nearly full ones join, unless a sentence ends there or a
/// list item begins.
pub(super) fn joins(text: &str, tokens: &[Raw], lines: &[Line]) -> Vec<bool> {
    let mut joins = vec![false; lines.len()];
    if lines.len() < 4 {
        return joins;
    }
    let lengths: Vec<usize> = lines.iter().map(|l| l.span.of(text).trim().chars().count()).collect();
    let width = lengths.iter().copied().max().unwrap_or(0);
    if !WIDTHS.contains(&width) {
        return joins;
    }
    let mut full = vec![false; lines.len()];
    let (mut could_tell, mut broken) = (0, 0);
    for (i, pair) in lines.windows(2).enumerate() {
        let [line, next] = pair else { continue };
        if next.after_blank || ends_sentence(text, tokens, line.first, next.first) || is_item(text, tokens, next.first) {
            continue;
        }
        let word = next.span.of(text).split_whitespace().next().unwrap_or("").chars().count();
        could_tell += 1;
        let length = lengths.get(i).copied().unwrap_or(0);
        let no_room = length + 1 + word > width;
        broken += usize::from(no_room);
        if let Some(f) = full.get_mut(i + 1) {
            *f = no_room || length * 10 >= width * 9;
        }
    }
    if broken >= 3 && broken * 10 >= could_tell * 8 {
        joins = full;
    }
    joins
}

fn ends_sentence(text: &str, tokens: &[Raw], first: usize, end: usize) -> bool {
    let Some(line) = tokens.get(first..end) else { return false };
    let last = line.iter().rev().map(|t| t.span.of(text)).find(|t| !Marks::closes(t));
    last.is_some_and(Marks::ends)
}

/// A bullet or a number with a full stop, dash or bracket.
fn is_item(text: &str, tokens: &[Raw], first: usize) -> bool {
    let at = |i: usize| tokens.get(i).map_or("", |t| t.span.of(text));
    matches!(at(first), "•" | "-" | "–" | "—" | "*" | "·" | "●" | "▪" | "◦" | "○" | "■" | "►" | "✓" | "✔")
        || tokens.get(first).is_some_and(|t| t.kind == TokenKind::Number) && matches!(at(first + 1), "." | "-" | ")" | "–")
}

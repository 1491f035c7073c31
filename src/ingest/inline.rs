//! A Markdown paragraph → its text: emphasis, links, images, code, references and raw tags taken off. Linear in its length.

use super::entities::Entities;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a byte of the paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
    /// Kept, and not read as a reference.
    Literal,
    /// A line break.
    Break,
}

/// Takes the marks off paragraphs.
pub(super) struct Inline {
    pub(super) entities: Entities,
    /// Labels of link definitions, as `label_of` gives them.
    pub(super) labels: BTreeSet<String>,
}

/// Raw tags that end a line.
const BREAKS: [&str; 16] =
    ["br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "hr", "details", "summary", "center", "blockquote", "section"];

/// A run of one emphasis mark.
struct Run {
    at: usize,
    len: usize,
    open: bool,
    close: bool,
}

impl Inline {
    /// Appends the text of `source`.
    pub(super) fn strip_into(&self, source: &str, out: &mut String) {
        let bytes = source.as_bytes();
        let mut fate = vec![Fate::Keep; bytes.len()];
        code_and_tags(source, &mut fate);
        self.brackets(bytes, source, &mut fate);
        for mark in [b'*', b'_', b'~'] {
            emphasis(source, mark, &mut fate);
        }
        let mut from = 0;
        for run in fate.chunk_by(|a, b| a == b) {
            // Fates change at ASCII bytes only, so every run is whole characters.
            let text = source.get(from..from + run.len()).unwrap_or("");
            match run.first() {
                Some(Fate::Keep) => self.entities.decode_into(text, out),
                Some(Fate::Literal) => out.push_str(text),
                Some(Fate::Break) => out.push('\n'),
                _ => {}
            }
            from += run.len();
        }
    }

    /// Links keep their text, images and footnote marks go.
    fn brackets(&self, bytes: &[u8], source: &str, fate: &mut [Fate]) {
        let closing = parentheses(bytes, fate);
        let mut open: Vec<usize> = Vec::new();
        // A label holds no bracket: only the pair that follows its opening bracket at once can be one.
        let mut innermost = None;
        let mut i = 0;
        while i < bytes.len() {
            let mark = if fate[i] == Fate::Keep { bytes[i] } else { 0 };
            if mark == b'[' {
                open.push(i);
                innermost = Some(i);
            }
            let Some(start) = (mark == b']').then(|| open.pop()).flatten() else {
                i += 1;
                continue;
            };
            let image = start > 0 && bytes[start - 1] == b'!' && fate[start - 1] == Fate::Keep;
            let label = innermost.take().filter(|n| *n == start).and_then(|_| source.get(start + 1..i)).unwrap_or("");
            if label.starts_with('^') && !label.contains(char::is_whitespace) {
                fate[start..=i].fill(Fate::Drop);
                i += 1;
                continue;
            }
            let end = match bytes.get(i + 1) {
                Some(b'(') => closing.get(&(i + 1)).map(|e| e + 1),
                Some(b'[') => self.reference(source, i + 2, label),
                _ => None,
            };
            let end = end.or_else(|| self.is_label(label).then_some(i + 1));
            let Some(end) = end else {
                i += 1;
                continue;
            };
            if image {
                fate[start - 1..end].fill(Fate::Drop);
            } else {
                fate[start] = Fate::Drop;
                fate[i..end].fill(Fate::Drop);
            }
            i = end;
        }
    }

    /// The end of `label]` or `]` at `at`, where it names a link definition.
    fn reference(&self, source: &str, at: usize, text: &str) -> Option<usize> {
        let rest = source.get(at..)?;
        let len = rest.bytes().take(1000).position(|b| b == b']')?;
        let label = rest.get(..len).filter(|l| !l.is_empty()).unwrap_or(text);
        self.is_label(label).then_some(at + len + 1)
    }

    fn is_label(&self, text: &str) -> bool {
        !text.is_empty() && !self.labels.is_empty() && self.labels.contains(&label_of(text))
    }
}

/// A label as definitions and references are compared.
pub(super) fn label_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Escapes, code spans, raw tags, comments and `<https://…>`.
fn code_and_tags(source: &str, fate: &mut [Fate]) {
    let bytes = source.as_bytes();
    let next = ticks(bytes);
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if bytes.get(i + 1).is_some_and(u8::is_ascii_punctuation) => {
                (fate[i], fate[i + 1]) = (Fate::Drop, Fate::Literal);
                i += 2;
            }
            b'`' => {
                let len = bytes[i..].iter().take_while(|b| **b == b'`').count();
                match next.get(&i) {
                    Some(&end) => {
                        fate[i..i + len].fill(Fate::Drop);
                        fate[i + len..end].fill(Fate::Literal);
                        fate[end..end + len].fill(Fate::Drop);
                        i = end + len;
                    }
                    None => {
                        fate[i..i + len].fill(Fate::Literal);
                        i += len;
                    }
                }
            }
            b'<' => match tag_end(bytes, i) {
                Some((end, true)) => {
                    fate[i] = Fate::Drop;
                    fate[i + 1..end].fill(Fate::Literal);
                    fate[end] = Fate::Drop;
                    i = end + 1;
                }
                Some((end, false)) => {
                    fate[i..=end].fill(Fate::Drop);
                    let name = source.get(i + 1..end).unwrap_or("").trim_start_matches('/');
                    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
                    if BREAKS.iter().any(|b| b.eq_ignore_ascii_case(name)) {
                        fate[i] = Fate::Break;
                    }
                    i = end + 1;
                }
                None => i += 1,
            },
            _ => i += 1,
        }
    }
}

/// For each run of backticks, where the next run of the same length begins.
fn ticks(bytes: &[u8]) -> BTreeMap<usize, usize> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let len = bytes[i..].iter().take_while(|b| **b == b'`').count();
        if len > 0 {
            runs.push((i, len));
        }
        i += len.max(1);
    }
    let mut later: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = BTreeMap::new();
    for (at, len) in runs.into_iter().rev() {
        if let Some(end) = later.insert(len, at) {
            next.insert(at, end);
        }
    }
    next
}

/// The `>` of a tag or autolink that begins at `start`, and whether it is an autolink. Tags longer than 2,000 bytes are text.
fn tag_end(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let rest = bytes.get(start + 1..)?;
    let tag = match rest {
        [b'/', b, ..] | [b, ..] if b.is_ascii_alphabetic() => true,
        [b'!' | b'?', ..] => true,
        _ => false,
    };
    if !tag {
        return None;
    }
    let end = rest.iter().take(2000).position(|&b| b == b'>' || b == b'<').filter(|&n| rest[n] == b'>')?;
    let inner = &rest[..end];
    let link = !inner.contains(&b' ') && (inner.windows(3).any(|w| w == b"://") || inner.starts_with(b"mailto:") || inner.contains(&b'@'));
    Some((start + 1 + end, link && !inner.starts_with(b"/")))
}

/// For each kept `(`, the `)` that closes it.
fn parentheses(bytes: &[u8], fate: &[Fate]) -> BTreeMap<usize, usize> {
    let (mut open, mut pairs) = (Vec::new(), BTreeMap::new());
    for (i, b) in bytes.iter().enumerate().filter(|(i, _)| fate[*i] == Fate::Keep) {
        match b {
            b'(' => open.push(i),
            b')' => _ = open.pop().map(|start| pairs.insert(start, i)),
            _ => {}
        }
    }
    pairs
}

/// Drops the marks of emphasis: a run before a word pairs with the next one of its kind after a word.
fn emphasis(source: &str, mark: u8, fate: &mut [Fate]) {
    let mut runs: Vec<Run> = Vec::new();
    let bytes = source.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let len = bytes[i..].iter().zip(&fate[i..]).take_while(|(b, f)| **b == mark && **f == Fate::Keep).count();
        if len == 0 {
            i += 1;
            continue;
        }
        let before = source.get(..i).and_then(|s| s.chars().next_back());
        let after = source.get(i + len..).and_then(|s| s.chars().next());
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (mut open, mut close) = (!space(after), !space(before));
        if mark == b'_' {
            (open, close) = (open && !word(before), close && !word(after));
        }
        if mark == b'~' && len != 2 {
            (open, close) = (false, false);
        }
        runs.push(Run { at: i, len, open, close });
        i += len;
    }
    let mut open: Vec<Run> = Vec::new();
    for mut run in runs {
        while run.close && run.len > 0 {
            let Some(mut start) = open.pop() else { break };
            let n = start.len.min(run.len);
            // The inner marks: the end of the opening run, the start of the closing one.
            fate[start.at + start.len - n..start.at + start.len].fill(Fate::Drop);
            fate[run.at..run.at + n].fill(Fate::Drop);
            (start.len, run.at, run.len) = (start.len - n, run.at + n, run.len - n);
            if start.len > 0 {
                open.push(start);
            }
        }
        if run.open && run.len > 0 {
            open.push(run);
        }
    }
}

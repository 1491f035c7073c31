//! Markdown → text: one line for each block (heading, paragraph, item, table cell), without marks. Lines of one paragraph are joined.

use super::entities::Entities;
use super::inline::{Inline, label_of};
use std::collections::BTreeSet;

/// The text of a Markdown document.
pub(super) fn text_of(source: &str) -> String {
    let source = without_raw(without_front_matter(source));
    let lines: Vec<&str> = source.lines().collect();
    let labels = lines.iter().filter_map(|l| definition(l.trim_start())).filter(|(l, _)| !l.starts_with('^')).map(|(l, _)| label_of(l));
    let inline = Inline { entities: Entities::new(), labels: labels.collect::<BTreeSet<_>>() };
    let mut blocks = Blocks { inline, out: String::new(), paragraph: String::new(), hard: false, list: false, fence: None };
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        let delimiter = lines.get(i + 1).is_some_and(|l| is_delimiter_row(l));
        if blocks.fence.is_none() && delimiter && line.contains('|') {
            i = blocks.table(&lines, i);
        } else {
            blocks.line(line);
            i += 1;
        }
    }
    blocks.flush();
    blocks.out
}

/// The text after YAML (`---`) or TOML (`+++`) at the very start.
fn without_front_matter(source: &str) -> &str {
    for (open, close) in [("---\n", &["\n---\n", "\n...\n"][..]), ("+++\n", &["\n+++\n"][..])] {
        if source.starts_with(open) {
            let end = close.iter().filter_map(|c| source.find(c).map(|i| i + c.len())).min();
            return end.and_then(|e| source.get(e..)).unwrap_or(source);
        }
    }
    source
}

/// The text without comments, scripts and style sheets.
fn without_raw(source: &str) -> String {
    let mut out = source.to_string();
    for (open, close) in [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")] {
        let mut kept = String::new();
        let mut rest = out.as_str();
        while let Some((before, after)) = rest.split_once(open) {
            let Some((_, after)) = after.split_once(close) else { break };
            kept.push_str(before);
            rest = after;
        }
        kept.push_str(rest);
        out = kept;
    }
    out
}

/// Label and rest of `[label]: …`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    (!label.is_empty() && !label.contains(['[', ']'])).then_some((label, rest))
}

fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim().trim_start_matches('>').trim();
    line.contains('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Three or more of `-`, `*` or `_`, and nothing else but spaces.
fn is_rule(line: &str) -> bool {
    ['-', '*', '_'].iter().any(|m| line.chars().all(|c| c == *m || c == ' ' || c == '\t') && line.chars().filter(|c| c == m).count() >= 3)
}

/// The rest after a list mark, and the number of an ordered one.
fn item(line: &str) -> Option<(Option<u32>, &str)> {
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if let Some(rest) = line.strip_prefix(['-', '*', '+']).filter(|r| spaced(r)) {
        return Some((None, rest));
    }
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits)?.parse().ok()?;
    let rest = line.get(digits..)?.strip_prefix(['.', ')']).filter(|r| digits < 10 && spaced(r))?;
    Some((Some(number), rest))
}

/// The text of `# heading #`.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    if !(1..=6).contains(&(line.len() - rest.len())) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let rest = rest.trim();
    let bare = rest.trim_end_matches('#');
    Some(if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_end() } else { rest })
}

struct Blocks {
    inline: Inline,
    out: String,
    /// The lines of the open paragraph, joined.
    paragraph: String,
    /// The last line asked for a line break.
    hard: bool,
    /// The open block is a list item.
    list: bool,
    /// Mark and length of the open code fence.
    fence: Option<(char, usize)>,
}

impl Blocks {
    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        self.hard = false;
        self.emit(&paragraph);
    }

    fn emit(&mut self, source: &str) {
        let mut text = String::new();
        self.inline.strip_into(source, &mut text);
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn line(&mut self, whole: &str) {
        let mut line = whole.trim_start();
        if let Some((mark, len)) = self.fence {
            let end = line.trim_end();
            if end.len() >= len && end.chars().all(|c| c == mark) {
                self.fence = None;
            } else if !line.is_empty() {
                self.out.push_str(whole.trim());
                self.out.push('\n');
            }
            return;
        }
        // Marks of quotations and items may follow each other.
        loop {
            if let Some(rest) = line.strip_prefix('>') {
                line = rest.trim_start();
            } else if let Some((number, rest)) = item(line).filter(|_| !is_rule(line)) {
                // A sentence that begins with a year is no item.
                if !self.paragraph.is_empty() && !self.list && (number.is_some_and(|n| n != 1) || rest.trim().is_empty()) {
                    break;
                }
                self.flush();
                self.list = true;
                line = rest.trim_start();
                for mark in ["[ ] ", "[x] ", "[X] "] {
                    line = line.strip_prefix(mark).unwrap_or(line);
                }
            } else {
                break;
            }
        }
        let bare = line.trim_end();
        if bare.is_empty() {
            self.flush();
            self.list &= whole.trim_start().starts_with(['-', '*', '+', '>']);
            return;
        }
        let underline = bare.chars().all(|c| c == '=') || bare.chars().all(|c| c == '-');
        if !self.paragraph.is_empty() && underline || is_rule(bare) {
            return self.flush();
        }
        if let Some(text) = heading(bare) {
            self.flush();
            return self.emit(text);
        }
        for mark in ['`', '~'] {
            let rest = bare.trim_start_matches(mark);
            let len = bare.len() - rest.len();
            if len >= 3 && !(mark == '`' && rest.contains('`')) {
                self.flush();
                self.fence = Some((mark, len));
                return;
            }
        }
        if self.paragraph.is_empty()
            && let Some((label, rest)) = definition(bare)
        {
            if label.starts_with('^') {
                self.emit(rest.trim());
            }
            return;
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push(if self.hard { '\n' } else { ' ' });
        }
        let (text, hard) = match bare.strip_suffix('\\') {
            Some(text) => (text, true),
            None => (bare, line.ends_with("  ")),
        };
        self.paragraph.push_str(text);
        self.hard = hard;
    }

    /// A table whose head is line `from`; the first line after it.
    fn table(&mut self, lines: &[&str], from: usize) -> usize {
        self.flush();
        let rows = lines.get(from..).unwrap_or(&[]).iter().take_while(|l| l.contains('|') && !l.trim().is_empty());
        let mut end = from;
        for (n, row) in rows.enumerate() {
            end = from + n + 1;
            if n != 1 {
                let row = row.trim().trim_start_matches('>').replace("\\|", "\u{1}");
                for cell in row.split('|') {
                    self.emit(&cell.replace('\u{1}', "|"));
                }
            }
        }
        end
    }
}

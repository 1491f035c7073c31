//! Markup → tags, text, raw text: HTML's tokenizer as far as text extraction needs it. Linear in the length of any input.

/// A piece of markup; text is not yet decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Characters outside tags.
    Text(&'a str),
    /// `<name attributes>`; the name as written.
    Open { name: &'a str, attributes: &'a str },
    /// `</name>`.
    Close { name: &'a str },
}

/// Elements whose content is not markup.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// Cuts markup into pieces. Comments, declarations and the content of raw elements (scripts, styles) are left out.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// The raw element that has just been opened.
    raw: Option<&'static str>,
}

impl<'a> Pieces<'a> {
    pub(super) const fn new(markup: &'a str) -> Self {
        Self { rest: markup, raw: None }
    }

    fn take(&mut self, n: usize) -> &'a str {
        let (head, tail) = self.rest.split_at_checked(n).unwrap_or((self.rest, ""));
        self.rest = tail;
        head
    }

    /// Leaves out everything up to and with `end`; everything where it is missing.
    fn skip_past(&mut self, end: &str) {
        let n = self.rest.find(end).map_or(self.rest.len(), |i| i + end.len());
        self.take(n);
    }

    /// Leaves out the content of a raw element.
    fn skip_raw(&mut self, name: &str) {
        let mut from = 0;
        while let Some(i) = self.rest.get(from..).and_then(|r| r.find("</")) {
            let after = self.rest.as_bytes().get(from + i + 2..).unwrap_or(&[]);
            let same = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
            if same && after.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
                self.take(from + i);
                return;
            }
            from += i + 2;
        }
        self.rest = "";
    }

    /// A tag at the start of the rest, which begins with `<` or `</` and a letter; `None` where the text ends within it.
    fn tag(&mut self) -> Option<Piece<'a>> {
        let close = self.rest.starts_with("</");
        self.take(1 + usize::from(close));
        let name = self.take(self.rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(self.rest.len()));
        let end = attributes_end(self.rest)?;
        let attributes = self.take(end);
        self.take(1);
        if close {
            return Some(Piece::Close { name });
        }
        self.raw = RAW.into_iter().find(|r| r.eq_ignore_ascii_case(name));
        Some(Piece::Open { name, attributes })
    }
}

/// Where the `>` is that ends a tag: the first outside quoted attribute values.
fn attributes_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut value = false;
    for (i, b) in text.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) if b == q => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(i),
            (None, b'"' | b'\'') if value => (quote, value) = (Some(b), false),
            (None, b'=') => value = true,
            (None, _) if !b.is_ascii_whitespace() => value = false,
            _ => {}
        }
    }
    None
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take() {
            self.skip_raw(name);
        }
        loop {
            let bytes = self.rest.as_bytes();
            match bytes {
                [] => return None,
                [b'<', b'/', b, ..] | [b'<', b, ..] if b.is_ascii_alphabetic() => {
                    let piece = self.tag();
                    if piece.is_none() {
                        self.rest = "";
                    }
                    return piece;
                }
                [b'<', b'!', b'-', b'-', b'>', ..] => _ = self.take(5),
                [b'<', b'!', b'-', b'-', b'-', b'>', ..] => _ = self.take(6),
                [b'<', b'!', b'-', b'-', ..] => self.skip_past("-->"),
                [b'<', b'!' | b'?', ..] => self.skip_past(">"),
                [b'<', b'/', b'>', ..] => _ = self.take(3),
                [b'<', b'/', _, ..] => self.skip_past(">"),
                _ => {
                    let n = bytes.iter().skip(1).position(|&b| b == b'<').map_or(bytes.len(), |i| i + 1);
                    return Some(Piece::Text(self.take(n)));
                }
            }
        }
    }
}

/// The attributes of a tag: name as written, value without quotes (empty where there is none).
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // A stray `=` at the start is part of the name.
        let end =
            rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '/' | '=')).map_or(rest.len(), |(i, _)| i);
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = match value.chars().next() {
            Some(q @ ('"' | '\'')) => value[1..].split_once(q).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(markup: &str) -> String {
        Pieces::new(markup)
            .map(|p| match p {
                Piece::Text(t) => format!("[{t}]"),
                Piece::Open { name, .. } => format!("<{name}>"),
                Piece::Close { name } => format!("</{name}>"),
            })
            .collect()
    }

    #[test]
    fn tags_end_at_the_first_bracket_outside_quotes() {
        assert_eq!(show("<a title='1 > 0' href=\"x>y\">قطر</a>"), "<a>[قطر]</a>");
        assert_eq!(show("<p class=don't>قطر</p>"), "<p>[قطر]</p>");
    }

    #[test]
    fn comments_declarations_and_scripts_are_left_out() {
        assert_eq!(
            show("<!doctype html><!-- <p>لا</p> --><?xml?>نعم<!-->ثم<script>if (a</b/.exec(c)) '</p>'</SCRIPT >بعد"),
            "[نعم][ثم]<script></SCRIPT>[بعد]"
        );
    }

    #[test]
    fn a_bracket_that_opens_no_tag_is_text() {
        assert_eq!(show("3 < 5 و<= ثم <"), "[3 ][< 5 و][<= ثم ][<]");
    }

    #[test]
    fn what_ends_too_early_is_dropped() {
        assert_eq!(show("قطر<a href='"), "[قطر]");
        assert_eq!(show("قطر<!-- "), "[قطر]");
        assert_eq!(show("قطر<style>p{}"), "[قطر]<style>");
    }

    #[test]
    fn attributes_are_read_with_every_kind_of_quote() {
        let found: Vec<_> = attributes(" a=1 b = 'x y' hidden c=\"\" / data-d").collect();
        assert_eq!(found, [("a", "1"), ("b", "x y"), ("hidden", ""), ("c", ""), ("data-d", "")]);
    }
}

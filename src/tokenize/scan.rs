//! Text → tokens: one pass, each character looked at a bounded number of times.

use super::TokenKind;
use super::chars::{Class, class, extends_emoji, is_flag_letter};
use super::web;
use crate::span::Span;

/// A token of the text scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
}

/// The tokens of a line that holds any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Index of its first token.
    pub(super) first: usize,
    /// Bytes of its first character and of the break after it.
    pub(super) span: Span,
    /// True where an empty line stands before it.
    pub(super) after_blank: bool,
}

/// Reads tokens and lines off `text`.
pub(super) fn scan(text: &str) -> (Vec<Raw>, Vec<Line>) {
    let mut scanner = Scanner { text, at: 0, plain_until: 0 };
    let mut tokens: Vec<Raw> = Vec::with_capacity(text.len() / 8);
    let mut lines: Vec<Line> = Vec::new();
    let mut line_start = 0;
    let mut blank = false;
    let mut open = false;
    while let Some(c) = scanner.peek() {
        let start = scanner.at;
        match class(c) {
            Class::Space => scanner.at += c.len_utf8(),
            Class::Break => {
                scanner.at += c.len_utf8();
                if c == '\r' && scanner.peek() == Some('\n') {
                    scanner.at += 1;
                }
                if open {
                    if let Some(line) = lines.last_mut() {
                        line.span.end = start;
                    }
                } else {
                    blank = true;
                }
                (open, line_start) = (false, scanner.at);
            }
            found => {
                let kind = scanner.token(c, found);
                // What joins the token before it makes it longer.
                if found == Class::Mark
                    && let Some(last) = tokens.last_mut()
                    && last.span.end == start
                {
                    last.span.end = scanner.at;
                    continue;
                }
                if !open {
                    lines.push(Line { first: tokens.len(), span: Span::new(line_start, text.len()), after_blank: blank });
                    (open, blank) = (true, false);
                }
                tokens.push(Raw { span: Span::new(start, scanner.at), kind });
            }
        }
    }
    (tokens, lines)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Up to here no address begins: found by an earlier look ahead.
    plain_until: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn peek_class(&self) -> Option<Class> {
        self.peek().map(class)
    }

    /// The class of the character after the next one.
    fn class_after(&self) -> Option<Class> {
        self.rest().chars().nth(1).map(class)
    }

    fn before(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|t| t.chars().next_back())
    }

    fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn skip_while(&mut self, wanted: impl Fn(Class) -> bool) {
        while self.peek_class().is_some_and(&wanted) {
            self.skip();
        }
    }

    /// Moves past the token that begins with `c`.
    fn token(&mut self, c: char, found: Class) -> TokenKind {
        if matches!(found, Class::Latin | Class::Digit)
            && self.at >= self.plain_until
            && let Some(kind) = self.address()
        {
            return kind;
        }
        match found {
            Class::Arabic => self.word(),
            Class::Latin => self.latin(),
            Class::Digit => self.number(),
            Class::Emoji => self.emoji(c),
            Class::Other => {
                self.skip_while(|k| matches!(k, Class::Other | Class::Mark));
                TokenKind::Other
            }
            _ => self.sign(c),
        }
    }

    fn address(&mut self) -> Option<TokenKind> {
        let found = web::address(self.rest());
        match found {
            Ok((len, kind)) => {
                self.at += len;
                Some(kind)
            }
            Err(looked_at) => {
                self.plain_until = self.at + looked_at;
                None
            }
        }
    }

    /// Arabic letters; with a hyphen and a number of up to three digits a model or product («إف-16», «كوفيد-19»).
    fn word(&mut self) -> TokenKind {
        self.skip_while(|k| matches!(k, Class::Arabic | Class::Mark));
        let mut chars = self.rest().chars();
        if chars.next() == Some('-') {
            let digits = chars.clone().take(4).take_while(|&c| class(c) == Class::Digit).map(char::len_utf8);
            let (count, len) = digits.fold((0, 0), |(n, l), d| (n + 1, l + d));
            let after = chars.nth(count).map(class);
            let goes_on = matches!(after, Some(Class::Digit)) || self.rest().get(1 + len..).is_some_and(begins_with_more_number);
            if (1..=3).contains(&count) && !goes_on {
                self.at += 1 + len;
            }
        }
        TokenKind::Word
    }

    /// Latin letters, with digits, hyphens and apostrophes inside (S-400, F-16C, d'Estaing, AT&T), dotted abbreviations (U.S., e.g.).
    fn latin(&mut self) -> TokenKind {
        let mut dotted = false;
        let mut part = 0;
        while let Some(c) = self.peek() {
            match class(c) {
                Class::Latin | Class::Digit | Class::Mark => part += 1,
                _ => {
                    let next = self.class_after();
                    let joins = match c {
                        '-' | '_' => matches!(next, Some(Class::Latin | Class::Digit)),
                        '\'' | '’' | '&' => next == Some(Class::Latin),
                        '.' if part == 1 && next == Some(Class::Latin) => {
                            dotted |= self.rest().chars().nth(2).is_none_or(|x| !matches!(class(x), Class::Latin | Class::Digit));
                            dotted
                        }
                        '.' => next == Some(Class::Digit) && self.before().is_some_and(|b| b.is_ascii_digit()),
                        _ => false,
                    };
                    if !joins {
                        break;
                    }
                    part = 0;
                }
            }
            self.skip();
        }
        if dotted && part == 1 && self.peek() == Some('.') {
            self.skip();
        }
        TokenKind::Latin
    }

    /// Digits with separators, as a date, time, decimal or range; a percent sign; Latin letters right after make it a Latin word (5G).
    fn number(&mut self) -> TokenKind {
        loop {
            self.skip_while(|k| k == Class::Digit);
            if matches!(self.peek(), Some('%' | '٪')) {
                self.skip();
            }
            if !begins_with_more_number(self.rest()) {
                break;
            }
            self.skip();
        }
        if self.rest().starts_with('\u{FE0F}') || self.rest().starts_with('\u{20E3}') {
            self.rest_of_emoji();
            return TokenKind::Emoji;
        }
        if self.peek_class() == Some(Class::Latin) {
            return self.latin();
        }
        TokenKind::Number
    }

    fn rest_of_emoji(&mut self) {
        loop {
            match self.peek() {
                Some(c) if extends_emoji(c) => self.skip(),
                Some('\u{200D}') if self.class_after() == Some(Class::Emoji) => {
                    self.skip();
                    self.skip();
                }
                _ => return,
            }
        }
    }

    /// One emoji with its modifiers and what joiners tie to it; two flag letters.
    fn emoji(&mut self, c: char) -> TokenKind {
        self.skip();
        if is_flag_letter(c) && self.peek().is_some_and(is_flag_letter) {
            self.skip();
        }
        self.rest_of_emoji();
        TokenKind::Emoji
    }

    /// @name, #topic, %50; else one punctuation mark or symbol.
    fn sign(&mut self, c: char) -> TokenKind {
        let apart = self.before().is_none_or(|b| !matches!(class(b), Class::Arabic | Class::Latin | Class::Digit | Class::Mark));
        let start = self.at;
        self.skip();
        let named = |k| matches!(k, Class::Arabic | Class::Latin | Class::Other);
        match c {
            '@' | '#' | '＃' if apart => {
                let body = self.at;
                while self.peek().is_some_and(|x| x == '_' || matches!(class(x), Class::Digit | Class::Mark) || named(class(x))) {
                    self.skip();
                }
                if Span::new(body, self.at).of(self.text).chars().any(|x| named(class(x))) {
                    return if c == '@' { TokenKind::Mention } else { TokenKind::Hashtag };
                }
                self.at = body;
            }
            '%' | '٪' if apart && self.peek_class() == Some(Class::Digit) => return self.number(),
            _ => {}
        }
        if self.peek() == Some('\u{FE0F}') {
            self.rest_of_emoji();
            return TokenKind::Emoji;
        }
        debug_assert!(self.at > start);
        TokenKind::Punct
    }
}

/// True where `rest` begins with a separator that has a digit after it.
fn begins_with_more_number(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('.' | ',' | '/' | ':' | '-' | '–' | '٫' | '٬' | '،')) && chars.next().map(class) == Some(Class::Digit)
}

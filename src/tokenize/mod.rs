//! Normalized text → tokens and sentences, both with spans of the original; words with their clitics marked off.

use crate::normalize::Normalized;
use crate::span::Span;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// A word in Arabic letters.
    Word,
    /// Digits, with separators and percent sign.
    Number,
    /// One punctuation mark or symbol.
    Punct,
    /// A word in Latin letters (with digits and hyphens inside: S-400).
    Latin,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// @name
    Mention,
    /// #topic
    Hashtag,
    /// An emoji sequence.
    Emoji,
    /// Any other script.
    Other,
}

/// One token. White space is never part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the original.
    pub span: Span,
    /// Bytes of the normalized text.
    pub norm: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Bytes (of the normalized word) of its proclitics و ف ب ل ك س, 0 where none. ال is part of the stem.
    pub pro: u8,
    /// Bytes (of the normalized word) of its enclitic pronoun, 0 where none.
    pub en: u8,
}

/// A sentence: consecutive tokens of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the original, from its first token to its last.
    pub span: Span,
    /// Indices into the tokens.
    pub tokens: Range<usize>,
}

/// A text that is ready for the later stages.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The text as given.
    pub original: &'a str,
    /// What the stages read.
    pub normalized: Normalized,
    /// In order, disjoint.
    pub tokens: Vec<Token>,
    /// In order, disjoint; together they hold every token. Never across a line break.
    pub sentences: Vec<Sentence>,
}

impl Document<'_> {
    /// The normalized form of token `i`; empty where there is none.
    #[must_use]
    pub fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.norm.of(self.normalized.text()))
    }

    /// The normalized form of token `i` without its clitics («ولقطر» → «قطر»); empty where there is none.
    #[must_use]
    pub fn stem(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| {
            let end = t.norm.end.saturating_sub(usize::from(t.en));
            Span::new(t.norm.start + usize::from(t.pro), end).of(self.normalized.text())
        })
    }

    /// Spans of the original: the proclitics of token `i` one by one, its stem, its enclitics. The stem is the whole token where there are none.
    #[must_use]
    pub fn parts(&self, i: usize) -> (Vec<Span>, Span, Vec<Span>) {
        let Some(t) = self.tokens.get(i) else { return (Vec::new(), Span::default(), Vec::new()) };
        let (from, to) = (t.norm.start + usize::from(t.pro), t.norm.end.saturating_sub(usize::from(t.en)));
        let original = |start, end| self.normalized.to_original(Span::new(start, end));
        let pro = Span::new(t.norm.start, from).of(self.normalized.text());
        let pro = pro.char_indices().map(|(k, c)| original(t.norm.start + k, t.norm.start + k + c.len_utf8())).collect();
        let en = if t.en > 0 { vec![original(to, t.norm.end)] } else { Vec::new() };
        (pro, original(from, to), en)
    }

    /// Index of the sentence that holds token `i`.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }
}

/// Tokenizes; `original` is the text that `normalized` was made from.
#[must_use]
pub fn tokenize(original: &str, normalized: Normalized) -> Document<'_> {
    let text = normalized.text();
    let class = |c: char| match c {
        _ if c.is_numeric() => TokenKind::Number,
        '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' if c.is_alphabetic() => TokenKind::Word,
        _ if c.is_ascii_alphabetic() => TokenKind::Latin,
        _ if c.is_alphanumeric() => TokenKind::Other,
        _ => TokenKind::Punct,
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut first = 0;
    let mut close = |tokens: &[Token], first: &mut usize| {
        if *first < tokens.len() {
            let span = Span::new(tokens[*first].span.start, tokens[tokens.len() - 1].span.end);
            sentences.push(Sentence { span, tokens: *first..tokens.len() });
            *first = tokens.len();
        }
    };
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c == '\n' {
            close(&tokens, &mut first);
        }
        if c.is_whitespace() {
            continue;
        }
        let kind = class(c);
        let mut end = i + c.len_utf8();
        if kind != TokenKind::Punct {
            while let Some(&(j, d)) = chars.peek() {
                if class(d) != kind || d.is_whitespace() {
                    break;
                }
                end = j + d.len_utf8();
                chars.next();
            }
        }
        let norm = Span::new(i, end);
        tokens.push(Token { span: normalized.to_original(norm), norm, kind, pro: 0, en: 0 });
        if matches!(c, '.' | '؟' | '!' | '?') {
            close(&tokens, &mut first);
        }
    }
    close(&tokens, &mut first);
    Document { original, normalized, tokens, sentences }
}

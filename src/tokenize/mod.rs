//! Normalized text → tokens and sentences, both with spans of the original; words with their clitics marked off.

pub mod abbreviations;
mod chars;
pub mod clitics;
mod scan;
mod sentences;
mod web;
mod wrap;

use crate::error::Error;
use crate::model::Model;
use crate::normalize::{Normalized, normalize_ml};
use crate::span::Span;
use abbreviations::Abbreviations;
use clitics::Clitics;
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

/// A sentence: consecutive tokens of one line, or of several where the text was wrapped at a fixed width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the original, from its first token to its last, with what adjoins them and is no token.
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
    /// In reading order, disjoint.
    pub tokens: Vec<Token>,
    /// In order, disjoint; together they hold every token. Never across an empty line.
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

    /// The original bytes of a run of tokens; right also in a line in visual order, where tokens stand from last to first.
    #[must_use]
    pub fn span_of(&self, tokens: &Range<usize>) -> Span {
        hull(&self.normalized, &self.tokens, tokens)
    }

    /// Index of the sentence that holds token `i`.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }
}

/// Punctuation that sentences go by.
struct Marks;

impl Marks {
    /// Ends a sentence, unless something speaks against it.
    fn ends(mark: &str) -> bool {
        matches!(mark, "." | "؟" | "!" | "?" | "…" | "۔" | "。" | "‼" | "⁇" | "⁈" | "⁉")
    }

    /// Closes a quotation or a bracket, and nothing else.
    fn closes(mark: &str) -> bool {
        matches!(mark, "»" | "”" | "’" | "'" | ")" | "]" | "}" | "›" | "﴾" | "\"")
    }

    /// Cannot begin a sentence: what stands before it goes on.
    fn goes_on(mark: &str) -> bool {
        matches!(mark, "،" | "," | "؛" | ";" | ":" | "/" | "=" | "»" | "”" | ")" | "]")
    }
}

/// Text → document, with what a model knows of clitics and abbreviations. The default knows nothing.
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    clitics: Clitics,
    abbreviations: Abbreviations,
}

impl Segmenter {
    /// Reads sections `clitics` and `abbrev`.
    ///
    /// # Errors
    /// `InvalidModel` where one is missing or damaged.
    pub fn read(model: &Model<'_>) -> Result<Self, Error> {
        let clitics = Clitics::read(model.section("clitics")?)?;
        let abbreviations = Abbreviations::read(model.section("abbrev")?)?;
        Ok(Self { clitics, abbreviations })
    }

    /// Normalizes (profile `ml`) and tokenizes a text, clitics marked.
    #[must_use]
    pub fn document<'a>(&self, text: &'a str) -> Document<'a> {
        let mut doc = read(text, normalize_ml(text), &self.abbreviations);
        let text = doc.normalized.text();
        let mut known = clitics::Cache::default();
        for t in doc.tokens.iter_mut().filter(|t| t.kind == TokenKind::Word) {
            let split = known.split(&self.clitics, t.norm, text);
            (t.pro, t.en) = (split.pro, split.en);
        }
        doc
    }
}

/// Tokenizes without looking for clitics or abbreviations, as is right for a bare name; `original` is the text that `normalized` was made
/// from.
#[must_use]
pub fn tokenize(original: &str, normalized: Normalized) -> Document<'_> {
    read(original, normalized, &Abbreviations::default())
}

fn read<'a>(original: &'a str, normalized: Normalized, abbreviations: &Abbreviations) -> Document<'a> {
    let (raw, lines) = scan::scan(normalized.text());
    let tokens: Vec<Token> =
        raw.iter().map(|r| Token { span: normalized.to_original(r.span), norm: r.span, kind: r.kind, pro: 0, en: 0 }).collect();
    let start = |i: usize| tokens.get(i).map_or(0, |t| t.span.start);
    let turns = |i: usize| i > 0 && start(i) < start(i - 1);
    let mut sentences: Vec<Sentence> =
        sentences::sentences(&sentences::Text { text: normalized.text(), tokens: &raw, abbreviations }, &lines, turns)
            .into_iter()
            .map(|range| Sentence { span: hull(&normalized, &tokens, &range), tokens: range })
            .collect();
    cover(original, &mut sentences);
    Document { original, normalized, tokens, sentences }
}

/// Gives what no token covers (a line of tatweel, a lone mark, a direction mark) to the sentence before it, or to the one that it begins.
fn cover(original: &str, sentences: &mut [Sentence]) {
    let mut at = 0;
    for k in 0..=sentences.len() {
        let next = sentences.get(k).map_or(original.len(), |s| s.span.start);
        let gap = original.get(at..next).unwrap_or("");
        let begun = at;
        at = sentences.get(k).map_or(at, |s| s.span.end);
        if gap.chars().all(char::is_whitespace) {
            continue;
        }
        let cut = match (k, k == sentences.len()) {
            (0, _) => 0,
            (_, true) => gap.len(),
            _ => gap.rfind('\n').or_else(|| gap.rfind(char::is_whitespace)).unwrap_or(gap.len()),
        };
        let (before, after) = gap.split_at(cut);
        if let Some(sentence) = k.checked_sub(1).and_then(|k| sentences.get_mut(k)) {
            sentence.span.end = sentence.span.end.max(begun + before.trim_end().len());
        }
        if let Some(sentence) = sentences.get_mut(k) {
            sentence.span.start -= after.trim_start().len();
        }
    }
}

fn hull(normalized: &Normalized, tokens: &[Token], range: &Range<usize>) -> Span {
    match tokens.get(range.clone()).and_then(|t| Some((t.first()?, t.last()?))) {
        Some((first, last)) => normalized.to_original(Span::new(first.norm.start, last.norm.end)),
        None => Span::default(),
    }
}

//! The report contract as plain data, and the ways to print it.
//!
//! `Report` has byte spans of the original text, as Rust programs want them; `Report::in_utf16` changes the unit once, for JavaScript and JSON.

mod build;
mod conll;
mod csv;
mod json;
mod utf16;

pub use csv::CSV_HEADER;
pub(crate) use json::to_json;
pub use utf16::{Utf16Report, normalization_map, utf16_len};

use crate::span::Span;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What an article says, as plain data. All spans are bytes of the original text.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Report {
    /// Version of this contract: 1.
    pub schema: u32,
    /// What produced it.
    pub model: ModelInfo,
    /// Length of the text, in the unit of the spans.
    pub length: usize,
    /// What was read otherwise than written; usually empty.
    pub repairs: Vec<Repair>,
    /// In order, disjoint; cover all but white space.
    pub sentences: Vec<Span>,
    /// In order, disjoint.
    pub mentions: Vec<Mention>,
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// In order, disjoint.
    pub values: Vec<Value>,
    /// By start.
    pub quotes: Vec<Quote>,
    /// In order of sentence.
    pub stances: Vec<Stance>,
    /// Most salient first.
    pub targets: Vec<Target>,
    /// Only where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Token>>,
    /// How the article stands to a claim; only where the command line is given one (`--claim`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// How an article stands to a claim: what `stanceToward` returns.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Claim {
    /// `agree`, `disagree`, `discuss`, `unrelated`.
    pub label: &'static str,
    /// Probability that the label is right, 0..1, in thousandths.
    pub confidence: f64,
    /// Probability of each label, 0..1, in thousandths.
    pub scores: ClaimScores,
    /// Sentences, best first; empty for `unrelated`.
    pub evidence: Vec<Span>,
}

/// Probability of each label.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct ClaimScores {
    /// The article says so too.
    pub agree: f64,
    /// It says the contrary.
    pub disagree: f64,
    /// It reports on it without a side.
    pub discuss: f64,
    /// It is about something else.
    pub unrelated: f64,
}

/// What produced a report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ModelInfo {
    /// Same text, options and version: same bytes.
    pub version: String,
}

/// A stretch that was read otherwise than written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Repair {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// `mojibake` or `visual-order`.
    pub kind: &'static str,
}

/// A named mention.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Mention {
    /// The name, without clitics and titles.
    #[serde(flatten)]
    pub span: Span,
    /// The covered text.
    pub text: String,
    /// One of the eight types.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Index into the entities.
    pub entity: usize,
    /// Probability that it is right, 0..1, in thousandths.
    pub confidence: f64,
}

/// Names of an entity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Name {
    /// Arabic.
    pub ar: String,
    /// English, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// One thing that the article names.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Entity {
    /// `Q30` where linked to Wikidata, else `local:<normalized name>`.
    pub id: String,
    /// Names for readers.
    pub name: Name,
    /// One of the eight types.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// 0..1, 1 for what the article is most about.
    pub salience: f64,
    /// Indices into the mentions.
    pub mentions: Vec<usize>,
}

/// A date, time, amount, number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Value {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// The covered text.
    pub text: String,
    /// `DATE`, `TIME`, `MONEY`, `PERCENT`, `NUMBER`, `QUANTITY`.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// ISO 8601 date, decimal number, currency and amount.
    pub value: String,
}

/// Who: an entity by index, the author, or a source without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// Index into the entities.
    Entity(usize),
    /// The article's own voice.
    Author,
    /// A source without a name.
    Unnamed,
}

impl Serialize for Holder {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Entity(i) => i.serialize(s),
            Self::Author => s.serialize_str("author"),
            Self::Unnamed => s.serialize_str("unnamed"),
        }
    }
}

/// A stretch of speech.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Quote {
    /// The words spoken.
    #[serde(flatten)]
    pub span: Span,
    /// True within quotation marks.
    pub direct: bool,
    /// `null` where the text does not tell.
    pub speaker: Option<Holder>,
    /// The words that bring it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
}

/// The words that carry a stance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cue {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// Dictionary form.
    pub lemma: String,
}

/// A directed stance.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Stance {
    /// The sentence.
    #[serde(flatten)]
    pub span: Span,
    /// Who.
    pub holder: Holder,
    /// At whom: index into the entities.
    pub target: usize,
    /// `favor` or `against`.
    pub polarity: &'static str,
    /// 1 mild or implied, 2 explicit or strong.
    pub strength: u8,
    /// Probability that holder, target and polarity are right, 0..1, in thousandths.
    pub confidence: f64,
    /// Sign × strength/2 × confidence, -1..1, in thousandths.
    pub score: f64,
    /// `speech`, `action` or `evaluation`.
    pub basis: &'static str,
    /// The words that carry it.
    pub cue: Cue,
    /// True where negation turned the sign.
    pub negated: bool,
    /// Id of the frame or pattern in `data/`.
    pub rule: String,
}

/// The author's position towards a target.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AuthorStance {
    /// `favor`, `against`, `mixed`, `neutral`.
    pub label: &'static str,
    /// -1..1, in thousandths.
    pub score: f64,
    /// Probability that the label is right, 0..1, in thousandths.
    pub confidence: f64,
    /// Indices into the stances.
    pub evidence: Vec<usize>,
}

/// One holder's position towards a target.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct HolderStance {
    /// Never the author.
    pub holder: Holder,
    /// -1..1, in thousandths.
    pub score: f64,
    /// Indices into the stances.
    pub evidence: Vec<usize>,
}

/// What the article says about one entity.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Target {
    /// Index into the entities.
    pub entity: usize,
    /// The article's own voice.
    pub author: AuthorStance,
    /// Everybody else.
    pub holders: Vec<HolderStance>,
}

/// Clitics of a word.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Clitics {
    /// Before the stem.
    pub pro: Vec<Span>,
    /// The word without them, with its article.
    pub stem: Span,
    /// After the stem.
    pub en: Vec<Span>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Token {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// `word`, `number`, `punct`, `latin`, `url`, `email`, `mention`, `hashtag`, `emoji`, `other`.
    pub kind: &'static str,
    /// Only where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clitics: Option<Clitics>,
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(2))?;
        map.serialize_entry("start", &self.start)?;
        map.serialize_entry("end", &self.end)?;
        map.end()
    }
}

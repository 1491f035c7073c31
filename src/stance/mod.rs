//! Entities in their sentences → who is for or against whom, in whose voice, with the words that prove it.

pub mod candidates;
pub mod claims;
pub mod features;
pub mod frames;
pub mod pairs;
pub mod quotes;
pub mod scope;
pub mod scorer;
pub mod view;
pub mod words;

use crate::resolve::Resolved;
use crate::span::Span;
use crate::tokenize::Document;
use quotes::Quote;

/// Who takes the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// An entity, by index.
    Entity(usize),
    /// The article's own voice.
    Author,
    /// A source without a name («مسؤول», «محللون»).
    Unnamed,
}

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// Supports, praises, helps.
    Favor,
    /// Criticises, threatens, attacks.
    Against,
}

/// What the stance rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// Said or written by the holder.
    Speech,
    /// Done by the holder, or done to it.
    Action,
    /// The author's own wording.
    Evaluation,
}

/// A directed stance in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stance {
    /// Index into the sentences.
    pub sentence: usize,
    /// Who.
    pub holder: Holder,
    /// At whom: index into the entities; never the holder itself.
    pub target: usize,
    /// The sign.
    pub polarity: Polarity,
    /// 1 mild or implied, 2 explicit or strong.
    pub strength: u8,
    /// Probability that holder, target and polarity are right, per mille.
    pub confidence: u16,
    /// What it rests on.
    pub basis: Basis,
    /// Bytes of the original: the words that carry it, within the sentence.
    pub cue: Span,
    /// Dictionary form of the cue.
    pub lemma: String,
    /// True where negation turned the sign.
    pub negated: bool,
    /// Id of the frame or pattern in `data/`.
    pub rule: String,
}

/// The author's position towards one target over the whole article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorLabel {
    /// For it.
    Favor,
    /// Against it.
    Against,
    /// Both, with weight.
    Mixed,
    /// No position shown.
    Neutral,
}

/// What an article says about one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Index into the entities.
    pub entity: usize,
    /// The author's position.
    pub label: AuthorLabel,
    /// Score -1000..1000 of the author's position.
    pub score: i16,
    /// Probability that the label is right, per mille.
    pub confidence: u16,
    /// Indices into the stances.
    pub evidence: Vec<usize>,
    /// Every other holder: score -1000..1000, indices into the stances; never `Author`.
    pub holders: Vec<(Holder, i16, Vec<usize>)>,
}

/// Finds the directed stances, in order of sentence and cue.
#[must_use]
pub fn stances(_doc: &Document<'_>, _resolved: &Resolved, _quotes: &[Quote]) -> Vec<Stance> {
    Vec::new()
}

/// Sums the stances up by target, most salient first; one row for every entity that has a stance or is salient, or is in `wanted`.
#[must_use]
pub fn aggregate(_doc: &Document<'_>, _resolved: &Resolved, _stances: &[Stance], _wanted: &[usize]) -> Vec<Target> {
    Vec::new()
}

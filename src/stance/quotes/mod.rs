//! Direct and indirect speech with its speaker; and whose voice each token stands in.

mod cues;
pub mod lexicon;
mod marks;
mod spoken;
mod subject;
mod titles;

use crate::resolve::Resolved;
use crate::span::Span;
use crate::stance::Holder;
use crate::tokenize::Document;
use lexicon::SpeechLexicon;
use std::ops::Range;

/// A stretch of speech.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Bytes of the original: the words spoken, without quotation marks.
    pub span: Span,
    /// True within quotation marks.
    pub direct: bool,
    /// Who speaks (never `Author`); `None` where the text does not tell.
    pub speaker: Option<Holder>,
    /// The words that bring the speech in («وقال», «وفقا ل»).
    pub cue: Option<Span>,
}

/// A verb or phrase of saying, judging or calling for, with the one who does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Index into the sentences.
    pub sentence: usize,
    /// Tokens of the cue.
    pub cue: Range<usize>,
    /// Who; `None` where the text does not tell.
    pub speaker: Option<Holder>,
    /// The tokens in this voice, the cue among them unless it stands behind its content.
    pub scope: Range<usize>,
    /// The tokens spoken; `None` where what follows is no speech («رفض التعليق»).
    pub content: Option<Range<usize>>,
    /// True inside the speech of another act.
    pub nested: bool,
    /// True where the cue itself names the speaker, not only the sentence before.
    pub named: bool,
}

/// What the text says in whose voice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// By start; a quote within another's speech comes after it.
    pub quotes: Vec<Quote>,
    /// By sentence and cue.
    pub acts: Vec<Act>,
    /// For each sentence the speaker carried into it from before: whom «وأضاف» means.
    pub carried: Vec<Option<Holder>>,
    /// For each token whose words it is; `None` for the author, and where the text does not tell.
    pub voice: Vec<Option<Holder>>,
}

impl Speech {
    /// The acts of one sentence.
    #[must_use]
    pub fn acts_of(&self, sentence: usize) -> &[Act] {
        let from = self.acts.partition_point(|a| a.sentence < sentence);
        let to = self.acts.partition_point(|a| a.sentence <= sentence);
        self.acts.get(from..to).unwrap_or(&[])
    }
}

/// Finds who says what.
#[must_use]
pub fn speech(doc: &Document<'_>, resolved: &Resolved, lexicon: &SpeechLexicon) -> Speech {
    let marks = marks::marked(doc);
    let (acts, carried) = cues::acts(doc, resolved, lexicon, &marks);
    spoken::speech(doc, resolved, &marks, acts, carried)
}

/// Finds the quotes, by start.
#[must_use]
pub fn quotes(doc: &Document<'_>, resolved: &Resolved, lexicon: &SpeechLexicon) -> Vec<Quote> {
    speech(doc, resolved, lexicon).quotes
}

#[cfg(all(test, feature = "embedded"))]
mod tests;

//! Direct and indirect speech with its speaker.

use crate::resolve::Resolved;
use crate::span::Span;
use crate::stance::Holder;
use crate::tokenize::Document;

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

/// Finds the quotes, by start.
#[must_use]
pub fn quotes(_doc: &Document<'_>, _resolved: &Resolved) -> Vec<Quote> {
    Vec::new()
}

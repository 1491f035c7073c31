//! A whole article against a claim that the user types: agrees, disagrees, discusses, or is about something else.

use crate::span::Span;

/// How the article stands to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimLabel {
    /// The article says so too.
    Agree,
    /// It says the contrary.
    Disagree,
    /// It reports on it without a side.
    Discuss,
    /// It is about something else.
    Unrelated,
}

/// The result, scores per mille in the order of `ClaimLabel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimStance {
    /// The best label.
    pub label: ClaimLabel,
    /// Its probability, per mille.
    pub confidence: u16,
    /// agree, disagree, discuss, unrelated; per mille.
    pub scores: [u16; 4],
    /// Sentences (bytes of the original), best first; empty for `Unrelated`.
    pub evidence: Vec<Span>,
}

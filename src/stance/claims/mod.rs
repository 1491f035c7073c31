//! A whole article against a claim that the user types: agrees, disagrees, discusses, or is about something else.
//!
//! The sentences are ranked as evidence first, then the best ones judged. An article of one sentence is judged as a pair of headlines.

pub mod compare;
pub mod tables;
pub mod words;

use crate::span::Span;
use crate::tokenize::Document;
use compare::{BEST, Comparison, pair_logits};
pub use tables::ClaimModel;

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

impl ClaimLabel {
    /// All, in the order of `ClaimStance::scores`.
    pub const ALL: [Self; 4] = [Self::Agree, Self::Disagree, Self::Discuss, Self::Unrelated];
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

/// Claim words that must turn up before an article of one sentence "discusses" rather than is about something else; in 1/256.
const TOPIC: i32 = 90;

/// How `doc` stands to the claim; both tokenized the same way.
#[must_use]
pub fn stance_toward(doc: &Document<'_>, claim: &Document<'_>, model: &ClaimModel) -> ClaimStance {
    let comparison = Comparison::new(model, doc, claim);
    let order = ranking(&comparison, model);
    let scores = if comparison.sentences.len() == 1 { pair_scores(&comparison, model) } else { article_scores(&comparison, &order, model) };
    let best = (0..4).max_by_key(|&i| (scores.get(i).copied(), 4 - i)).unwrap_or(3);
    let label = ClaimLabel::ALL.get(best).copied().unwrap_or(ClaimLabel::Unrelated);
    let evidence = if label == ClaimLabel::Unrelated {
        Vec::new()
    } else {
        let top = order.first().map_or(0, |o| o.1);
        // Within a factor of about three of the best one's odds.
        order.iter().take(BEST).filter(|o| top - o.1 <= 4096).map(|o| words::sentence_span(doc, o.0)).collect()
    };
    ClaimStance { label, confidence: scores.get(best).copied().unwrap_or(0), scores, evidence }
}

/// Sentences by how much they look like evidence, with their scores in 1/4096, best first.
#[must_use]
pub fn ranking(comparison: &Comparison<'_>, model: &ClaimModel) -> Vec<(usize, i64)> {
    let mut order: Vec<(usize, i64)> = (0..comparison.sentences.len())
        .filter(|&i| comparison.sentences.get(i).is_some_and(|s| !s.content.is_empty()))
        .map(|i| (i, model.rank.logits(comparison.rank(i)).first().copied().unwrap_or(0)))
        .collect();
    order.sort_by_key(|o| (std::cmp::Reverse(o.1), o.0));
    order
}

fn article_scores(comparison: &Comparison<'_>, order: &[(usize, i64)], model: &ClaimModel) -> [u16; 4] {
    if order.is_empty() || comparison.claim.content.is_empty() {
        return [0, 0, 0, 1000];
    }
    let p = model.softmax(&model.article.logits(&comparison.stand(order)));
    <[u16; 4]>::try_from(p).unwrap_or([0, 0, 0, 1000])
}

fn pair_scores(comparison: &Comparison<'_>, model: &ClaimModel) -> [u16; 4] {
    let Some(sentence) = comparison.sentences.first().filter(|s| !s.content.is_empty()) else { return [0, 0, 0, 1000] };
    let p = model.softmax(&pair_logits(model, &comparison.claim, sentence));
    let [agree, disagree, other] = p[..] else { return [0, 0, 0, 1000] };
    let covered = comparison.rank(0).first().copied().unwrap_or(0);
    if covered >= TOPIC { [agree, disagree, other, 0] } else { [agree, disagree, 0, other] }
}

#[cfg(all(test, feature = "embedded"))]
mod tests;

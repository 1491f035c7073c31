//! Entities in their sentences → who is for or against whom, in whose voice, with the words that prove it.

pub mod aggregate;
pub mod candidates;
pub mod claims;
pub mod features;
pub mod frames;
pub mod model;
pub mod pairs;
pub mod quotes;
pub mod scope;
pub mod scorer;
pub mod second;
pub mod view;
pub mod words;

use crate::resolve::Resolved;
use crate::span::Span;
use crate::tokenize::Document;
use aggregate::Tally;
use candidates::{Slot, holder};
use features::{cue_features, cue_info};
use frames::Table;
use model::StanceModel;
use pairs::{Looked, Pair, look};
use quotes::Speech;
use scorer::probability;
use second::{LEAST_AGAIN, enrich};
use view::{View, view};

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

/// What the stance stage found in one article.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In order of sentence and cue.
    pub stances: Vec<Stance>,
    /// The sentences as the models saw them.
    pub view: View,
    /// Evidence by entity, weak evidence too.
    pub tallies: Vec<Tally>,
}

/// Finds the directed stances.
#[must_use]
pub fn read(doc: &Document<'_>, resolved: &Resolved, speech: &Speech, model: &StanceModel) -> Reading {
    let view = view(doc, resolved, speech, &model.lexicon, &model.closed);
    let mut tallies = vec![Tally::default(); resolved.entities.len()];
    let mut stances = Vec::new();
    let mut looked: Vec<Looked> = (0..view.sentences.len()).map(|n| look(&model.steps, &view, n, resolved, &model.lexicon)).collect();
    let first: Vec<Vec<i32>> = looked.iter().map(|l| l.pairs.iter().map(|p| model.first.score(&p.values)).collect()).collect();
    enrich(&mut looked, &first);
    for (number, found) in looked.iter().enumerate() {
        let again = found.pairs.iter().zip(first.get(number).map_or(&[][..], |f| f));
        let mut scored: Vec<(i32, &Pair)> =
            again.filter(|x| probability(*x.1) >= LEAST_AGAIN).map(|(p, _)| (model.forest.score(&p.values), p)).collect();
        scored.sort_by_key(|x| (-x.0, x.1.holder, x.1.target, x.1.sign));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        let first = stances.len();
        for (score, pair) in scored {
            if taken.contains(&(pair.holder, pair.target)) {
                continue;
            }
            taken.push((pair.holder, pair.target));
            let (Some(h), Some(t)) = (found.slots.get(pair.holder), found.slots.get(pair.target)) else { continue };
            let sure = |slot: &Slot| {
                let names = view.sentences.get(number).map_or(&[][..], |s| &s.names);
                slot.names.iter().filter_map(|&n| names.get(n)).map(|n| u32::from(n.confidence)).max().unwrap_or(1000).min(1000)
            };
            let confidence = (u32::from(model.confidence(score)) * sure(h) / 1000 * sure(t) / 1000) as u16;
            count(&mut tallies, holder(h), t.entity, pair.sign, confidence);
            if score >= model.least
                && let Some(stance) = stance(doc, &view, number, pair, holder(h), t.entity, confidence, model)
            {
                stances.push(stance);
            }
        }
        stances[first..].sort_by_key(|s: &Stance| (s.cue, s.holder, s.target));
    }
    Reading { stances, view, tallies }
}

/// Adds a triple's confidence to the tallies of its target and its holder.
pub fn count(tallies: &mut [Tally], holder: Holder, target: usize, sign: usize, confidence: u16) {
    let p = i32::from(confidence);
    if let Some(t) = tallies.get_mut(target) {
        if holder == Holder::Author {
            t.author[sign] += p;
            t.author_best[sign] = t.author_best[sign].max(p);
        } else {
            t.others[sign] += p;
        }
    }
    if let Holder::Entity(e) = holder
        && let Some(t) = tallies.get_mut(e)
    {
        t.own[sign] += p;
    }
}

#[allow(clippy::too_many_arguments)]
fn stance(
    doc: &Document<'_>,
    view: &View,
    number: usize,
    pair: &Pair,
    holder: Holder,
    target: usize,
    confidence: u16,
    model: &StanceModel,
) -> Option<Stance> {
    let s = view.sentences.get(number)?;
    let info = cue_info(s, &model.lexicon, pair.cue);
    let row = info.row.checked_sub(1).and_then(|r| model.lexicon.row(r));
    let (first, last) = (s.first + pair.cue, s.first + info.end.max(pair.cue + 1) - 1);
    let cue = Span::new(doc.tokens.get(first)?.span.start, doc.tokens.get(last)?.span.end);
    let mut features = Vec::new();
    cue_features(view, s, &model.lexicon, pair.cue, &mut features);
    let strength = if model.strength.score(&features) >= 0 { 2 } else { 1 };
    let basis = match holder {
        Holder::Author => Basis::Evaluation,
        _ if model.action.score(&features) >= 0 => Basis::Action,
        _ => Basis::Speech,
    };
    let polarity = if pair.sign == 0 { Polarity::Favor } else { Polarity::Against };
    let turned = info.sign != 0 && (info.sign > 0) != (pair.sign == 0);
    let negated = turned && s.flags.get(pair.cue).is_some_and(|f| f & view::NEGATED != 0);
    let (lemma, rule) = match row {
        Some(r) => (r.lemma.clone(), format!("{}:{}", if r.table == Table::Frame { "frames" } else { "evaluative" }, r.lemma)),
        None => (doc.stem(first).to_string(), format!("learned:{}", doc.stem(first))),
    };
    Some(Stance { sentence: number, holder, target, polarity, strength, confidence, basis, cue, lemma, negated, rule })
}

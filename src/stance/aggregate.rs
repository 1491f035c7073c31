//! Stances → one row a target: the author's label over the whole article, and how every other holder stands to it.

use super::model::StanceModel;
use super::scorer::probability;
use super::view::View;
use super::{AuthorLabel, Holder, Polarity, Stance, Target};
use crate::resolve::Resolved;

/// An entity this salient (per mille) has a row even without a stance.
const SALIENT: u16 = 200;

/// What speaks for and against an entity over the article, weak evidence too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sum of the author's probabilities (per mille), for and against.
    pub author: [i32; 2],
    /// The greatest of them.
    pub author_best: [i32; 2],
    /// Sum over other holders.
    pub others: [i32; 2],
    /// Sum of the entity's own stances to others.
    pub own: [i32; 2],
}

/// What the trees see of an entity.
#[must_use]
pub fn author_values(v: &View, tallies: &[Tally], entity: usize) -> Vec<i16> {
    let t = tallies.get(entity).cloned().unwrap_or_default();
    let all = tallies.iter().fold([0i32; 2], |a, t| [a[0] + t.author[0], a[1] + t.author[1]]);
    let sentences = v.sentences.len().max(1) as i32;
    let mut out = Vec::with_capacity(20);
    let mut put = |x: i32| out.push(x.clamp(-32000, 32000) as i16);
    for (k, all) in all.into_iter().enumerate() {
        put(t.author[k]);
        put(t.author_best[k]);
        put(t.others[k]);
        put(t.own[k]);
        put(all * 10 / sentences);
        put(t.author[k] * 1000 / (all + 1));
        put(t.author[k] * 100 / (v.counts.get(entity).map_or(1, |c| *c as i32).max(1)));
    }
    put(t.author[0] - t.author[1]);
    put(t.author[0].min(t.author[1]));
    put(t.others[0] - t.others[1]);
    put(v.rank.get(entity).map_or(99, |r| (*r).min(99) as i32));
    put(v.counts.get(entity).map_or(0, |c| (*c).min(99) as i32));
    put(v.speechy as i32);
    put(sentences.min(200));
    put(v.sentences.iter().position(|s| s.entities.contains(&entity)).map_or(99, |p| p.min(99) as i32));
    out
}

/// Label and score -1000..1000 of the author's position, and its probability per mille.
#[must_use]
pub fn author_label(model: &StanceModel, values: &[i16]) -> (AuthorLabel, i16, u16) {
    let scores = [0, 1, 2].map(|k| model.author[k].score(values));
    let p = scores.map(probability);
    let over = |k: usize| scores[k] - model.author_least[k];
    let best = (0..3).filter(|&k| over(k) >= 0).max_by_key(|&k| (over(k), k));
    let score = (p[0] - p[1]).clamp(-1000, 1000) as i16;
    let (label, sure) = match best {
        Some(0) => (AuthorLabel::Favor, p[0]),
        Some(1) => (AuthorLabel::Against, p[1]),
        Some(_) => (AuthorLabel::Mixed, p[2]),
        None => (AuthorLabel::Neutral, 1000 - p.iter().sum::<i32>()),
    };
    (label, if label == AuthorLabel::Neutral { 0 } else { score }, sure.clamp(0, 1000) as u16)
}

/// One row for every entity that is the target of a stance, salient, or in `wanted`; most salient first.
#[must_use]
pub fn aggregate(
    resolved: &Resolved,
    stances: &[Stance],
    view: &View,
    tallies: &[Tally],
    model: &StanceModel,
    wanted: &[usize],
) -> Vec<Target> {
    let mut by_target: Vec<Vec<usize>> = vec![Vec::new(); resolved.entities.len()];
    for (i, s) in stances.iter().enumerate() {
        if let Some(list) = by_target.get_mut(s.target) {
            list.push(i);
        }
    }
    let mut out = Vec::new();
    for (entity, e) in resolved.entities.iter().enumerate() {
        let evidence = &by_target[entity];
        if evidence.is_empty() && e.salience < SALIENT && !wanted.contains(&entity) {
            continue;
        }
        let (label, score, confidence) = author_label(model, &author_values(view, tallies, entity));
        let mut holders: Vec<(Holder, i16, Vec<usize>)> = Vec::new();
        let mut own = Vec::new();
        for &i in evidence {
            let s = &stances[i];
            if s.holder == Holder::Author {
                own.push(i);
                continue;
            }
            let sign = if s.polarity == Polarity::Favor { 1 } else { -1 };
            let weight = (sign * i32::from(s.strength) * i32::from(s.confidence) / 2).clamp(-1000, 1000);
            if let Some(h) = holders.iter_mut().find(|h| h.0 == s.holder) {
                h.1 = (i32::from(h.1) + weight).clamp(-1000, 1000) as i16;
                h.2.push(i);
            } else {
                holders.push((s.holder, weight as i16, vec![i]));
            }
        }
        holders.sort_by_key(|h| (-i32::from(h.1).abs(), h.0));
        out.push(Target { entity, label, score, confidence, evidence: own, holders });
    }
    out.sort_by_key(|t| (u16::MAX - resolved.entities.get(t.entity).map_or(0, |e| e.salience), t.entity));
    out
}

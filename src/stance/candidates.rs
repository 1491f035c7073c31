//! Who could be holder or target in a sentence: the entities named in it, those of the sentences before, the author, an unnamed source.

use super::Holder;
use super::view::{SentenceView, View};
use crate::resolve::Resolved;
use crate::tag::EntityType;

/// Where a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Named in the sentence.
    Here,
    /// Named before.
    Context,
    /// The article's voice; never a target.
    Author,
    /// A source without a name; never a target.
    Unnamed,
}

/// A candidate.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Where from.
    pub kind: Kind,
    /// Entity of the first two kinds.
    pub entity: usize,
    /// Type of the entity.
    pub ty: EntityType,
    /// Its names in the sentence.
    pub names: Vec<usize>,
    /// Sentences back, at most 9.
    pub back: u8,
    /// Order within that sentence, at most 9.
    pub order: u8,
    /// True where it is the first name of that sentence.
    pub first: bool,
    /// It spoke in that sentence.
    pub spoke: bool,
    /// It speaks in this one.
    pub speaks: bool,
    /// Rank by names in the document.
    pub rank: u32,
    /// Names in the document.
    pub count: u32,
    /// Entities of that sentence.
    pub others: u8,
}

/// Most entities of one sentence that are looked at.
const MOST_HERE: usize = 20;
/// Most entities from before.
const MOST_CONTEXT: usize = 6;
/// Sentences looked back.
const BACK: usize = 4;

/// The candidates of sentence `number`: those in it first, then those before, then author and unnamed.
#[must_use]
pub fn slots(v: &View, number: usize, resolved: &Resolved) -> Vec<Slot> {
    let mut out: Vec<Slot> = Vec::new();
    let Some(s) = v.sentences.get(number) else { return out };
    let blank = |kind, entity: usize| Slot {
        kind,
        entity,
        ty: resolved.entities.get(entity).map_or(EntityType::Misc, |e| e.ty),
        names: Vec::new(),
        back: 0,
        order: 0,
        first: false,
        spoke: false,
        speaks: s.speaker == Some(Holder::Entity(entity)),
        rank: v.rank.get(entity).copied().unwrap_or(99),
        count: v.counts.get(entity).copied().unwrap_or(0),
        others: 0,
    };
    for &e in s.entities.iter().take(MOST_HERE) {
        let mut slot = blank(Kind::Here, e);
        slot.names = s.names.iter().enumerate().filter(|(_, n)| n.entity == e).map(|x| x.0).collect();
        out.push(slot);
    }
    let mut context = 0;
    let mut add = |out: &mut Vec<Slot>, e: usize, back: usize, order: usize, from: Option<&SentenceView>| {
        if context < MOST_CONTEXT && !s.entities.contains(&e) && !out.iter().any(|o| o.entity == e) {
            let mut slot = blank(Kind::Context, e);
            slot.back = back.min(9) as u8;
            slot.order = order.min(9) as u8;
            slot.first = order == 0;
            slot.spoke = from.is_some_and(|f| f.speaker == Some(Holder::Entity(e)));
            slot.others = from.map_or(0, |f| f.entities.len().min(9) as u8);
            out.push(slot);
            context += 1;
        }
    };
    if let Some(Holder::Entity(e)) = s.speaker.filter(|_| s.carried) {
        let back = (1..=number.min(9)).find(|b| v.sentences[number - b].entities.contains(&e)).unwrap_or(9);
        let from = v.sentences.get(number.saturating_sub(back));
        let order = from.and_then(|f| f.entities.iter().position(|x| *x == e)).unwrap_or(9);
        add(&mut out, e, back, order, from);
    }
    for back in 1..=BACK.min(number) {
        let from = &v.sentences[number - back];
        for (order, &e) in from.entities.iter().enumerate().take(4) {
            add(&mut out, e, back, order, Some(from));
        }
    }
    let mut top: Vec<usize> = (0..v.rank.len()).filter(|&e| v.rank[e] < 2).collect();
    top.sort_by_key(|&e| v.rank[e]);
    for e in top {
        if !s.entities.contains(&e) && !out.iter().any(|o| o.entity == e) {
            let mut slot = blank(Kind::Context, e);
            slot.back = 9;
            slot.order = 9;
            out.push(slot);
            break;
        }
    }
    out.push(blank(Kind::Author, usize::MAX));
    out.push(blank(Kind::Unnamed, usize::MAX));
    for o in &mut out {
        match o.kind {
            Kind::Author => o.speaks = false,
            Kind::Unnamed => o.speaks = s.speaker == Some(Holder::Unnamed),
            _ => {}
        }
    }
    out
}

/// The holder that a slot stands for.
#[must_use]
pub const fn holder(slot: &Slot) -> Holder {
    match slot.kind {
        Kind::Author => Holder::Author,
        Kind::Unnamed => Holder::Unnamed,
        _ => Holder::Entity(slot.entity),
    }
}

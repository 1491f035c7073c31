//! The labels of tokens: outside, beginning and inside of a mention of each type.

use super::EntityType;
use std::ops::Range;

/// How many there are.
pub const LABELS: usize = 17;

/// Not in a mention.
pub const O: u8 = 0;

/// First token of a mention.
#[must_use]
pub const fn begin(ty: EntityType) -> u8 {
    1 + 2 * ty as u8
}

/// A later token of a mention.
#[must_use]
pub const fn inside(ty: EntityType) -> u8 {
    2 + 2 * ty as u8
}

/// The type of the mention that a label is part of.
#[must_use]
pub fn type_of(label: u8) -> Option<EntityType> {
    EntityType::ALL.get(usize::from(label.checked_sub(1)? / 2)).copied()
}

/// True for the label of a later token.
#[must_use]
pub const fn continues(label: u8) -> bool {
    label > 0 && label.is_multiple_of(2)
}

/// True where `to` may follow `from`; a sentence begins as after `O`.
#[must_use]
pub const fn may_follow(from: u8, to: u8) -> bool {
    !continues(to) || from == to || from + 1 == to && !continues(from)
}

/// Mentions in a sequence of labels; a later token without a first one begins a mention.
#[must_use]
pub fn mentions(labels: &[u8]) -> Vec<(Range<usize>, EntityType)> {
    let mut out: Vec<(Range<usize>, EntityType)> = Vec::new();
    let mut before = O;
    for (i, &label) in labels.iter().enumerate() {
        if let Some(ty) = type_of(label) {
            match out.last_mut() {
                Some(last) if continues(label) && type_of(before) == Some(ty) => last.0.end = i + 1,
                _ => out.push((i..i + 1, ty)),
            }
        }
        before = label;
    }
    out
}

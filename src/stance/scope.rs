//! Negation, hedges, conditions and denial: which words of a sentence stand under them.

use super::frames::{Lexicon, Table};
use super::view::{CLAUSE, DENIED, HEDGED, NEGATED, NEGATOR, PUNCT, SentenceView};

/// How many words a negation reaches.
const REACH: usize = 4;
/// How many words a hedge or condition reaches.
const WIDE: usize = 8;

/// Numbers of the kinds in `scope.tsv`, as compiled.
mod kind {
    pub const NEGATION: i8 = 0;
    pub const NOMINAL: i8 = 1;
    pub const EXCEPTION: i8 = 2;
    pub const HEDGE: i8 = 3;
    pub const CONDITIONAL: i8 = 4;
    pub const QUESTION: i8 = 5;
    pub const DENIAL: i8 = 6;
    pub const FALSE: i8 = 12;
}

/// Sets the flags of the words that stand under a scope word. An exception («ليس فقط») that begins at a negator undoes it.
pub fn mark(v: &mut SentenceView, lexicon: &Lexicon) {
    let n = v.flags.len();
    for at in 0..n {
        let kinds: Vec<(i8, usize)> = v
            .hit_of
            .get(at)
            .and_then(|r| v.hits.get(r.clone()))
            .unwrap_or(&[])
            .iter()
            .filter_map(|h| lexicon.row(h.row).filter(|r| r.table == Table::Scope).map(|r| (r.attitude, h.end as usize)))
            .collect();
        let has = |k: i8| kinds.iter().find(|x| x.0 == k).map(|x| x.1);
        if has(kind::EXCEPTION).is_some() {
            continue;
        }
        if let Some(end) = has(kind::NEGATION).or(has(kind::NOMINAL)) {
            v.flags[at] |= NEGATOR;
            reach(v, end, REACH, NEGATED);
        }
        if let Some(end) = has(kind::HEDGE).or(has(kind::CONDITIONAL)).or(has(kind::QUESTION)) {
            reach(v, end, WIDE, HEDGED);
        }
        if let Some(end) = has(kind::DENIAL).or(has(kind::FALSE)) {
            reach(v, end, WIDE, DENIED);
        }
    }
}

fn reach(v: &mut SentenceView, from: usize, words: usize, flag: u16) {
    for i in from..(from + words).min(v.flags.len()) {
        if v.flags[i] & PUNCT != 0 || (i > from + 1 && v.flags[i] & CLAUSE != 0 && flag == NEGATED) {
            break;
        }
        v.flags[i] |= flag;
    }
}

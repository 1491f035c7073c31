//! A second look at the triples of an article: each sees what the first trees say of the others, in its sentence and in the whole article.
//!
//! Who criticises somebody once does so again; of two holders for one cue only one is right.

use super::Holder;
use super::candidates::holder;
use super::pairs::Looked;
use super::scorer::probability;
use std::collections::BTreeMap;

/// A triple below it (per mille, by the first trees) is not looked at again.
pub const LEAST_AGAIN: i32 = 30;

type Sums<K> = BTreeMap<K, i32>;
/// Slot of the holder, slot of the target, sign, word of the cue.
type Parts = (usize, usize, usize, usize);

/// Adds to the values of each triple what the first trees' scores (by sentence and triple) say of the others.
pub fn enrich(list: &mut [Looked], scores: &[Vec<i32>]) {
    let mut pairs: Sums<(Holder, Holder, usize)> = BTreeMap::new();
    let mut targets: Sums<(usize, usize)> = BTreeMap::new();
    let mut holders: Sums<(Holder, usize)> = BTreeMap::new();
    let p: Vec<Vec<i32>> = scores.iter().map(|s| s.iter().map(|x| probability(*x)).collect()).collect();
    for (l, p) in list.iter().zip(&p) {
        for (pair, &p) in l.pairs.iter().zip(p) {
            let (Some(h), Some(t)) = (l.slots.get(pair.holder), l.slots.get(pair.target)) else { continue };
            *pairs.entry((holder(h), Holder::Entity(t.entity), pair.sign)).or_default() += p;
            *targets.entry((t.entity, pair.sign)).or_default() += p;
            *holders.entry((holder(h), pair.sign)).or_default() += p;
        }
    }
    let mut before: Sums<(Holder, usize, usize)> = BTreeMap::new();
    for ((l, p), score) in list.iter_mut().zip(&p).zip(scores) {
        let keys: Vec<Parts> = l.pairs.iter().map(|x| (x.holder, x.target, x.sign, x.cue)).collect();
        let mut now: Sums<(Holder, usize, usize)> = BTreeMap::new();
        let all: i32 = p.iter().sum();
        for (i, pair) in l.pairs.iter_mut().enumerate() {
            let (Some(h), Some(t)) = (l.slots.get(pair.holder), l.slots.get(pair.target)) else { continue };
            let (h, t, sign, me) = (holder(h), t.entity, pair.sign, p[i]);
            let best = |same: &dyn Fn(&Parts) -> bool| {
                keys.iter().zip(p).enumerate().filter(|(k, (x, _))| *k != i && same(x)).map(|x| *x.1.1).max().unwrap_or(0)
            };
            let (ph, pt) = (pair.holder, pair.target);
            let of = |map: &Sums<(Holder, Holder, usize)>, a, b, s| map.get(&(a, b, s)).copied().unwrap_or(0);
            let target = Holder::Entity(t);
            let extra = [
                score[i],
                of(&pairs, h, target, sign) - me,
                of(&pairs, h, target, 1 - sign),
                of(&pairs, target, h, sign),
                of(&pairs, target, h, 1 - sign),
                targets.get(&(t, sign)).copied().unwrap_or(0) - me,
                targets.get(&(t, 1 - sign)).copied().unwrap_or(0),
                holders.get(&(h, sign)).copied().unwrap_or(0) - me,
                holders.get(&(h, 1 - sign)).copied().unwrap_or(0),
                all - me,
                best(&|x| x.0 == ph && x.1 == pt),
                best(&|x| x.1 == pt && x.2 == sign && x.0 != ph),
                best(&|x| x.0 == ph && x.2 == sign && x.1 != pt),
                best(&|x| x.0 == pt && x.1 == ph),
                best(&|x| x.3 == pair.cue),
                keys.iter().zip(p).filter(|x| *x.1 > me).count() as i32,
                before.get(&(h, t, sign)).copied().unwrap_or(0),
                before.get(&(h, t, 1 - sign)).copied().unwrap_or(0),
            ];
            pair.values.extend(extra.iter().map(|x| (*x).clamp(-32000, 32000) as i16));
            let e = now.entry((h, t, sign)).or_default();
            *e = (*e).max(me);
        }
        before = now;
    }
}

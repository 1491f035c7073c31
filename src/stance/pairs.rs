//! Holder, target and sign together: the best cues for them, and the features by which the trees decide.

use super::candidates::{Kind, Slot, slots};
use super::features::{Cue, Role, between, bucket, cue_features, cue_info, marked, role_features};
use super::frames::Lexicon;
use super::scorer::{Linear, probability, shares};
use super::view::{HEDGED, NAME, NEGATED, PUNCT, QUOTED, SPOKEN, SentenceView, UNNAMED, View};
use super::words::mix;
use crate::resolve::Resolved;

/// Most cues of one sentence and sign.
pub const MOST_CUES: usize = 8;
/// Most pairs of one sentence.
pub const MOST_PAIRS: usize = 20;
/// A word below it is no cue, per mille.
pub const LEAST_CUE: i32 = 60;
/// A pair below it is dropped, in millionths.
pub const LEAST_PAIR: i64 = 1000;

/// The linear models of the first two steps.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// A word as a cue: for, against.
    pub cue: [Linear; 2],
    /// A slot as target of a cue.
    pub target: Linear,
    /// A slot as holder of a cue.
    pub holder: Linear,
    /// A triple, by its words.
    pub pair: Linear,
}

/// Scores of each word of a sentence as cue: for, against.
#[must_use]
pub fn cue_scores(steps: &Steps, v: &View, s: &SentenceView, lexicon: &Lexicon) -> Vec<[i32; 2]> {
    let mut features = Vec::new();
    (0..s.flags.len())
        .map(|at| {
            if s.flags[at] & (PUNCT | NAME) != 0 {
                return [-320; 2];
            }
            features.clear();
            cue_features(v, s, lexicon, at, &mut features);
            [steps.cue[0].score(&features), steps.cue[1].score(&features)]
        })
        .collect()
}

/// The cues worth looking at, best first for each sign.
#[must_use]
pub fn cues(s: &SentenceView, lexicon: &Lexicon, scores: &[[i32; 2]]) -> Vec<Cue> {
    let mut out = Vec::new();
    for sign in 0..2 {
        let mut list: Vec<usize> = (0..scores.len()).filter(|&i| probability(scores[i][sign]) >= LEAST_CUE).collect();
        list.sort_by_key(|&i| (-scores[i][sign], i));
        list.truncate(MOST_CUES);
        out.extend(list.into_iter().map(|at| Cue { at, sign, info: cue_info(s, lexicon, at) }));
    }
    out
}

/// Names of a slot that stand nearest to a word: the last before, the first after.
#[must_use]
pub fn nearest(s: &SentenceView, slot: &Slot, at: usize) -> [Option<usize>; 2] {
    let before = slot.names.iter().rev().find(|&&n| s.names[n].words.start <= at).copied();
    let after = slot.names.iter().find(|&&n| s.names[n].words.start > at).copied();
    [before, after]
}

/// Score of a slot in a role of a cue, and the name that gives it.
#[must_use]
#[allow(clippy::too_many_arguments)]
pub fn role_score(
    model: &Linear,
    v: &View,
    s: &SentenceView,
    scores: &[[i32; 2]],
    cue: &Cue,
    slot: &Slot,
    role: Role,
    buffer: &mut Vec<u32>,
) -> (i32, Option<usize>) {
    if slot.kind != Kind::Here {
        buffer.clear();
        role_features(v, s, scores, cue, slot, None, role, buffer);
        return (model.score(buffer), None);
    }
    let mut best = (-999, None);
    for name in nearest(s, slot, cue.at).into_iter().flatten() {
        buffer.clear();
        role_features(v, s, scores, cue, slot, Some(name), role, buffer);
        let score = model.score(buffer);
        if score > best.0 {
            best = (score, Some(name));
        }
    }
    best
}

/// Joint score, slot of the holder, slot of the target, sign.
type Ranked = (i64, usize, usize, usize);

/// A triple that may stand.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Slot of the holder.
    pub holder: usize,
    /// Slot of the target.
    pub target: usize,
    /// 0 for, 1 against.
    pub sign: usize,
    /// Best cue's word.
    pub cue: usize,
    /// How good it looks after the first steps, in millionths.
    pub joint: i64,
    /// What the trees see.
    pub values: Vec<i16>,
    /// Hashed features of the linear model over triples.
    pub words: Vec<u32>,
}

/// Everything about one sentence after the first two steps.
pub struct Looked {
    /// Candidates.
    pub slots: Vec<Slot>,
    /// Scores of the words.
    pub scores: Vec<[i32; 2]>,
    /// Cues.
    pub cues: Vec<Cue>,
    /// The triples kept, by joint score.
    pub pairs: Vec<Pair>,
}

/// Looks at sentence `number`.
#[must_use]
pub fn look(steps: &Steps, v: &View, number: usize, resolved: &Resolved, lexicon: &Lexicon) -> Looked {
    let mut out = Looked { slots: Vec::new(), scores: Vec::new(), cues: Vec::new(), pairs: Vec::new() };
    let Some(s) = v.sentences.get(number) else { return out };
    out.slots = slots(v, number, resolved);
    if out.slots.len() < 3 {
        return out;
    }
    out.scores = cue_scores(steps, v, s, lexicon);
    out.cues = cues(s, lexicon, &out.scores);
    let n = out.slots.len();
    let mut buffer = Vec::new();
    let blank = (-999, None);
    let mut as_target = vec![vec![blank; n]; out.cues.len()];
    let mut as_holder = vec![vec![blank; n]; out.cues.len()];
    for (c, cue) in out.cues.iter().enumerate() {
        for (i, slot) in out.slots.iter().enumerate() {
            as_holder[c][i] = role_score(&steps.holder, v, s, &out.scores, cue, slot, Role::Holder, &mut buffer);
            if matches!(slot.kind, Kind::Here | Kind::Context) {
                as_target[c][i] = role_score(&steps.target, v, s, &out.scores, cue, slot, Role::Target, &mut buffer);
            }
        }
    }
    let share = |role: &[(i32, Option<usize>)]| shares(&role.iter().map(|x| x.0).collect::<Vec<_>>());
    let target_share: Vec<Vec<i32>> = as_target.iter().map(|r| share(r)).collect();
    let holder_share: Vec<Vec<i32>> = as_holder.iter().map(|r| share(r)).collect();
    let mut found: Vec<Ranked> = Vec::new();
    let prob = |x: i32| i64::from(probability(x));
    let joint = |c: usize, h: usize, t: usize| {
        let cue = &out.cues[c];
        prob(out.scores[cue.at][cue.sign]) * i64::from(target_share[c][t]) * i64::from(holder_share[c][h]) / 1000
    };
    for h in 0..n {
        for t in 0..n.saturating_sub(2) {
            if h == t {
                continue;
            }
            for sign in 0..2 {
                let best = (0..out.cues.len()).filter(|&c| out.cues[c].sign == sign).map(|c| joint(c, h, t)).max().unwrap_or(0);
                if best >= LEAST_PAIR {
                    found.push((best, h, t, sign));
                }
            }
        }
    }
    found.sort_by_key(|x| (-x.0, x.1, x.2, x.3));
    found.truncate(MOST_PAIRS);
    for (order, &(best, h, t, sign)) in found.iter().enumerate() {
        let mut list: Vec<(i64, usize)> = (0..out.cues.len()).filter(|&c| out.cues[c].sign == sign).map(|c| (joint(c, h, t), c)).collect();
        list.sort_by_key(|x| (-x.0, x.1));
        let c = list[0].1;
        let cue = out.cues[c];
        let mut values: Vec<i16> = Vec::with_capacity(64);
        let mut put = |x: i64| values.push(x.clamp(-32000, 32000) as i16);
        let none: i64 = list.iter().map(|x| 1_000_000 - x.0).fold(1_000_000, |a, b| a * b / 1_000_000);
        let other = found.iter().find(|f| f.1 == h && f.2 == t && f.3 != sign).map_or(0, |f| f.0);
        let rest = |same: &dyn Fn(&Ranked) -> bool| found.iter().find(|f| same(f) && (f.1, f.2) != (h, t)).map_or(0, |f| f.0);
        put(best / 100);
        put((1_000_000 - none) / 100);
        put(list.get(1).map_or(0, |x| x.0) / 100);
        put(i64::from(out.scores[cue.at][sign]));
        put(i64::from(out.scores[cue.at][1 - sign]));
        put(i64::from(target_share[c][t]));
        put(i64::from(holder_share[c][h]));
        put(other / 100);
        put(rest(&|f| f.2 == t && f.3 == sign) / 100);
        put(rest(&|f| f.1 == h && f.3 == sign) / 100);
        put(rest(&|_| true) / 100);
        put(order as i64);
        let better =
            |list: &[(i32, Option<usize>)], i: usize| list.iter().enumerate().filter(|x| x.0 != i).map(|x| x.1.0).max().unwrap_or(-999);
        put(i64::from(as_target[c][t].0 - better(&as_target[c], t)));
        put(i64::from(as_holder[c][h].0 - better(&as_holder[c], h)));
        put(as_target[c].iter().filter(|x| x.0 > as_target[c][t].0).count() as i64);
        put(as_holder[c].iter().filter(|x| x.0 > as_holder[c][h].0).count() as i64);
        // the target as holder of it, the holder as target of it
        put(i64::from(holder_share[c][t]));
        put(i64::from(target_share[c][h]));
        let best_of = |role: &Vec<Vec<i32>>, i: usize, sign: usize| {
            (0..out.cues.len())
                .filter(|&k| out.cues[k].sign == sign)
                .map(|k| prob(out.scores[out.cues[k].at][sign]) * i64::from(role[k][i]) / 100)
                .max()
                .unwrap_or(0)
        };
        put(best_of(&target_share, t, sign));
        put(best_of(&target_share, t, 1 - sign));
        put(best_of(&holder_share, h, sign));
        put(best_of(&holder_share, h, 1 - sign));
        let (hs, ts) = (&out.slots[h], &out.slots[t]);
        put(hs.kind as i64);
        put(ts.kind as i64);
        put(hs.ty as i64);
        put(ts.ty as i64);
        let place = |name: Option<usize>| name.and_then(|x| s.names.get(x)).map(|x| x.words.clone());
        let (hw, tw) = (place(as_holder[c][h].1), place(as_target[c][t].1));
        let side = |w: &Option<std::ops::Range<usize>>| {
            w.as_ref().map_or(0i64, |w| if w.start > cue.at { (w.start - cue.at) as i64 } else { w.end as i64 - 1 - cue.at as i64 })
        };
        put(side(&hw));
        put(side(&tw));
        let gap = match (&hw, &tw) {
            (Some(a), Some(b)) if a.start < b.start => b.start as i64 - a.end as i64 + 1,
            (Some(a), Some(b)) => -(a.start as i64 - b.end as i64 + 1),
            _ => 0,
        };
        put(gap);
        let span = |w: &Option<std::ops::Range<usize>>| {
            w.as_ref().map_or_else(Default::default, |w| {
                if w.start > cue.at { between(s, &out.scores, cue.at + 1, w.start) } else { between(s, &out.scores, w.end, cue.at) }
            })
        };
        let (hb, tb) = (span(&hw), span(&tw));
        for b in [&hb, &tb] {
            put(b.names as i64);
            put(b.punct as i64);
            put(b.clauses as i64);
            put(b.reports as i64);
            put(b.frames as i64);
            put(i64::from(b.rival - out.scores[cue.at][sign]));
        }
        let name = |x: Option<usize>| x.and_then(|x| s.names.get(x));
        let (hn, tn) = (name(as_holder[c][h].1), name(as_target[c][t].1));
        put(hn.map_or(-1, |x| i64::from(x.prep)));
        put(tn.map_or(-1, |x| i64::from(x.prep)));
        put(tn.map_or(-1, |x| i64::from(x.near_prep)));
        let fits = |x: &super::view::Name| {
            if cue.info.row == 0 {
                0
            } else {
                1 + i64::from(marked(x.prep, cue.info.markers)) + 2 * i64::from(marked(x.near_prep, cue.info.markers))
            }
        };
        put(tn.map_or(-1, fits));
        put(i64::from(cue.info.sign * if sign == 0 { 1 } else { -1 }));
        put(i64::from(cue.info.form));
        put(i64::from(cue.info.basis));
        let flag = s.flags[cue.at];
        put(i64::from(flag & (QUOTED | SPOKEN) != 0)
            + 2 * i64::from(s.speech)
            + 4 * i64::from(flag & NEGATED != 0)
            + 8 * i64::from(flag & HEDGED != 0));
        let voice = s.voice.get(cue.at).copied().flatten();
        put(match voice {
            None => 0,
            Some(x) if x == super::candidates::holder(hs) => 1,
            Some(x) if x == super::candidates::holder(ts) => 2,
            Some(super::Holder::Unnamed) => 3,
            Some(_) => 4,
        });
        put(i64::from(hs.speaks) + 2 * i64::from(hs.spoke) + 4 * i64::from(hn.is_some_and(|x| x.speaker)));
        put(i64::from(ts.speaks) + 2 * i64::from(ts.spoke) + 4 * i64::from(tn.is_some_and(|x| x.speaker)));
        put(i64::from(hs.back));
        put(i64::from(ts.back));
        put(i64::from(hs.rank.min(30)));
        put(i64::from(ts.rank.min(30)));
        put(i64::from(hs.count.min(60)));
        put(i64::from(ts.count.min(60)));
        put(s.entities.len() as i64);
        put(s.flags.len().min(200) as i64);
        put(out.cues.iter().filter(|x| x.sign == sign).count() as i64);
        put(number.min(60) as i64);
        put((number * 10 / v.sentences.len().max(1)) as i64);
        put(i64::from(v.speechy));
        put(hw.as_ref().map_or(-1, |w| w.start as i64));
        put(tw.as_ref().map_or(-1, |w| w.start as i64));
        put(cue.at as i64);
        put(i64::from(s.flags.iter().any(|f| f & UNNAMED != 0)));
        put(i64::from(s.shapes[cue.at].pronoun) + 2 * i64::from(s.shapes[cue.at].definite));
        put(sign as i64);
        put(s.speaker.map_or(0, |x| match x {
            super::Holder::Entity(_) => 1,
            super::Holder::Unnamed => 2,
            super::Holder::Author => 3,
        }));
        let words = pair_words(v, s, &cue, hs, ts, hn, tn, side(&hw), side(&tw), gap);
        put(i64::from(steps.pair.score(&words)));
        out.pairs.push(Pair { holder: h, target: t, sign, cue: cue.at, joint: best, values, words });
    }
    out
}

/// Hashed features of a triple.
#[allow(clippy::too_many_arguments)]
fn pair_words(
    v: &View,
    s: &SentenceView,
    cue: &Cue,
    hs: &Slot,
    ts: &Slot,
    hn: Option<&super::view::Name>,
    tn: Option<&super::view::Name>,
    h_side: i64,
    t_side: i64,
    gap: i64,
) -> Vec<u32> {
    let mut out = Vec::with_capacity(40);
    let mut f = |t: u32, a: u32, b: u32| out.push(mix(400 + t, a, b));
    let order = |x: i64| {
        if x > 0 {
            1
        } else if x < 0 {
            2
        } else {
            0
        }
    };
    let pattern = (order(h_side) | order(t_side) << 2 | order(gap) << 4 | (hs.kind as i64) << 6 | (ts.kind as i64) << 8) as u32;
    let me = s.shapes[cue.at].stem;
    let sign = cue.sign as u32;
    let types = hs.ty as u32 | (ts.ty as u32) << 4;
    let word = |i: Option<usize>| i.and_then(|i| s.shapes.get(i)).map_or(0, |w| w.stem);
    let h_before = word(hn.and_then(|n| n.words.start.checked_sub(1)));
    let t_before = word(tn.and_then(|n| n.words.start.checked_sub(1)));
    let h_after = word(hn.map(|n| n.words.end));
    let t_after = word(tn.map(|n| n.words.end));
    let preps = u32::from(hn.map_or(63, |n| n.prep)) | u32::from(tn.map_or(63, |n| n.prep)) << 8;
    f(0, 0, sign);
    let voice = match s.voice.get(cue.at).copied().flatten() {
        None => 0,
        Some(x) if x == super::candidates::holder(hs) => 1,
        Some(x) if x == super::candidates::holder(ts) => 2,
        Some(super::Holder::Unnamed) => 3,
        Some(_) => 4,
    };
    f(40, voice, pattern);
    f(41, voice | (hs.kind as u32) << 3, me);
    f(42, voice | (hs.kind as u32) << 3, types);
    f(1, pattern, sign);
    f(2, pattern, types);
    f(3, pattern, me);
    f(4, pattern, cue.info.row);
    f(5, pattern, cue.info.form | sign << 4);
    f(6, pattern, preps);
    f(7, types, sign);
    f(8, types, me);
    f(9, h_before, t_before);
    f(10, h_before, pattern);
    f(11, t_before, pattern);
    f(12, h_after, sign);
    f(13, t_after, sign);
    f(14, t_before, sign);
    f(15, h_before, sign);
    f(16, preps, cue.info.form);
    f(17, preps, me);
    f(18, me, sign);
    f(19, cue.info.row, sign);
    f(20, hs.kind as u32 | u32::from(hs.speaks) << 3 | u32::from(s.speech) << 4, me);
    f(21, hs.kind as u32 | u32::from(hs.speaks) << 3 | u32::from(hs.spoke) << 4, pattern);
    f(22, bucket(h_side.unsigned_abs() as usize) | bucket(t_side.unsigned_abs() as usize) << 4, pattern);
    f(23, v.speechy | (hs.kind as u32) << 5, sign);
    f(24, h_before, me);
    f(25, t_before, me);
    f(26, word(Some(0)), hs.kind as u32);
    f(27, word(Some(0)), pattern);
    f(28, word(cue.at.checked_add(1)), pattern);
    f(29, word(cue.at.checked_sub(1)), pattern);
    out
}

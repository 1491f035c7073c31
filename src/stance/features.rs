//! Hashed features: of a word as a cue, and of a cue together with somebody who could be its holder or its target.
//!
//! One code for training and for running.

use super::candidates::{Kind, Slot};
use super::frames::{Lexicon, Table};
use super::view::{
    CLAUSE, COLON, DENIED, FRAME, HAL, HEDGED, NAME, NEGATED, NEGATOR, PREP, PUNCT, QUOTED, REPORT, SPOKEN, SentenceView, UNNAMED, View,
};
use super::words::mix;
use crate::tag::EntityType;

/// Holder or target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who takes the position.
    Holder,
    /// At whom it aims.
    Target,
}

/// Buckets a distance in words.
#[must_use]
pub fn bucket(d: usize) -> u32 {
    match d {
        0..=3 => d as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=22 => 7,
        _ => 8,
    }
}

/// Stem of word `at + by`; a mark where there is none, the type where it is a name.
fn stem(s: &SentenceView, at: usize, by: isize) -> u32 {
    let Some(i) = at.checked_add_signed(by) else { return 1 };
    let (Some(shape), Some(&f)) = (s.shapes.get(i), s.flags.get(i)) else { return 2 };
    if f & NAME != 0 {
        return 3 + s.names.iter().find(|n| n.words.contains(&i)).map_or(0, |n| n.ty as u32);
    }
    shape.stem
}

/// What the tables say of the word: first row of a frame or an evaluative word, its form, sign.
#[derive(Clone, Copy, Debug, Default)]
pub struct CueInfo {
    /// Row number plus one.
    pub row: u32,
    /// -1, 0, 1.
    pub sign: i32,
    /// As [`Form`], 6 for none.
    pub form: u32,
    /// Target markers of the row.
    pub markers: u32,
    /// The subject is the target.
    pub converse: bool,
    /// 0 speech, 1 action, 2 other, 3 unknown.
    pub basis: u8,
    /// 1, 2; 0 unknown.
    pub strength: u8,
    /// End of the phrase, in words of the sentence.
    pub end: usize,
}

/// The first frame or evaluative row that begins at the word.
#[must_use]
pub fn cue_info(s: &SentenceView, lexicon: &Lexicon, at: usize) -> CueInfo {
    let hits = s.hit_of.get(at).and_then(|r| s.hits.get(r.clone())).unwrap_or(&[]);
    for h in hits {
        if let Some(r) = lexicon.row(h.row).filter(|r| matches!(r.table, Table::Frame | Table::Evaluative)) {
            return CueInfo {
                row: h.row + 1,
                sign: i32::from(r.attitude.signum()),
                form: h.form as u32,
                markers: r.markers,
                converse: r.converse,
                basis: r.basis,
                strength: r.strength,
                end: h.end as usize,
            };
        }
    }
    let form = s.shapes.get(at).map_or(6, |w| if w.definite { 7 } else { 6 + (w.form % 3) });
    CueInfo { form, basis: 3, end: at + 1, ..CueInfo::default() }
}

/// Features of word `at` as part of a cue.
pub fn cue_features(v: &View, s: &SentenceView, lexicon: &Lexicon, at: usize, out: &mut Vec<u32>) {
    let (Some(shape), Some(&flags)) = (s.shapes.get(at), s.flags.get(at)) else { return };
    let mut f = |t: u32, a: u32, b: u32| out.push(mix(t, a, b));
    let me = shape.stem;
    let whole = shape.readings.first().copied().unwrap_or(0);
    f(0, 0, 0);
    f(1, me, 0);
    f(2, whole, 0);
    f(3, me, stem(s, at, -1));
    f(4, me, stem(s, at, 1));
    f(5, stem(s, at, -1), 0);
    f(6, stem(s, at, 1), 0);
    f(7, stem(s, at, -2), 0);
    f(8, stem(s, at, 2), 0);
    f(9, shape.form, 0);
    f(10, stem(s, at, -1), stem(s, at, 1));
    f(11, me, u32::from(flags & (NEGATED | HEDGED)));
    f(12, u32::from(flags & (QUOTED | SPOKEN | NAME | PREP | CLAUSE | PUNCT | REPORT | HAL | UNNAMED)), 0);
    let voice = match s.voice.get(at).copied().flatten() {
        None => 0,
        Some(super::Holder::Unnamed) => 1,
        Some(_) => 2,
    };
    f(55, me, voice);
    f(56, voice, u32::from(s.speech) | v.speechy << 1);
    f(13, me, u32::from(s.speech) | u32::from(flags & (QUOTED | SPOKEN) != 0) << 1);
    let hits = s.hit_of.get(at).and_then(|r| s.hits.get(r.clone())).unwrap_or(&[]);
    let mut known = 0;
    for h in hits {
        let Some(r) = lexicon.row(h.row) else { continue };
        let sign = (r.attitude.signum() + 1) as u32 | (r.table as u32) << 2;
        f(14, h.row, h.form as u32);
        f(15, h.row, 0);
        if r.table == Table::Scope {
            continue;
        }
        known |= 1 << sign;
        let long = h.end - h.first;
        f(16, sign, u32::from(r.basis) | u32::from(r.strength) << 2 | long.min(3) << 4);
        f(17, sign | long.min(3) << 5, h.form as u32);
        f(18, sign, u32::from(flags & (NEGATED | HEDGED | QUOTED | DENIED)));
        f(19, (r.attitude + 10) as u32, r.table as u32);
        let after = (h.end as usize..h.end as usize + 5).any(|i| s.names.iter().any(|n| n.words.start == i && marked(n.prep, r.markers)));
        f(20, sign, u32::from(after));
        f(21, h.row, u32::from(after));
    }
    f(22, known, shape.form);
    let near = |d: isize| at.checked_add_signed(d).and_then(|i| s.flags.get(i)).is_some_and(|x| x & FRAME != 0);
    f(23, u32::from(near(-1)) | u32::from(near(-2)) << 1 | u32::from(near(1)) << 2 | u32::from(near(2)) << 3, known);
    for d in [-2isize, -1, 1, 2] {
        let Some(i) = at.checked_add_signed(d) else { continue };
        let info = cue_info(s, lexicon, i);
        if info.row > 0 {
            f(24, (d + 4) as u32, (info.sign + 1) as u32 | (info.strength as u32 * 4));
        }
        if s.flags.get(i).is_some_and(|x| x & NEGATOR != 0) {
            f(25, (d + 4) as u32, me);
            f(26, (d + 4) as u32, known);
        }
    }
    f(27, s.names.len().min(6) as u32, v.speechy);
    f(28, me, v.speechy / 3);
    f(29, bucket(at), bucket(s.flags.len() - at));
    let next = s.names.iter().find(|n| n.words.start > at);
    let dist = next.map_or(9, |n| bucket(n.words.start - at));
    f(30, dist, next.map_or(9, |n| u32::from(n.prep)));
    f(31, me, next.map_or(99, |n| u32::from(n.prep) + if dist < 4 { 0 } else { 50 }));
    f(32, me, u32::from(shape.pronoun) | u32::from(shape.definite) << 1 | u32::from(shape.prep) << 2);
    for r in shape.readings.iter().skip(1).take(5) {
        f(33, *r, 0);
    }
    f(34, stem(s, at, -2), stem(s, at, -1));
    f(35, stem(s, at, 1), stem(s, at, 2));
}

/// True where preposition `prep` (plus one; 0 for none) is one of the row's target markers.
#[must_use]
pub const fn marked(prep: u8, markers: u32) -> bool {
    if prep == 0 { markers & 1 != 0 } else { markers & (1 << prep) != 0 }
}

/// Everything between two words that matters: names, punctuation, clauses, verbs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Between {
    /// Words.
    pub words: usize,
    /// Names.
    pub names: usize,
    /// Commas and the like.
    pub punct: usize,
    /// Clause openers.
    pub clauses: usize,
    /// Colons, reporting words.
    pub reports: usize,
    /// Rows of frames.
    pub frames: usize,
    /// Hash of the function words in order.
    pub path: u32,
    /// Best cue score.
    pub rival: i32,
}

/// Looks at words `from..to`.
#[must_use]
pub fn between(s: &SentenceView, cues: &[[i32; 2]], from: usize, to: usize) -> Between {
    let mut b = Between { words: to.saturating_sub(from), rival: -999, ..Between::default() };
    let mut steps = 0;
    for i in from..to.min(s.flags.len()).min(from + 60) {
        let f = s.flags[i];
        if f & PUNCT != 0 {
            b.punct += 1;
        }
        if f & (CLAUSE | PUNCT | PREP | NEGATOR) != 0 && steps < 4 {
            b.path = mix(b.path, s.shapes[i].stem, 77);
            steps += 1;
        }
        b.clauses += usize::from(f & CLAUSE != 0);
        b.reports += usize::from(f & (REPORT | COLON | HAL) != 0);
        b.frames += usize::from(f & FRAME != 0);
        if let Some(c) = cues.get(i) {
            b.rival = b.rival.max(c[0].max(c[1]));
        }
    }
    b.names = s.names.iter().filter(|n| n.words.start >= from && n.words.end <= to).count();
    b
}

/// A cue with its place in the sentence.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// Word.
    pub at: usize,
    /// 0 favour, 1 against.
    pub sign: usize,
    /// What the tables say.
    pub info: CueInfo,
}

#[allow(clippy::too_many_arguments)]
/// Features of a cue and a slot in a role; `name` is the name looked at, for a slot in the sentence.
pub fn role_features(
    v: &View,
    s: &SentenceView,
    cues: &[[i32; 2]],
    cue: &Cue,
    slot: &Slot,
    name: Option<usize>,
    role: Role,
    out: &mut Vec<u32>,
) {
    let base = if role == Role::Holder { 1000 } else { 700 };
    let mut f = |t: u32, a: u32, b: u32| out.push(mix(base + t, a, b));
    let (Some(shape), Some(&flags)) = (s.shapes.get(cue.at), s.flags.get(cue.at)) else { return };
    let me = shape.stem;
    let sign = cue.sign as u32;
    let form = cue.info.form;
    let spoken = u32::from(flags & (QUOTED | SPOKEN) != 0) | u32::from(s.speech) << 1;
    let here = s.entities.len().min(5) as u32;
    let voice = s.voice.get(cue.at).copied().flatten();
    let voiced = match voice {
        None => 0,
        Some(h) if h == super::candidates::holder(slot) => 1,
        Some(super::Holder::Unnamed) => 2,
        Some(_) => 3,
    } | u32::from(flags & QUOTED != 0) << 2;
    f(0, 0, 0);
    f(40 + 100, voiced, slot.kind as u32);
    f(41 + 100, voiced | (slot.kind as u32) << 3, me);
    f(42 + 100, voiced | (slot.kind as u32) << 3, cue.info.row);
    f(43 + 100, voiced | (slot.kind as u32) << 3, form | sign << 4);
    f(44 + 100, voiced | (slot.kind as u32) << 3, v.speechy);
    f(45 + 100, voiced | (slot.kind as u32) << 3, u32::from(cue.info.basis) | u32::from(cue.info.strength) << 2);
    f(47 + 100, voiced | (slot.kind as u32) << 3, u32::from(slot.speaks) | u32::from(slot.spoke) << 1);
    let kind = slot.kind as u32;
    let Some(n) = name.and_then(|n| s.names.get(n)) else {
        let ty = slot.ty as u32;
        f(1, kind, spoken);
        f(2, kind, me);
        f(3, kind, cue.info.row);
        f(4, kind | sign << 4, form);
        f(5, kind, stem(s, 0, 0));
        f(6, kind | here << 4, spoken);
        f(7, kind | v.speechy << 4, spoken);
        f(8, kind, u32::from(shape.pronoun) | u32::from(shape.conj) << 1 | u32::from(shape.definite) << 2 | u32::from(shape.prep) << 3);
        f(9, kind, u32::from(cue.info.basis) | u32::from(cue.info.strength) << 2 | spoken << 4);
        f(10, kind, u32::from(flags));
        f(11, kind, (s.speaker == Some(super::Holder::Unnamed)) as u32 | u32::from(s.carried) << 1 | spoken << 2);
        f(12, kind, if s.flags.iter().any(|x| x & UNNAMED != 0) { 1 } else { 0 } | spoken << 1);
        f(13, kind | u32::from(s.speaker.is_some()) << 4, me);
        f(14, kind, stem(s, cue.at, -1));
        f(15, kind, stem(s, cue.at, 1));
        f(16, kind, shape.form);
        f(17, kind, bucket(cue.at));
        if slot.kind == Kind::Context {
            let spk = u32::from(slot.speaks) | u32::from(slot.spoke) << 1;
            f(30, slot.back.into(), slot.order.into());
            f(31, spk | (slot.back as u32 * 4), spoken);
            f(32, spk | ty << 4, here);
            f(33, slot.rank.min(6), here);
            f(34, ty, spoken);
            f(35, u32::from(shape.pronoun) | ty << 1, slot.back.into());
            f(36, slot.first as u32 | here << 2, spk);
            f(37, spk, me);
            f(38, ty | (slot.back as u32 * 16), form);
            f(39, u32::from(s.carried) | spk << 1, spoken | here << 3);
            f(40, slot.rank.min(6), spk | spoken << 3);
            f(41, slot.others.min(6).into(), u32::from(slot.order) | ty << 4);
        }
        return;
    };
    let after = n.words.start > cue.at;
    let (from, to) = if after { (cue.at + 1, n.words.start) } else { (n.words.end, cue.at) };
    let b = between(s, cues, from, to);
    let dir = u32::from(after);
    let d = bucket(b.words) << 1 | dir;
    let ty = n.ty as u32;
    let prep = u32::from(n.prep);
    let near = u32::from(n.near_prep);
    let nb = b.names.min(4) as u32;
    let broken = (b.punct.min(2) as u32) | (b.clauses.min(2) as u32) << 2 | (b.reports.min(1) as u32) << 4;
    let rival = u32::from(b.rival > cues.get(cue.at).map_or(0, |c| c[cue.sign]));
    let fits = u32::from(cue.info.row > 0 && marked(n.prep, cue.info.markers))
        | u32::from(cue.info.row > 0 && marked(n.near_prep, cue.info.markers)) << 1;
    let before = stem(s, n.words.start, -1);
    let next = stem(s, n.words.end, 0);
    let order = s.names.iter().position(|m| std::ptr::eq(m, n)).unwrap_or(0);
    let first = u32::from(order == 0) | u32::from(order + 1 == s.names.len()) << 1;
    let speaker = u32::from(n.speaker) | u32::from(slot.speaks) << 1;
    f(50, d, nb);
    f(51, d, ty);
    f(52, prep | dir << 6, me);
    f(53, prep | dir << 6, cue.info.row);
    f(54, prep | dir << 6 | sign << 8, form | nb << 4);
    f(55, fits | dir << 4, bucket(b.words) | form << 4);
    f(56, before, dir);
    f(57, next, dir);
    f(58, ty | dir << 4 | sign << 5, form);
    f(59, broken | dir << 6, nb);
    f(60, broken | dir << 6, bucket(b.words));
    f(61, me, dir | nb.min(1) << 1);
    f(62, cue.info.row, dir | nb.min(2) << 1);
    f(63, me, ty | dir << 4);
    f(64, form | nb << 4, dir | first << 2);
    f(65, speaker | dir << 3, spoken);
    f(66, speaker | dir << 3 | rival << 4, broken);
    f(67, speaker, me);
    f(68, speaker, cue.info.row);
    f(69, speaker | ty << 3, u32::from(flags & (QUOTED | SPOKEN)));
    f(120, voiced | dir << 3, d | nb << 8);
    f(121, voiced | dir << 3, broken);
    f(122, voiced | dir << 3, form | prep << 4);
    f(123, voiced | dir << 3, ty | form << 4);
    f(70, dir | u32::from(shape.pronoun) << 1, d);
    f(71, b.path, dir);
    f(72, b.path, dir | form << 1);
    f(73, near | dir << 6, form);
    f(74, near | dir << 6, me);
    f(75, rival | dir << 1, d);
    f(76, rival | (b.frames.min(3) as u32 * 2), dir | form << 1);
    f(77, here | dir << 4, first | (order.min(4) as u32 * 8));
    f(78, u32::from(n.conj) | dir << 1, nb);
    f(79, u32::from(cue.info.converse) | dir << 1, prep);
    f(80, ty | prep << 4, d);
    f(81, form | ty << 4, d);
    f(82, before, ty);
    f(83, bucket(n.words.start), dir | spoken << 1);
    f(84, slot.count.min(4), dir | slot.rank.min(4) << 1);
    f(85, before, me);
    if b.words <= 4 {
        let mut path = dir;
        for i in from..to {
            path = mix(1, path, stem(s, i, 0));
        }
        f(86, path, 0);
        f(87, path, ty);
        f(88, path, form);
    }
    if n.ty == EntityType::Norp && !after {
        f(89, u32::from(n.words.end == cue.at), form);
    }
    if n.ty == EntityType::Norp && after && b.words == 0 {
        f(90, form, u32::from(shape.definite));
        f(91, me, 0);
    }
    f(92, shape.form, dir | nb.min(2) << 1);
    f(93, spoken | dir << 2, ty | nb.min(2) << 4);
    f(94, stem(s, cue.at, 1), dir | nb.min(1) << 1);
    f(95, stem(s, cue.at, -1), dir | nb.min(1) << 1);
    f(96, v.speechy, dir | speaker << 1);
}

//! Digits and number words → one exact number.

use super::Reading;
use super::decimal::Decimal;
use super::tables::{Hit, Kind};
use crate::tokenize::TokenKind;

/// A number in the text.
pub struct Number {
    pub value: Decimal,
    /// One past its last token.
    pub end: usize,
    /// Bytes of proclitics of its first token.
    pub skip: usize,
    /// True where it is more than a bare word for one: a value by itself.
    pub certain: bool,
    /// True where it carried its own percent sign.
    pub percent: bool,
}

#[derive(Default)]
struct Sum {
    /// What the scales so far make.
    total: Option<Decimal>,
    /// What stands before the next scale.
    group: Option<Decimal>,
    /// The last scale; the next must be smaller.
    scale: Option<u64>,
    /// The smallest place taken in the group: 1 after units, 10 after tens, 100 after hundreds.
    place: u64,
    words: usize,
}

impl Sum {
    fn value(&self) -> Option<Decimal> {
        match (self.total, self.group) {
            (Some(t), Some(g)) => t.plus(g),
            (t, g) => t.or(g),
        }
    }
}

/// The number that begins at `i`.
pub fn number(r: &Reading<'_>, i: usize) -> Option<Number> {
    let mut sum = Sum::default();
    let mut j = i;
    let mut skip = 0;
    let mut percent = false;
    let mut certain = false;
    // A half before its scale: «نصف مليون».
    if let (Some(half), Some(scale)) = (r.phrase(i, Kind::Half).or_else(|| r.phrase(i, Kind::Quarter)), r.exact(i + 1, Kind::Scale)) {
        let part = Decimal::hundredths(if half.number == 5 { 50 } else { 25 });
        return Some(Number { value: part.times(scale.number)?, end: i + 2, skip: half.skip, certain: true, percent: false });
    }
    if r.kind(i) == Some(TokenKind::Number) {
        let text = r.word(i);
        let digits = text.trim_matches('%');
        percent = digits.len() < text.len();
        let mut value = Decimal::parse(digits)?;
        // «3 و500»: only behind a scale; «1. 5» is no number.
        if percent {
            return Some(Number { value, end: i + 1, skip: 0, certain: true, percent });
        }
        j += 1;
        certain = true;
        if let Some(scale) = r.exact(j, Kind::Scale) {
            value = value.times(scale.number)?;
            sum.scale = Some(scale.number);
            j += scale.len;
            sum.total = Some(value);
        } else if r.exact(j, Kind::Hundred).is_some() {
            value = value.times(100)?;
            sum.group = Some(value);
            sum.place = 100;
            j += 1;
            if let Some(scale) = r.exact(j, Kind::Scale) {
                sum.group = None;
                sum.total = Some(value.times(scale.number)?);
                sum.scale = Some(scale.number);
                j += 1;
            }
        } else {
            return Some(Number { value, end: j, skip: 0, certain, percent });
        }
    }
    loop {
        let first = j == i;
        let Some(step) = step(r, j, first, &mut sum) else { break };
        if first {
            skip = step.skip;
        }
        j += step.len;
        if sum.words > 12 {
            break;
        }
    }
    if j == i {
        return None;
    }
    let value = sum.value()?;
    // «واحد», «أحد» alone is somebody, «ست» a lady: a bare word for less than three is no value.
    let bare = j == i + 1 && value.whole().is_some_and(|v| v < 3);
    Some(Number { value, end: j, skip, certain: certain || !bare, percent })
}

struct Step {
    len: usize,
    skip: usize,
}

/// One word of a number. Behind the first, units, tens and smaller scales come with و; a scale that multiplies comes without.
fn step(r: &Reading<'_>, j: usize, first: bool, sum: &mut Sum) -> Option<Step> {
    let word = r.word(j);
    let joined = word.starts_with('و') && word.chars().nth(2).is_some();
    let find = |kind: Kind| -> Option<Hit<'_>> {
        let hit = if first {
            r.phrase(j, kind).or_else(|| article(r, j, kind))
        } else {
            r.phrase(j, kind).filter(|h| h.skip <= 2).or_else(|| article(r, j, kind))
        };
        hit.filter(|h| first || (h.skip == 2) == joined || h.skip == 0)
    };
    sum.words += 1;
    let apart = |h: &Hit<'_>| first || h.skip >= 2;
    // Digits behind a scale: «3 آلاف و500».
    if !first && word == "و" && r.kind(j + 1) == Some(TokenKind::Number) && sum.scale.is_some() && sum.group.is_none() {
        let rest = Decimal::parse(r.word(j + 1))?;
        let small = rest.whole().is_some_and(|v| sum.scale.is_some_and(|s| v < s));
        if !small {
            return None;
        }
        if let Some(scale) = r.exact(j + 2, Kind::Scale).filter(|s| sum.scale.is_some_and(|last| s.number < last)) {
            sum.total = Some(sum.total?.plus(rest.times(scale.number)?)?);
            sum.scale = Some(scale.number);
            return Some(Step { len: 3, skip: 0 });
        }
        sum.group = Some(rest);
        sum.place = 1;
        return Some(Step { len: 2, skip: 0 });
    }
    if let Some(h) = find(Kind::Half).or_else(|| find(Kind::Quarter)).filter(|h| !first && h.skip == 2)
        && let (Some(scale), None) = (sum.scale, sum.group)
    {
        let part = Decimal::hundredths(if h.number == 5 { 50 } else { 25 }).times(scale)?;
        sum.total = Some(sum.total?.plus(part)?);
        sum.scale = Some(1);
        // «مليون ونصف مليون» names the scale again.
        let again = r.exact(j + 1, Kind::Scale).is_some_and(|s| s.number == scale);
        return Some(Step { len: 1 + usize::from(again), skip: 0 });
    }
    if let Some(h) = find(Kind::Scales).filter(apart)
        && sum.group.is_none()
    {
        let scale = h.number / 2;
        if sum.scale.is_none_or(|s| scale < s) {
            sum.total = Some(sum.total.unwrap_or(Decimal::integer(0)).plus(Decimal::integer(h.number))?);
            sum.scale = Some(scale);
            return Some(Step { len: 1, skip: h.skip });
        }
    }
    if let Some(h) = find(Kind::Scale) {
        // «مئة ألف مليون» multiplies on; «مليون وألف» adds.
        let fits = sum.scale.is_none_or(|s| h.number < s);
        if let Some(group) = sum.group.filter(|_| h.skip == 0) {
            if !fits {
                return None;
            }
            sum.total = Some(sum.total.unwrap_or(Decimal::integer(0)).plus(group.times(h.number)?)?);
            sum.group = None;
            sum.scale = Some(h.number);
            return Some(Step { len: 1, skip: h.skip });
        }
        // Bare plurals are vague: «آلاف», «ملايين».
        let vague = matches!(r.word(j).chars().last(), Some('ف')) && r.word(j).ends_with("لاف")
            || r.word(j).ends_with("لايين")
            || r.word(j).ends_with("ات");
        if sum.group.is_none() && apart(&h) && !vague && fits {
            sum.total = Some(sum.total.unwrap_or(Decimal::integer(0)).plus(Decimal::integer(h.number))?);
            sum.scale = Some(h.number);
            return Some(Step { len: 1, skip: h.skip });
        }
        return None;
    }
    let add = |sum: &mut Sum, v: u64, place: u64| -> Option<()> {
        sum.group = Some(sum.group.unwrap_or(Decimal::integer(0)).plus(Decimal::integer(v))?);
        sum.place = place;
        Some(())
    };
    let open = sum.group.is_none();
    if let Some(h) = find(Kind::Hundreds).filter(apart)
        && open
    {
        add(sum, h.number, 100)?;
        return Some(Step { len: 1, skip: h.skip });
    }
    if let Some(h) = find(Kind::Hundred) {
        if open && apart(&h) {
            add(sum, 100, 100)?;
            return Some(Step { len: 1, skip: h.skip });
        }
        // «ثلاث مئة»
        let units = sum.group.and_then(Decimal::whole).filter(|u| (3..=9).contains(u) && sum.place == 1 && h.skip == 0);
        if let Some(u) = units {
            sum.group = Some(Decimal::integer(u * 100));
            sum.place = 100;
            return Some(Step { len: 1, skip: h.skip });
        }
        return None;
    }
    if let Some(h) = find(Kind::Ten).filter(apart) {
        let units = sum.group.and_then(Decimal::whole).is_some_and(|g| sum.place == 1 && g % 100 < 10);
        if open || sum.place == 100 || units && h.skip == 2 {
            add(sum, h.number, 10)?;
            return Some(Step { len: 1, skip: h.skip });
        }
        return None;
    }
    if let Some(h) = find(Kind::One) {
        // «خمسة عشر»: ten without و behind a unit.
        let units = sum.group.and_then(Decimal::whole).is_some_and(|g| sum.place == 1 && g % 100 < 10 && g % 100 > 0);
        if h.number == 10 && units && h.skip == 0 {
            add(sum, 10, 10)?;
            return Some(Step { len: 1, skip: h.skip });
        }
        if apart(&h) && (open || sum.place == 100) {
            add(sum, h.number, 1)?;
            return Some(Step { len: 1, skip: h.skip });
        }
    }
    None
}

/// A number word with ال («الثلاثة», «والعشرين»).
fn article<'a>(r: &Reading<'a>, j: usize, kind: Kind) -> Option<Hit<'a>> {
    let word = r.word(j);
    let (skip, rest) = match word.strip_prefix('و') {
        Some(rest) => (2, rest),
        None => (0, word),
    };
    let bare = rest.strip_prefix("ال")?;
    let mut hit = r.tables.find(|k| if k == 0 { bare } else { r.word(j + k) }, kind, false)?;
    hit.skip = skip;
    Some(hit)
}

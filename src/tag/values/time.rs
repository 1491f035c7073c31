//! Times of day: `10:30`, «الساعة العاشرة والنصف مساء», «السابعة صباحا».

use super::number::number;
use super::tables::Kind;
use super::{Found, Reading, ValueType};
use crate::tokenize::TokenKind;

#[derive(Clone, Copy)]
enum Part {
    Am,
    Pm,
    Night,
    Noon,
}

/// The time that begins at `i`.
pub fn time(r: &Reading<'_>, i: usize) -> Option<Found> {
    let clock = r.phrase(i, Kind::Clock);
    let at = clock.map_or(i, |c| i + c.len);
    let (hour, mut minute, mut end, digits) = hour(r, at, clock.is_some())?;
    // «والنصف», «وأربعون دقيقة», «و44 دقيقة»
    if minute.is_none()
        && let Some((m, to)) = fraction(r, end)
    {
        minute = Some(m);
        end = to;
    }
    let (part, to) = part(r, end).map_or((None, end), |(p, to)| (Some(p), to));
    end = to;
    // «الثانية» alone is the second, «10» a number: a clock, a part of the day or minutes with a colon must tell.
    if clock.is_none() && part.is_none() && !(digits && minute.is_some()) {
        return None;
    }
    let hour = match part {
        Some(Part::Pm) if hour < 12 => hour + 12,
        Some(Part::Am) if hour == 12 => 0,
        Some(Part::Night) if hour == 12 => 0,
        Some(Part::Night) if (6..12).contains(&hour) => hour + 12,
        Some(Part::Noon) if hour < 10 => hour + 12,
        _ => hour,
    };
    if hour > 24 || minute.unwrap_or(0) > 59 {
        return None;
    }
    let skip = clock.map_or_else(|| skip(r, i), |c| c.skip);
    Some(Found { skip, end, ty: ValueType::Time, value: Some(format!("{:02}:{:02}", hour % 24, minute.unwrap_or(0))) })
}

fn skip(r: &Reading<'_>, i: usize) -> usize {
    r.phrase(i, Kind::Ordinal).map_or(0, |h| h.skip)
}

/// Hour, minute where written with a colon, end, and whether it was in digits.
fn hour(r: &Reading<'_>, i: usize, clock: bool) -> Option<(u64, Option<u64>, usize, bool)> {
    if r.kind(i) == Some(TokenKind::Number) {
        let text = r.word(i);
        if let Some((h, m)) = text.split_once([':', '.', ',']).filter(|_| clock || text.contains(':')) {
            if m.len() != 2 || h.len() > 2 {
                return None;
            }
            let (h, m) = (h.parse().ok()?, m.parse().ok()?);
            return (h <= 24 && m < 60).then_some((h, Some(m), i + 1, true));
        }
        let h: u64 = text.parse().ok()?;
        if text.len() == 4 && clock {
            return (h / 100 < 24 && h % 100 < 60).then_some((h / 100, Some(h % 100), i + 1, true));
        }
        return (h <= 24 && text.len() <= 2).then_some((h, None, i + 1, true));
    }
    let first = r.phrase(i, Kind::Ordinal)?;
    let ten = r.exact(i + first.len, Kind::One).filter(|t| t.number == 10);
    let hour = first.number + ten.map_or(0, |t| t.number);
    (1..=12).contains(&hour).then_some((hour, None, i + first.len + ten.map_or(0, |t| t.len), false))
}

fn fraction(r: &Reading<'_>, i: usize) -> Option<(u64, usize)> {
    if let Some(h) = r.phrase(i, Kind::Half).filter(|h| h.skip == 2) {
        return Some((30, i + h.len));
    }
    if let Some(h) = r.phrase(i, Kind::Quarter).filter(|h| h.skip == 2) {
        return Some((15, i + h.len));
    }
    let at = if r.word(i) == "و" { i + 1 } else { i };
    let n = number(r, at).filter(|n| at > i || n.skip == 2)?;
    let unit = r.exact(n.end, Kind::Unit).filter(|u| u.text == "min")?;
    Some((n.value.whole().filter(|m| *m < 60)?, n.end + unit.len))
}

fn part(r: &Reading<'_>, i: usize) -> Option<(Part, usize)> {
    let at = if r.word(i) == "من" { i + 1 } else { i };
    for (kind, part) in [(Kind::Am, Part::Am), (Kind::Pm, Part::Pm), (Kind::Night, Part::Night), (Kind::Noon, Part::Noon)] {
        if let Some(h) = r.exact(i, kind) {
            return Some((part, i + h.len));
        }
        if let Some(h) = r.exact(at, kind) {
            return Some((part, at + h.len));
        }
    }
    None
}

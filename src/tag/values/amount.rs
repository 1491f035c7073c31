//! Numbers with what they count: money, percentages, quantities; else bare numbers.

use super::number::{Number, number};
use super::tables::Kind;
use super::{Found, Reading, ValueType};
use crate::tokenize::TokenKind;

/// The amount or number that begins at `i`.
pub fn amount(r: &Reading<'_>, i: usize) -> Option<Found> {
    if let Some(sign) = r.exact(i, Kind::Sign) {
        let n = number(r, i + 1).filter(|n| n.skip == 0 && !n.percent)?;
        // «$50 مليون دولار» says it twice.
        let end = currency(r, n.end).filter(|c| c.0 == sign.text).map_or(n.end, |c| c.1);
        return Some(Found { skip: 0, end, ty: ValueType::Money, value: Some(format!("{} {}", sign.text, n.value)) });
    }
    let n = number(r, i)?;
    let found = |end, ty, value| Some(Found { skip: n.skip, end, ty, value: Some(value) });
    if n.percent {
        return found(n.end, ValueType::Percent, n.value.to_string());
    }
    if let Some(p) = r.exact(n.end, Kind::Percent) {
        return found(n.end + p.len, ValueType::Percent, n.value.to_string());
    }
    if let Some((code, end)) = currency(r, n.end) {
        return found(end, ValueType::Money, format!("{code} {}", n.value));
    }
    if let Some(unit) = r.exact(n.end, Kind::Unit) {
        let mut value = n.value;
        let mut end = n.end + unit.len;
        // «كيلومتر ونصف»
        if let Some(half) = r.phrase(end, Kind::Half).filter(|h| h.skip == 2) {
            value = value.plus(super::decimal::Decimal::hundredths(50))?;
            end += half.len;
        }
        return found(end, ValueType::Quantity, format!("{value} {}", unit.text));
    }
    if !n.certain || is_label(r, i, &n) {
        return None;
    }
    found(n.end, ValueType::Number, n.value.to_string())
}

/// The code of the currency at `i`, and where it ends.
pub fn currency<'a>(r: &Reading<'a>, i: usize) -> Option<(&'a str, usize)> {
    if let Some(c) = r.exact(i, Kind::Currency).or_else(|| r.exact(i, Kind::Sign)) {
        return Some((c.text, i + c.len));
    }
    r.tables.local(|k| r.word(i + k), &r.countries).filter(|l| l.0.skip == 0).map(|l| (l.1, i + l.0.len))
}

/// Words that stand for a thing, not for how many: «ست» before punctuation, a bare «سبع».
fn is_label(r: &Reading<'_>, i: usize, n: &Number) -> bool {
    let short = n.end == i + 1 && r.kind(i) == Some(TokenKind::Word) && r.word(i).chars().count() <= 3;
    short && r.kind(n.end) != Some(TokenKind::Word)
}

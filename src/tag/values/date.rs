//! Dates: day and month in every tradition of naming, numeric, years, Hijri, relative.

use super::calendar::{Day, days_in};
use super::number::number;
use super::tables::Kind;
use super::{Found, Reading, ValueType};
use crate::tokenize::TokenKind;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Calendar {
    Gregorian,
    Hijri,
}

/// The date that begins at `i`: the longest reading.
pub fn date(r: &Reading<'_>, i: usize) -> Option<Found> {
    // Behind a weekday the whole is one date: «الجمعة 5 ديسمبر».
    let mut best: Option<Found> = None;
    let weekday = r.phrase(i, Kind::Weekday);
    if let Some(w) = weekday {
        let mut j = i + w.len;
        if matches!(r.word(j), "،" | ",") {
            j += 1;
        }
        best = day_and_month(r, j).or_else(|| numeric(r, j)).map(|f| Found { skip: w.skip, ..f });
    }
    for found in
        [day_and_month(r, i), month(r, i), numeric(r, i), year(r, i), relative(r, i), weekday_alone(r, i), ago(r, i)].into_iter().flatten()
    {
        if best.as_ref().is_none_or(|b| found.end > b.end) {
            best = Some(found);
        }
    }
    best
}

fn found(skip: usize, end: usize, value: String) -> Found {
    Found { skip, end, ty: ValueType::Date, value: Some(value) }
}

/// A month's name at `i` with its twin («كانون الأول/ديسمبر», «ديسمبر (كانون الأول)»): calendar, month, end.
fn month_name(r: &Reading<'_>, i: usize, certain: bool) -> Option<(Calendar, u8, usize, usize)> {
    let hit = |i, clitics: bool| {
        let find = |kind| if clitics { r.phrase(i, kind) } else { r.exact(i, kind) };
        find(Kind::Gregorian).map(|h| (Calendar::Gregorian, h)).or_else(|| find(Kind::Hijri).map(|h| (Calendar::Hijri, h)))
    };
    let (calendar, h) = hit(i, !certain)?;
    let (n, mut end) = (u8::try_from(h.number).ok()?, i + h.len);
    let open = matches!(r.word(end), "/" | "(" | "-" | "\\" | "–");
    if open && let Some((c, twin)) = hit(end + 1, false).filter(|t| t.1.number == h.number && t.0 == calendar) {
        let _ = c;
        end += 1 + twin.len;
        if r.word(end) == ")" {
            end += 1;
        }
    }
    Some((calendar, n, end, h.skip))
}

/// A year at `i`, with its mark: number, calendar where a mark tells, end.
fn year_number(r: &Reading<'_>, i: usize) -> Option<(i32, Option<Calendar>, usize)> {
    let mut j = i;
    if let Some(w) = r.exact(j, Kind::Year) {
        j += w.len;
    } else if r.word(j) == "من" && r.exact(j + 1, Kind::Year).is_some() {
        j += 2;
    }
    let text = r.word(j);
    if r.kind(j) != Some(TokenKind::Number) || text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let y: i32 = text.parse().ok()?;
    let end = j + 1;
    if let Some(m) = r.exact(end, Kind::HijriMark) {
        return Some((y, Some(Calendar::Hijri), end + m.len));
    }
    if let Some(m) = r.exact(end, Kind::GregorianMark) {
        return Some((y, Some(Calendar::Gregorian), end + m.len));
    }
    Some((y, None, end))
}

/// Day number at `i`, in digits or as an ordinal: day, end, proclitics.
fn day_number(r: &Reading<'_>, i: usize) -> Option<(u8, usize, usize)> {
    if r.kind(i) == Some(TokenKind::Number) {
        let text = r.word(i);
        let d: u8 = if text.len() <= 2 { text.parse().ok()? } else { return None };
        return (1..=31).contains(&d).then_some((d, i + 1, 0));
    }
    if let Some(first) = r.phrase(i, Kind::Ordinal) {
        let mut d = first.number;
        let mut end = i + first.len;
        if let Some(ten) = r.exact(end, Kind::One).filter(|t| t.number == 10) {
            d += ten.number;
            end += ten.len;
        } else if let Some(tens) = r.phrase(end, Kind::Ordinal).filter(|t| t.skip == 2 && t.number >= 20) {
            d += tens.number;
            end += tens.len;
        }
        let before_month = r.word(end) == "من" || r.exact(end, Kind::Gregorian).is_some() || r.exact(end, Kind::Hijri).is_some();
        return ((1..=31).contains(&d) && before_month).then_some((u8::try_from(d).ok()?, end, first.skip));
    }
    None
}

/// «5 ديسمبر 2025», «الخامس من كانون الأول/ديسمبر», «14 جمادى الثانية 1447 هـ», «5 ديسمبر الماضي»
fn day_and_month(r: &Reading<'_>, i: usize) -> Option<Found> {
    let (day, mut j, skip) = day_number(r, i)?;
    if r.word(j) == "من" {
        j += 1;
    }
    if let Some(m) = r.exact(j, Kind::MonthWord) {
        j += m.len;
    }
    if matches!(r.word(j), "-" | "/") {
        j += 1;
    }
    let (calendar, month, end, _) = month_name(r, j, true)?;
    let mut at = end;
    if matches!(r.word(at), "،" | "," | "-" | "/") {
        at += 1;
    }
    if let Some((year, mark, to)) = year_number(r, at).filter(|y| at == end || (1300..2200).contains(&y.0)) {
        return Some(found(skip, to, full(mark.unwrap_or(calendar), calendar, year, month, day)?));
    }
    if calendar == Calendar::Hijri {
        let mark = r.exact(end, Kind::HijriMark).map_or(0, |m| m.len);
        return (day <= 30).then(|| found(skip, end + mark, format!("--{month:02}-{day:02} AH")));
    }
    let (which, to) = direction(r, end);
    let value = match r.reference {
        Some(reference) => near(reference, month, day, which)?.iso(),
        None if day <= days_in(2024, month) => format!("--{month:02}-{day:02}"),
        None => return None,
    };
    Some(found(skip, to, value))
}

fn full(calendar: Calendar, of_month: Calendar, year: i32, month: u8, day: u8) -> Option<String> {
    if calendar == Calendar::Hijri || of_month == Calendar::Hijri {
        return ((1..=30).contains(&day) && (1..2200).contains(&year)).then(|| format!("{year:04}-{month:02}-{day:02} AH"));
    }
    let d = Day { year, month, day };
    d.is_valid().then(|| d.iso())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Before,
    After,
    This,
    Near,
}

fn direction(r: &Reading<'_>, i: usize) -> (Which, usize) {
    for (kind, which) in [(Kind::Before, Which::Before), (Kind::After, Which::After), (Kind::This, Which::This)] {
        if let Some(h) = r.exact(i, kind) {
            return (which, i + h.len);
        }
    }
    (Which::Near, i)
}

/// The day of that month nearest to the reference date, or the last before or first after it.
fn near(reference: Day, month: u8, day: u8, which: Which) -> Option<Day> {
    let of = |year| Day { year, month, day };
    let at = (reference.month, reference.day);
    let year = match which {
        Which::This => reference.year,
        Which::Before => reference.year - i32::from((month, day) >= at),
        Which::After => reference.year + i32::from((month, day) <= at),
        Which::Near => {
            let months = i32::from(month) - i32::from(reference.month);
            reference.year - i32::from(months > 6) + i32::from(months < -6)
        }
    };
    Some(of(year)).filter(|d| d.is_valid())
}

/// «ديسمبر 2025», «شهر رجب», «في يوليو الماضي»
fn month(r: &Reading<'_>, i: usize) -> Option<Found> {
    let word = r.phrase(i, Kind::MonthWord);
    let at = word.map_or(i, |w| i + w.len);
    let (calendar, month, end, own) = month_name(r, at, word.is_some())?;
    let ambiguous = [Kind::Gregorian, Kind::Hijri].iter().filter_map(|&k| r.phrase(at, k)).any(|h| h.ambiguous);
    let skip = word.map_or(own, |w| w.skip);
    let comma = usize::from(matches!(r.word(end), "،" | ","));
    if let Some((year, mark, to)) = year_number(r, end).or_else(|| year_number(r, end + comma)).filter(|y| (1..2200).contains(&y.0)) {
        let hijri = calendar == Calendar::Hijri || mark == Some(Calendar::Hijri);
        let era = if hijri { " AH" } else { "" };
        return (year > 1000).then(|| found(skip, to, format!("{year:04}-{month:02}{era}")));
    }
    if ambiguous && word.is_none() {
        return None;
    }
    if calendar == Calendar::Hijri {
        return word.is_some().then(|| found(skip, end, format!("--{month:02} AH")));
    }
    let (which, to) = direction(r, end);
    let value = match r.reference {
        Some(reference) => {
            let year =
                near(reference, month, if which == Which::Before || which == Which::After { reference.day.min(28) } else { 1 }, which)?
                    .year;
            format!("{year:04}-{month:02}")
        }
        None => format!("--{month:02}"),
    };
    Some(found(skip, to, value))
}

/// `12/5/2025`, day first; `2025-12-05`; «1447/6/14 هـ»; `2019/2020`
fn numeric(r: &Reading<'_>, i: usize) -> Option<Found> {
    if r.kind(i) != Some(TokenKind::Number) {
        return None;
    }
    let text = r.word(i);
    let parts: Vec<&str> = text.split(['/', '-', '–', '.']).collect();
    let numbers: Vec<i32> = parts.iter().map(|p| p.parse::<i32>().ok().filter(|_| p.len() <= 4)).collect::<Option<_>>()?;
    let mark = r.exact(i + 1, Kind::HijriMark);
    let mark_end =
        |hijri: bool| i + 1 + if hijri { mark.map_or(0, |m| m.len) } else { r.exact(i + 1, Kind::GregorianMark).map_or(0, |m| m.len) };
    match numbers[..] {
        [a, b] => {
            let years = (1900..2200).contains(&a) && (1900..2200).contains(&b) && a < b && !text.contains('.');
            years.then(|| found(0, i + 1, format!("{a:04}/{b:04}")))
        }
        [a, b, c] => {
            let (y, m, d) = if parts.first()?.len() == 4 {
                (a, b, c)
            } else if parts.get(2)?.len() == 4 {
                (c, b, a)
            } else {
                return None;
            };
            // Day first; only where that cannot be, month first.
            let (m, d) = if m > 12 && d <= 12 { (d, m) } else { (m, d) };
            let (m, d) = (u8::try_from(m).ok()?, u8::try_from(d).ok()?);
            let hijri = mark.is_some() || (1300..1500).contains(&y);
            if hijri {
                return ((1..=12).contains(&m) && (1..=30).contains(&d))
                    .then(|| found(0, mark_end(true), format!("{y:04}-{m:02}-{d:02} AH")));
            }
            let day = Day { year: y, month: m, day: d };
            (day.is_valid() && y >= 1000).then(|| found(0, mark_end(false), day.iso()))
        }
        _ => None,
    }
}

/// «عام 2025», «سنة 1447 هـ», «في 2019»; «العام الماضي» is relative.
fn year(r: &Reading<'_>, i: usize) -> Option<Found> {
    let label = r.phrase(i, Kind::Year);
    let at = label.map_or(i, |w| i + w.len);
    let before = i.checked_sub(1).map_or("", |p| r.word(p));
    if label.is_some() {
        let text = r.word(at);
        if let Some((a, b)) = text.split_once(['-', '/', '–']).filter(|p| p.0.len() == 4 && p.1.len() == 4) {
            let (a, b): (i32, i32) = (a.parse().ok()?, b.parse().ok()?);
            return (a < b).then(|| found(label.map_or(0, |l| l.skip), at + 1, format!("{a:04}/{b:04}")));
        }
    }
    let (y, mark, end) = year_number(r, at).filter(|_| r.kind(at) == Some(TokenKind::Number))?;
    let skip = label.map_or(0, |l| l.skip);
    if mark == Some(Calendar::Hijri) || label.is_some() && (1300..1500).contains(&y) && mark.is_none() {
        return Some(found(skip, end, format!("{y:04} AH")));
    }
    if label.is_some() || mark.is_some() {
        return (y >= 1000 || mark.is_some()).then(|| found(skip, end, format!("{y:04}")));
    }
    // A bare number is a year where the words around it say so and nothing is counted.
    let open = before == "(" && matches!(r.word(end), ")" | "-" | "–");
    let introduced =
        r.tables.find(|k| if k == 0 { before.strip_prefix('و').unwrap_or(before) } else { "" }, Kind::Yearish, false).is_some()
            || r.tables.find(|k| if k == 0 { before } else { "" }, Kind::Yearish, false).is_some();
    let after_month = [Kind::Gregorian, Kind::Hijri].iter().any(|&k| i > 0 && r.exact(i - 1, k).is_some());
    let counted = super::amount::currency(r, end).is_some()
        || r.exact(end, Kind::Unit).is_some()
        || r.exact(end, Kind::Percent).is_some()
        || r.exact(end, Kind::Scale).is_some();
    let plain = (1900..2100).contains(&y) && (introduced || open || after_month) && !counted;
    let ends = r.kind(end).is_none_or(|k| k != TokenKind::Word)
        || !introduced
        || before != "بعد" && before != "قبل" && before != "في"
        || !looks_counted(r, end);
    (plain && ends).then(|| found(0, end, format!("{y:04}")))
}

/// A noun in the accusative or without ال behind a number is what it counts («2000 شخص»).
fn looks_counted(r: &Reading<'_>, i: usize) -> bool {
    let word = r.word(i);
    !word.starts_with("ال")
        && !word.starts_with(['و', 'ب', 'ل', 'ف', 'ا'])
        && !matches!(word, "من" | "في" | "على" | "عن" | "مع" | "حين" | "عندما" | "قد" | "لم" | "هو" | "هي" | "كان" | "حتى" | "ثم")
}

/// «أمس», «الأسبوع الماضي», «العام المقبل»
fn relative(r: &Reading<'_>, i: usize) -> Option<Found> {
    let h = r.phrase(i, Kind::Relative)?;
    let (unit, offset) = h.text.split_once(' ')?;
    let offset: i64 = offset.parse().ok()?;
    let mut end = i + h.len;
    if unit == "day" {
        // «اليوم الأول», «اليوم نفسه», «اليوم التالي»: the day, not today.
        let next = r.word(end);
        if h.text == "day 0"
            && (r.exact(end, Kind::Ordinal).is_some()
                || matches!(
                    next,
                    "نفسه"
                        | "ذاته"
                        | "التالي"
                        | "الذي"
                        | "السابق"
                        | "الموالي"
                        | "الواحد"
                        | "الوطني"
                        | "العالمي"
                        | "الاخير"
                        | "الدراسي"
                ))
        {
            return None;
        }
        if let Some(w) = r.exact(end, Kind::Weekday) {
            end += w.len;
        }
    }
    let value = r.reference.map(|d| relative_value(d, unit, offset));
    Some(Found { skip: h.skip, end, ty: ValueType::Date, value })
}

fn relative_value(d: Day, unit: &str, offset: i64) -> String {
    match unit {
        "week" => {
            let (year, week) = d.plus_days(offset * 7).week();
            format!("{year:04}-W{week:02}")
        }
        "month" => {
            let (year, month) = d.plus_months(offset);
            format!("{year:04}-{month:02}")
        }
        "year" => format!("{:04}", i64::from(d.year) + offset),
        _ => d.plus_days(offset).iso(),
    }
}

/// «الاثنين», «الخميس المقبل», «يوم الأحد»
fn weekday_alone(r: &Reading<'_>, i: usize) -> Option<Found> {
    let day_word = matches!(r.word(i), "يوم" | "ويوم" | "ليوم" | "مساء" | "صباح" | "فجر" | "ليلة");
    let at = if day_word { i + 1 } else { i };
    let w = if day_word { r.exact(at, Kind::Weekday) } else { r.phrase(at, Kind::Weekday) }?;
    let (which, end) = direction(r, at + w.len);
    let value = r.reference.map(|d| {
        let back = (d.weekday() - w.number as i64).rem_euclid(7);
        let offset = match which {
            Which::Before => -(if back == 0 { 7 } else { back }),
            Which::After => {
                if back == 0 {
                    7
                } else {
                    7 - back
                }
            }
            Which::This | Which::Near => -back,
        };
        d.plus_days(offset).iso()
    });
    let skip = if day_word {
        if r.word(i) == "يوم" || r.word(i).chars().count() > 3 && !r.word(i).starts_with(['و', 'ل']) { 0 } else { 2 }
    } else {
        w.skip
    };
    let skip = if r.word(i) == "ليلة" { 0 } else { skip };
    Some(Found { skip, end, ty: ValueType::Date, value })
}

/// «قبل ثلاثة أيام», «بعد 5 سنوات»: only with a reference date, else they stay quantities.
fn ago(r: &Reading<'_>, i: usize) -> Option<Found> {
    let sign = match r.word(i) {
        "قبل" => -1,
        "بعد" => 1,
        _ => return None,
    };
    let reference = r.reference?;
    let n = number(r, i + 1)?;
    let unit = r.exact(n.end, Kind::Unit)?;
    let count = i64::try_from(n.value.whole()?).ok().filter(|c| *c <= 100_000)?;
    let end = n.end + unit.len;
    // «بعد ثلاثة أيام من الهجوم» counts from the attack.
    if r.word(end) == "من" || r.word(end) == "على" {
        return None;
    }
    let unit = match unit.text {
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" if count < 5000 => "year",
        _ => return None,
    };
    Some(found(0, end, relative_value(reference, unit, sign * count)))
}

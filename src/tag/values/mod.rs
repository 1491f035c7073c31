//! Dates, times, amounts of money, percentages, numbers and quantities, in digits and in words.
//!
//! Values are ISO 8601 where it has a form: `2025-12-05`, `2025-12`, `2025`, `2025-W49`, `2019/2020` (both years), `--12-05` and `--12` where the
//! year is not told. Hijri dates have the same form with the calendar behind it: `1447-06-14 AH`. Numbers are exact decimals.

mod amount;
mod calendar;
mod date;
mod decimal;
mod number;
mod tables;
mod time;

pub use calendar::Day;
pub use tables::ValueTables;

use crate::span::Span;
use crate::tokenize::{Document, TokenKind};
use tables::{Countries, Kind};

/// Kinds of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A calendar date; value ISO 8601 (`2025-12-05`, `2025-12`, `2025`).
    Date,
    /// A time of day; value `HH:MM`.
    Time,
    /// Value `CUR amount` («USD 600000000000»).
    Money,
    /// Value a decimal number.
    Percent,
    /// Value a decimal number.
    Number,
    /// Value `amount unit`.
    Quantity,
}

impl ValueType {
    /// As the report writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
            Self::Number => "NUMBER",
            Self::Quantity => "QUANTITY",
        }
    }
}

/// A value in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Bytes of the original.
    pub span: Span,
    /// Its kind.
    pub ty: ValueType,
    /// Normalized, as the kind says.
    pub value: String,
}

/// A reading that begins at some token.
struct Found {
    /// Bytes of the first token's normalized form that are proclitics.
    skip: usize,
    /// One past the last token.
    end: usize,
    ty: ValueType,
    /// `None`: the words of the text are the value.
    value: Option<String>,
}

/// What all readers of values see.
struct Reading<'a> {
    doc: &'a Document<'a>,
    tables: &'a ValueTables,
    countries: Countries,
    reference: Option<Day>,
    /// End of the sentence.
    end: usize,
}

impl<'a> Reading<'a> {
    /// The normalized token, empty at the end of the sentence.
    fn word(&self, i: usize) -> &'a str {
        if i < self.end { self.doc.word(i) } else { "" }
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        if i < self.end { self.doc.tokens.get(i).map(|t| t.kind) } else { None }
    }

    /// The longest phrase of that kind at `i`, without its proclitics.
    fn phrase(&self, i: usize, kind: Kind) -> Option<tables::Hit<'a>> {
        self.tables.find(|k| self.word(i + k), kind, true)
    }

    /// The same, written without proclitics.
    fn exact(&self, i: usize, kind: Kind) -> Option<tables::Hit<'a>> {
        self.tables.find(|k| self.word(i + k), kind, false)
    }
}

/// Finds the values, in order and disjoint. Without `reference`, relative dates («أمس») have their own words as value.
#[must_use]
pub fn values(doc: &Document<'_>, tables: &ValueTables, reference: Option<Day>) -> Vec<Value> {
    let mut out = Vec::new();
    let mut reading = Reading { doc, tables, countries: Countries::default(), reference: reference.filter(|d| d.is_valid()), end: 0 };
    reading.countries = tables.countries(doc);
    for sentence in &doc.sentences {
        reading.end = sentence.tokens.end;
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let found = best(&reading, i);
            let Some(found) = found.filter(|f| f.end > i) else {
                i += 1;
                continue;
            };
            if let Some(span) = span(doc, i, &found) {
                let value = found.value.clone().unwrap_or_else(|| span.of(doc.original).split_whitespace().collect::<Vec<_>>().join(" "));
                out.push(Value { span, ty: found.ty, value });
            }
            i = found.end;
        }
    }
    out
}

/// The longest reading at `i`; of equal ones the more telling kind, in this order.
fn best(r: &Reading<'_>, i: usize) -> Option<Found> {
    if !matches!(r.kind(i), Some(TokenKind::Word | TokenKind::Number | TokenKind::Punct | TokenKind::Latin)) {
        return None;
    }
    let mut best: Option<Found> = None;
    for found in [date::date(r, i), time::time(r, i), amount::amount(r, i)].into_iter().flatten() {
        if best.as_ref().is_none_or(|b| found.end > b.end) {
            best = Some(found);
        }
    }
    best
}

fn span(doc: &Document<'_>, i: usize, found: &Found) -> Option<Span> {
    let first = doc.tokens.get(i)?;
    let last = doc.tokens.get(found.end.checked_sub(1)?)?;
    let start = if found.skip == 0 {
        first.span.start
    } else {
        doc.normalized.to_original(Span::new(first.norm.start + found.skip, first.norm.end)).start
    };
    (start < last.span.end).then_some(Span::new(start, last.span.end))
}

#[cfg(all(test, feature = "embedded"))]
mod tests;

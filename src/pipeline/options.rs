//! Options: the typed struct, and the untyped object that JavaScript gives.

use crate::error::{Error, ErrorKind};
use crate::resolve::UserEntity;
use crate::tag::EntityType;
use crate::tag::values::Day;
use serde::Deserialize;

/// What to compute, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Drops mentions and stances below it; thousandths.
    pub min_confidence: u16,
    /// Tokens in the report.
    pub tokens: bool,
    /// Values in the report.
    pub values: bool,
    /// Quotes in the report.
    pub quotes: bool,
    /// Stances and targets in the report.
    pub stances: bool,
    /// The user's own names; they win over the model.
    pub entities: Vec<UserEntity>,
    /// Names, ids or free topics that get a row in `targets` even when not salient.
    pub targets: Vec<String>,
    /// What relative dates count from.
    pub reference_date: Option<Day>,
    /// Longest text that is read, in UTF-16 units.
    pub max_length: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: 0,
            tokens: false,
            values: true,
            quotes: true,
            stances: true,
            entities: Vec::new(),
            targets: Vec::new(),
            reference_date: None,
            max_length: 5_000_000,
        }
    }
}

/// The options object as callers outside Rust write it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RawOptions {
    /// 0..1.
    pub min_confidence: Option<f64>,
    /// Names of parts.
    pub include: Option<Vec<String>>,
    /// The user's own names.
    pub entities: Option<Vec<RawEntity>>,
    /// Names, ids or topics.
    pub targets: Option<Vec<String>>,
    /// ISO date.
    pub reference_date: Option<String>,
    /// UTF-16 units.
    pub max_length: Option<f64>,
}

/// A user's entity as callers outside Rust write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEntity {
    id: Option<String>,
    name: String,
    en: Option<String>,
    aliases: Option<Vec<String>>,
    #[serde(rename = "type")]
    ty: String,
}

impl RawOptions {
    /// Names of all options.
    pub const NAMES: [&'static str; 6] = ["minConfidence", "include", "entities", "targets", "referenceDate", "maxLength"];
}

impl RawEntity {
    /// Names of all its fields.
    pub const NAMES: [&'static str; 5] = ["id", "name", "en", "aliases", "type"];
}

fn argument(message: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, message)
}

impl TryFrom<RawOptions> for Options {
    type Error = Error;

    fn try_from(raw: RawOptions) -> Result<Self, Error> {
        let mut options = Self::default();
        if let Some(x) = raw.min_confidence {
            if !(0.0..=1.0).contains(&x) {
                return Err(argument(format!("minConfidence is {x}; give a number from 0 to 1")));
            }
            options.min_confidence = (x * 1000.0).ceil() as u16;
        }
        if let Some(parts) = raw.include {
            (options.tokens, options.values, options.quotes, options.stances) = (false, false, false, false);
            for part in &parts {
                match part.as_str() {
                    "tokens" => options.tokens = true,
                    "values" => options.values = true,
                    "quotes" => options.quotes = true,
                    "stances" => options.stances = true,
                    _ => return Err(argument(format!("include names «{part}»; parts are tokens, values, quotes, stances"))),
                }
            }
        }
        for e in raw.entities.unwrap_or_default() {
            let ty = EntityType::parse(&e.ty).ok_or_else(|| {
                argument(format!("entity «{}» has type «{}»; types are PER, ORG, GPE, LOC, FAC, NORP, EVENT, MISC", e.name, e.ty))
            })?;
            if e.name.trim().is_empty() {
                return Err(argument("an entity has an empty name".into()));
            }
            options.entities.push(UserEntity { id: e.id, name: e.name, en: e.en, aliases: e.aliases.unwrap_or_default(), ty });
        }
        options.targets = raw.targets.unwrap_or_default();
        if let Some(t) = options.targets.iter().find(|t| t.trim().is_empty()) {
            return Err(argument(format!("targets holds «{t}»; give names, ids or topics")));
        }
        if let Some(date) = raw.reference_date {
            options.reference_date =
                Some(parse_day(&date).ok_or_else(|| argument(format!("referenceDate is «{date}»; give an ISO date such as 2025-12-05")))?);
        }
        if let Some(n) = raw.max_length {
            if !(n.fract() == 0.0 && (0.0..=4_294_967_295.0).contains(&n)) {
                return Err(argument(format!("maxLength is {n}; give a whole number of UTF-16 units")));
            }
            options.max_length = n as usize;
        }
        Ok(options)
    }
}

/// `YYYY-MM-DD`, a day that exists.
fn parse_day(text: &str) -> Option<Day> {
    let digits = |r: std::ops::Range<usize>| text.get(r).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?.parse::<u16>().ok();
    if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(leap),
        _ => return None,
    };
    (1..=length).contains(&day).then(|| Day { year: i32::from(year), month: month as u8, day: day as u8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Options, String> {
        let raw: RawOptions = serde_json::from_str(json).map_err(|e| e.to_string())?;
        Options::try_from(raw).map_err(|e| e.to_string())
    }

    #[test]
    fn defaults_leave_out_only_tokens() {
        assert_eq!(parse("{}"), Ok(Options::default()));
        assert!(!Options::default().tokens);
    }

    #[test]
    fn include_names_exactly_what_is_computed() {
        let o = parse(r#"{"include": ["tokens"]}"#).unwrap();
        assert_eq!((o.tokens, o.values, o.quotes, o.stances), (true, false, false, false));
        assert!(parse(r#"{"include": ["token"]}"#).unwrap_err().contains("invalid_argument"));
    }

    #[test]
    fn unknown_options_and_bad_values_are_refused() {
        for bad in [
            r#"{"minconfidence": 0.5}"#,
            r#"{"minConfidence": 1.5}"#,
            r#"{"referenceDate": "2025-02-29"}"#,
            r#"{"referenceDate": "5/12/2025"}"#,
            r#"{"maxLength": 1.5}"#,
            r#"{"entities": [{"name": "س", "type": "PERSON"}]}"#,
            r#"{"entities": [{"name": " ", "type": "PER"}]}"#,
            r#"{"targets": [""]}"#,
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_confidence_between_thousandths_is_rounded_up() {
        assert_eq!(parse(r#"{"minConfidence": 0.7}"#).unwrap().min_confidence, 700);
        assert_eq!(parse(r#"{"minConfidence": 0.7001}"#).unwrap().min_confidence, 701);
        assert_eq!(parse(r#"{"referenceDate": "2024-02-29"}"#).unwrap().reference_date, Some(Day { year: 2024, month: 2, day: 29 }));
    }
}

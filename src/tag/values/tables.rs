//! Section `values` → phrases with their meaning, found with or without proclitics.

use crate::error::Error;
use crate::model::{Reader, invalid};
use crate::tokenize::Document;
use std::collections::BTreeMap;

/// What a phrase means. The numbers are those of the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    Gregorian,
    Hijri,
    Unit,
    Currency,
    Sign,
    /// 1-10.
    One,
    Ten,
    Hundred,
    Hundreds,
    Scale,
    Scales,
    Half,
    Quarter,
    Ordinal,
    Relative,
    Weekday,
    Before,
    After,
    This,
    Year,
    Yearish,
    MonthWord,
    Clock,
    Am,
    Pm,
    Night,
    Noon,
    Percent,
    HijriMark,
    GregorianMark,
    /// A currency whose code depends on the country of the article.
    Local,
}

const KINDS: [Kind; 31] = [
    Kind::Gregorian,
    Kind::Hijri,
    Kind::Unit,
    Kind::Currency,
    Kind::Sign,
    Kind::One,
    Kind::Ten,
    Kind::Hundred,
    Kind::Hundreds,
    Kind::Scale,
    Kind::Scales,
    Kind::Half,
    Kind::Quarter,
    Kind::Ordinal,
    Kind::Relative,
    Kind::Weekday,
    Kind::Before,
    Kind::After,
    Kind::This,
    Kind::Year,
    Kind::Yearish,
    Kind::MonthWord,
    Kind::Clock,
    Kind::Am,
    Kind::Pm,
    Kind::Night,
    Kind::Noon,
    Kind::Percent,
    Kind::HijriMark,
    Kind::GregorianMark,
    Kind::Local,
];

#[derive(Clone, Debug)]
struct Row {
    words: Vec<String>,
    kind: Kind,
    /// A number, a code, `unit offset`; for `Local` `code country`.
    text: String,
    number: u64,
    /// True where the phrase is also another word.
    ambiguous: bool,
}

/// A phrase that was found.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// Its tokens.
    pub len: usize,
    /// Bytes of the first token that are proclitics.
    pub skip: usize,
    /// What it says.
    pub text: &'a str,
    /// The same as a number, else 0.
    pub number: u64,
    /// True where it is also another word.
    pub ambiguous: bool,
}

/// Codes of currencies and how often the article names their country.
pub type Countries = BTreeMap<String, usize>;

/// Words of dates and amounts.
#[derive(Clone, Debug, Default)]
pub struct ValueTables {
    /// By kind and first word, longest first.
    rows: Vec<Row>,
}

impl ValueTables {
    /// Reads section `values`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let n = r.count(4)?;
        let mut rows = Vec::with_capacity(n);
        for _ in 0..n {
            let k = usize::from(r.u8()?);
            let kind = *KINDS.get(k).ok_or_else(|| invalid(format!("section values: kind {k} is unknown")))?;
            let ambiguous = r.u8()? != 0;
            let words: Vec<String> = r.str()?.split(' ').map(str::to_string).collect();
            let text = r.str()?.to_string();
            let number = text.parse().unwrap_or(0);
            rows.push(Row { words, kind, text, number, ambiguous });
        }
        rows.sort_by(|a: &Row, b: &Row| (a.kind, a.words.first()).cmp(&(b.kind, b.words.first())).then(b.words.len().cmp(&a.words.len())));
        Ok(Self { rows })
    }

    fn at<'a>(&'a self, first: &str, word: &impl Fn(usize) -> &'a str, kind: Kind) -> Option<&'a Row> {
        let from = self.rows.partition_point(|r| (r.kind, r.words.first().map(String::as_str)) < (kind, Some(first)));
        self.rows
            .iter()
            .skip(from)
            .take_while(|r| r.kind == kind && r.words.first().is_some_and(|w| w == first))
            .find(|r| r.words.iter().enumerate().skip(1).all(|(k, w)| word(k) == w))
    }

    /// The longest phrase of `kind` that begins with `word(0)`; with `clitics` also behind و ف ب ل ك.
    pub fn find<'a>(&'a self, word: impl Fn(usize) -> &'a str, kind: Kind, clitics: bool) -> Option<Hit<'a>> {
        let whole = word(0);
        let hit = |r: &'a Row, skip| Hit { len: r.words.len(), skip, text: &r.text, number: r.number, ambiguous: r.ambiguous };
        if whole.is_empty() {
            return None;
        }
        if let Some(r) = self.at(whole, &word, kind) {
            return Some(hit(r, 0));
        }
        if !clitics {
            return None;
        }
        let mut skip = 0;
        let mut rest = whole;
        for set in [['و', 'ف', 'و'], ['ب', 'ل', 'ك']] {
            let Some(c) = rest.chars().next().filter(|c| set.contains(c)) else { continue };
            let next = rest.get(c.len_utf8()..)?;
            if next.chars().nth(1).is_none() {
                break;
            }
            skip += c.len_utf8();
            // «للأسبوع» is ل and «الأسبوع».
            if c == 'ل' && next.starts_with('ل') {
                let full = format!("ا{next}");
                return self.at(&full, &word, kind).map(|r| hit(r, skip));
            }
            rest = next;
            if let Some(r) = self.at(rest, &word, kind) {
                return Some(hit(r, skip));
            }
        }
        None
    }

    /// How often the document names the countries of the currencies that several share.
    pub fn countries(&self, doc: &Document<'_>) -> Countries {
        let local: Vec<(&str, &str)> = self.rows.iter().filter(|r| r.kind == Kind::Local).filter_map(|r| r.text.split_once(' ')).collect();
        let mut names: BTreeMap<&str, &str> = local.iter().map(|&(code, country)| (country, code)).collect();
        for r in self.rows.iter().filter(|r| r.kind == Kind::Currency && r.words.len() > 1) {
            if let Some(adjective) = r.words.get(1).filter(|a| local.iter().any(|l| l.0 == r.text) && a.chars().count() > 2) {
                names.entry(adjective.as_str()).or_insert(&r.text);
            }
        }
        let mut out = Countries::new();
        for i in 0..doc.tokens.len() {
            let word = doc.word(i);
            let bare = ["وال", "بال", "ال", "لل", "و", "ب", "ل"].iter().find_map(|p| word.strip_prefix(p));
            if let Some(code) = names.get(word).or_else(|| names.get(bare?)) {
                *out.entry((*code).to_string()).or_insert(0) += 1;
            }
        }
        out
    }

    /// The code of a currency that several countries share («دينار»), by the country that the article names most.
    pub fn local<'a>(&'a self, word: impl Fn(usize) -> &'a str, countries: &Countries) -> Option<(Hit<'a>, &'a str)> {
        let hit = self.find(&word, Kind::Local, true)?;
        let first = self.rows.iter().find(|r| r.kind == Kind::Local && r.text == hit.text)?.words.first()?;
        let code = self
            .rows
            .iter()
            .filter(|r| r.kind == Kind::Local && r.words.first() == Some(first))
            .filter_map(|r| r.text.split_once(' '))
            .map(|(code, _)| (countries.get(code).copied().unwrap_or(0), code))
            .filter(|c| c.0 > 0)
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)))
            .map(|c| c.1)?;
        Some((hit, code))
    }
}

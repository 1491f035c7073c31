//! The knowledge of `data/frames.tsv`, `evaluative.tsv`, `reporting.tsv` and `scope.tsv`: from word forms to rows.
//!
//! The model holds the rows as they are written; all verb forms, plurals and feminine forms are generated when it is read.

use super::words::{PREPOSITIONS, Shape, hash};
use crate::error::Error;
use crate::model::Reader;

/// Which table a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Table {
    /// `frames.tsv`.
    Frame,
    /// `evaluative.tsv`.
    Evaluative,
    /// `reporting.tsv`.
    Reporting,
    /// `scope.tsv`.
    Scope,
}

/// The form in which a row was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Form {
    /// Past tense.
    Past,
    /// Present tense.
    Present,
    /// Verbal noun.
    Masdar,
    /// Active participle.
    Active,
    /// Passive participle.
    Passive,
    /// Any other.
    Other,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it comes from.
    pub table: Table,
    /// Dictionary form, for the report.
    pub lemma: String,
    /// For scope rows the effect's number, else the attitude to the target, -10..10.
    pub attitude: i8,
    /// 1 or 2.
    pub strength: u8,
    /// 0 speech, 1 action, 2 attitude or evaluation.
    pub basis: u8,
    /// Prepositions that mark the target, bit 0 for direct object or genitive, bit 1+n for number n of the prepositions.
    pub markers: u32,
    /// The subject is the target, the holder stands after من.
    pub converse: bool,
    /// Holds both ways.
    pub reciprocal: bool,
}

/// A row found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the row.
    pub row: u32,
    /// How it was found.
    pub form: Form,
    /// First token, relative to the words given.
    pub first: u32,
    /// One past the last.
    pub end: u32,
}

/// All rows and their forms.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    rows: Vec<Row>,
    /// Sorted: hash of a form, row and form packed, index + 1 of the rest of a phrase.
    forms: Vec<(u32, u32, u32)>,
    index: Vec<u32>,
    phrases: Vec<Vec<u32>>,
}

const FORMS: [Form; 6] = [Form::Past, Form::Present, Form::Masdar, Form::Active, Form::Passive, Form::Other];
const INDEX_BITS: u32 = 14;

impl Lexicon {
    /// Reads section `frames`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let mut out = Self::default();
        let n = r.count(8)?;
        for _ in 0..n {
            let lemma = r.str()?.to_string();
            let packed = r.u8()?;
            let table = match packed & 3 {
                0 => Table::Frame,
                1 => Table::Evaluative,
                2 => Table::Reporting,
                _ => Table::Scope,
            };
            let flags = r.u8()?;
            let row = Row {
                table,
                lemma,
                attitude: r.u8()? as i8,
                strength: 1 + (flags & 1),
                basis: (flags >> 1) & 3,
                converse: flags & 8 != 0,
                reciprocal: flags & 16 != 0,
                markers: r.varint()?,
            };
            let number = out.rows.len() as u32;
            out.rows.push(row);
            for form in FORMS {
                let list = r.str()?;
                for phrase in list.split('|').filter(|p| !p.is_empty()) {
                    out.add(number, form, phrase);
                }
            }
        }
        out.forms.sort_unstable();
        out.forms.dedup();
        out.index = vec![0; (1 << INDEX_BITS) + 1];
        for f in &out.forms {
            if let Some(slot) = out.index.get_mut((f.0 >> (32 - INDEX_BITS)) as usize + 1) {
                *slot += 1;
            }
        }
        for i in 1..out.index.len() {
            out.index[i] += out.index[i - 1];
        }
        Ok(out)
    }

    fn add(&mut self, row: u32, form: Form, phrase: &str) {
        let mut words = phrase.split(' ').filter(|w| !w.is_empty() && *w != "…" && *w != "X" && *w != "Y");
        let Some(first) = words.next() else { return };
        let rest: Vec<u32> = words.map(|w| hash(base(w))).collect();
        let phrase = if rest.is_empty() {
            0
        } else {
            self.phrases.push(rest);
            self.phrases.len() as u32
        };
        let payload = row << 3 | form as u32;
        for f in inflect(first, form) {
            self.forms.push((hash(&f), payload, phrase));
        }
    }

    /// The row of that number.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(number as usize)
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many forms are known.
    #[must_use]
    pub fn forms(&self) -> usize {
        self.forms.len()
    }

    /// Rows found at word `at` of a sentence, longest first; words of a phrase may stand up to two words apart.
    pub fn hits(&self, words: &[Shape], at: usize, out: &mut Vec<Hit>) {
        let Some(shape) = words.get(at) else { return };
        let from = out.len();
        for &h in &shape.readings {
            let slot = (h >> (32 - INDEX_BITS)) as usize;
            let (Some(&a), Some(&b)) = (self.index.get(slot), self.index.get(slot + 1)) else { continue };
            let list = self.forms.get(a as usize..b as usize).unwrap_or(&[]);
            let begin = list.partition_point(|f| f.0 < h);
            for &(_, payload, phrase) in list.get(begin..).unwrap_or(&[]).iter().take_while(|f| f.0 == h) {
                let end = if phrase == 0 { Some(at + 1) } else { self.rest(words, at + 1, phrase) };
                let Some(end) = end else { continue };
                let hit = Hit {
                    row: payload >> 3,
                    form: FORMS.get((payload & 7) as usize).copied().unwrap_or(Form::Other),
                    first: at as u32,
                    end: end as u32,
                };
                if !out[from..].iter().any(|o| o.row == hit.row) {
                    out.push(hit);
                }
            }
        }
        out[from..].sort_by_key(|h| (h.first as i64 - h.end as i64, h.row));
        out.truncate(from + 6);
    }

    fn rest(&self, words: &[Shape], mut at: usize, phrase: u32) -> Option<usize> {
        for &want in self.phrases.get(phrase as usize - 1)? {
            let found = (at..at + 3).find(|&i| words.get(i).is_some_and(|w| w.readings.contains(&want)))?;
            at = found + 1;
        }
        Some(at)
    }
}

/// A word of a phrase as the readings know it: without article and tanween.
fn base(word: &str) -> &str {
    let w = word.strip_prefix("ال").filter(|w| w.chars().count() >= 2).unwrap_or(word);
    if PREPOSITIONS.contains(&word) { word } else { w }
}

/// The forms of a dictionary word that readings without clitics can equal.
#[must_use]
pub fn inflect(word: &str, form: Form) -> Vec<String> {
    let mut out = vec![word.to_string()];
    let chars: Vec<char> = word.chars().collect();
    let n = chars.len();
    if n < 2 {
        return out;
    }
    let cut: String = chars[..n - 1].iter().collect();
    let last = chars[n - 1];
    match form {
        Form::Past => {
            if matches!(last, 'ى' | 'ا') {
                for e in ["ت", "وا", "و", "تا", "ا", "يا", "ينا"] {
                    out.push(format!("{cut}{e}"));
                }
            } else if last == 'ي' {
                for e in ["يت", "وا", "و"] {
                    out.push(format!("{cut}{e}"));
                }
            } else {
                for e in ["ت", "وا", "و", "ا", "تا", "ن", "نا", "تم"] {
                    out.push(format!("{word}{e}"));
                }
            }
            if n == 3 && chars[1] == 'ا' {
                let short: String = [chars[0], last].iter().collect();
                out.push(format!("{short}نا"));
                out.push(format!("{short}ت"));
            }
        }
        Form::Present => {
            let body: String = chars[1..].iter().collect();
            let stem: String = if matches!(last, 'و' | 'ي' | 'ى') { chars[1..n - 1].iter().collect() } else { body.clone() };
            let mut short: Vec<char> = chars[1..].to_vec();
            if n == 4 && matches!(short[1], 'و' | 'ي' | 'ا') {
                short.remove(1);
            }
            let short: String = short.into_iter().collect();
            for p in ['ي', 'ت', 'ن', 'ا'] {
                out.push(format!("{p}{body}"));
                out.push(format!("{p}{stem}"));
                if short.chars().count() >= 2 {
                    out.push(format!("{p}{short}"));
                }
                if matches!(p, 'ي' | 'ت') {
                    for e in ["ون", "وا", "و", "ان", "ا", "ن"] {
                        out.push(format!("{p}{stem}{e}"));
                    }
                }
                if last == 'ى' {
                    out.push(format!("{p}{stem}ا"));
                }
            }
        }
        _ => {
            let plain = base(word);
            out.push(plain.to_string());
            let (stem, fem) = plain.strip_suffix('ة').map_or((plain, false), |s| (s, true));
            if fem {
                for e in ["ت", "ات", "تا", "تين", "تان"] {
                    out.push(format!("{stem}{e}"));
                }
            } else {
                for e in ["ة", "ت", "ات", "ون", "ين", "و", "ان", "ا"] {
                    out.push(format!("{plain}{e}"));
                }
            }
            if let Some(s) = plain.strip_suffix('ى') {
                out.push(format!("{s}ا"));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_verbs_have_their_forms() {
        assert!(inflect("دعا", Form::Past).contains(&"دعت".to_string()));
        assert!(inflect("قال", Form::Past).contains(&"قالت".to_string()));
        assert!(inflect("يقول", Form::Present).contains(&"يقل".to_string()));
        assert!(inflect("يعتدي", Form::Present).contains(&"يعتدون".to_string()));
        assert!(inflect("ينتقد", Form::Present).contains(&"تنتقد".to_string()));
    }
}

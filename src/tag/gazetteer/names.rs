//! Names → 64-bit keys that spelling variants share; reading the section.
//!
//! Layout of section `gazettr` (all counts are varints): n entries; n bytes type, n bytes kind, n bytes weight; n varints `of` plus one
//! (0 none); n lines of English; n lines of ids; n lines of Arabic names separated by `|`, the first one as written for readers, before
//! each name any of the marks `?` (also a common word), `+` (from the training articles), `~` and `^` (stem of a nationality, whose forms are
//! made here; `^` without the accusative that would read like a country: ليبيا); then the words: n lines, each sharing its first bytes with
//! the line before, n bytes how many, n `u16` of flags; a varint for each entry: the entry that stands for its English name; the templates of
//! composed names: lines, and twice (nationality follows, country follows) a count and for each head its template and its words; three
//! times (before and after a capital, and its English name) a count and for each word its points and itself; a count, and for each body that
//! goes by a template the template, the country and the entry.

use super::table::Table;
use super::{Entry, Named};
use crate::error::Error;
use crate::model::{Reader, invalid};
use crate::tag::EntityType;

/// The hash of a sequence of words, in which differences of spelling that do not tell names apart make none: final ى/ي and ة/ه, أإآٱ/ا,
/// أميرك/أمريك, أبي/أبا/أبو, ؤ/ئ/ء, marks, tatweel,
/// hyphens between words, and a space after عبد and أبو.
#[derive(Clone, Copy, Debug)]
pub struct NameHash {
    state: u64,
    /// True at the start and after عبد and أبو: the next word follows without a space.
    glue: bool,
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Default for NameHash {
    fn default() -> Self {
        Self { state: BASIS, glue: true }
    }
}

impl NameHash {
    /// The hash of a name, its words separated by spaces.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut hash = Self::default();
        name.split(' ').filter(|w| !w.is_empty()).for_each(|w| hash.push(w));
        hash
    }

    /// Goes on with the next word.
    pub fn push(&mut self, word: &str) {
        self.push_with("", kunya(word));
    }

    /// Goes on with the word `head` + `word`: for «للحرس», whose article has lost its alef.
    pub fn push_with(&mut self, head: &str, word: &str) {
        if is_hyphen(word) {
            return;
        }
        if !self.glue {
            self.add(0x20);
        }
        self.chars(head);
        let (article, rest) = word.strip_prefix("ال").map_or(("", word), |rest| ("ال", rest));
        self.chars(article);
        let rest = match ["اميرك", "أميرك"].into_iter().find_map(|w| rest.strip_prefix(w)) {
            Some(tail) => {
                self.chars("امريك");
                tail
            }
            None => rest,
        };
        let body = rest.trim_end_matches(['ى', 'ة', 'ي', 'ه']);
        match rest.get(body.len()..).and_then(|tail| tail.chars().next_back()) {
            None => self.chars(rest),
            Some(last) => {
                self.chars(rest.get(..rest.len() - last.len_utf8()).unwrap_or(""));
                self.chars(if matches!(last, 'ى' | 'ي') { "ي" } else { "ه" });
            }
        }
        self.glue = head.is_empty() && matches!(word, "عبد" | "ابو" | "أبو");
    }

    fn chars(&mut self, s: &str) {
        let bytes = s.as_bytes();
        let mut i = 0;
        while let Some(&b) = bytes.get(i) {
            if b & 0xFC != 0xD8 {
                self.add(u64::from(b));
                i += 1;
                continue;
            }
            // Two bytes: the Arabic letters.
            let letter = u16::from_be_bytes([b, bytes.get(i + 1).copied().unwrap_or(0)]);
            i += 2;
            match letter {
                // أ إ آ ٱ as ا
                0xD8A2 | 0xD8A3 | 0xD8A5 | 0xD9B1 => self.add(0xD8A7),
                // «شئون» as «شؤون»
                0xD8A4 | 0xD8A6 => self.add(0xD8A1),
                // tatweel and marks
                0xD980 | 0xD98B..=0xD992 | 0xD9B0 => {}
                _ => self.add(u64::from(letter)),
            }
        }
    }

    const fn add(&mut self, unit: u64) {
        self.state = (self.state ^ unit).wrapping_mul(PRIME);
    }

    /// The key so far.
    #[must_use]
    pub const fn key(self) -> u64 {
        // The low bits of FNV are weak where words differ in their last letter only.
        let x = (self.state ^ (self.state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^ (x >> 32)
    }
}

/// A hyphen that joins the words of a name: «إف-16» is «إف 16».
pub(super) fn is_hyphen(word: &str) -> bool {
    matches!(word, "-" | "‐" | "‑" | "–")
}

/// «أبي» and «أبا» as «ابو».
fn kunya(word: &str) -> &str {
    if matches!(word, "ابي" | "أبي" | "ابى" | "أبى" | "ابا" | "أبا") { "ابو" } else { word }
}

/// A name folded as [`NameHash`] folds it, for use as an id and for comparing.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace().filter(|w| !is_hyphen(w)) {
        if !(out.is_empty() || out.ends_with("عبد") || out.ends_with("ابو")) {
            out.push(' ');
        }
        let start = out.len();
        out.extend(kunya(word).chars().filter_map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
            '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}' => None,
            _ => Some(c),
        }));
        for (from, to) in [("ى", "ي"), ("ة", "ه")] {
            if out[start..].ends_with(from) {
                out.truncate(out.len() - from.len());
                out.push_str(to);
            }
        }
        if let Some(i) = out[start..].find("اميرك") {
            out.replace_range(start + i..start + i + "اميرك".len(), "امريك");
        }
    }
    out
}

/// Endings of a nationality's forms after its stem («أفغان»): masculine, feminine, plurals, duals, accusative last.
const NORP_ENDINGS: [&str; 9] = ["ي", "ية", "يون", "يين", "يات", "يان", "يتان", "يتين", "يا"];

pub(super) fn lines<'a>(r: &mut Reader<'a>) -> Result<std::str::Split<'a, char>, Error> {
    Ok(r.str()?.split('\n'))
}

/// The key of a name, after those of its beginnings are put into `prefixes`.
pub(super) fn keys(name: &str, prefixes: &mut Vec<u64>) -> u64 {
    let mut hash = NameHash::default();
    let mut words = name.split(' ').filter(|w| !w.is_empty()).peekable();
    while let Some(word) = words.next() {
        // «عبدالله» is found as «عبد الله» too.
        if let Some(head) = ["عبد", "ابو", "أبو"].into_iter().find(|h| word.strip_prefix(h).is_some_and(|rest| !rest.is_empty())) {
            let mut first = hash;
            first.push(head);
            prefixes.push(first.key());
        }
        hash.push(word);
        if words.peek().is_some() {
            prefixes.push(hash.key());
        }
    }
    hash.key()
}

/// Entries, their names, and the keys of what longer names begin with.
type Entries = (Vec<Entry>, Vec<Named>, Vec<u64>);

pub(super) fn read_entries(r: &mut Reader<'_>, learned: bool) -> Result<Entries, Error> {
    let n = r.count(4)?;
    let (types, kinds, weights) = (r.bytes(n)?, r.bytes(n)?, r.bytes(n)?);
    let of = (0..n).map(|_| r.varint()).collect::<Result<Vec<u32>, Error>>()?;
    let (mut english, mut ids, mut arabic) = (lines(r)?, lines(r)?, lines(r)?);
    let mut entries = Vec::with_capacity(n);
    let mut names = Vec::with_capacity(n * 4);
    let mut prefixes = Vec::with_capacity(n * 2);
    let mut form = String::new();
    let short = || invalid("the list of names ends too early: the model is damaged");
    for i in 0..n {
        let ty = *EntityType::ALL.get(usize::from(types[i])).ok_or_else(|| invalid("the list of names holds an unknown type"))?;
        let (en, id, all) = (english.next().ok_or_else(short)?, ids.next().ok_or_else(short)?, arabic.next().ok_or_else(short)?);
        let mut ar = "";
        for (k, item) in all.split('|').enumerate() {
            let name = item.trim_start_matches(['?', '+', '~', '^']);
            let marks = &item[..item.len() - name.len()];
            if k == 0 {
                ar = name;
            }
            if !learned && marks.contains('+') {
                continue;
            }
            let norp = marks.contains(['~', '^']);
            let mut add = |key: u64| {
                names.push(Named {
                    key,
                    entry: i as u32,
                    primary: k == 0,
                    ambiguous: marks.contains('?'),
                    norp,
                    learned: marks.contains('+'),
                });
            };
            if norp {
                let stem = name.strip_prefix("ال").and_then(|s| s.strip_suffix('ي')).unwrap_or(name);
                for ending in &NORP_ENDINGS[..if marks.contains('^') { 8 } else { 9 }] {
                    for article in ["ال", ""] {
                        form.clear();
                        for part in [article, stem, ending] {
                            form.push_str(part);
                        }
                        add(NameHash::of(&form).key());
                    }
                }
                continue;
            }
            let key = keys(name, &mut prefixes);
            add(key);
        }
        entries.push(Entry {
            ty,
            en: en.into(),
            ar: ar.into(),
            id: (!id.is_empty()).then(|| format!("Q{id}")),
            of: of[i].checked_sub(1).filter(|&o| (o as usize) < n),
            kind: kinds[i],
            weight: weights[i],
        });
    }
    Ok((entries, names, prefixes))
}

pub(super) fn read_words(r: &mut Reader<'_>) -> Result<Table<u16>, Error> {
    let n = r.count(3)?;
    let shared = r.bytes(n)?;
    let flags = r.bytes(n * 2)?;
    let mut tails = lines(r)?;
    let mut table = Table::with_capacity(n);
    let mut word = String::new();
    for i in 0..n {
        let tail = tails.next().ok_or_else(|| invalid("the list of words ends too early: the model is damaged"))?;
        let keep = usize::from(shared[i]);
        if !word.is_char_boundary(keep) {
            return Err(invalid("the list of words is damaged"));
        }
        word.truncate(keep);
        word.push_str(tail);
        table.insert(NameHash::of(&word).key(), u16::from_le_bytes([flags[2 * i], flags[2 * i + 1]]));
    }
    Ok(table)
}

pub(super) fn read_canonical(r: &mut Reader<'_>, entries: usize) -> Result<Vec<u32>, Error> {
    let all = (0..entries).map(|_| r.varint()).collect::<Result<Vec<u32>, Error>>()?;
    if all.iter().any(|&c| c as usize >= entries) {
        return Err(invalid("an entry stands for one that is not there: the model is damaged"));
    }
    Ok(all)
}

pub(super) fn read_templates(r: &mut Reader<'_>) -> Result<(Vec<String>, [Table<u16>; 2]), Error> {
    let templates: Vec<String> = lines(r)?.map(String::from).collect();
    let mut heads = [Table::default(), Table::default()];
    for table in &mut heads {
        let n = r.count(2)?;
        for _ in 0..n {
            let number = r.varint()?;
            let number = u16::try_from(number).map_err(|_| invalid("a template's number is damaged"))?;
            table.insert(NameHash::of(r.str()?).key(), number);
        }
    }
    Ok((templates, heads))
}

pub(super) fn read_points(r: &mut Reader<'_>) -> Result<Table<i8>, Error> {
    let n = r.count(2)?;
    let mut table = Table::with_capacity(n);
    for _ in 0..n {
        let points = i8::from_le_bytes([r.u8()?]);
        table.insert(NameHash::of(r.str()?).key(), points);
    }
    Ok(table)
}

pub(super) fn read_bodies(r: &mut Reader<'_>, entries: usize) -> Result<Table<u32>, Error> {
    let n = r.count(3)?;
    let mut table = Table::with_capacity(n);
    for _ in 0..n {
        let (template, country, entry) = (r.varint()?, r.varint()?, r.varint()?);
        let template = u16::try_from(template).ok().filter(|_| (entry as usize) < entries);
        let template = template.ok_or_else(|| invalid("a body's numbers are damaged"))?;
        table.insert(super::body_key(template, country), entry);
    }
    Ok(table)
}

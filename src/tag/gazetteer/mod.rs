//! The list of known names: compiled from `data/*.tsv`, looked up over tokens with and without clitics; and what single words hint at.

#[cfg(feature = "train")]
mod build;
mod matches;
mod names;
mod table;

#[cfg(feature = "train")]
pub use build::{Source, section};
pub use names::{NameHash, fold_name};

use crate::error::Error;
use crate::model::Reader;
use crate::tag::EntityType;
use std::ops::Range;
use table::Table;

/// A known thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its type.
    pub ty: EntityType,
    /// Usual English name, unique together with the type.
    pub en: String,
    /// Usual Arabic name, as written for readers.
    pub ar: String,
    /// Wikidata id where certain («Q30»).
    pub id: Option<String>,
    /// The entry that this one stands for or belongs to: a nationality's or capital's country, a ministry's country.
    pub of: Option<u32>,
    /// What it is, as bits of [`kind`].
    pub kind: u8,
    /// In how many of the annotated articles it is named (at most 255): how well known it is.
    pub weight: u8,
}

/// Bits of `Entry::kind`.
pub mod kind {
    /// A country or territory.
    pub const COUNTRY: u8 = 1;
    /// A capital, whose name also stands for the government of `Entry::of`.
    pub const CAPITAL: u8 = 2;
}

/// What a single word hints at, as bits of `Gazetteer::token_flags`.
pub mod flag {
    /// A given name.
    pub const GIVEN: u16 = 1;
    /// A family name.
    pub const SURNAME: u16 = 1 << 1;
    /// A word of place names.
    pub const PLACE: u16 = 1 << 2;
    /// A form of a nationality, people or creed.
    pub const NATIONALITY: u16 = 1 << 3;
    /// A head of bodies that is part of their names: وزارة، حركة.
    pub const ORG_TRIGGER: u16 = 1 << 4;
    /// A head that stays outside names: صحيفة، شركة.
    pub const OUTER_HEAD: u16 = 1 << 5;
    /// Before a person's name: الرئيس، الشيخ.
    pub const PERSON_TITLE: u16 = 1 << 6;
    /// Before a place's name: مدينة، محافظة.
    pub const PLACE_TRIGGER: u16 = 1 << 7;
    /// A head of building names: مطار، قاعدة.
    pub const FACILITY_TRIGGER: u16 = 1 << 8;
    /// A head of event names: حرب، قمة.
    pub const EVENT_TRIGGER: u16 = 1 << 9;
    /// A head of other names: معاهدة، صاروخ.
    pub const MISC_TRIGGER: u16 = 1 << 10;
    /// A month or day of the week.
    pub const CALENDAR: u16 = 1 << 11;
    /// A foreign name in Arabic letters.
    pub const FOREIGN: u16 = 1 << 12;
    /// A verb of saying, whose subject is a person or body.
    pub const SPEECH: u16 = 1 << 13;
    /// A word that joins the parts of a name: بن، أبو، عبد، آل.
    pub const NAME_LINK: u16 = 1 << 14;
    /// A word that occurs in names of bodies.
    pub const ORG_WORD: u16 = 1 << 15;
}

/// A name of the list found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Tokens.
    pub tokens: Range<usize>,
    /// Bytes of the first token's normalized form that are proclitics in this reading.
    pub pro: u8,
    /// The entries that bear the name, best known first; never empty.
    pub entries: Vec<u32>,
    /// True where the list warns that the name is also a common word.
    pub ambiguous: bool,
    /// Which of the first eight entries bear the name only by the training articles, as bits: the tagger was trained without these.
    pub learned: u8,
}

/// Which bearers a name has.
#[derive(Clone, Copy, Debug, Default)]
struct Bearers {
    /// Range of `postings`.
    start: u32,
    len: u16,
    /// True where a longer name begins with this one.
    longer: bool,
    ambiguous: bool,
    /// Which of the first eight bear it only by the training articles, as bits.
    learned: u8,
}

/// Names and entries.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    names: Table<Bearers>,
    postings: Vec<u32>,
    words: Table<u16>,
    /// The entry of each entry's English name: a nationality's is its country.
    canonical: Vec<u32>,
    /// Heads of composed names, by hash: nationality follows, country follows.
    heads: [Table<u16>; 2],
    templates: Vec<String>,
    /// Points for the city against the government: by the word before a capital, the word after it, and its English name.
    context: [Table<i8>; 3],
    /// Entries that are bodies of a kind (template) and country.
    bodies: Table<u32>,
}

/// Where a word that speaks for city or government stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    /// Before the capital.
    Before,
    /// After it.
    After,
    /// It is the capital's own English name.
    City,
}

/// The key of a country's body.
const fn body_key(template: u16, country: u32) -> u64 {
    (((template as u64) << 32) | country as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A name as read, before equal ones are put together.
struct Named {
    key: u64,
    entry: u32,
    primary: bool,
    ambiguous: bool,
    /// A form made from the stem of a nationality.
    norp: bool,
    /// From the training articles.
    learned: bool,
}

impl Gazetteer {
    /// Reads section `gazettr`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        Self::read_some(bytes, true)
    }

    /// Reads section `gazettr` without the names that the training articles themselves supplied: what a tagger must be trained with,
    /// lest it learn to trust the list more than new articles bear out.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read_for_training(bytes: &[u8]) -> Result<Self, Error> {
        Self::read_some(bytes, false)
    }

    fn read_some(bytes: &[u8], learned: bool) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let (entries, names, prefixes) = names::read_entries(&mut r, learned)?;
        let mut words = names::read_words(&mut r)?;
        for name in &names {
            if name.norp {
                *words.entry(name.key) |= flag::NATIONALITY;
            }
        }
        let canonical = names::read_canonical(&mut r, entries.len())?;
        let (templates, heads) = names::read_templates(&mut r)?;
        let context = [names::read_points(&mut r)?, names::read_points(&mut r)?, names::read_points(&mut r)?];
        let bodies = names::read_bodies(&mut r, entries.len())?;
        let mut out = Self { entries, words, canonical, templates, heads, context, bodies, ..Self::default() };
        out.index(names, &prefixes);
        Ok(out)
    }

    /// A list of names without entries: those of each item bear its number.
    pub(crate) fn of_names(items: Vec<Vec<String>>) -> Self {
        let mut names = Vec::new();
        let mut prefixes = Vec::new();
        for (item, entry) in items.iter().zip(0..) {
            for name in item.iter().filter(|n| !n.trim().is_empty()) {
                let key = names::keys(name, &mut prefixes);
                names.push(Named { key, entry, primary: true, ambiguous: false, norp: false, learned: false });
            }
        }
        let mut out = Self::default();
        out.index(names, &prefixes);
        out
    }

    fn index(&mut self, mut names: Vec<Named>, prefixes: &[u64]) {
        let entries = &self.entries;
        let weight = |e: u32| entries.get(e as usize).map_or(0, |e| e.weight);
        names.sort_unstable_by_key(|n| n.key);
        let mut table = Table::with_capacity(names.len() + prefixes.len());
        for group in names.chunk_by_mut(|a, b| a.key == b.key) {
            if group.len() > 1 {
                group.sort_unstable_by_key(|n| (255 - weight(n.entry), !n.primary, n.entry));
            }
            let start = self.postings.len();
            let mut learned = 0;
            for n in group.iter() {
                if !self.postings[start..].contains(&n.entry) {
                    if n.learned && group.iter().all(|m| m.entry != n.entry || m.learned) {
                        learned |= 1u8.checked_shl((self.postings.len() - start) as u32).unwrap_or(0);
                    }
                    self.postings.push(n.entry);
                }
            }
            let bearers = Bearers {
                start: start as u32,
                len: (self.postings.len() - start) as u16,
                longer: false,
                ambiguous: group.iter().any(|n| n.ambiguous),
                learned,
            };
            table.insert(group[0].key, bearers);
        }
        for &key in prefixes {
            table.entry(key).longer = true;
        }
        self.names = table;
    }

    /// The entry of that number.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    /// All entries, by number.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries that bear exactly this normalized name (words joined by one space), best known first.
    #[must_use]
    pub fn lookup(&self, name: &str) -> &[u32] {
        self.names.get(NameHash::of(name).key()).map_or(&[], |b| self.bearers(b))
    }

    /// Bits of [`flag`] for a normalized word without clitics.
    #[must_use]
    pub fn token_flags(&self, word: &str) -> u16 {
        self.words.get(NameHash::of(word).key()).unwrap_or(0)
    }

    /// The entry that stands for all of the same English name: for a nationality its country.
    #[must_use]
    pub fn canonical(&self, entry: u32) -> u32 {
        self.canonical.get(entry as usize).copied().unwrap_or(entry)
    }

    /// The entry that stands for an English name.
    #[must_use]
    pub fn by_english(&self, name: &str) -> Option<u32> {
        // The section holds the entries by type and English name.
        let find = |ty| self.entries.binary_search_by(|e| (e.ty, e.en.as_str()).cmp(&(ty, name))).ok();
        EntityType::ALL.into_iter().find_map(find).map(|e| self.canonical(e as u32))
    }

    /// The English name of what a head («الجيش») with that hash and a country are called, `{}` being the country.
    pub(crate) fn template(&self, head: NameHash, country_name_follows: bool) -> Option<(u16, &str)> {
        let number = self.heads[usize::from(country_name_follows)].get(head.key())?;
        Some((number, self.templates.get(usize::from(number))?))
    }

    /// Points for the city (below 0: for the government) that the word before or after a capital gives, or its English name.
    pub(crate) fn capital_points(&self, side: Side, word: &str) -> i32 {
        self.context[side as usize].get(NameHash::of(word).key()).map_or(0, i32::from)
    }

    /// The entry of a country's body that goes by this template.
    pub(crate) fn body(&self, template: u16, country: u32) -> Option<u32> {
        self.bodies.get(body_key(template, country))
    }

    fn bearers(&self, b: Bearers) -> &[u32] {
        let start = b.start as usize;
        self.postings.get(start..start + usize::from(b.len)).unwrap_or(&[])
    }
}

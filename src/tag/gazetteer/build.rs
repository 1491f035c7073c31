//! Rows of the name lists → section `gazettr` (feature `train`).

use super::Entry;
use crate::model::Writer;

/// What the section is made from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The entries with their names, marked as the layout says; the first name is the entry's own.
    pub entries: Vec<(Entry, Vec<String>)>,
    /// Words with their flags, sorted.
    pub words: Vec<(String, u16)>,
    /// For each entry the one that stands for its English name.
    pub canonical: Vec<u32>,
    /// English names of composed bodies, `{}` for the country.
    pub templates: Vec<String>,
    /// Heads: template, words; before a nationality, before a country's name.
    pub heads: [Vec<(u16, String)>; 2],
    /// Points for the city, word; before and after a capital, and its English name.
    pub context: [Vec<(i8, String)>; 3],
    /// Template, country, entry.
    pub bodies: Vec<(u16, u32, u32)>,
}

/// What a column says of an entry and its names.
type Column<'a> = &'a dyn Fn(&(Entry, Vec<String>)) -> String;

/// Writes the section.
#[must_use]
pub fn section(source: &Source) -> Vec<u8> {
    let mut w = Writer::default();
    let entries = &source.entries;
    w.varint(entries.len() as u32);
    entries.iter().for_each(|(e, _)| w.u8(e.ty as u8));
    entries.iter().for_each(|(e, _)| w.u8(e.kind));
    entries.iter().for_each(|(e, _)| w.u8(e.weight));
    entries.iter().for_each(|(e, _)| w.varint(e.of.map_or(0, |o| o + 1)));
    let join = |f: Column<'_>| entries.iter().map(f).collect::<Vec<_>>().join("\n");
    w.str(&join(&|(e, _)| e.en.clone()));
    w.str(&join(&|(e, _)| e.id.as_deref().map_or(String::new(), |id| id.trim_start_matches('Q').to_string())));
    w.str(&join(&|(_, names)| names.join("|")));
    let mut shared = Vec::new();
    let mut tails = Vec::new();
    let mut last = "";
    for (word, _) in &source.words {
        let mut n = last.bytes().zip(word.bytes()).take(255).take_while(|(a, b)| a == b).count();
        while !word.is_char_boundary(n) {
            n -= 1;
        }
        shared.push(n as u8);
        tails.push(&word[n..]);
        last = word;
    }
    w.varint(source.words.len() as u32);
    w.raw(&shared);
    source.words.iter().for_each(|(_, f)| w.u16(*f));
    w.str(&tails.join("\n"));
    source.canonical.iter().for_each(|&c| w.varint(c));
    w.str(&source.templates.join("\n"));
    for heads in &source.heads {
        w.varint(heads.len() as u32);
        for (number, head) in heads {
            w.varint(u32::from(*number));
            w.str(head);
        }
    }
    for words in &source.context {
        w.varint(words.len() as u32);
        for (points, word) in words {
            w.u8(points.to_le_bytes()[0]);
            w.str(word);
        }
    }
    w.varint(source.bodies.len() as u32);
    for &(template, country, entry) in &source.bodies {
        w.varint(u32::from(template));
        w.varint(country);
        w.varint(entry);
    }
    w.bytes
}

//! `name-tokens KNOWLEDGE GOLD`: name lists of others → `data/name_tokens.tsv` on standard output: single words with what they hint at.
//!
//! Words that the annotated articles use mostly outside names are left out.

use super::names::tokens;
use crate::gold;
use mizan::tag::gazetteer::fold_name;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::ExitCode;

const GIVEN: u8 = 1;
const SURNAME: u8 = 2;
const PLACE: u8 = 4;
const FOREIGN: u8 = 8;

/// How often a word stands inside and outside of marked names.
fn usage(gold_dir: &Path) -> Result<HashMap<String, (u32, u32)>, String> {
    let mut usage: HashMap<String, (u32, u32)> = HashMap::new();
    for doc in gold::read_all(gold_dir, |_| true)? {
        let parsed = crate::segment::document(&doc.text);
        let mut mentions = doc.mentions.iter().peekable();
        for (i, token) in parsed.tokens.iter().enumerate() {
            while mentions.peek().is_some_and(|m| m.span.end <= token.span.start) {
                mentions.next();
            }
            let inside = mentions.peek().is_some_and(|m| m.span.overlaps(token.span));
            let n = usage.entry(fold_name(parsed.word(i))).or_default();
            if inside { n.0 += 1 } else { n.1 += 1 }
        }
    }
    Ok(usage)
}

pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [dir, gold_dir] = args else { return Err("usage: name-tokens KNOWLEDGE GOLD".into()) };
    let usage = usage(Path::new(gold_dir))?;
    let mut words: BTreeMap<String, u8> = BTreeMap::new();
    let mut seen: HashMap<(String, u8), u32> = HashMap::new();
    let each = |file: &str, f: &mut dyn FnMut(&[&str])| -> Result<(), String> {
        let path = Path::new(dir).join(file);
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        text.lines().for_each(|l| f(&l.split('\t').collect::<Vec<_>>()));
        Ok(())
    };
    let mut add = |name: &str, flag: u8, times: u32| {
        let name = fold_name(&tokens(name));
        if !name.contains(' ') && name.chars().count() > 2 && name.chars().all(|c| ('\u{0621}'..='\u{064A}').contains(&c)) {
            *seen.entry((name, flag)).or_default() += times;
        }
    };
    each("wikidata_persons_romanizer.tsv", &mut |f| {
        let [name, ty, note] = f else { return };
        let times = note.rsplit('|').next().and_then(|n| n.parse().ok()).unwrap_or(1);
        match *ty {
            "GIVEN" => add(name, GIVEN, times + 1),
            "SURNAME" => add(name, SURNAME, times),
            "PER" if note.starts_with("wikidata") => {
                let parts: Vec<&str> = name.split(' ').collect();
                if parts.len() >= 2 {
                    add(parts[0], GIVEN, 1);
                    add(parts[parts.len() - 1], SURNAME, 1);
                }
            }
            _ => {}
        }
    })?;
    for file in ["faker_ar.tsv", "akhateeb_names.tsv"] {
        each(file, &mut |f| match f {
            [name, "GIVEN", ..] => add(name, GIVEN, 2),
            [name, "SURNAME", ..] => add(name, SURNAME, 2),
            _ => {}
        })?;
    }
    for file in ["arabnamer.tsv", "google_translit.tsv", "wikidata_names_coling18.tsv", "rigour_persontok.tsv"] {
        each(file, &mut |f| {
            let times = f.get(2).and_then(|n| n.rsplit('|').next()?.parse().ok()).unwrap_or(1);
            add(f[0], FOREIGN, if file.starts_with("rigour") { 2 } else { times });
        })?;
    }
    each("places_geonames15000.tsv", &mut |f| f[0].split('|').for_each(|n| add(n, PLACE, 2)))?;
    each("geonames_cities500.tsv", &mut |f| {
        let people: u32 = f.get(2).and_then(|n| n.split('|').nth(1)?.parse().ok()).unwrap_or(0);
        add(f[0], PLACE, if people >= 15_000 { 2 } else { 1 });
    })?;
    each("arwikicats.tsv", &mut |f| {
        if f.get(1) == Some(&"LOC") {
            add(f[0], PLACE, 1);
        }
    })?;
    for ((word, flag), n) in seen {
        let (inside, outside) = usage.get(&word).copied().unwrap_or_default();
        if n >= 2 && !(outside >= 3 && outside > 2 * inside) {
            *words.entry(word).or_default() |= flag;
        }
    }
    println!(
        "# Words of names and places. Made by `mizan-tools name-tokens ../shared/knowledge ../shared/gold/train` from: Wikidata (CC0), ANETAC/arabnamer (CC BY 4.0), \
         Google transliteration data (Apache-2.0), GeoNames (CC BY 4.0, geonames.org), Faker (MIT), ArWikiCats (MIT). See NOTICE.\n#class\twords"
    );
    let mut by_class: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (word, flags) in words {
        let names = [(GIVEN, "given"), (SURNAME, "surname"), (PLACE, "placeword"), (FOREIGN, "foreign")];
        let class: Vec<&str> = names.iter().filter(|(f, _)| flags & f != 0).map(|c| c.1).collect();
        by_class.entry(class.join("|")).or_default().push(word);
    }
    for (class, words) in by_class {
        for line in words.chunks(20) {
            println!("{class}\t{}", line.join("|"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

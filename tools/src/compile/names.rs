//! `entities*.tsv`, `countries.tsv`, `triggers.tsv`, `name_tokens.tsv` → section `gazettr`.

use super::{Row, read};
use mizan::model::container;
use mizan::normalize::normalize_ml;
use mizan::resolve::composed_bodies;
use mizan::tag::EntityType;
use mizan::tag::gazetteer::{Entry, Gazetteer, NameHash, Source, flag, fold_name, kind, section};
use mizan::tokenize::tokenize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// An entry while its names are gathered.
#[derive(Debug)]
struct Draft {
    ty: EntityType,
    en: String,
    id: String,
    of: String,
    kind: u8,
    weight: u8,
    /// The row's own names, with their marks.
    names: Vec<String>,
}

pub fn compile(data: &Path) -> Result<Vec<u8>, String> {
    let mut drafts: BTreeMap<(EntityType, String), Draft> = BTreeMap::new();
    for (file, mark) in [("entities.tsv", ""), ("entities_gold.tsv", "+")] {
        let path = data.join(file);
        if !path.exists() {
            continue;
        }
        for row in read(&path)? {
            add(&mut drafts, &row, mark).map_err(|e| format!("{file}:{}: {e}", row.line))?;
        }
    }
    countries(&mut drafts, data)?;
    let canonical = canonical(&drafts);
    let (templates, heads) = templates(data)?;
    let context = context(data)?;
    let words = words(data, &drafts)?;
    let mut source = Source { words, entries: entries(drafts)?, canonical, templates, heads, context, bodies: Vec::new() };
    // What the list itself says about its bodies is read with the code that will read texts.
    let plain = Gazetteer::read(&section(&source)).map_err(|e| e.to_string())?;
    source.bodies = composed_bodies(&plain);
    Ok(container(&[("gazettr", &section(&source))]))
}

fn add(drafts: &mut BTreeMap<(EntityType, String), Draft>, row: &Row, mark: &str) -> Result<(), String> {
    let ty = EntityType::parse(row.get("type")).ok_or_else(|| format!("unknown type «{}»", row.get("type")))?;
    let en = row.get("en").to_string();
    if en.is_empty() {
        return Err("no English name".into());
    }
    let draft = drafts.entry((ty, en.clone())).or_insert_with(|| Draft {
        ty,
        en,
        id: String::new(),
        of: String::new(),
        kind: 0,
        weight: 0,
        names: Vec::new(),
    });
    let names = std::iter::once(row.get("ar")).chain(row.get("aliases").split('|')).map(str::trim).filter(|n| !n.is_empty());
    draft.names.extend(names.map(|n| format!("{mark}{n}")));
    for (field, column) in [(&mut draft.id, "id"), (&mut draft.of, "of")] {
        if field.is_empty() {
            *field = row.get(column).to_string();
        }
    }
    let seen = row.get("seen");
    if !seen.is_empty() {
        draft.weight = seen.parse().map_err(|_| format!("seen is no number up to 255: «{seen}»"))?;
    }
    if draft.names.is_empty() {
        return Err("no Arabic name".into());
    }
    Ok(())
}

/// Ids, kinds and capitals.
fn countries(drafts: &mut BTreeMap<(EntityType, String), Draft>, data: &Path) -> Result<(), String> {
    for row in read(&data.join("countries.tsv"))? {
        let fail = |what: String| format!("countries.tsv:{}: {what}", row.line);
        let ty = EntityType::parse(row.get("type")).ok_or_else(|| fail("unknown type".into()))?;
        let en = row.get("en").to_string();
        let draft = drafts.get_mut(&(ty, en.clone())).ok_or_else(|| fail(format!("{en} is not in entities.tsv")))?;
        draft.id = row.get("id").to_string();
        if ty == EntityType::Gpe && !(row.get("iso").is_empty() && row.get("capital").is_empty()) {
            draft.kind |= kind::COUNTRY;
        }
        let capital = row.get("capital");
        if !capital.is_empty() && capital != en {
            let city = drafts.get_mut(&(EntityType::Gpe, capital.to_string()));
            let city = city.ok_or_else(|| fail(format!("the capital {capital} is not in entities.tsv")))?;
            if city.kind & kind::CAPITAL == 0 {
                city.kind |= kind::CAPITAL;
                city.of = en;
            }
        }
    }
    Ok(())
}

/// A name as the tokenizer cuts it: words joined by one space.
pub fn tokens(name: &str) -> String {
    let doc = tokenize(name, normalize_ml(name));
    (0..doc.tokens.len()).map(|i| doc.word(i)).collect::<Vec<_>>().join(" ")
}

/// What the hash of a name sees of it.
fn as_hashed(name: &str) -> String {
    fold_name(name).replace(['ؤ', 'ئ'], "ء")
}

/// Other spellings of the hard g of a foreign name: «غوتيريش» and «جوتيريش», where the English name has as many g as the Arabic has غ or ج.
fn spellings(name: &str, en: &str) -> Option<String> {
    let en = en.to_lowercase();
    let letters: Vec<char> = en.chars().collect();
    let soft = |i: usize| matches!(letters.get(i + 1), Some('h' | 'e' | 'i' | 'y'));
    let all = letters.iter().filter(|c| **c == 'g').count();
    let hard = letters.iter().enumerate().filter(|(i, c)| **c == 'g' && !soft(*i)).count();
    let count = |l: char| name.chars().filter(|c| *c == l).count();
    let (ghain, jim) = (count('غ'), count('ج'));
    if en.contains("gh") || en.contains('j') || all == 0 {
        None
    } else if ghain == all && jim == 0 {
        Some(name.replace('غ', "ج"))
    } else if jim == all && ghain == 0 && hard == all {
        Some(name.replace('ج', "غ"))
    } else {
        None
    }
}

fn entries(drafts: BTreeMap<(EntityType, String), Draft>) -> Result<Vec<(Entry, Vec<String>)>, String> {
    let number: HashMap<(EntityType, String), u32> = drafts.keys().cloned().zip(0..).collect();
    let places: HashSet<String> = drafts
        .values()
        .filter(|d| matches!(d.ty, EntityType::Gpe | EntityType::Loc))
        .flat_map(|d| d.names.iter().map(|n| fold_name(n.trim_start_matches(['?', '+', '=']))))
        .collect();
    let mut keys: HashMap<u64, String> = HashMap::new();
    let mut out = Vec::new();
    for draft in drafts.into_values() {
        let of = [EntityType::Gpe, EntityType::Loc, EntityType::Org, EntityType::Per, EntityType::Norp]
            .into_iter()
            .find_map(|ty| number.get(&(ty, draft.of.clone())).copied())
            .filter(|&o| Some(&o) != number.get(&(draft.ty, draft.en.clone())));
        let mut names: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        let foreign = matches!(draft.ty, EntityType::Per | EntityType::Gpe | EntityType::Loc | EntityType::Org | EntityType::Misc);
        let more: Vec<String> = draft.names.iter().filter(|_| foreign).filter_map(|n| spellings(n, &draft.en)).collect();
        for name in draft.names.iter().chain(&more) {
            let bare = name.trim_start_matches(['?', '+', '=']);
            let marks = &name[..name.len() - bare.len()];
            let as_is = marks.contains('=');
            let marks: String = ['?', '+'].into_iter().filter(|m| marks.contains(*m)).collect();
            let folded = fold_name(bare);
            let joined = tokens(bare);
            if joined.is_empty() || bare.contains(['|', '~', '^']) {
                return Err(format!("{}: «{bare}» is no name", draft.en));
            }
            if !known.insert(fold_name(&joined)) {
                continue;
            }
            let key = NameHash::of(&joined).key();
            let same = keys.entry(key).or_insert_with(|| as_hashed(&joined));
            if *same != as_hashed(&joined) {
                return Err(format!("«{joined}» and «{same}» share a hash: change NameHash"));
            }
            let stem = folded.strip_prefix("ال").and_then(|s| s.strip_suffix('ي')).filter(|s| s.chars().count() >= 2 && !s.contains(' '));
            if let (EntityType::Norp, Some(stem), false) = (draft.ty, stem, as_is) {
                let form = if places.contains(&format!("{stem}يا")) { '^' } else { '~' };
                names.push(format!("{marks}{form}{bare}"));
            } else if names.is_empty() {
                names.push(format!("{marks}{bare}"));
                if fold_name(&joined) != folded {
                    names.push(format!("{marks}{joined}"));
                }
            } else {
                names.push(format!("{marks}{}", fold_name(&joined)));
            }
        }
        let id = (!draft.id.is_empty()).then(|| draft.id.clone());
        let entry = Entry { ty: draft.ty, en: draft.en, ar: String::new(), id, of, kind: draft.kind, weight: draft.weight };
        out.push((entry, names));
    }
    Ok(out)
}

/// Which type stands for all that share an English name, best first.
const STANDS: [EntityType; 8] = [
    EntityType::Gpe,
    EntityType::Org,
    EntityType::Per,
    EntityType::Loc,
    EntityType::Event,
    EntityType::Fac,
    EntityType::Misc,
    EntityType::Norp,
];

fn canonical(drafts: &BTreeMap<(EntityType, String), Draft>) -> Vec<u32> {
    let mut best: HashMap<&str, (usize, u32)> = HashMap::new();
    for (number, d) in (0..).zip(drafts.values()) {
        let rank = STANDS.iter().position(|t| *t == d.ty).unwrap_or(STANDS.len());
        let b = best.entry(&d.en).or_insert((rank, number));
        *b = (*b).min((rank, number));
    }
    drafts.values().map(|d| best[d.en.as_str()].1).collect()
}

/// Heads of composed names: number of the template, words.
type Heads = [Vec<(u16, String)>; 2];

fn templates(data: &Path) -> Result<(Vec<String>, Heads), String> {
    let mut templates: Vec<String> = Vec::new();
    let mut heads: Heads = Default::default();
    for row in read(&data.join("compose.tsv"))? {
        let english = row.get("english");
        let number = templates.iter().position(|t| t == english).unwrap_or_else(|| {
            templates.push(english.into());
            templates.len() - 1
        });
        let with = match row.get("with") {
            "norp" => 0,
            "gpe" => 1,
            other => return Err(format!("compose.tsv:{}: «{other}» is neither norp nor gpe", row.line)),
        };
        heads[with].extend(row.get("heads").split('|').map(|h| (number as u16, tokens(h))));
    }
    Ok((templates, heads))
}

fn context(data: &Path) -> Result<[Vec<(i8, String)>; 3], String> {
    let mut out: [Vec<(i8, String)>; 3] = Default::default();
    for row in read(&data.join("capital_context.tsv"))? {
        let fail = |what: &str| format!("capital_context.tsv:{}: {what}", row.line);
        let side = match row.get("side") {
            "before" => 0,
            "after" => 1,
            "city" => 2,
            _ => return Err(fail("side is none of before, after, city")),
        };
        let points = row.get("points").parse().map_err(|_| fail("points are no number from -127 to 127"))?;
        out[side].extend(row.get("words").split('|').map(|w| (points, fold_name(w))));
    }
    Ok(out)
}

/// The classes of `triggers.tsv` and `name_tokens.tsv`.
const CLASSES: [(&str, u16); 16] = [
    ("given", flag::GIVEN),
    ("surname", flag::SURNAME),
    ("placeword", flag::PLACE),
    ("nationality", flag::NATIONALITY),
    ("org", flag::ORG_TRIGGER),
    ("outer", flag::OUTER_HEAD),
    ("title", flag::PERSON_TITLE),
    ("place", flag::PLACE_TRIGGER),
    ("facility", flag::FACILITY_TRIGGER),
    ("event", flag::EVENT_TRIGGER),
    ("misc", flag::MISC_TRIGGER),
    ("calendar", flag::CALENDAR),
    ("foreign", flag::FOREIGN),
    ("speech", flag::SPEECH),
    ("link", flag::NAME_LINK),
    ("orgword", flag::ORG_WORD),
];

fn words(data: &Path, drafts: &BTreeMap<(EntityType, String), Draft>) -> Result<Vec<(String, u16)>, String> {
    let mut words: BTreeMap<String, u16> = BTreeMap::new();
    for file in ["triggers.tsv", "name_tokens.tsv"] {
        let path = data.join(file);
        if !path.exists() {
            continue;
        }
        for row in read(&path)? {
            let mut flags = 0;
            for class in row.get("class").split('|') {
                let found = CLASSES.iter().find(|c| c.0 == class);
                flags |= found.ok_or_else(|| format!("{file}:{}: unknown class «{class}»", row.line))?.1;
            }
            for word in row.get("words").split('|').filter(|w| !w.is_empty()) {
                *words.entry(fold_name(word)).or_default() |= flags;
            }
        }
    }
    for d in drafts.values() {
        let flags = match d.ty {
            EntityType::Norp => flag::NATIONALITY,
            EntityType::Gpe | EntityType::Loc => flag::PLACE,
            EntityType::Org => flag::ORG_WORD,
            _ => continue,
        };
        for name in d.names.iter().filter(|n| !n.contains(['?', '+', '='])) {
            for word in name.split_whitespace().filter(|w| w.chars().count() > 2) {
                *words.entry(fold_name(word)).or_default() |= flags;
            }
        }
    }
    Ok(words.into_iter().collect())
}

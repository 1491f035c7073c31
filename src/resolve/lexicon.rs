//! Folded name and type → the list's entry, or a body composed of a head and a country («الجيش الفنلندي»).

use crate::tag::EntityType::{self, Event, Fac, Gpe, Loc, Misc, Norp, Org, Per};
use crate::tag::gazetteer::{Gazetteer, NameHash, flag, kind};

/// How well an entry's type goes with a mention's, 0 not at all.
pub(super) const fn fit(mention: EntityType, entry: EntityType) -> i32 {
    match (mention, entry) {
        (Per, Per) | (Org, Org) | (Gpe, Gpe) | (Loc, Loc) | (Fac, Fac) | (Norp, Norp) | (Event, Event) | (Misc, Misc) => 60,
        (Gpe | Fac, Loc) | (Loc | Fac, Gpe) | (Gpe | Loc, Fac) => 35,
        (Norp, Gpe | Org) | (Gpe | Org, Norp) | (Event, Misc) | (Misc, Event) => 25,
        (Org, Gpe | Fac | Misc) | (Fac | Misc | Loc, Org) | (Norp, Loc | Misc) | (Loc, Norp) => 15,
        (Gpe, Org) | (Norp, Per) => 8,
        _ => 0,
    }
}

/// The best entry of a name for a mention of that type. `evidence` tells in how many other forms of the article an entry is named.
pub(super) fn choose(gazetteer: &Gazetteer, name: &str, ty: EntityType, evidence: &dyn Fn(u32) -> i32) -> Option<u32> {
    let mut best: Option<(i32, u32)> = None;
    for &number in gazetteer.lookup(name) {
        let Some(entry) = gazetteer.entry(number) else { continue };
        let fit = fit(ty, entry.ty);
        if fit == 0 {
            continue;
        }
        let known = (u8::BITS - entry.weight.leading_zeros()) as i32;
        let of = entry.of.map_or(0, |o| evidence(gazetteer.canonical(o)));
        let score = fit + known * 4 + evidence(gazetteer.canonical(number)) * 30 + of * 12;
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, number));
        }
    }
    best.map(|b| b.1)
}

/// The country that a nationality, a country's name or a capital stands for.
pub(super) fn country(gazetteer: &Gazetteer, entry: u32) -> Option<u32> {
    let number = gazetteer.canonical(entry);
    let found = gazetteer.entry(number)?;
    if found.kind & kind::COUNTRY != 0 {
        return Some(number);
    }
    if found.kind & kind::CAPITAL != 0 { found.of.map(|o| gazetteer.canonical(o)) } else { None }
}

/// A body named by its head and country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Composed {
    /// What kind of body.
    pub template: u16,
    /// Whose.
    pub country: u32,
    /// English name.
    pub en: String,
}

/// Reads «الجيش الفنلندي», «حكومة السودان», «وزارة الخارجية في النرويج».
pub(super) fn compose(gazetteer: &Gazetteer, words: &[&str]) -> Option<Composed> {
    let (last, head) = words.split_last()?;
    let head = head.strip_suffix(&["في"]).unwrap_or(head);
    let mut head_hash = NameHash::default();
    head.iter().for_each(|w| head_hash.push(w));
    if head.is_empty() {
        return None;
    }
    let entries = gazetteer.lookup(last);
    for (ty, gpe) in [(Norp, false), (Gpe, true)] {
        let named = entries.iter().copied().filter(|&e| gazetteer.entry(e).is_some_and(|e| e.ty == ty));
        let Some(country) = named.filter_map(|e| country(gazetteer, e)).next() else { continue };
        let Some((template, english)) = gazetteer.template(head_hash, gpe) else { continue };
        let name = &gazetteer.entry(country)?.en;
        return Some(Composed { template, country, en: fill(english, name) });
    }
    None
}

/// The country in «جمهورية اليمن», «المملكة الهولندية», «دولة قطر».
pub(super) fn state(gazetteer: &Gazetteer, words: &[&str]) -> Option<u32> {
    let (last, head) = words.split_last()?;
    let first = head.first()?;
    if head.len() > 2 || gazetteer.token_flags(first.strip_prefix("ال").unwrap_or(first)) & flag::PLACE_TRIGGER == 0 {
        return None;
    }
    let named = gazetteer.lookup(last).iter().filter(|&&e| gazetteer.entry(e).is_some_and(|e| matches!(e.ty, Norp | Gpe)));
    named
        .filter_map(|&e| gazetteer.entry(gazetteer.canonical(e)).filter(|c| c.kind & kind::COUNTRY != 0).map(|_| gazetteer.canonical(e)))
        .next()
}

/// True where a name is only a head that many countries' bodies share: «وزارة الخارجية», «مجلس النواب».
pub(super) fn is_generic(gazetteer: &Gazetteer, name: &str) -> bool {
    gazetteer.template(NameHash::of(name), false).is_some()
}

/// The body of that head in that country.
pub(super) fn body_of(gazetteer: &Gazetteer, name: &str, country: u32) -> Option<Composed> {
    let (template, english) = gazetteer.template(NameHash::of(name), false)?;
    Some(Composed { template, country, en: fill(english, &gazetteer.entry(country)?.en) })
}

fn fill(english: &str, country: &str) -> String {
    let the = if takes_article(country) && !english.starts_with("{}") { "the " } else { "" };
    english.replace("{}", &format!("{the}{country}"))
}

fn takes_article(country: &str) -> bool {
    country.starts_with("United ")
        || country.contains("Republic")
        || matches!(country, "Netherlands" | "Philippines" | "Maldives" | "European Union" | "Comoros" | "Bahamas")
}

/// The entries whose own names are a head and a country: template, country, entry (the best known of each).
#[cfg(feature = "train")]
#[must_use]
pub fn composed_bodies(gazetteer: &Gazetteer) -> Vec<(u16, u32, u32)> {
    let mut best: std::collections::BTreeMap<(u16, u32), (u8, u32)> = std::collections::BTreeMap::new();
    for (number, entry) in (0..).zip(gazetteer.entries()).filter(|(_, e)| e.ty == Org) {
        let name = crate::tag::gazetteer::fold_name(&entry.ar);
        if let Some(found) = compose(gazetteer, &name.split(' ').collect::<Vec<_>>()) {
            let new = (entry.weight, gazetteer.canonical(number));
            let old = best.entry((found.template, found.country)).or_insert(new);
            *old = (*old).max(new);
        }
    }
    best.into_iter().map(|((t, c), (_, e))| (t, c, e)).collect()
}

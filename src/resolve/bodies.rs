//! Forms of bodies, places, events, works and peoples in one article → joined: with and without head, country, article; name and acronym.

use super::forms::Forms;
use super::lexicon::fit;
use super::slips;
use crate::tag::gazetteer::{Gazetteer, flag};
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;
use std::collections::HashMap;

/// Types that name the same kind of thing for an unknown name.
pub(super) const fn class(ty: EntityType) -> u8 {
    match ty {
        EntityType::Per => 0,
        EntityType::Org => 1,
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => 2,
        EntityType::Norp => 3,
        EntityType::Event | EntityType::Misc => 4,
    }
}

pub(super) fn join(forms: &mut Forms, doc: &Document<'_>, mentions: &[Mention], gazetteer: &Gazetteer) {
    same_name(forms);
    heads(forms, gazetteer);
    beginnings(forms, gazetteer);
    peoples(forms);
    brackets(forms, doc, mentions);
    slips::join(forms, gazetteer);
}

fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

/// An unknown name joins the same name, with or without the article, of another type of its class.
fn same_name(forms: &mut Forms) {
    let mut by_name: HashMap<(String, u8), usize> = HashMap::new();
    for i in 0..forms.list.len() {
        let form = &forms.list[i];
        let key = (without_article(&form.name).to_string(), class(form.ty));
        match by_name.get(&key) {
            None => {
                by_name.insert(key, i);
            }
            Some(&other) => unite(forms, i, other),
        }
    }
}

/// Joins two forms unless the list knows both.
pub(super) fn unite(forms: &mut Forms, a: usize, b: usize) {
    let (ra, rb) = (forms.root(a), forms.root(b));
    match (forms.is_known(ra), forms.is_known(rb)) {
        (true, true) => {}
        (true, false) => forms.join(rb, ra),
        _ => forms.join(ra, rb),
    }
}

/// «حركة حماس» and «حماس».
fn heads(forms: &mut Forms, gazetteer: &Gazetteer) {
    let mut by_name: HashMap<(String, u8), usize> = HashMap::new();
    for (i, form) in forms.list.iter().enumerate() {
        by_name.entry((without_article(&form.name).to_string(), class(form.ty))).or_insert(i);
    }
    let head =
        flag::PLACE_TRIGGER | flag::ORG_TRIGGER | flag::OUTER_HEAD | flag::FACILITY_TRIGGER | flag::EVENT_TRIGGER | flag::MISC_TRIGGER;
    for i in 0..forms.list.len() {
        let form = &forms.list[i];
        let Some((first, rest)) = form.name.split_once(' ') else { continue };
        if matches!(form.ty, EntityType::Per | EntityType::Norp | EntityType::Gpe) || gazetteer.token_flags(first) & head == 0 {
            continue;
        }
        if let Some(&other) = by_name.get(&(without_article(rest).to_string(), class(form.ty)))
            && (form.ty == forms.list[other].ty || !matches!(form.ty, EntityType::Fac | EntityType::Loc))
        {
            unite(forms, i, other);
        }
    }
}

/// An unknown name that only one known or longer name begins with: «وزارة الخارجية» of «وزارة الخارجية الروسية».
fn beginnings(forms: &mut Forms, gazetteer: &Gazetteer) {
    let mut longer: HashMap<(String, u8), Vec<usize>> = HashMap::new();
    for (i, form) in forms.list.iter().enumerate() {
        if matches!(form.ty, EntityType::Per | EntityType::Norp) {
            continue;
        }
        // «الخارجية» begins «وزارة الخارجية الروسية» too.
        let short = form.name.strip_prefix("وزاره ");
        for name in [Some(form.name.as_str()), short].into_iter().flatten() {
            for (at, _) in name.match_indices(' ').take(12) {
                let list = longer.entry((name[..at].to_string(), class(form.ty))).or_default();
                if list.len() < 16 {
                    list.push(i);
                }
            }
        }
    }
    for i in 0..forms.list.len() {
        let form = &forms.list[i];
        let entry = form.entry.and_then(|e| gazetteer.entry(e));
        let little_known = entry.is_some_and(|e| e.weight < 8);
        let weak = form.generic || entry.is_some_and(|e| fit(form.ty, e.ty) < 25);
        if !weak && !little_known && forms.is_known(forms.root(i)) {
            continue;
        }
        let Some(list) = longer.get(&(form.name.clone(), class(form.ty))) else { continue };
        let first = form.first();
        let nearest = list.iter().copied().min_by_key(|&g| {
            let at = forms.list[g].first();
            (at > first, at.abs_diff(first))
        });
        // «الجمعية الوطنية» may be any country's until the article says «الجمعية الوطنية التايلاندية».
        let weak = weak || (little_known && nearest.is_some_and(|g| adds_nationality(&form.name, &forms.list[g].name, gazetteer)));
        if !weak && forms.is_known(forms.root(i)) {
            continue;
        }
        match nearest {
            Some(g) if weak => forms.rejoin(i, g),
            Some(g) => unite(forms, i, g),
            None => {}
        }
    }
}

/// True where the longer name is the shorter one and a nationality.
fn adds_nationality(short: &str, long: &str, gazetteer: &Gazetteer) -> bool {
    let rest = long.strip_prefix(short).and_then(|r| r.strip_prefix(' '));
    rest.is_some_and(|r| !r.contains(' ') && gazetteer.token_flags(r) & flag::NATIONALITY != 0)
}

/// Forms of one unknown people: «قرطاجي», «القرطاجيون», «قرطاجية».
fn peoples(forms: &mut Forms) {
    let mut by_stem: HashMap<String, usize> = HashMap::new();
    for i in 0..forms.list.len() {
        let form = &forms.list[i];
        if form.ty != EntityType::Norp || form.name.contains(' ') {
            continue;
        }
        let word = without_article(&form.name);
        let stem = ["يتين", "يتان", "يون", "يين", "يات", "يان", "يه", "يا", "ين", "ون", "ي"]
            .into_iter()
            .find_map(|e| word.strip_suffix(e))
            .unwrap_or(word);
        match by_stem.get(stem) {
            None => {
                by_stem.insert(stem.to_string(), i);
            }
            Some(&other) => unite(forms, i, other),
        }
    }
}

/// «منظمة الصحة (WHO)»: a name and its acronym in brackets after it.
fn brackets(forms: &mut Forms, doc: &Document<'_>, mentions: &[Mention]) {
    for m in 1..mentions.len() {
        let (a, b) = (&mentions[m - 1], &mentions[m]);
        let bracketed = b.tokens.start == a.tokens.end + 1
            && matches!(doc.word(a.tokens.end), "(" | "[")
            && matches!(doc.word(b.tokens.end), ")" | "]")
            && class(a.ty) == class(b.ty);
        if bracketed && a.ty != EntityType::Per && a.ty != EntityType::Gpe {
            unite(forms, forms.of[m], forms.of[m - 1]);
        }
    }
}

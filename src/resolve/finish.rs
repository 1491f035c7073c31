//! Mentions with keys → entities with names, ids, types and salience.

use super::forms::Forms;
use super::{Entity, Key, Resolved, UserEntity};
use crate::tag::gazetteer::{Gazetteer, fold_name};
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) fn finish(
    doc: &Document<'_>,
    mentions: Vec<Mention>,
    keys: &[Key],
    forms: &Forms,
    gazetteer: &Gazetteer,
    user: &[UserEntity],
) -> Resolved {
    let mut number: HashMap<Key, usize> = HashMap::new();
    let mut groups: Vec<(Key, Vec<usize>)> = Vec::new();
    let mut entity_of = Vec::with_capacity(mentions.len());
    for (m, key) in keys.iter().enumerate() {
        let e = *number.entry(*key).or_insert_with(|| {
            groups.push((*key, Vec::new()));
            groups.len() - 1
        });
        groups[e].1.push(m);
        entity_of.push(e);
    }
    let salience = salience(doc, &mentions, &groups);
    let mut ids = HashSet::new();
    let mut entities = Vec::with_capacity(groups.len());
    for ((key, of), salience) in groups.into_iter().zip(salience) {
        let mut entity = entity(doc, &mentions, key, of, forms, gazetteer, user);
        entity.salience = salience;
        let plain = entity.id.clone();
        let mut n = 2;
        while !ids.insert(entity.id.clone()) {
            entity.id = format!("{plain}#{n}");
            n += 1;
        }
        entities.push(entity);
    }
    Resolved { mentions, entity_of, entities }
}

fn entity(
    doc: &Document<'_>,
    mentions: &[Mention],
    key: Key,
    of: Vec<usize>,
    forms: &Forms,
    gazetteer: &Gazetteer,
    user: &[UserEntity],
) -> Entity {
    let local = |name: &str| format!("local:{}", fold_name(name));
    let ty = commonest(of.iter().filter_map(|&m| mentions.get(m)).map(|m| m.ty));
    let mut out = Entity { id: String::new(), name_ar: String::new(), name_en: None, ty, salience: 0, mentions: Vec::new(), entry: None };
    match key {
        Key::User(u) => {
            if let Some(u) = user.get(u) {
                out.id = u.id.clone().unwrap_or_else(|| local(&u.name));
                (out.name_ar, out.name_en, out.ty) = (u.name.clone(), u.en.clone(), u.ty);
            }
        }
        Key::Entry(e) => {
            out.entry = Some(e);
            if let Some(entry) = gazetteer.entry(e) {
                out.id = entry.id.clone().unwrap_or_else(|| local(&entry.ar));
                (out.name_ar, out.name_en, out.ty) = (entry.ar.clone(), Some(entry.en.clone()), entry.ty);
            }
        }
        Key::Composed(..) | Key::Local(_) => {
            out.name_ar = surface(doc, mentions, &of, forms);
            out.id = local(&out.name_ar);
            out.name_en = of.iter().find_map(|&m| forms.list[forms.of[m]].composed.as_ref().map(|c| c.en.clone()));
        }
    }
    out.mentions = of;
    out
}

/// The type of most mentions; NORP only where there is no other.
fn commonest(types: impl Iterator<Item = EntityType>) -> EntityType {
    let mut counts = [0usize; 8];
    types.for_each(|t| counts[t as usize] += 1);
    let other = EntityType::ALL.into_iter().filter(|&t| t != EntityType::Norp && counts[t as usize] > 0);
    other.max_by_key(|&t| (counts[t as usize], std::cmp::Reverse(t as usize))).unwrap_or(EntityType::Norp)
}

/// The fullest name that the article uses, the commonest where several are as full; with the article that «لل» swallowed.
fn surface(doc: &Document<'_>, mentions: &[Mention], of: &[usize], forms: &Forms) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for &m in of {
        let text: Vec<&str> = mentions[m].span.of(doc.original).split_whitespace().collect();
        let mut text = text.join(" ");
        let name = &forms.list[forms.of[m]].name;
        if name.starts_with("ال") && fold_name(&text) != *name && fold_name(&format!("ا{text}")) == *name {
            text.insert(0, 'ا');
        }
        *counts.entry(text).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|(text, n)| (text.split(' ').count().min(4), *n, std::cmp::Reverse(text.clone())));
    best.map_or(String::new(), |b| b.0)
}

/// Per mille of the most salient: mentions count, early ones and sentence beginnings more, nationalities less.
fn salience(doc: &Document<'_>, mentions: &[Mention], groups: &[(Key, Vec<usize>)]) -> Vec<u16> {
    let points: Vec<usize> = groups
        .iter()
        .map(|(_, of)| {
            of.iter()
                .filter_map(|&m| mentions.get(m))
                .map(|m| {
                    let sentence = doc.sentence_of(m.tokens.start);
                    let place = m.tokens.start - doc.sentences.get(sentence).map_or(m.tokens.start, |s| s.tokens.start).min(m.tokens.start);
                    let early = match sentence {
                        0 => 20,
                        1 | 2 => 8,
                        _ => 0,
                    };
                    let subject = if place < 4 { 4 } else { 0 };
                    let base = if m.ty == EntityType::Norp { 6 } else { 10 };
                    base + early + subject
                })
                .sum()
        })
        .collect();
    let most = points.iter().copied().max().unwrap_or(1).max(1);
    points.into_iter().map(|p| (p * 1000 / most).max(1) as u16).collect()
}

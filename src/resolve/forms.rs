//! Mentions → forms (equal folded name, same type), and what the list knows of each.

use super::Key;
use super::capital::is_city;
use super::lexicon::{Composed, body_of, choose, compose, country, fit, is_generic, state};
use super::surface::Surface;
use crate::tag::gazetteer::{Gazetteer, kind};
use crate::tag::{EntityType, Mention};
use crate::tokenize::Document;
use std::collections::{BTreeMap, HashMap};

/// A name with its type, wherever the article uses it.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Folded.
    pub name: String,
    pub ty: EntityType,
    /// Indices into the mentions, in order.
    pub mentions: Vec<usize>,
    /// The list's entry, before it is reduced to the one of its English name.
    pub entry: Option<u32>,
    pub composed: Option<Composed>,
    /// A head that many countries' bodies share; yields to a longer name.
    pub generic: bool,
}

impl Form {
    pub(super) fn words(&self) -> Vec<&str> {
        self.name.split(' ').collect()
    }

    pub(super) fn first(&self) -> usize {
        self.mentions.first().copied().unwrap_or(0)
    }
}

/// All forms of an article, and which are joined.
#[derive(Clone, Debug)]
pub(super) struct Forms {
    pub list: Vec<Form>,
    /// Form of each mention.
    pub of: Vec<usize>,
    parent: Vec<usize>,
    /// Of each tree's top: how many forms are in it, and the form whose name and entry count.
    size: Vec<usize>,
    head: Vec<usize>,
}

impl Forms {
    pub(super) fn new(doc: &Document<'_>, mentions: &[Mention], gazetteer: &Gazetteer) -> Self {
        let surfaces: Vec<Surface> = mentions.iter().map(|m| Surface::of(doc, m)).collect();
        let mut number: HashMap<(String, EntityType), usize> = HashMap::new();
        // Plain names first, so that «لليلى» can be told from «للحرس» by what else the article has.
        for (s, m) in surfaces.iter().zip(mentions).filter(|(s, _)| s.bare.is_none()) {
            number.entry((s.name.clone(), m.ty)).or_insert(0);
        }
        let mut list: Vec<Form> = Vec::new();
        let mut placed: HashMap<(String, EntityType), usize> = HashMap::new();
        let mut of = Vec::with_capacity(mentions.len());
        for (i, (s, m)) in surfaces.into_iter().zip(mentions).enumerate() {
            let name = match s.bare {
                Some(bare) => {
                    let listed = |n: &str| gazetteer.lookup(n).iter().any(|&e| gazetteer.entry(e).is_some_and(|e| fit(m.ty, e.ty) > 0));
                    let here = |n: &String| number.contains_key(&(n.clone(), m.ty));
                    let whole = here(&bare) || (!here(&s.name) && listed(&bare) && !listed(&s.name));
                    if whole { bare } else { s.name }
                }
                None => s.name,
            };
            let form = *placed.entry((name.clone(), m.ty)).or_insert_with(|| {
                list.push(Form { name, ty: m.ty, mentions: Vec::new(), entry: None, composed: None, generic: false });
                list.len() - 1
            });
            list[form].mentions.push(i);
            of.push(form);
        }
        let each: Vec<usize> = (0..list.len()).collect();
        Self { size: vec![1; list.len()], parent: each.clone(), head: each, list, of }
    }

    /// Looks every form up; names of several entries go by what else the article names.
    pub(super) fn link(&mut self, gazetteer: &Gazetteer) {
        let mut evidence: HashMap<u32, i32> = HashMap::new();
        for form in &mut self.list {
            let fitting = |&&e: &&u32| gazetteer.entry(e).is_some_and(|e| fit(form.ty, e.ty) > 0);
            let mut found: Vec<u32> = gazetteer.lookup(&form.name).iter().filter(fitting).map(|&e| gazetteer.canonical(e)).collect();
            found.dedup();
            if let [only] = found[..] {
                *evidence.entry(only).or_default() += 1;
            }
        }
        let dominant = self.dominant_country(gazetteer);
        for form in &mut self.list {
            let words: Vec<&str> = form.name.split(' ').collect();
            form.entry = choose(gazetteer, &form.name, form.ty, &|e| i32::from(evidence.contains_key(&e)));
            if form.ty == EntityType::Org && is_generic(gazetteer, &form.name) {
                // «وزارة الخارجية» is that of the country that the article is about, if it is about one.
                form.entry = None;
                form.composed = dominant.and_then(|c| body_of(gazetteer, &form.name, c));
                form.generic = true;
            } else if form.entry.is_none() {
                match form.ty {
                    EntityType::Org | EntityType::Fac => form.composed = compose(gazetteer, &words),
                    EntityType::Gpe => form.entry = state(gazetteer, &words),
                    _ => {}
                }
                if form.entry.is_none() && form.name.bytes().all(|b| b.is_ascii()) {
                    form.entry = gazetteer.by_english(&form.name);
                }
            }
            let named = form.composed.as_ref().and_then(|c| gazetteer.body(c.template, c.country).or_else(|| gazetteer.by_english(&c.en)));
            if named.is_some() {
                (form.entry, form.composed) = (named, None);
            }
        }
        let mut first: HashMap<Key, usize> = HashMap::new();
        for i in 0..self.list.len() {
            if let Some(key) = self.known(i, gazetteer) {
                let with = *first.entry(key).or_insert(i);
                self.join(i, with);
            }
        }
    }

    /// The country of most mentions of countries and nationalities, where it has over half of them.
    fn dominant_country(&self, gazetteer: &Gazetteer) -> Option<u32> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for form in self.list.iter().filter(|f| matches!(f.ty, EntityType::Gpe | EntityType::Norp)) {
            let best = choose(gazetteer, &form.name, form.ty, &|_| 0);
            if let Some(c) = best.and_then(|e| country(gazetteer, e)) {
                *counts.entry(c).or_default() += form.mentions.len();
            }
        }
        let all: usize = counts.values().sum();
        counts.into_iter().max_by_key(|c| c.1).filter(|c| c.1 * 2 > all).map(|c| c.0)
    }

    /// What the list knows of form `i`.
    pub(super) fn known(&self, i: usize, gazetteer: &Gazetteer) -> Option<Key> {
        let form = &self.list[i];
        let composed = form.composed.as_ref().map(|c| Key::Composed(c.template, c.country));
        form.entry.map(|e| Key::Entry(gazetteer.canonical(e))).or(composed)
    }

    /// True where the list knows form `i`.
    pub(super) fn is_known(&self, i: usize) -> bool {
        self.list[i].entry.is_some() || self.list[i].composed.is_some()
    }

    fn top(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    /// The form that stands for all that are joined to `i`.
    pub(super) fn root(&self, i: usize) -> usize {
        self.head[self.top(i)]
    }

    /// Joins the group of `a` to that of `b`, whose name and entry count.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let head = self.root(b);
        let (mut low, mut high) = (self.top(a), self.top(b));
        if low == high {
            return;
        }
        if self.size[low] > self.size[high] {
            std::mem::swap(&mut low, &mut high);
        }
        self.parent[low] = high;
        self.size[high] += self.size[low];
        self.head[high] = head;
    }

    /// Joins form `i`, which so far only the list speaks for, to `b`; a form with others in its group stays there.
    pub(super) fn rejoin(&mut self, i: usize, b: usize) {
        if self.size[self.top(i)] == 1 {
            self.list[i].entry = None;
            self.list[i].composed = None;
            self.join(i, b);
        }
    }

    /// What mention `m` stands for: its form's group, or for a capital what its sentence says.
    pub(super) fn key_of(&self, doc: &Document<'_>, gazetteer: &Gazetteer, mentions: &[Mention], m: usize) -> Key {
        let form = &self.list[self.of[m]];
        let root = self.root(self.of[m]);
        let key = self.known(root, gazetteer).unwrap_or(Key::Local(root));
        if form.ty != EntityType::Gpe || form.entry.is_none() {
            return key;
        }
        let entries = gazetteer.lookup(&form.name);
        let is = |e: u32, bit: u8| gazetteer.entry(e).is_some_and(|e| e.kind & bit != 0);
        let Some(city) = entries.iter().copied().find(|&e| is(e, kind::CAPITAL)) else { return key };
        let Some(government) = gazetteer.entry(city).and_then(|e| e.of).map(|o| gazetteer.canonical(o)) else { return key };
        let shares_name = entries.iter().any(|&e| gazetteer.canonical(e) == government);
        let city_here = mentions.get(m).is_some_and(|mention| is_city(doc, gazetteer, mention, city, shares_name));
        Key::Entry(if city_here { gazetteer.canonical(city) } else { government })
    }
}

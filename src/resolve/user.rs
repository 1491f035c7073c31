//! The user's own names: found in the text, and given what the list knows under them.

use super::{Key, UserEntity};
use crate::span::Span;
use crate::tag::Mention;
use crate::tag::gazetteer::{Gazetteer, Match};
use crate::tokenize::Document;

/// The user's entities, as a list of names of its own.
#[derive(Debug)]
pub(super) struct Names {
    own: Gazetteer,
    types: Vec<crate::tag::EntityType>,
    /// Entries of the model's list that are the user's: entry, number of the user's entity.
    claims: Vec<(u32, usize)>,
}

impl Names {
    pub(super) fn new(user: &[UserEntity], gazetteer: &Gazetteer) -> Self {
        let mut claims: Vec<(u32, usize)> = Vec::new();
        for (i, u) in user.iter().enumerate() {
            for &e in gazetteer.lookup(&fold(&u.name)) {
                let same = gazetteer.entry(e).is_some_and(|entry| entry.ty == u.ty);
                let e = gazetteer.canonical(e);
                if same && !claims.iter().any(|c| c.0 == e || c.1 == i) {
                    claims.push((e, i));
                }
            }
        }
        let names = user.iter().map(|u| std::iter::once(&u.name).chain(&u.aliases).chain(&u.en).map(|n| fold(n)).collect());
        Self { own: Gazetteer::of_names(names.collect()), types: user.iter().map(|u| u.ty).collect(), claims }
    }

    /// The user's entity in place of the list's entry, where it is the same.
    pub(super) fn claim(&self, key: Key) -> Key {
        match key {
            Key::Entry(e) => self.claims.iter().find(|c| c.0 == e).map_or(key, |c| Key::User(c.1)),
            _ => key,
        }
    }

    /// Adds the user's names to the mentions, in place of those that they overlap (but not of a longer one that the list knows);
    /// and says which mentions are the user's.
    pub(super) fn add(&self, doc: &Document<'_>, mentions: Vec<Mention>, gazetteer: &Gazetteer) -> (Vec<Mention>, Vec<Option<usize>>) {
        if self.types.is_empty() {
            let none = vec![None; mentions.len()];
            return (mentions, none);
        }
        let mut out: Vec<(Mention, Option<usize>)> = Vec::new();
        let mut tagged = mentions.into_iter().peekable();
        let mut free = 0;
        for found in self.own.matches(doc) {
            if found.tokens.start < free {
                continue;
            }
            while let Some(m) = tagged.next_if(|m| m.tokens.end <= found.tokens.start) {
                out.push((m, None));
            }
            let longer = tagged.peek().is_some_and(|m| {
                m.tokens.start <= found.tokens.start
                    && found.tokens.end <= m.tokens.end
                    && m.tokens.len() > found.tokens.len()
                    && known(doc, m, gazetteer)
            });
            if longer {
                continue;
            }
            while tagged.next_if(|m| m.tokens.start < found.tokens.end).is_some() {}
            free = found.tokens.end;
            let Some(&user) = found.entries.first() else { continue };
            let Some(&ty) = self.types.get(user as usize) else { continue };
            if let Some(span) = span(doc, &found) {
                out.push((Mention { span, tokens: found.tokens, ty, confidence: 1000 }, Some(user as usize)));
            }
        }
        out.extend(tagged.map(|m| (m, None)));
        out.into_iter().unzip()
    }
}

fn fold(name: &str) -> String {
    let doc = crate::tokenize::tokenize(name, crate::normalize::normalize_ml(name));
    (0..doc.tokens.len()).map(|i| doc.word(i)).collect::<Vec<_>>().join(" ")
}

fn known(doc: &Document<'_>, m: &Mention, gazetteer: &Gazetteer) -> bool {
    let surface = super::surface::Surface::of(doc, m);
    !gazetteer.lookup(&surface.name).is_empty() || surface.bare.is_some_and(|b| !gazetteer.lookup(&b).is_empty())
}

fn span(doc: &Document<'_>, found: &Match) -> Option<Span> {
    let (first, last) = (doc.tokens.get(found.tokens.start)?, doc.tokens.get(found.tokens.end.checked_sub(1)?)?);
    let start = doc.normalized.to_original(Span::new(first.norm.start + usize::from(found.pro), first.norm.end)).start;
    Some(Span::new(start, last.span.end))
}

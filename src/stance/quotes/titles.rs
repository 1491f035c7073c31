//! Names with their titles → who «الوزير» or «الحركة» is later on.

use super::lexicon::{FormKind, Noun, SpeechLexicon, flag};
use crate::resolve::Resolved;
use crate::tag::EntityType;
use crate::tokenize::{Document, TokenKind};
use std::collections::BTreeMap;

/// Words of a title that are looked at.
const WORDS: usize = 7;
/// Bearers of a title that are compared, nearest first.
const NEAREST: usize = 12;

struct Title {
    words: Vec<String>,
    entity: usize,
    token: usize,
}

/// Titles of the document, by each word that can be their head.
pub struct Titles {
    by_head: BTreeMap<String, Vec<Title>>,
}

/// A word without conjunction and ال.
pub fn bare(word: &str) -> &str {
    let word = match word.strip_prefix('و') {
        Some(rest) if rest.starts_with("ال") || rest.starts_with("لل") => rest,
        _ => word,
    };
    let cut = |prefix: &str| word.strip_prefix(prefix).filter(|r| r.chars().nth(1).is_some());
    cut("ال").or_else(|| cut("لل")).or_else(|| cut("بال")).unwrap_or(word)
}

impl Titles {
    /// Collects the titles: words right before the name of a person; of other things the word before and the first of their own.
    pub fn collect(doc: &Document<'_>, resolved: &Resolved, lexicon: &SpeechLexicon) -> Self {
        let mut by_head: BTreeMap<String, Vec<Title>> = BTreeMap::new();
        for (m, mention) in resolved.mentions.iter().enumerate() {
            let Some(&entity) = resolved.entity_of.get(m) else { continue };
            let start = mention.tokens.start;
            if mention.ty != EntityType::Per {
                let own = bare(doc.word(start)).to_string();
                let before = start.checked_sub(1).map(|p| bare(doc.word(p)).to_string()).filter(|w| lexicon.noun(w) == Some(Noun::Class));
                let words: Vec<String> = mention.tokens.clone().take(WORDS).map(|t| bare(doc.word(t)).to_string()).collect();
                for head in before.into_iter().chain((mention.ty == EntityType::Org).then_some(own)) {
                    by_head.entry(head).or_default().push(Title { words: words.clone(), entity, token: start });
                }
                continue;
            }
            let first = doc.sentences.get(doc.sentence_of(start)).map_or(0, |s| s.tokens.start);
            let mut from = start;
            while from > first && start - from < WORDS {
                let p = from - 1;
                let comma = doc.word(p) == "،" && from == start;
                let word = doc.tokens.get(p).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Latin));
                let verb = lexicon.form(doc.word(p)).is_some_and(|f| f.0.kind != FormKind::Masdar && f.0.flags & flag::WEAK == 0);
                if !(word || comma) || verb || lexicon.noun(doc.word(p)) == Some(Noun::Preposition) && !matches!(doc.word(p), "في" | "لدى")
                {
                    break;
                }
                from = p;
            }
            let words: Vec<String> = (from..start).map(|t| bare(doc.word(t)).to_string()).collect();
            for t in from..start {
                let (word, head) = (doc.word(t), bare(doc.word(t)));
                let definite = head.len() < word.len();
                let genitive = definite && t > from && bare(doc.word(t - 1)).len() == doc.word(t - 1).len() && t > from + 1;
                if genitive || lexicon.noun(head) == Some(Noun::Class) || head.chars().nth(2).is_none() {
                    continue;
                }
                by_head.entry(head.to_string()).or_default().push(Title { words: words.clone(), entity, token: start });
            }
            // «محمد بالنور، الناطق الرسمي باسم حركة تمرّد»
            let last = doc.sentences.get(doc.sentence_of(start)).map_or(0, |s| s.tokens.end);
            let mut to = mention.tokens.end;
            if matches!(doc.word(to), "،" | ",") {
                to += 1;
            }
            let from = to;
            let mut end = from;
            while end < last.min(from + WORDS) && doc.tokens.get(end).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Latin))
            {
                end += 1;
            }
            let head = bare(doc.word(from));
            let known = matches!(lexicon.noun(head), Some(Noun::Source | Noun::Spokesman))
                || matches!(head, "رئيس" | "زعيم" | "امين" | "مدير" | "قائد");
            if known && from < end {
                let words: Vec<String> = (from..end).map(|t| bare(doc.word(t)).to_string()).collect();
                by_head.entry(head.to_string()).or_default().push(Title { words, entity, token: start });
            }
        }
        Self { by_head }
    }

    /// True where somebody bears a title of that head.
    pub fn knows(&self, head: &str) -> bool {
        self.by_head.contains_key(head)
    }

    /// The bearer of the title whose head is `head`; of several the one that shares most of `rest`, then the nearest before `token`, then the first after it.
    pub fn bearer(&self, head: &str, rest: &[&str], token: usize) -> Option<usize> {
        let all = self.by_head.get(head)?;
        let here = all.partition_point(|t| t.token < token);
        let from = here.saturating_sub(NEAREST);
        let near = all.get(from..all.len().min(here + 3))?;
        let score = |t: &Title| rest.iter().filter(|w| t.words.iter().any(|x| x == *w)).count();
        // A word of the query that no bearer has («الوزير البريطاني» where only a French one was named) speaks against all.
        let mut best: Option<(usize, usize, usize)> = None;
        for t in near {
            let distance = if t.token < token { token - t.token } else { 1_000_000 + t.token - token };
            let better = best.is_none_or(|b| score(t) > b.0 || score(t) == b.0 && distance < b.1);
            if better {
                best = Some((score(t), distance, t.entity));
            }
        }
        best.filter(|b| b.0 * 2 >= rest.len()).map(|b| b.2)
    }
}

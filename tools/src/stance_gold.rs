//! Annotated articles as the stance models see them: gold mentions, gold stances by sentence with entities as numbers.

use crate::gold::GoldDoc;
use mizan::resolve::{Entity, Resolved};
use mizan::span::Span;
use mizan::stance::Holder;
use mizan::stance::frames::Lexicon;
use mizan::stance::quotes::lexicon::SpeechLexicon;
use mizan::stance::quotes::speech;
use mizan::stance::view::{CLAUSE, Closed, NAME, PREP, PUNCT, View, view};
use mizan::tag::{EntityType, Mention};
use mizan::tokenize::Document;
use std::collections::{BTreeMap, BTreeSet};

/// An article ready for training or measuring.
pub struct Prepared {
    /// Its annotation.
    pub gold: GoldDoc,
    /// What stands where.
    pub resolved: Resolved,
    /// As the models see it.
    pub view: View,
    /// Line of each sentence.
    pub lines: Vec<usize>,
    /// English names of the entities.
    pub names: Vec<String>,
    /// Gold stances by sentence: holder, target, sign (0 for), cue words, strength.
    pub stances: Vec<Vec<Known>>,
}

/// A gold stance with entities as numbers.
#[derive(Clone, Debug)]
pub struct Known {
    /// Holder, where it has a mention.
    pub holder: Option<Holder>,
    /// Target, where it has a mention.
    pub target: Option<usize>,
    /// 0 for, 1 against.
    pub sign: usize,
    /// Words of the sentence.
    pub words: Vec<usize>,
    /// 1 or 2.
    pub strength: u8,
    /// Basis is action.
    pub action: bool,
}

/// Mentions and entities as annotated.
pub fn gold_resolved(doc: &Document<'_>, gold: &GoldDoc) -> (Resolved, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut types: Vec<BTreeMap<EntityType, usize>> = Vec::new();
    let mut out = Resolved::default();
    for m in &gold.mentions {
        let Some(ty) = EntityType::parse(&m.ty) else { continue };
        let first = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
        let end = doc.tokens.partition_point(|t| t.span.start < m.span.end);
        if end <= first || out.mentions.last().is_some_and(|l: &Mention| l.tokens.end > first) {
            continue;
        }
        let e = names.iter().position(|n| *n == m.entity).unwrap_or_else(|| {
            names.push(m.entity.clone());
            types.push(BTreeMap::new());
            names.len() - 1
        });
        *types[e].entry(ty).or_default() += 1;
        out.mentions.push(Mention { span: m.span, tokens: first..end, ty, confidence: 1000 });
        out.entity_of.push(e);
    }
    for (e, name) in names.iter().enumerate() {
        let mentions: Vec<usize> = (0..out.entity_of.len()).filter(|&i| out.entity_of[i] == e).collect();
        let ty = types[e].iter().max_by_key(|x| (*x.1, u8::MAX - *x.0 as u8)).map_or(EntityType::Misc, |x| *x.0);
        let ty = if ty == EntityType::Norp && types[e].contains_key(&EntityType::Gpe) { EntityType::Gpe } else { ty };
        out.entities.push(Entity {
            id: format!("local:{name}"),
            name_ar: mentions.first().map_or(String::new(), |&m| out.mentions[m].span.of(doc.original).to_string()),
            name_en: Some(name.clone()),
            ty,
            salience: 0,
            mentions,
            entry: None,
        });
    }
    (out, names)
}

/// Reads one article into what the models see, with gold mentions.
pub fn prepare(gold: GoldDoc, lexicon: &Lexicon, closed: &Closed, speech_lexicon: &SpeechLexicon) -> Prepared {
    let text = gold.text.clone();
    let doc = crate::segment::document(&text);
    let (resolved, names) = gold_resolved(&doc, &gold);
    let spoken = speech(&doc, &resolved, speech_lexicon);
    let v = view(&doc, &resolved, &spoken, lexicon, closed);
    let spans = crate::gold::lines(&text);
    let line_of = |s: Span| spans.partition_point(|l| l.end < s.start);
    let lines: Vec<usize> = doc.sentences.iter().map(|s| line_of(s.span)).collect();
    let mut stances = vec![Vec::new(); doc.sentences.len()];
    for st in &gold.stances {
        let at = match st.cue {
            Some(c) => doc.sentences.iter().position(|s| s.span.overlaps(c)),
            None => lines.iter().position(|&l| l == st.line),
        };
        let Some(at) = at else { continue };
        let s = &doc.sentences[at];
        let words = st
            .cue
            .map_or(Vec::new(), |c| s.tokens.clone().filter(|&t| doc.tokens[t].span.overlaps(c)).map(|t| t - s.tokens.start).collect());
        let number = |n: &str| names.iter().position(|x| x == n);
        let holder = match st.holder.as_str() {
            "author" => Some(Holder::Author),
            "unnamed source" => Some(Holder::Unnamed),
            n => number(n).map(Holder::Entity),
        };
        stances[at].push(Known {
            holder,
            target: number(&st.target),
            sign: usize::from(!st.favor),
            words,
            strength: st.strength,
            action: st.basis == "action",
        });
    }
    Prepared { gold, resolved, view: v, lines, names, stances }
}

/// The words of a gold cue that carry it.
pub fn content(p: &Prepared, s: usize, words: &[usize]) -> Vec<usize> {
    let flags = &p.view.sentences[s].flags;
    let all: Vec<usize> =
        words.iter().copied().filter(|&w| flags.get(w).is_some_and(|f| f & (PUNCT | NAME | PREP | CLAUSE) == 0)).collect();
    if all.is_empty() { words.to_vec() } else { all }
}

/// Line, holder, target, sign (0 for).
pub type Key = (usize, Holder, usize, usize);

/// A found triple with names, as [`gold_keys`] has them.
pub fn named(p: &Prepared, k: &Key) -> (usize, String, String, bool) {
    let h = match k.1 {
        Holder::Author => "author".to_string(),
        Holder::Unnamed => "unnamed source".to_string(),
        Holder::Entity(e) => p.names[e].clone(),
    };
    (k.0, h, p.names[k.2].clone(), k.3 == 0)
}

/// Gold triples of an article by line, as entity numbers; those whose entities have no mention count as well, as `usize::MAX` ones.
pub fn gold_keys(p: &Prepared) -> BTreeSet<(usize, String, String, bool)> {
    p.gold.stances.iter().map(|s| (s.line, s.holder.clone(), s.target.clone(), s.favor)).collect()
}

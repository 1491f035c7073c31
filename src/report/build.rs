//! Analysis → report, still in bytes.

use super::{
    AuthorStance, Claim, ClaimScores, Clitics, Entity, Holder, HolderStance, Mention, ModelInfo, Name, Quote, Repair, Report, Stance,
    Target, Token, Value,
};
use crate::normalize::RepairKind;
use crate::pipeline::{Analysis, Options};
use crate::span::Span;
use crate::stance::claims::ClaimLabel;
use crate::stance::{AuthorLabel, Basis, Holder as StanceHolder, Polarity};
use crate::tokenize::{Document, TokenKind};

/// Thousandths as a number.
fn thousandths(n: impl Into<i32>) -> f64 {
    f64::from(n.into()) / 1000.0
}

fn holder(h: StanceHolder) -> Holder {
    match h {
        StanceHolder::Entity(i) => Holder::Entity(i),
        StanceHolder::Author => Holder::Author,
        StanceHolder::Unnamed => Holder::Unnamed,
    }
}

/// Sign × strength/2 × confidence in thousandths, halves rounded away from zero.
fn score(s: &crate::stance::Stance) -> i32 {
    let size = (i32::from(s.strength) * i32::from(s.confidence) + 1) / 2;
    if s.polarity == Polarity::Favor { size } else { -size }
}

const fn kind_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Word => "word",
        TokenKind::Number => "number",
        TokenKind::Punct => "punct",
        TokenKind::Latin => "latin",
        TokenKind::Url => "url",
        TokenKind::Email => "email",
        TokenKind::Mention => "mention",
        TokenKind::Hashtag => "hashtag",
        TokenKind::Emoji => "emoji",
        TokenKind::Other => "other",
    }
}

fn tokens(doc: &Document<'_>) -> Vec<Token> {
    doc.tokens
        .iter()
        .enumerate()
        .map(|(i, t)| {
            let (pro, stem, en) = doc.parts(i);
            let clitics = (!pro.is_empty() || !en.is_empty()).then_some(Clitics { pro, stem, en });
            Token { span: t.span, kind: kind_name(t.kind), clitics }
        })
        .collect()
}

fn targets(analysis: &Analysis<'_>) -> Vec<Target> {
    let row = |t: &crate::stance::Target| Target {
        entity: t.entity,
        author: AuthorStance {
            label: match t.label {
                AuthorLabel::Favor => "favor",
                AuthorLabel::Against => "against",
                AuthorLabel::Mixed => "mixed",
                AuthorLabel::Neutral => "neutral",
            },
            score: thousandths(t.score),
            confidence: thousandths(t.confidence),
            evidence: t.evidence.clone(),
        },
        holders: t
            .holders
            .iter()
            .map(|(h, score, evidence)| HolderStance { holder: holder(*h), score: thousandths(*score), evidence: evidence.clone() })
            .collect(),
    };
    analysis.targets.iter().map(row).collect()
}

impl From<&crate::stance::claims::ClaimStance> for Claim {
    fn from(c: &crate::stance::claims::ClaimStance) -> Self {
        let [agree, disagree, discuss, unrelated] = c.scores.map(thousandths);
        Self {
            label: match c.label {
                ClaimLabel::Agree => "agree",
                ClaimLabel::Disagree => "disagree",
                ClaimLabel::Discuss => "discuss",
                ClaimLabel::Unrelated => "unrelated",
            },
            confidence: thousandths(c.confidence),
            scores: ClaimScores { agree, disagree, discuss, unrelated },
            evidence: c.evidence.clone(),
        }
    }
}

impl Report {
    /// Makes the report of an analysis; `version` is the analyzer's.
    #[must_use]
    pub fn new(analysis: &Analysis<'_>, version: &str, options: &Options) -> Self {
        let doc = &analysis.doc;
        let text = doc.original;
        let resolved = &analysis.resolved;
        let sentence = |i: usize| doc.sentences.get(i).map_or(Span::default(), |s| s.span);
        Self {
            schema: 1,
            model: ModelInfo { version: version.to_string() },
            length: text.len(),
            repairs: doc
                .normalized
                .repairs
                .iter()
                .map(|r| Repair {
                    span: r.span,
                    kind: match r.kind {
                        RepairKind::Mojibake => "mojibake",
                        RepairKind::VisualOrder => "visual-order",
                    },
                })
                .collect(),
            sentences: doc.sentences.iter().map(|s| s.span).collect(),
            mentions: resolved
                .mentions
                .iter()
                .zip(&resolved.entity_of)
                .map(|(m, &entity)| Mention {
                    span: m.span,
                    text: m.span.of(text).to_string(),
                    ty: m.ty.name(),
                    entity,
                    confidence: thousandths(m.confidence),
                })
                .collect(),
            entities: resolved
                .entities
                .iter()
                .map(|e| Entity {
                    id: e.id.clone(),
                    name: Name { ar: e.name_ar.clone(), en: e.name_en.clone() },
                    ty: e.ty.name(),
                    salience: thousandths(e.salience),
                    mentions: e.mentions.clone(),
                })
                .collect(),
            values: analysis
                .values
                .iter()
                .map(|v| Value { span: v.span, text: v.span.of(text).to_string(), ty: v.ty.name(), value: v.value.clone() })
                .collect(),
            quotes: if options.quotes {
                analysis
                    .quotes
                    .iter()
                    .map(|q| Quote { span: q.span, direct: q.direct, speaker: q.speaker.map(holder), cue: q.cue })
                    .collect()
            } else {
                Vec::new()
            },
            stances: analysis
                .stances
                .iter()
                .map(|s| Stance {
                    span: sentence(s.sentence),
                    holder: holder(s.holder),
                    target: s.target,
                    polarity: if s.polarity == Polarity::Favor { "favor" } else { "against" },
                    strength: s.strength,
                    confidence: thousandths(s.confidence),
                    score: thousandths(score(s)),
                    basis: match s.basis {
                        Basis::Speech => "speech",
                        Basis::Action => "action",
                        Basis::Evaluation => "evaluation",
                    },
                    cue: super::Cue { span: s.cue, lemma: s.lemma.clone() },
                    negated: s.negated,
                    rule: s.rule.clone(),
                })
                .collect(),
            targets: targets(analysis),
            tokens: options.tokens.then(|| tokens(doc)),
            claim: None,
        }
    }
}

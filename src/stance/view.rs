//! What the stance models see of a document: words with their table rows and scope, names with what stands before them, speakers.

use super::Holder;
use super::frames::{Form, Hit, Lexicon, Table};
use super::quotes::Speech;
use super::scope;
use super::words::{self, Shape, hash};
use crate::resolve::Resolved;
use crate::tag::{EntityType, Mention};
use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// A punctuation mark.
pub const PUNCT: u16 = 1;
/// Within quotation marks.
pub const QUOTED: u16 = 2;
/// Under negation.
pub const NEGATED: u16 = 4;
/// Under a hedge, a condition or a question.
pub const HEDGED: u16 = 8;
/// A verb or phrase that brings in a speaker.
pub const REPORT: u16 = 16;
/// A participle that does so (مؤكدا).
pub const HAL: u16 = 32;
/// A word that opens a clause (أن، الذي، لكن).
pub const CLAUSE: u16 = 64;
/// A preposition standing alone.
pub const PREP: u16 = 128;
/// Part of a name.
pub const NAME: u16 = 256;
/// A colon.
pub const COLON: u16 = 512;
/// A negating word.
pub const NEGATOR: u16 = 1024;
/// Names nobody: مصدر، مسؤول، محللون.
pub const UNNAMED: u16 = 2048;
/// Within a stretch of speech that the quotes stage found.
pub const SPOKEN: u16 = 4096;
/// Denied by the sentence's speaker (نفى).
pub const DENIED: u16 = 8192;
/// A frame or evaluative row begins here.
pub const FRAME: u16 = 16384;

/// A name in a sentence; words are counted from the sentence's first.
#[derive(Clone, Debug)]
pub struct Name {
    /// Entity.
    pub entity: usize,
    /// Words.
    pub words: Range<usize>,
    /// Type of the mention.
    pub ty: EntityType,
    /// Preposition on it or right before it, number plus one.
    pub prep: u8,
    /// Nearest preposition up to four words before, number plus one.
    pub near_prep: u8,
    /// True where و stands on it.
    pub conj: bool,
    /// True where a reporting word has it as speaker.
    pub speaker: bool,
    /// How sure the tagger is of it, per mille.
    pub confidence: u16,
}

/// One sentence.
#[derive(Clone, Debug, Default)]
pub struct SentenceView {
    /// First token in the document.
    pub first: usize,
    /// Shapes of the words.
    pub shapes: Vec<Shape>,
    /// Flags of the words, as above.
    pub flags: Vec<u16>,
    /// Table rows found, and for each word the range of its own.
    pub hits: Vec<Hit>,
    /// Range of hits that begin at each word.
    pub hit_of: Vec<Range<usize>>,
    /// Names in order.
    pub names: Vec<Name>,
    /// Distinct entities in order.
    pub entities: Vec<usize>,
    /// Who speaks in it, also where carried over.
    pub speaker: Option<Holder>,
    /// True where that speaker is carried over from an earlier sentence.
    pub carried: bool,
    /// True where some word reports speech.
    pub speech: bool,
    /// Whose words each word is; `None` for the author's.
    pub voice: Vec<Option<Holder>>,
}

/// A document as the stance models see it.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Sentences with a word.
    pub sentences: Vec<SentenceView>,
    /// Names of each entity in the document.
    pub counts: Vec<u32>,
    /// Rank of each entity by names, 0 for the most.
    pub rank: Vec<u32>,
    /// Sentences that report speech, in tenths of all.
    pub speechy: u32,
}

const CLAUSES: &str = "ان انه انها انهم الذي التي الذين اللذين اللتين لكن ولكن بينما فيما حيث عندما اذ اذا لان لانه لانها كما ما مما حتى بعدما قبل بعد رغم كي لكي او ثم بل وان بان لان";
const NOBODY: &str = "مصدر مصادر مسؤول مسؤولون مسؤولين محللون محللين محلل خبراء خبير مراقبون مراقبين شهود ناشطون نشطاء ناشطين البعض دبلوماسي دبلوماسيون وسائل متحدث الناطق مواطنون اهالي سكان معارضون منتقدون ناقدون متظاهرون المتظاهرون محتجون متابعون مغردون";

fn set(words: &str) -> Vec<u32> {
    let mut v: Vec<u32> = words.split(' ').map(hash).collect();
    v.sort_unstable();
    v
}

/// Words that are looked up as such.
#[derive(Clone, Debug)]
pub struct Closed {
    clauses: Vec<u32>,
    nobody: Vec<u32>,
    prepositions: Vec<u32>,
}

impl Default for Closed {
    fn default() -> Self {
        Self { clauses: set(CLAUSES), nobody: set(NOBODY), prepositions: words::PREPOSITIONS.iter().map(|p| hash(p)).collect() }
    }
}

impl Closed {
    fn preposition(&self, shape: &Shape) -> u8 {
        let whole = self.prepositions.iter().skip(3).position(|h| shape.readings.first() == Some(h));
        let found =
            whole.or_else(|| shape.conj.then(|| self.prepositions.iter().skip(3).position(|h| shape.readings.get(1) == Some(h))).flatten());
        found.map_or(0, |n| n as u8 + 4)
    }
}

/// Builds the view.
#[must_use]
pub fn view(doc: &Document<'_>, resolved: &Resolved, speech: &Speech, lexicon: &Lexicon, closed: &Closed) -> View {
    let mut out = View { counts: vec![0; resolved.entities.len()], ..View::default() };
    for &e in &resolved.entity_of {
        if let Some(c) = out.counts.get_mut(e) {
            *c += 1;
        }
    }
    let mut order: Vec<usize> = (0..out.counts.len()).collect();
    order.sort_by_key(|&e| (u32::MAX - out.counts[e], e));
    out.rank = vec![0; order.len()];
    for (r, &e) in order.iter().enumerate() {
        out.rank[e] = r as u32;
    }
    let mut mention = 0;
    for (number, sentence) in doc.sentences.iter().enumerate() {
        let mut v = SentenceView { first: sentence.tokens.start, ..SentenceView::default() };
        read_words(doc, &mut v, sentence.tokens.clone(), closed);
        for at in 0..v.shapes.len() {
            let from = v.hits.len();
            if v.flags[at] & PUNCT == 0 {
                lexicon.hits(&v.shapes, at, &mut v.hits);
            }
            v.hit_of.push(from..v.hits.len());
        }
        while resolved.mentions.get(mention).is_some_and(|m| m.tokens.start < sentence.tokens.start) {
            mention += 1;
        }
        while let (Some(m), Some(&entity)) = (resolved.mentions.get(mention), resolved.entity_of.get(mention)) {
            if m.tokens.start >= sentence.tokens.end || entity >= out.counts.len() {
                break;
            }
            let words = m.tokens.start - v.first..(m.tokens.end.max(m.tokens.start + 1) - v.first).min(v.shapes.len());
            add_name(doc, &mut v, words, entity, m, closed);
            mention += 1;
        }
        mark_hits(&mut v, lexicon);
        scope::mark(&mut v, lexicon);
        hear(&mut v, speech, number);
        out.sentences.push(v);
    }
    let speech = out.sentences.iter().filter(|s| s.speech).count();
    out.speechy = (speech * 10 / out.sentences.len().max(1)) as u32;
    out
}

fn read_words(doc: &Document<'_>, v: &mut SentenceView, tokens: Range<usize>, closed: &Closed) {
    let mut quoted = false;
    for i in tokens {
        let Some(t) = doc.tokens.get(i) else { break };
        let word = doc.word(i);
        let mut flags = 0;
        let shape = words::shape(word, usize::from(t.pro), usize::from(t.en));
        if t.kind == TokenKind::Punct {
            flags |= PUNCT;
            match word {
                "«" | "“" | "”" | "„" => quoted = word != "”" || !quoted,
                "»" => quoted = false,
                "\"" => quoted = !quoted,
                ":" => flags |= COLON,
                _ => {}
            }
        } else {
            let known = |list: &[u32]| shape.readings.iter().take(3).any(|h| list.binary_search(h).is_ok());
            if known(&closed.clauses) {
                flags |= CLAUSE;
            }
            if known(&closed.nobody) {
                flags |= UNNAMED;
            }
            if closed.preposition(&shape) > 0 {
                flags |= PREP;
            }
        }
        if quoted {
            flags |= QUOTED;
        }
        v.shapes.push(shape);
        v.flags.push(flags);
    }
}

fn add_name(doc: &Document<'_>, v: &mut SentenceView, words: Range<usize>, entity: usize, mention: &Mention, closed: &Closed) {
    let (ty, start, confidence) = (mention.ty, mention.span.start, mention.confidence);
    for f in v.flags.get_mut(words.clone()).unwrap_or(&mut []) {
        *f |= NAME;
    }
    let token = doc.tokens.get(v.first + words.start);
    let before = token.and_then(|t| doc.original.get(t.span.start..start)).unwrap_or("");
    let mut prep = 0;
    for c in before.chars() {
        prep = match c {
            'ل' => 1,
            'ب' => 2,
            'ك' => 3,
            _ => prep,
        };
    }
    let lam = doc.original.get(start..).is_some_and(|s| s.starts_with("لل")) || (doc.word(v.first + words.start).starts_with("لل"));
    if prep == 0 && lam {
        prep = 1;
    }
    let conj = before.starts_with(['و', 'ف']);
    let previous = words.start.checked_sub(1).and_then(|i| v.shapes.get(i));
    if prep == 0 {
        prep = previous.map_or(0, |s| closed.preposition(s));
    }
    let mut near_prep = prep;
    for back in 1..=4 {
        if near_prep > 0 {
            break;
        }
        let Some(i) = words.start.checked_sub(back) else { break };
        if v.flags[i] & (PUNCT | NAME) != 0 {
            break;
        }
        near_prep = match closed.preposition(&v.shapes[i]) {
            0 => v.shapes[i].prep,
            p => p,
        };
    }
    if !v.entities.contains(&entity) {
        v.entities.push(entity);
    }
    v.names.push(Name { entity, words, ty, prep, near_prep, conj, speaker: false, confidence });
}

fn mark_hits(v: &mut SentenceView, lexicon: &Lexicon) {
    for hit in &v.hits {
        let Some(row) = lexicon.row(hit.row) else { continue };
        let at = hit.first as usize;
        match row.table {
            Table::Reporting => {
                let tanween = hit.form == Form::Active;
                if matches!(hit.form, Form::Past | Form::Present | Form::Other) {
                    if row.attitude == -10 {
                        v.flags[at] |= DENIED;
                    }
                } else if tanween {
                    v.flags[at] |= HAL;
                }
            }
            Table::Frame | Table::Evaluative => v.flags[at] |= FRAME,
            Table::Scope => {}
        }
    }
}

/// Takes over who speaks where.
fn hear(v: &mut SentenceView, speech: &Speech, number: usize) {
    v.voice = (0..v.flags.len()).map(|i| speech.voice.get(v.first + i).copied().flatten()).collect();
    for (f, voice) in v.flags.iter_mut().zip(&v.voice) {
        if voice.is_some() {
            *f |= SPOKEN;
        }
    }
    for act in speech.acts_of(number) {
        v.speech = true;
        if v.speaker.is_none() {
            v.speaker = act.speaker;
            v.carried = act.speaker.is_some() && !act.named;
        }
        if let Some(f) = act.cue.start.checked_sub(v.first).and_then(|i| v.flags.get_mut(i)) {
            *f |= REPORT;
        }
        if let Some(Holder::Entity(e)) = act.speaker {
            for n in v.names.iter_mut().filter(|n| n.entity == e) {
                n.speaker = true;
            }
        }
    }
    if v.speaker.is_none() {
        v.speaker = v.voice.iter().copied().flatten().next().or(speech.carried.get(number).copied().flatten());
        v.carried = v.speaker.is_some();
    }
}

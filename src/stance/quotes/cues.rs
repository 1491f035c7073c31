//! Sentences → acts of speech: cue, speaker, and the stretch that is in the speaker's voice.

use super::Act;
use super::lexicon::{Agree, Form, FormKind, Noun, PhraseKind, SpeechLexicon, flag};
use super::marks::Marked;
use super::subject::Context;
use super::titles::bare;
use crate::resolve::Resolved;
use crate::stance::Holder;
use crate::tag::EntityType;
use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// Tokens between a verb and its content.
const REACH: usize = 45;
/// Sentences after which «وأضاف» no longer means the last speaker.
const FADES: usize = 3;
/// Tokens of a headline's speaker before its colon.
const HEADLINE: usize = 14;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Marker {
    /// إن، أن، بأن
    That,
    Colon,
    /// An opening quotation mark.
    Mark,
    /// ب، إلى، على …
    Preposition,
    None,
}

struct Content {
    marker: Marker,
    /// Where the subject's stretch ends.
    at: usize,
    /// Where the words spoken begin.
    start: usize,
}

/// The speakers that a later «وأضاف» may mean.
#[derive(Clone, Copy, Default)]
struct Carried {
    /// Sentence in which somebody last spoke.
    since: usize,
    last: Option<(Holder, Agree)>,
    feminine: Option<Holder>,
    masculine: Option<Holder>,
    plural: Option<Holder>,
}

impl Carried {
    fn set(&mut self, holder: Holder, agree: Agree) {
        self.last = Some((holder, agree));
        match agree {
            Agree::Masculine => self.masculine = Some(holder),
            Agree::Feminine => self.feminine = Some(holder),
            Agree::Plural => self.plural = Some(holder),
        }
    }

    /// Whom a verb without a subject means.
    fn get(&self, agree: Agree) -> Option<Holder> {
        let (last, with) = self.last?;
        if with == agree {
            return Some(last);
        }
        match agree {
            Agree::Masculine => self.masculine,
            Agree::Feminine => self.feminine,
            Agree::Plural => self.plural,
        }
        .or(Some(last))
    }
}

/// The acts by sentence and cue, and the speaker carried into each sentence.
pub fn acts(doc: &Document<'_>, resolved: &Resolved, lexicon: &SpeechLexicon, marks: &[Marked]) -> (Vec<Act>, Vec<Option<Holder>>) {
    let context = Context::new(doc, resolved, lexicon);
    let mut inside = vec![None; doc.tokens.len()];
    for (k, m) in marks.iter().enumerate() {
        for slot in inside.get_mut(m.inner.clone()).unwrap_or(&mut []) {
            if slot.is_none() {
                *slot = Some(k);
            }
        }
    }
    let mut out = Vec::new();
    let mut before = Vec::with_capacity(doc.sentences.len());
    let mut carried = Carried::default();
    for (s, sentence) in doc.sentences.iter().enumerate() {
        if s - carried.since > FADES {
            carried.last = None;
        }
        before.push(carried.last.map(|l| l.0));
        let mut scan = Scan {
            c: &context,
            marks,
            inside: &inside,
            sentence: s,
            range: sentence.tokens.clone(),
            acts: Vec::new(),
            carried,
            turn: false,
        };
        scan.run();
        carried = scan.carried;
        if scan.acts.iter().any(|a| a.speaker.is_some() && !a.nested) {
            carried.since = s;
        }
        out.append(&mut scan.acts);
    }
    (out, before)
}

struct Scan<'a, 'b> {
    c: &'b Context<'a>,
    marks: &'b [Marked],
    /// The outermost quotation that holds each token.
    inside: &'b [Option<usize>],
    sentence: usize,
    range: Range<usize>,
    acts: Vec<Act>,
    carried: Carried,
    /// «من جانبه» stood before: the subject must be named.
    turn: bool,
}

impl Scan<'_, '_> {
    fn word(&self, i: usize) -> &str {
        if self.range.contains(&i) { self.c.doc.word(i) } else { "" }
    }

    fn run(&mut self) {
        self.headline();
        let mut i = self.range.start;
        while i < self.range.end {
            if self.c.doc.tokens.get(i).is_none_or(|t| t.kind != TokenKind::Word)
                || self.c.mention(i).is_some_and(|m| m.1.tokens.len() > 1 || self.c.proclitic(m.1).is_empty())
            {
                i += 1;
                continue;
            }
            i = match self.phrase(i) {
                Some(next) => next.max(i + 1),
                None => self.form(i).max(i + 1),
            };
        }
        self.close();
    }

    /// «ترامب: …» at the head of a line.
    fn headline(&mut self) {
        let start = self.range.start;
        let end = self.range.end.min(start + HEADLINE);
        let Some(colon) = (start..end).find(|&i| self.word(i) == ":") else { return };
        if colon == start || colon + 1 >= self.range.end || self.c.is_preposition(start) {
            return;
        }
        let verb = (start..colon).any(|i| {
            self.c.mention(i).is_none()
                && self.c.lexicon.form(self.word(i)).is_some_and(|f| f.0.kind == FormKind::Verb && f.0.flags & flag::WEAK == 0)
        });
        let named = (start..colon).any(|i| self.c.mention(i).is_some()) || self.c.noun(start).is_some();
        // «القاهرة - «الخليج»: قال …»: a dateline.
        let dateline = (start..colon).any(|i| self.c.is_punct(i) && matches!(self.word(i), "-" | "–" | "«" | "\"" | "(" | "“" | "ـ" | "،"))
            || self
                .c
                .lexicon
                .form(self.word(colon + 1))
                .is_some_and(|f| f.0.kind == FormKind::Verb && f.0.flags & (flag::WEAK | flag::PRESENT) == 0);
        if verb || !named || dateline {
            return;
        }
        if let Some(speaker) = self.c.subject(start..colon, None) {
            self.carried.set(speaker, Agree::Masculine);
            self.acts.push(Act {
                sentence: self.sentence,
                cue: colon..colon + 1,
                speaker: Some(speaker),
                scope: start..self.range.end,
                content: Some(colon + 1..self.range.end),
                nested: false,
                named: true,
            });
        }
    }

    /// A fixed phrase at `i`: where to go on.
    fn phrase(&mut self, i: usize) -> Option<usize> {
        let first = self.word(i);
        let found = |first: &str| self.c.lexicon.phrase(|k| if k == 0 { first } else { self.word(i + k) });
        let (kind, n) = found(first).or_else(|| found(first.strip_prefix(['و', 'ف'])?))?;
        let next = i + n;
        match kind {
            PhraseKind::Turn => {
                self.turn = true;
                Some(next)
            }
            PhraseKind::Setting => Some(next),
            PhraseKind::Impersonal => {
                // «يعتقد أن» is he believes as well, where a speaker is there.
                if matches!(self.word(i), "يعتقد" | "يتوقع" | "يخشى") {
                    return None;
                }
                self.push(i..next, None, next..self.range.end, false, false);
                Some(next)
            }
            PhraseKind::AsSaid => {
                let verb = (next..self.range.end.min(next + 3))
                    .find(|&j| self.c.lexicon.form(self.word(j)).is_some_and(|f| f.0.kind == FormKind::Verb));
                verb.map(|v| self.as_said(i, v))
            }
            PhraseKind::Pronoun => {
                let speaker = self.top_speaker().or_else(|| self.carried.last.map(|l| l.0));
                self.attribute(i, next, speaker);
                Some(next)
            }
            PhraseKind::Genitive | PhraseKind::Li => {
                if kind == PhraseKind::Li && !self.c.has_clitic_preposition(next) && !self.word(next).starts_with('ل') {
                    return None;
                }
                // «بحسب» and a pronoun: «بحسبه» is a word of its own, so only a noun phrase is here.
                let end = self.phrase_end(next);
                let head = self.word(next);
                let stem = bare(head.strip_prefix('ل').unwrap_or(head));
                if self.c.lexicon.noun(stem) == Some(Noun::Thing) {
                    return None;
                }
                let speaker = self.genitive(next..end)?;
                self.attribute(i, end, Some(speaker));
                Some(end)
            }
        }
    }

    /// Where a genitive's noun phrase ends: at punctuation, a verb, أن, or a preposition behind a name.
    fn phrase_end(&self, start: usize) -> usize {
        let mut j = start;
        while j < self.range.end && j - start < 14 {
            if let Some((_, m)) = self.c.mention(j) {
                j = m.tokens.end.max(j + 1);
                if m.ty == EntityType::Per {
                    break;
                }
                continue;
            }
            let comma = self.c.is_punct(j);
            let verb =
                j > start && self.c.lexicon.form(self.word(j)).is_some_and(|f| f.0.kind == FormKind::Verb && f.0.flags & flag::WEAK == 0);
            if comma || verb || self.that(j).is_some() {
                break;
            }
            j += 1;
        }
        j
    }

    /// The speaker in «بحسب …», «وفقا ل…», «نقلا عن …»: the preposition of the phrase does not bar the name.
    fn genitive(&self, range: Range<usize>) -> Option<Holder> {
        let head = range.start;
        if let Some((m, mention)) = self.c.mention(head)
            && mention.ty != EntityType::Norp
        {
            return self.c.resolved.entity_of.get(m).map(|&e| Holder::Entity(e));
        }
        let word = self.word(head);
        let stem = word.strip_prefix('ل').map_or(bare(word), |w| if let Some(rest) = w.strip_prefix('ل') { rest } else { w });
        let source = self.c.lexicon.noun(bare(stem)) == Some(Noun::Source);
        let named = range.clone().filter_map(|t| self.c.mention(t));
        let mut first = None;
        for (m, mention) in named {
            let holder = self.c.resolved.entity_of.get(m).map(|&e| Holder::Entity(e));
            if mention.ty == EntityType::Per {
                return holder;
            }
            if first.is_none() && mention.ty != EntityType::Norp {
                first = holder;
            }
        }
        if source {
            return Some(Holder::Unnamed);
        }
        if first.is_some() {
            return first;
        }
        let rest: Vec<&str> = range.clone().skip(1).map(|t| bare(self.word(t))).collect();
        if let Some(e) = self.c.titles.bearer(bare(stem), &rest, head) {
            return Some(Holder::Entity(e));
        }
        matches!(self.c.lexicon.noun(bare(stem)), Some(Noun::Class | Noun::Document | Noun::Spokesman))
            .then(|| self.carried.last.map(|l| l.0))
            .flatten()
    }

    /// «كما قال X», «حسبما ذكر X»: the words around are X's.
    fn as_said(&mut self, cue: usize, verb: usize) -> usize {
        let end = self.phrase_end(verb + 1);
        let agree = self.c.lexicon.form(self.word(verb)).map_or(Agree::Masculine, |f| f.0.agree);
        let speaker =
            self.c.subject(verb + 1..end, self.carried.get(agree)).or_else(|| self.top_speaker()).or_else(|| self.carried.get(agree));
        if let Some(s) = speaker
            && self.c.subject(verb + 1..end, None).is_some()
        {
            self.carried.set(s, agree);
        }
        self.attribute(cue, end, speaker);
        end
    }

    /// An attribution `from..end` to `speaker`: its content stands after it at the head of a sentence, else before it.
    fn attribute(&mut self, from: usize, end: usize, speaker: Option<Holder>) {
        let mut after = end;
        while after < self.range.end && self.c.is_punct(after) && matches!(self.word(after), "،" | "," | ":" | ";" | "؛") {
            after += 1;
        }
        if from <= self.range.start + 1 {
            if let Some(s) = speaker {
                self.carried.set(s, Agree::Masculine);
            }
            if let Some(that) = self.that(after) {
                after = that;
            }
            if after < self.range.end {
                self.push(from..end, speaker, after..self.range.end, false, true);
            }
            return;
        }
        let mut to = from;
        while to > self.range.start && self.c.is_punct(to - 1) && matches!(self.word(to - 1), "،" | "," | "-" | "–" | "(") {
            to -= 1;
        }
        // Over the speech of another, the phrase speaks for its own clause only.
        let floor = self.acts.iter().filter_map(|a| a.content.as_ref()).map(|c| c.start).max().unwrap_or(self.range.start);
        let covered = self.acts.iter().any(|a| !a.nested && a.content.is_some());
        let start =
            if covered { (floor..to).rev().find(|&j| self.word(j) == "،" || self.word(j) == ",").map_or(floor, |j| j + 1) } else { floor };
        if start < to {
            self.acts.push(Act {
                sentence: self.sentence,
                cue: from..end,
                speaker,
                scope: start..to,
                content: Some(start..to),
                nested: covered,
                named: true,
            });
        }
    }

    /// A single word at `i`: where to go on.
    fn form(&mut self, i: usize) -> usize {
        let word = self.c.doc.word(i);
        let Some((form, conjunction, pronoun)) = self.c.lexicon.form(word) else { return i + 1 };
        let clause = i > self.range.start && self.c.lexicon.noun(self.word(i - 1)) == Some(Noun::Clause);
        match form.kind {
            FormKind::Verb => self.verb(i, form, conjunction, pronoun, clause),
            FormKind::Participle => self.participle(i, form),
            FormKind::Masdar => self.masdar(i, form, pronoun),
        }
    }

    fn verb(&mut self, i: usize, form: Form, conjunction: bool, pronoun: &str, clause: bool) -> usize {
        let mut content = self.content(i + 1, form);
        let goes_on = form.flags & flag::CARRY != 0 && conjunction && i == self.range.start && self.carried.last.is_some();
        let opens = conjunction && i == self.range.start && self.c.mention(i + 1).is_some();
        if form.flags & flag::WEAK != 0 && !goes_on && !opens && !matches!(content.marker, Marker::That | Marker::Colon | Marker::Mark) {
            return i + 1;
        }
        let bare_content = goes_on
            && matches!(content.marker, Marker::None | Marker::Preposition)
            && self.c.mention(i + 1).is_none_or(|m| m.1.ty != EntityType::Per)
            && self.c.noun(i + 1).is_none();
        if bare_content && !self.word(i + 1).ends_with('ا') {
            // «وأضاف تركيا لديها القوة»: no أن, no colon.
            content = Content { marker: Marker::Colon, at: i + 1, start: i + 1 };
        }
        let before = i.checked_sub(1).map_or("", |p| self.word(p));
        if before == "ما" && !pronoun.is_empty() {
            // «ما وصفه ب»: a label, whose words are the speaker's.
            let speaker = self.c.subject(i + 1..content.at, None).or_else(|| self.top_speaker()).or_else(|| self.carried.get(form.agree));
            self.push(i..i + 1, speaker, content.start.min(self.range.end)..self.label_end(content.start), true, false);
            return i + 1;
        }
        let that_or_colon = matches!(content.marker, Marker::That | Marker::Colon);
        if before == "كما" && !that_or_colon && content.marker != Marker::Mark && form.flags & flag::PLAIN != 0 {
            return self.as_said(i - 1, i);
        }
        if before == "ما" && i >= 2 && self.word(i - 2) == "على" && !that_or_colon {
            return self.as_said(i - 2, i);
        }
        let in_mark = self.enclosing_mark(i);
        let inner = self.open_content(i);
        let relative = matches!(before, "الذي" | "التي" | "الذين" | "اللذان" | "اللذين");
        // The clause of the speech before goes on with a verb of its own («إن إيران ترفض …»).
        let nested = in_mark.is_some()
            || inner.is_some()
                && !clause
                && !(conjunction && (form.flags & flag::PLAIN != 0 || form.flags & flag::PRESENT == 0))
                && !matches!(before, "،" | "وقد" | "،قد");
        let subject_end = if content.marker == Marker::None { self.range.end.min(i + 12) } else { content.at };
        let subject_end = if content.marker == Marker::None {
            (i + 1..subject_end).find(|&j| self.is_break(j)).unwrap_or(subject_end)
        } else {
            subject_end
        };
        let object = form.flags & flag::OBJECT != 0 && matches!(content.marker, Marker::None | Marker::Preposition);
        let carried = self.carried.get(form.agree);
        let mut named = true;
        let speaker = if relative {
            self.before_relative(i - 1)
        } else if nested {
            let after = self.c.subject(i + 1..subject_end, None);
            after.or_else(|| self.left(i)).or_else(|| {
                let start = in_mark
                    .and_then(|m| self.marks.get(m))
                    .map(|m| m.inner.start)
                    .into_iter()
                    .chain(inner.clone().map(|r| r.start))
                    .max()?;
                self.c.subject(start..i, None)
            })
        } else {
            let left = if conjunction { None } else { self.left(i) };
            let after = if form.flags & flag::RELAY != 0 && pronoun.is_empty() {
                self.relay(i + 1..content.at.max(subject_end)).or_else(|| self.c.subject(i + 1..subject_end, carried))
            } else if object && left.is_some() {
                None
            } else {
                self.c.subject(i + 1..subject_end, carried)
            };
            let goes = conjunction && i > self.range.start && self.acts.iter().any(|a| !a.nested && a.speaker.is_some());
            let after = after.filter(|_| !(goes && object && self.c.mention(i + 1).is_some_and(|m| m.1.ty != EntityType::Per)));
            let after = after.filter(|_| !object || carried.is_none() || self.c.can_judge(i + 1, form.agree == Agree::Feminine));
            let found = if self.starts_np(i + 1) { after.or(left) } else { left.or(after) };
            found.or_else(|| {
                named = false;
                if self.turn { None } else { self.sentence_speaker(conjunction).or(carried) }
            })
        };
        if nested && speaker.is_none() {
            // Whoever it is, the words are within the speech of the one before.
            return i + 1;
        }
        if !nested && let Some(s) = speaker {
            self.carried.set(s, form.agree);
        }
        if !nested {
            self.turn = false;
        }
        let speech = content.marker != Marker::None;
        let end = in_mark.and_then(|m| self.marks.get(m)).map_or(self.range.end, |m| m.inner.end.min(self.range.end));
        if speech {
            self.push(i..i + 1, speaker, content.start..end, nested, named);
        } else {
            self.push_silent(i, end, speaker, nested, named);
        }
        if that_or_colon || content.marker == Marker::Mark { content.start.max(i + 1) } else { i + 1 }
    }

    /// The speaker of the sentence so far, for a verb without a subject of its own.
    fn sentence_speaker(&self, _conjunction: bool) -> Option<Holder> {
        self.acts.iter().rev().find(|a| !a.nested && a.cue.start < self.range.end).and_then(|a| a.speaker)
    }

    /// True where a noun phrase, not a preposition or punctuation, begins at `i`.
    fn starts_np(&self, i: usize) -> bool {
        i < self.range.end
            && !self.c.is_punct(i)
            && !self.c.is_preposition(i)
            && !self.c.has_clitic_preposition(i)
            && self.that(i).is_none()
    }

    fn is_break(&self, j: usize) -> bool {
        matches!(self.word(j), "،" | "," | "." | "؛" | ":" | "؟" | "!")
    }

    /// «معتبرا أن»: the speaker is the subject of the clause before.
    fn participle(&mut self, i: usize, form: Form) -> usize {
        let content = self.content(i + 1, form);
        let accusative = self.word(i).ends_with('ا');
        let near = content.marker != Marker::None && content.start <= i + 8;
        let at_once = near && content.at <= i + 2;
        if !at_once && (!accusative || form.flags & flag::WEAK != 0) {
            return i + 1;
        }
        let in_mark = self.enclosing_mark(i);
        if in_mark.is_some() {
            return i + 1;
        }
        let speaker = self.top_speaker().or_else(|| {
            let first = self.clause_subject(i);
            first.or_else(|| self.carried.get(form.agree))
        });
        if let Some(s) = speaker {
            self.carried.set(s, form.agree);
        }
        if content.marker == Marker::None {
            self.push_silent(i, self.range.end, speaker, false, false);
            return i + 1;
        }
        self.push(i..i + 1, speaker, content.start..self.range.end, false, false);
        if matches!(content.marker, Marker::That | Marker::Colon) { content.start } else { i + 1 }
    }

    /// The subject of a sentence whose verb is none of the lexicon: the first person, else the first other name that nothing bars.
    fn clause_subject(&self, to: usize) -> Option<Holder> {
        self.c.subject(self.range.start..to, None).or_else(|| {
            let start = self.range.start + 1;
            if start < to { self.c.subject(start..to, None) } else { None }
        })
    }

    /// «قوله إن», «تصريحات ترامب بأن»
    fn masdar(&mut self, i: usize, form: Form, pronoun: &str) -> usize {
        let content = self.content(i + 1, form);
        if !matches!(content.marker, Marker::That | Marker::Colon | Marker::Mark) || content.at > i + 12 {
            return i + 1;
        }
        let speaker = if pronoun.is_empty() {
            let named = self.c.subject(i + 1..content.at, None);
            if named.is_none() {
                return i + 1;
            }
            named
        } else {
            // «نقلت عن مصدر قوله»: the one before, if it was named in this sentence; else the one carried.
            self.relay(self.range.start..i).or_else(|| self.top_speaker()).or_else(|| self.carried.last.map(|l| l.0))
        };
        let nested = self.open_content(i).is_some();
        if !nested && let Some(s) = speaker {
            self.carried.set(s, if pronoun == "ها" { Agree::Feminine } else { Agree::Masculine });
        }
        self.push(i..i + 1, speaker, content.start..self.range.end, nested, pronoun.is_empty());
        content.start
    }

    /// The one after عن in «نقلت الوكالة عن مسؤول».
    fn relay(&self, range: Range<usize>) -> Option<Holder> {
        let an = range.clone().find(|&j| matches!(self.word(j), "عن" | "الى" | "لسان"))?;
        let end = (an + 1..range.end.min(an + 14))
            .find(|&j| self.is_break(j) || self.c.lexicon.form(self.word(j)).is_some_and(|f| !f.2.is_empty()))
            .unwrap_or(range.end.min(an + 14));
        self.genitive(an + 1..end)
    }

    /// The last speaker of the sentence that is not within another's speech.
    fn top_speaker(&self) -> Option<Holder> {
        self.acts.iter().rev().find(|a| !a.nested).and_then(|a| a.speaker)
    }

    /// The quotation of more than three words, begun in this sentence, that token `i` stands in.
    fn enclosing_mark(&self, i: usize) -> Option<usize> {
        let mark = self.inside.get(i).copied().flatten()?;
        self.marks.get(mark).filter(|m| m.inner.start >= self.range.start && m.inner.len() > 3).map(|_| mark)
    }

    /// The content that is open at `i` in this sentence.
    fn open_content(&self, i: usize) -> Option<Range<usize>> {
        self.acts.iter().rev().find(|a| !a.nested).and_then(|a| a.content.clone()).filter(|c| c.contains(&i))
    }

    /// A subject right before the verb at `i`: «ترامب يقول», «الرئيس الأمريكي دونالد ترامب، اليوم، أكد».
    fn left(&self, i: usize) -> Option<Holder> {
        let mut v = i;
        while v > self.range.start
            && matches!(self.word(v - 1), "قد" | "كان" | "كانت" | "لا" | "لم" | "لن" | "لقد" | "فقد" | "سوف" | "ان" | "وقد" | "كانوا")
        {
            if self.word(v - 1) == "ان" {
                return None;
            }
            v -= 1;
        }
        let floor =
            self.acts.iter().rev().find_map(|a| a.content.as_ref().filter(|c| c.start <= v).map(|c| c.start)).unwrap_or(self.range.start);
        let mut start = floor.max(v.saturating_sub(24));
        for j in (start..v).rev() {
            let clause = self.c.lexicon.noun(self.word(j)) == Some(Noun::Clause)
                || self.that(j).is_some()
                || matches!(self.word(j), "؛" | ":" | ".");
            if clause {
                start = j + 1;
                break;
            }
        }
        while start < v && (self.c.is_punct(start) || matches!(self.word(start), "اما" | "لكن")) {
            start += 1;
        }
        if start >= v || self.c.is_preposition(start) || self.c.mention(start).is_none() && self.c.has_clitic_preposition(start) {
            // «وفي طهران، الوزير قال»: behind the comma.
            let comma = (start..v).rev().find(|&j| self.word(j) == "،")?;
            return if comma + 1 < v { self.np(comma + 1..v) } else { None };
        }
        self.np(start..v)
    }

    /// A noun phrase that begins with a name, a title or a source.
    fn np(&self, range: Range<usize>) -> Option<Holder> {
        let head = range.start;
        let known = self.c.mention(head).is_some()
            || self.c.noun(head).is_some()
            || range.clone().skip(1).take(4).any(|t| self.c.mention(t).is_some());
        let verb = self.c.lexicon.form(self.word(head)).is_some_and(|f| f.0.kind == FormKind::Verb && f.0.flags & flag::WEAK == 0)
            && self.c.mention(head).is_none();
        if !known || verb { None } else { self.c.subject(range, None) }
    }

    /// The name before الذي at `i`.
    fn before_relative(&self, i: usize) -> Option<Holder> {
        let from = i.saturating_sub(8).max(self.range.start);
        let (m, _) = (from..i).rev().find_map(|t| self.c.mention(t))?;
        self.c.resolved.entity_of.get(m).map(|&e| Holder::Entity(e))
    }

    /// أن or إن at `i`, also behind a preposition of one word: where the content begins.
    fn that(&self, i: usize) -> Option<usize> {
        let is = |w: &str| {
            matches!(
                w.strip_prefix('ب').unwrap_or(w),
                "ان" | "انه" | "انها" | "انهم" | "انهما" | "انني" | "اني" | "اننا" | "انك" | "انكم" | "الا"
            )
        };
        let word = self.word(i);
        if is(word) && word != "الا" {
            return Some(i + 1);
        }
        if matches!(word, "الى" | "على" | "عن" | "من") && is(self.word(i + 1)) && self.word(i + 1) != "الا" {
            return Some(i + 2);
        }
        None
    }

    /// What follows the cue: the first of أن, a colon, an opening mark; else a preposition that the verb takes.
    fn content(&self, from: usize, form: Form) -> Content {
        let end = self.range.end.min(from + REACH);
        let mut preposition: Option<usize> = None;
        let mut short: Option<Content> = None;
        let mut j = from;
        while j < end {
            let word = self.word(j);
            if let Some(start) = self.that(j) {
                // «اعتبر القرار خطوة … تؤكد أن» is caught below: a verb ends the search.
                return Content { marker: Marker::That, at: j, start };
            }
            if word == ":" {
                return Content { marker: Marker::Colon, at: j, start: j + 1 };
            }
            let initial = word == "." && j > from && self.c.doc.word(j - 1).chars().nth(1).is_none();
            if matches!(word, "؛" | "." | "؟" | "!") && !initial {
                break;
            }
            if self.c.is_punct(j)
                && let Some(m) = self.mark_after(j)
            {
                let name = self.is_name(m);
                if !name && m.inner.len() <= 3 && j > from && preposition.is_none_or(|p| p + 1 < j) {
                    // «القيادي في تحالف «تأسيس»»: a name for all that is known, unless nothing else follows.
                    if short.is_none() {
                        short = Some(Content { marker: Marker::Mark, at: j, start: j + 1 });
                    }
                    j = m.inner.end.max(j + 1);
                    continue;
                }
                if !name && preposition.is_none_or(|p| p + 1 >= j) {
                    return Content { marker: Marker::Mark, at: j.min(preposition.unwrap_or(j)), start: j + 1 };
                }
                if !name {
                    break;
                }
                j = m.inner.end.max(j + 1);
                continue;
            }
            if let Some((_, mention)) = self.c.mention(j) {
                if preposition.is_none() && self.takes(form, j) {
                    preposition = Some(j);
                }
                j = mention.tokens.end.max(j + 1);
                continue;
            }
            if preposition.is_none() && self.takes(form, j) {
                preposition = Some(j);
            }
            if j > from
                && let Some((f, conjunction, _)) = self.c.lexicon.form(word)
            {
                let relative = matches!(self.word(j - 1), "الذي" | "التي" | "الذين" | "ما");
                let stop = match f.kind {
                    FormKind::Verb => {
                        f.flags & flag::WEAK == 0 && !relative && (conjunction || f.flags & flag::PRESENT != 0 || self.word(j - 1) == "،")
                    }
                    FormKind::Participle => word.ends_with('ا') && f.flags & flag::WEAK == 0,
                    FormKind::Masdar => false,
                };
                // «وقال في بيان … قائلا» goes on to the participle's own content.
                if stop {
                    break;
                }
            }
            j += 1;
        }
        if let (Some(s), None) = (short, preposition) {
            return s;
        }
        match preposition {
            Some(p) => Content { marker: Marker::Preposition, at: p, start: if self.c.is_preposition(p) { p + 1 } else { p } },
            None => Content { marker: Marker::None, at: j, start: j },
        }
    }

    /// True where the word at `j` is a preposition that brings in the verb's content.
    fn takes(&self, form: Form, j: usize) -> bool {
        let has = |bit: u16| form.flags & bit != 0;
        let word = self.word(j);
        match word {
            "على" => has(flag::ALA),
            "الى" => has(flag::ILA),
            "من" => has(flag::MIN),
            "عن" => has(flag::AN) && !has(flag::RELAY),
            "في" => has(flag::FI) && !has(flag::B),
            "بما" => has(flag::B),
            _ if has(flag::B) && word.starts_with('ب') && word.chars().nth(3).is_some() => {
                let spokesman = word == "باسم" || self.c.lexicon.noun(word) == Some(Noun::Preposition);
                let name = self.c.mention(j).is_some_and(|m| self.c.proclitic(m.1).is_empty());
                !spokesman
                    && !name
                    && (self.c.doc.tokens.get(j).is_some_and(|t| t.pro > 0) || word.starts_with("بال") || self.c.mention(j).is_some())
            }
            _ => false,
        }
    }

    /// The quotation whose opening mark is token `j`.
    fn mark_after(&self, j: usize) -> Option<&Marked> {
        let at = self.marks.partition_point(|m| m.inner.start <= j);
        self.marks.get(at).filter(|m| m.inner.start == j + 1)
    }

    /// A name in quotation marks.
    fn is_name(&self, m: &Marked) -> bool {
        let all = m.inner.clone().all(|t| self.c.mention(t).is_some());
        all && m.inner.len() <= 8
    }

    /// Where the label of «ما وصفه ب» ends: at its closing mark, else at the next break.
    fn label_end(&self, start: usize) -> usize {
        let mark = (start.saturating_sub(1)..self.range.end.min(start + 2)).find_map(|j| self.mark_after(j));
        mark.map_or_else(
            || (start..self.range.end).find(|&j| self.is_break(j)).unwrap_or(self.range.end),
            |m| m.inner.end.min(self.range.end),
        )
    }

    fn push(&mut self, cue: Range<usize>, speaker: Option<Holder>, content: Range<usize>, nested: bool, named: bool) {
        let scope = cue.start.min(content.start)..content.end.max(cue.end);
        let content = (content.start < content.end).then_some(content);
        self.acts.push(Act { sentence: self.sentence, cue, speaker, scope, content, nested, named });
    }

    fn push_silent(&mut self, i: usize, end: usize, speaker: Option<Holder>, nested: bool, named: bool) {
        self.acts.push(Act { sentence: self.sentence, cue: i..i + 1, speaker, scope: i..end.max(i + 1), content: None, nested, named });
    }

    /// A speech ends where the next of the sentence begins that is not within it.
    fn close(&mut self) {
        let mut next = self.range.end;
        for k in (0..self.acts.len()).rev() {
            let Some(act) = self.acts.get_mut(k) else { continue };
            if act.cue.start >= act.scope.end {
                continue;
            }
            // Behind its content stands an attribution: it closes nothing.
            act.scope.end = act.scope.end.min(next.max(act.cue.end));
            if let Some(c) = &mut act.content {
                c.end = c.end.min(next);
            }
            if act.content.as_ref().is_some_and(|c| c.start >= c.end) {
                act.content = None;
            }
            if !act.nested {
                next = act.cue.start;
            }
        }
    }
}

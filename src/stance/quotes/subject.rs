//! The words beside a cue → who speaks: a name in the noun phrase, an unnamed source, or the bearer of a title.

use super::lexicon::{Noun, SpeechLexicon};
use super::titles::{Titles, bare};
use crate::resolve::Resolved;
use crate::stance::Holder;
use crate::tag::{EntityType, Mention};
use crate::tokenize::{Document, TokenKind};
use std::ops::Range;

/// Everything that telling a speaker needs.
pub struct Context<'a> {
    pub doc: &'a Document<'a>,
    pub resolved: &'a Resolved,
    pub lexicon: &'a SpeechLexicon,
    pub titles: Titles,
    /// The mention that each token belongs to.
    pub mention_at: Vec<Option<u32>>,
}

impl<'a> Context<'a> {
    pub fn new(doc: &'a Document<'a>, resolved: &'a Resolved, lexicon: &'a SpeechLexicon) -> Self {
        let mut mention_at = vec![None; doc.tokens.len()];
        for (m, mention) in resolved.mentions.iter().enumerate() {
            for slot in mention_at.get_mut(mention.tokens.clone()).unwrap_or(&mut []) {
                *slot = u32::try_from(m).ok();
            }
        }
        Self { doc, resolved, lexicon, titles: Titles::collect(doc, resolved, lexicon), mention_at }
    }

    /// The mention at a token.
    pub fn mention(&self, token: usize) -> Option<(usize, &'a Mention)> {
        let m = (*self.mention_at.get(token)?)? as usize;
        Some((m, self.resolved.mentions.get(m)?))
    }

    fn holder(&self, mention: usize) -> Option<Holder> {
        self.resolved.entity_of.get(mention).map(|&e| Holder::Entity(e))
    }

    /// The letters written before the name in its first token («لقطر» → «ل»).
    pub fn proclitic(&self, mention: &Mention) -> &str {
        let start = self.doc.tokens.get(mention.tokens.start).map_or(0, |t| t.span.start);
        self.doc.original.get(start..mention.span.start).unwrap_or("")
    }

    pub fn is_punct(&self, token: usize) -> bool {
        self.doc.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Punct)
    }

    /// A word that a name after it does not belong to the subject for.
    pub fn is_preposition(&self, token: usize) -> bool {
        let word = self.doc.word(token);
        let word = word.strip_prefix('و').filter(|w| w.chars().nth(1).is_some()).unwrap_or(word);
        self.lexicon.noun(word) == Some(Noun::Preposition)
    }

    /// ل or ب written to a word that is no name («للصحفيين», «بمبادرة»).
    pub fn has_clitic_preposition(&self, token: usize) -> bool {
        let word = self.doc.word(token);
        let word = word.strip_prefix('و').filter(|w| w.starts_with("لل") || w.starts_with("بال")).unwrap_or(word);
        if let Some((_, m)) = self.mention(token) {
            return m.tokens.start == token && self.proclitic(m).ends_with(['ل', 'ب', 'ك']);
        }
        word.starts_with("لل")
            || word.starts_with("بال")
            || self.doc.tokens.get(token).is_some_and(|t| t.pro > 0 && word.starts_with(['ل', 'ب', 'ك']))
    }

    /// Who the noun phrase within `range` names as the one who speaks. `carried` is whom a bare «المصدر», «المتحدث» or «الرجل» may mean.
    pub fn subject(&self, range: Range<usize>, carried: Option<Holder>) -> Option<Holder> {
        let mut range = range;
        while range.start < range.end && (self.is_punct(range.start) || self.is_adverb(range.start)) {
            range.start += 1;
        }
        if range.is_empty() {
            return None;
        }
        let head = range.start;
        // «من جانبه، قال في بيان»: no subject in a prepositional phrase, unless a comma ends it.
        let mut blocked = self.is_preposition(head) || self.mention(head).is_none() && self.has_clitic_preposition(head);
        if let Some((m, mention)) = self.mention(head)
            && !blocked
            && mention.ty != EntityType::Norp
            && !self.proclitic(mention).ends_with(['ل', 'ب', 'ك'])
        {
            return self.holder(m);
        }
        let unnamed = self.noun(head) == Some(Noun::Source) && self.mention(head).is_none();
        let article = |t: usize| t < range.end && self.doc.word(t).starts_with("ال");
        // «نائب رئيس الشرطة» is definite by its genitive.
        let construct = article(head + 1) || article(head + 2) && !self.is_preposition(head + 1) && self.mention(head + 1).is_none();
        let indefinite = unnamed && !article(head) && !construct;
        let mut other: Option<(usize, &Mention)> = None;
        let mut t = head;
        let mut relative = false;
        while t < range.end {
            if self.is_punct(t) {
                if matches!(self.doc.word(t), "،" | "," | "-" | "–" | ")") {
                    blocked = false;
                }
                t += 1;
                continue;
            }
            if let Some((m, mention)) = self.mention(t) {
                let clitic = self.proclitic(mention).ends_with(['ل', 'ب', 'ك']);
                let passed_over = relative && other.is_some();
                if mention.ty == EntityType::Per && !blocked && !clitic && !passed_over {
                    return self.holder(m);
                }
                if !blocked && !clitic && other.is_none() {
                    other = Some((m, mention));
                }
                // «المبعوث الأمريكي إلى سوريا توم باراك»: the name behind a place is the subject again.
                if t > head && mention.ty != EntityType::Per && !indefinite && !self.is_addressee(head, t) {
                    blocked = false;
                }
                t = mention.tokens.end.max(t + 1);
                continue;
            }
            if matches!(self.doc.word(t), "الذي" | "التي" | "الذين") {
                relative = true;
            }
            if self.is_preposition(t) || self.has_clitic_preposition(t) && self.doc.word(t) != "باسم" {
                blocked = true;
            }
            t += 1;
        }
        if self.is_preposition(head) || self.mention(head).is_none() && self.has_clitic_preposition(head) {
            return other.and_then(|o| self.holder(o.0));
        }
        if indefinite {
            return Some(Holder::Unnamed);
        }
        if self.mention(head).is_some() {
            // «ترامب», «روسيا», «الجيش الإسرائيلي»
            return other.and_then(|o| self.holder(o.0));
        }
        self.common_noun(head, range, other, carried, unnamed)
    }

    /// «وزير الخارجية الأمريكي», «الحركة», «صحيفة لوموند», «المتحدث باسم الجيش»
    fn common_noun(
        &self,
        head: usize,
        range: Range<usize>,
        other: Option<(usize, &Mention)>,
        carried: Option<Holder>,
        unnamed: bool,
    ) -> Option<Holder> {
        let word = self.doc.word(head);
        let stem = bare(word);
        let definite = stem.len() < word.len();
        let noun = self.noun(head);
        // The adjectives and genitives of the head: «وزير الخارجية الأمريكي».
        let rest: Vec<&str> = (head + 1..range.end)
            .take(5)
            .enumerate()
            .take_while(|&(k, t)| {
                !self.is_punct(t) && !self.is_preposition(t) && (self.doc.word(t).starts_with("ال") || k == 0 && !definite)
            })
            .map(|(_, t)| bare(self.doc.word(t)))
            .collect();
        let rest = &rest[..];
        if matches!(noun, Some(Noun::Class)) {
            if definite && let Some(e) = self.titles.bearer(stem, rest, head) {
                return Some(Holder::Entity(e));
            }
            if let Some(o) = other.filter(|o| o.1.tokens.start <= head + 3) {
                return self.holder(o.0);
            }
            return if definite { carried } else { Some(Holder::Unnamed) };
        }
        if let Some(e) = self.titles.bearer(stem, rest, head) {
            return Some(Holder::Entity(e));
        }
        if noun == Some(Noun::Spokesman) {
            return other.or_else(|| self.body(&range)).and_then(|o| self.holder(o.0)).or(carried);
        }
        if unnamed {
            // «المصدر», «المسؤول نفسه»
            return if definite && carried.is_some() && rest.iter().all(|r| *r == "نفسه" || *r == "ذاته") {
                carried
            } else {
                Some(Holder::Unnamed)
            };
        }
        if let Some(o) = other {
            return self.holder(o.0);
        }
        if noun == Some(Noun::Document) {
            return self.body(&range).and_then(|o| self.holder(o.0)).or(carried);
        }
        if definite && let Some(o) = self.body(&(head..range.end.min(head + 5))) {
            return self.holder(o.0);
        }
        if definite && rest.is_empty() && matches!(noun, Some(Noun::Source | Noun::Class)) { carried } else { None }
    }

    /// True where the word at `head` can be the subject of a verb that also takes an object: a name, a title, a source, a body; not «جهود».
    pub fn can_judge(&self, head: usize, feminine: bool) -> bool {
        if self.mention(head).is_some()
            || self.noun(head).is_some_and(|n| !matches!(n, Noun::Preposition | Noun::Clause | Noun::Thing | Noun::Document))
        {
            return true;
        }
        let word = self.doc.word(head);
        let stem = bare(word);
        if self.titles.knows(stem) {
            return true;
        }
        // «ودانت الأمانة العامة»
        stem.len() < word.len() && feminine && stem.ends_with('ة')
    }

    /// The first body within `range`, whatever governs it.
    fn body(&self, range: &Range<usize>) -> Option<(usize, &'a Mention)> {
        range.clone().filter_map(|t| self.mention(t)).find(|m| m.1.ty != EntityType::Loc)
    }

    /// True where ل, مع or إلى between the head and the token hands the words to somebody.
    fn is_addressee(&self, head: usize, token: usize) -> bool {
        (head..token).any(|t| matches!(self.doc.word(t), "مع" | "خلال" | "ضد" | "عبر" | "بعد" | "قبل"))
    }

    /// What the lexicon says of the noun at a token.
    pub fn noun(&self, token: usize) -> Option<Noun> {
        let word = self.doc.word(token);
        self.lexicon.noun(word).or_else(|| self.lexicon.noun(bare(word)))
    }

    fn is_adverb(&self, token: usize) -> bool {
        matches!(
            self.doc.word(token),
            "الماضي"
                | "الماضية"
                | "الجاري"
                | "المقبل"
                | "امس"
                | "اليوم"
                | "الاثنين"
                | "الثلاثاء"
                | "الاربعاء"
                | "الخميس"
                | "الجمعة"
                | "السبت"
                | "الاحد"
                | "ايضا"
                | "كذلك"
                | "الان"
                | "قد"
                | "سابقا"
                | "لاحقا"
                | "مجددا"
                | "اما"
                | "مساء"
                | "صباح"
                | "يوم"
                | "ايضاً"
                | "بدوره"
                | "بدورها"
                | "لكن"
                | "ولكن"
        )
    }
}

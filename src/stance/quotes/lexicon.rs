//! Section `speech` → words and phrases that bring in a speaker, looked up with their conjunction and object pronoun.
//!
//! The section is compiled from `data/reporting.tsv` and `data/sources.tsv`; verbs come conjugated (قال، قالت، قالوا، يقول …).

use crate::error::Error;
use crate::model::{Reader, invalid};

/// What a form of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A finite verb («قالت»).
    Verb,
    /// A hal participle («مؤكدا»): its speaker is the subject of the clause before.
    Participle,
    /// A verbal noun («تأكيد»): brings in speech with a pronoun or a name («قوله إن»).
    Masdar,
}

/// Person and number that the form agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agree {
    /// He.
    Masculine,
    /// She, or a body or plural of things.
    Feminine,
    /// They.
    Plural,
}

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is.
    pub kind: FormKind,
    /// What it agrees with.
    pub agree: Agree,
    /// Bits of `flag`.
    pub flags: u16,
}

/// Bits of `Form::flags`.
pub mod flag {
    /// Saying without an attitude («قال»).
    pub const PLAIN: u16 = 1;
    /// The subject is the speaker of before («أضاف»).
    pub const CARRY: u16 = 1 << 1;
    /// The subject passes on; the speaker stands after عن («نقلت»).
    pub const RELAY: u16 = 1 << 2;
    /// Content after ب.
    pub const B: u16 = 1 << 3;
    /// Content after على.
    pub const ALA: u16 = 1 << 4;
    /// Content after إلى.
    pub const ILA: u16 = 1 << 5;
    /// Content after من.
    pub const MIN: u16 = 1 << 6;
    /// Content after عن.
    pub const AN: u16 = 1 << 7;
    /// Content after في.
    pub const FI: u16 = 1 << 8;
    /// Content after ل.
    pub const LI: u16 = 1 << 9;
    /// Content as an object.
    pub const OBJECT: u16 = 1 << 10;
    /// Mostly another word: a cue only right before its content or its subject.
    pub const WEAK: u16 = 1 << 11;
    /// An imperfect.
    pub const PRESENT: u16 = 1 << 12;
    /// The content is called for, not reported («طالب»).
    pub const DIRECTIVE: u16 = 1 << 13;
}

/// What a fixed phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// The speaker follows in the genitive («بحسب»).
    Genitive,
    /// The speaker follows a preposition: the phrase holds it («نقلا عن»), or it is the ل of the next word («وفقا ل»).
    Li,
    /// A verb with its subject follows («حسبما»).
    AsSaid,
    /// The next name is a new speaker («من جانبه»).
    Turn,
    /// Nobody, or the author: «يقال إن», «تجدر الإشارة إلى».
    Impersonal,
    /// Circumstances of speaking, no cue by themselves («في بيان»).
    Setting,
    /// The speaker is the pronoun in the phrase («على حد قوله»).
    Pronoun,
}

const PHRASES: [PhraseKind; 7] = [
    PhraseKind::Genitive,
    PhraseKind::Li,
    PhraseKind::AsSaid,
    PhraseKind::Turn,
    PhraseKind::Impersonal,
    PhraseKind::Setting,
    PhraseKind::Pronoun,
];

/// What a noun of `data/sources.tsv` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A source without a name («مصدر»).
    Source,
    /// A document that speaks for its issuer («بيان»).
    Document,
    /// A noun that stands between a head and a name («صحيفة», «وزارة»).
    Class,
    /// A speaker for a body («المتحدث»).
    Spokesman,
    /// A preposition after which a name is no subject («مع»).
    Preposition,
    /// Opens a clause of its own («فيما»).
    Clause,
    /// A thing that no one says («القانون»): no speaker after «وفقا ل».
    Thing,
}

const NOUNS: [Noun; 7] = [Noun::Source, Noun::Document, Noun::Class, Noun::Spokesman, Noun::Preposition, Noun::Clause, Noun::Thing];

/// The lexicon of speech.
#[derive(Clone, Debug, Default)]
pub struct SpeechLexicon {
    forms: Vec<(String, Form)>,
    /// By first word, longest first.
    phrases: Vec<(Vec<String>, PhraseKind)>,
    nouns: Vec<(String, Noun)>,
    masculine: Vec<String>,
}

impl SpeechLexicon {
    /// Reads section `speech`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let n = r.count(4)?;
        let mut forms = Vec::with_capacity(n);
        for _ in 0..n {
            let word = r.str()?.to_string();
            let (kind, agree) = (r.u8()?, r.u8()?);
            let kind = match kind {
                0 => FormKind::Verb,
                1 => FormKind::Participle,
                2 => FormKind::Masdar,
                k => return Err(invalid(format!("section speech: form kind {k} is unknown"))),
            };
            let agree = match agree {
                0 => Agree::Masculine,
                1 => Agree::Feminine,
                2 => Agree::Plural,
                a => return Err(invalid(format!("section speech: agreement {a} is unknown"))),
            };
            forms.push((word, Form { kind, agree, flags: r.u16()? }));
        }
        let n = r.count(2)?;
        let mut phrases = Vec::with_capacity(n);
        for _ in 0..n {
            let k = usize::from(r.u8()?);
            let kind = *PHRASES.get(k).ok_or_else(|| invalid(format!("section speech: phrase kind {k} is unknown")))?;
            phrases.push((r.str()?.split(' ').map(str::to_string).collect::<Vec<_>>(), kind));
        }
        let n = r.count(2)?;
        let mut nouns = Vec::with_capacity(n);
        for _ in 0..n {
            let k = usize::from(r.u8()?);
            let kind = *NOUNS.get(k).ok_or_else(|| invalid(format!("section speech: noun kind {k} is unknown")))?;
            nouns.push((r.str()?.to_string(), kind));
        }
        let n = r.count(1)?;
        let mut masculine = Vec::with_capacity(n);
        for _ in 0..n {
            masculine.push(r.str()?.to_string());
        }
        masculine.sort_unstable();
        // Sorted by the compiler; a file of another hand costs a sort, never a wrong search.
        forms.sort_by(|a: &(String, Form), b| a.0.cmp(&b.0));
        phrases.sort_by(|a: &(Vec<String>, _), b| a.0.first().cmp(&b.0.first()).then(b.0.len().cmp(&a.0.len())));
        nouns.sort_by(|a: &(String, Noun), b| a.0.cmp(&b.0));
        Ok(Self { forms, phrases, nouns, masculine })
    }

    /// All forms with what they are.
    pub fn forms(&self) -> impl Iterator<Item = (&str, Form)> {
        self.forms.iter().map(|f| (f.0.as_str(), f.1))
    }

    fn exact(&self, word: &str) -> Option<Form> {
        let at = self.forms.binary_search_by(|f| f.0.as_str().cmp(word)).ok()?;
        self.forms.get(at).map(|f| f.1)
    }

    /// The form that a word is, with or without و ف س before it and an object pronoun behind it. The flag tells whether a conjunction was taken off, the text which pronoun.
    #[must_use]
    pub fn form<'w>(&self, word: &'w str) -> Option<(Form, bool, &'w str)> {
        if let Some(f) = self.inflected(word) {
            return Some((f.0, false, f.1));
        }
        let rest = word.strip_prefix(['و', 'ف'])?;
        rest.chars().nth(1)?;
        self.inflected(rest).map(|f| (f.0, true, f.1))
    }

    fn inflected<'w>(&self, word: &'w str) -> Option<(Form, &'w str)> {
        let bare =
            |w: &str| self.exact(w).or_else(|| w.strip_prefix('س').and_then(|w| self.exact(w)).filter(|f| f.flags & flag::PRESENT != 0));
        if let Some(f) = bare(word) {
            return Some((f, ""));
        }
        for pronoun in ["هما", "ها", "هم", "ه"] {
            let Some(base) = word.strip_suffix(pronoun) else { continue };
            if base.chars().nth(1).is_none() {
                continue;
            }
            if let Some(f) = bare(base) {
                return Some((f, pronoun));
            }
            // ة is written ت and final ى ا before a pronoun.
            let folded = base.strip_suffix('ت').map(|b| format!("{b}ة")).or_else(|| base.strip_suffix('ا').map(|b| format!("{b}ى")));
            if let Some(f) = folded.and_then(|b| bare(&b)) {
                return Some((f, pronoun));
            }
        }
        None
    }

    /// The longest phrase that the words from `word(0)` on make; `word` gives normalized words, the first without its conjunction.
    #[must_use]
    pub fn phrase<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(PhraseKind, usize)> {
        let first = word(0);
        let from = self.phrases.partition_point(|p| p.0.first().is_some_and(|f| f.as_str() < first));
        self.phrases
            .iter()
            .skip(from)
            .take_while(|p| p.0.first().is_some_and(|f| f == first))
            .find(|p| p.0.iter().enumerate().all(|(i, w)| word(i) == w))
            .map(|p| (p.1, p.0.len()))
    }

    /// What the lexicon says of a noun, given without ال and conjunction.
    #[must_use]
    pub fn noun(&self, word: &str) -> Option<Noun> {
        let at = self.nouns.binary_search_by(|n| n.0.as_str().cmp(word)).ok()?;
        self.nouns.get(at).map(|n| n.1)
    }

    /// True for a body or country whose verb stands without ت («لبنان», «حزب»).
    #[must_use]
    pub fn is_masculine(&self, word: &str) -> bool {
        self.masculine.binary_search_by(|w| w.as_str().cmp(word)).is_ok()
    }
}

//! Document → every known name in it, in every reading of the first word's proclitics.

use super::names::is_hyphen;
use super::{Gazetteer, Match, NameHash};
use crate::tokenize::{Document, TokenKind};

/// Longest name that is looked for, in tokens.
const MAX_TOKENS: usize = 12;
/// Letters that must be left of a word without its proclitics.
const MIN_LETTERS: usize = 3;

/// The ways to read a word: bytes of proclitics, letters to put back, the rest. «وللحرس»: also و+ل+(ا)لحرس.
pub(crate) fn readings(word: &str) -> impl Iterator<Item = (u8, &'static str, &str)> {
    let whole = std::iter::once((0, "", word));
    let after = |rest: Option<&str>| rest.filter(|r| r.chars().nth(MIN_LETTERS - 1).is_some()).map(str::len);
    let conjunction = after(word.strip_prefix(['و', 'ف']));
    let preposition = |from: usize| after(word.get(from..).and_then(|w| w.strip_prefix(['ب', 'ل', 'ك'])));
    let lam = |len: usize| len < word.len() && word[..word.len() - len].ends_with('ل') && word[word.len() - len..].starts_with('ل');
    let both = conjunction.and_then(|len| preposition(word.len() - len));
    let stripped = [conjunction, preposition(0), both].into_iter().flatten().flat_map(move |len| {
        let pro = (word.len() - len) as u8;
        let rest = &word[word.len() - len..];
        [Some((pro, "", rest)), lam(len).then_some((pro, "ا", rest))].into_iter().flatten()
    });
    whole.chain(stripped)
}

/// True where the token stands between two others without white space.
fn joins(doc: &Document<'_>, i: usize) -> bool {
    match (i.checked_sub(1).and_then(|k| doc.tokens.get(k)), doc.tokens.get(i), doc.tokens.get(i + 1)) {
        (Some(a), Some(b), Some(c)) => a.span.end == b.span.start && b.span.end == c.span.start,
        _ => false,
    }
}

impl Gazetteer {
    /// Every match in the document, also overlapping ones, by first token and then longest first. Names do not cross sentences.
    #[must_use]
    pub fn matches(&self, doc: &Document<'_>) -> Vec<Match> {
        let mut out = Vec::new();
        for sentence in &doc.sentences {
            for i in sentence.tokens.clone() {
                let first = out.len();
                self.matches_at(doc, i, sentence.tokens.end, &mut out);
                out[first..].sort_by_key(|m: &Match| (usize::MAX - m.tokens.end, m.pro));
            }
        }
        out
    }

    fn matches_at(&self, doc: &Document<'_>, i: usize, end: usize, out: &mut Vec<Match>) {
        let Some(token) = doc.tokens.get(i) else { return };
        let clitics = token.kind == TokenKind::Word;
        if token.kind == TokenKind::Punct {
            return;
        }
        for (pro, head, rest) in readings(doc.word(i)).take(if clitics { usize::MAX } else { 1 }) {
            let mut hash = NameHash::default();
            hash.push_with(head, rest);
            for j in i..end.min(i + MAX_TOKENS) {
                if j > i {
                    if is_hyphen(doc.word(j)) {
                        if joins(doc, j) {
                            continue;
                        }
                        break;
                    }
                    hash.push(doc.word(j));
                }
                let Some(bearers) = self.names.get(hash.key()) else { break };
                if bearers.len > 0 {
                    out.push(Match {
                        tokens: i..j + 1,
                        pro,
                        entries: self.bearers(bearers).to_vec(),
                        ambiguous: bearers.ambiguous,
                        learned: bearers.learned,
                    });
                }
                if !bearers.longer {
                    break;
                }
            }
        }
    }
}

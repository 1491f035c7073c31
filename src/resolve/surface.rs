//! Mention → its folded name, without the clitics around it.

use crate::span::Span;
use crate::tag::Mention;
use crate::tag::gazetteer::fold_name;
use crate::tokenize::Document;

/// The name in a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Surface {
    /// Folded, words joined by one space.
    pub name: String,
    /// The other reading where the mention follows the clitic ل and begins with ل: «لحرس» is «الحرس» or «لحرس»; `name` has the article.
    pub bare: Option<String>,
}

/// The bytes of the normalized word `token` that lie within `span` of the original.
fn within<'d>(doc: &'d Document<'_>, token: usize, span: Span) -> (&'d str, &'d str) {
    let Some(t) = doc.tokens.get(token) else { return ("", "") };
    let word = doc.word(token);
    let at = |i: usize| t.norm.start + i;
    let bounds = || word.char_indices().map(|c| c.0).chain([word.len()]);
    let start = bounds().find(|&i| doc.normalized.to_original(Span::new(at(i), t.norm.end)).start >= span.start).unwrap_or(0);
    let end = bounds()
        .filter(|&i| i > start)
        .take_while(|&i| doc.normalized.to_original(Span::new(t.norm.start, at(i))).end <= span.end)
        .last()
        .unwrap_or(word.len());
    (word.get(..start).unwrap_or(""), word.get(start..end).unwrap_or(word))
}

impl Surface {
    pub(super) fn of(doc: &Document<'_>, mention: &Mention) -> Self {
        let mut raw = String::new();
        let mut lam = false;
        for i in mention.tokens.clone() {
            let (before, word) = within(doc, i, mention.span);
            if i == mention.tokens.start {
                lam = before.ends_with('ل') && word.starts_with('ل');
            } else {
                raw.push(' ');
            }
            raw.push_str(word);
        }
        let bare = fold_name(&raw);
        if lam { Self { name: fold_name(&format!("ا{raw}")), bare: Some(bare) } } else { Self { name: bare, bare: None } }
    }
}

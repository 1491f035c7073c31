//! Tokens as CoNLL columns: `token TAB BIO-type TAB entity id`, an empty line after each sentence.

use super::Report;
use crate::pipeline::Analysis;

impl Report {
    /// The columns; `self` is the report of `analysis`. A token outside any mention has `O` and `_`.
    #[must_use]
    pub fn to_conll(&self, analysis: &Analysis<'_>) -> String {
        let doc = &analysis.doc;
        let mut out = String::new();
        let mut mentions = analysis.resolved.mentions.iter().zip(&self.mentions).peekable();
        for sentence in &doc.sentences {
            for i in sentence.tokens.clone() {
                while mentions.next_if(|(m, _)| m.tokens.end <= i).is_some() {}
                let text = doc.tokens.get(i).map_or("", |t| t.span.of(doc.original));
                // A token may hold a soft hyphen or mark, never white space that would break the columns; a joined line break would.
                out.extend(text.chars().filter(|c| !c.is_whitespace()));
                match mentions.peek() {
                    Some((m, r)) if m.tokens.contains(&i) => {
                        let id = self.entities.get(r.entity).map_or("_", |e| e.id.as_str());
                        out.push_str(if i == m.tokens.start { "\tB-" } else { "\tI-" });
                        out.push_str(r.ty);
                        out.push('\t');
                        out.push_str(id);
                    }
                    _ => out.push_str("\tO\t_"),
                }
                out.push('\n');
            }
            out.push('\n');
        }
        out
    }
}

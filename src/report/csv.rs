//! Stances as CSV (RFC 4180, line feeds): one a row.

use super::{Holder, Report};

/// The first line, without its line feed.
pub const CSV_HEADER: &str = "file,sentence,holder,target,polarity,strength,confidence,basis,cue";

/// A field, quoted where it must be.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

impl Report {
    /// One row for each stance, each with a line feed, without the header; `self` has byte spans of `text`.
    #[must_use]
    pub fn to_csv(&self, text: &str, file: &str) -> String {
        let name = |i: usize| self.entities.get(i).map_or("", |e| e.name.ar.as_str());
        let mut out = String::new();
        for s in &self.stances {
            let holder = match s.holder {
                Holder::Entity(i) => name(i),
                Holder::Author => "author",
                Holder::Unnamed => "unnamed",
            };
            let fields = [
                field(file),
                field(s.span.of(text)),
                field(holder),
                field(name(s.target)),
                s.polarity.to_string(),
                s.strength.to_string(),
                s.confidence.to_string(),
                s.basis.to_string(),
                field(s.cue.span.of(text)),
            ];
            out.push_str(&fields.join(","));
            out.push('\n');
        }
        out
    }
}

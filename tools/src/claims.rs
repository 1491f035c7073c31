//! `claims FILE.tsv`: lines of `claim TAB article`; prints `label TAB start TAB end` of the best evidence sentence, in UTF-16 units.

use mizan::model::Model;
use mizan::stance::claims::{ClaimLabel, ClaimModel, stance_toward};
use mizan::tokenize::Segmenter;
use std::io::Write;
use std::process::ExitCode;

/// Undoes `\t`, `\n` and `\\`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('\\') => out.push('\\'),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [path] = args else { return Err("usage: claims FILE.tsv".into()) };
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let segmenter = Segmenter::read(&embedded).map_err(|e| e.to_string())?;
    let model = embedded.section("claims").and_then(ClaimModel::read).map_err(|e| e.to_string())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (n, line) in text.lines().enumerate() {
        let (claim, article) = line.split_once('\t').ok_or_else(|| format!("{path}:{}: no tab between claim and article", n + 1))?;
        let (claim, article) = (unescape(claim), unescape(article));
        let doc = segmenter.document(&article);
        let found = stance_toward(&doc, &segmenter.document(&claim), &model);
        let label = match found.label {
            ClaimLabel::Agree => "agree",
            ClaimLabel::Disagree => "disagree",
            ClaimLabel::Discuss => "discuss",
            ClaimLabel::Unrelated => "unrelated",
        };
        let units = |end: usize| article.get(..end).map_or(0, |s| s.encode_utf16().count());
        let written = match found.evidence.first() {
            Some(e) => writeln!(out, "{label}\t{}\t{}", units(e.start), units(e.end)),
            None => writeln!(out, "{label}\t\t"),
        };
        written.map_err(|e| e.to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

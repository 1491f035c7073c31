//! Reads the annotated articles (`docs/ID.txt`, `gold/ID.json`; see the annotation guidelines) with byte spans of the whole text.

use mizan::Span;
use serde::Deserialize;
use std::path::Path;
use std::process::ExitCode;

/// One annotated article.
#[derive(Debug)]
pub struct GoldDoc {
    /// Its file name without extension.
    pub id: String,
    /// One sentence a line.
    pub text: String,
    /// In order.
    pub mentions: Vec<GoldMention>,
    /// As in the file.
    pub stances: Vec<GoldStance>,
    /// The author's position: entity, label.
    pub article: Vec<(String, String)>,
}

/// A marked name.
#[derive(Debug)]
pub struct GoldMention {
    /// Bytes of the text.
    pub span: Span,
    /// `PER` …
    pub ty: String,
    /// English name of the entity.
    pub entity: String,
}

/// A marked stance.
#[derive(Debug)]
pub struct GoldStance {
    /// Line, from 0.
    pub line: usize,
    /// Entity, `author` or `unnamed source`.
    pub holder: String,
    /// Entity.
    pub target: String,
    /// True for `favor`.
    pub favor: bool,
    /// 1 or 2.
    pub strength: u8,
    /// `speech`, `action`, `evaluation`.
    pub basis: String,
    /// Bytes of the cue in the text, where it is found in the line.
    pub cue: Option<Span>,
}

#[derive(Deserialize)]
struct RawDoc {
    #[serde(default)]
    mentions: Vec<RawMention>,
    #[serde(default)]
    stances: Vec<RawStance>,
    #[serde(default)]
    article: Vec<RawArticle>,
}
#[derive(Deserialize)]
struct RawMention {
    s: usize,
    text: String,
    #[serde(default = "one")]
    n: usize,
    #[serde(rename = "type")]
    ty: String,
    entity: String,
}
#[derive(Deserialize)]
struct RawStance {
    s: usize,
    holder: String,
    target: String,
    polarity: String,
    #[serde(default = "one")]
    strength: usize,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    cue: String,
}
#[derive(Deserialize)]
struct RawArticle {
    target: String,
    stance: String,
}
fn one() -> usize {
    1
}

/// Bytes of the `n`-th occurrence (from 1, overlapping ones counted) of `needle` in line `line` of `text`.
fn locate(lines: &[Span], text: &str, line: usize, needle: &str, n: usize) -> Option<Span> {
    let span = lines.get(line)?;
    let hay = span.of(text);
    let mut from = 0;
    for k in 1..=n.max(1) {
        let at = from + hay.get(from..)?.find(needle)?;
        if k == n.max(1) {
            return Some(Span::new(span.start + at, span.start + at + needle.len()));
        }
        from = at + hay[at..].chars().next()?.len_utf8();
    }
    None
}

/// Byte spans of the lines of `text`, without their line feeds.
pub fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split('\n')
        .map(|l| {
            let span = Span::new(start, start + l.len());
            start += l.len() + 1;
            span
        })
        .collect()
}

/// Reads one article of `dir` (which holds `docs` and `gold`).
pub fn read_doc(dir: &Path, id: &str) -> Result<GoldDoc, String> {
    let read = |p: &Path| std::fs::read_to_string(p).map_err(|e| format!("{}: {e}", p.display()));
    let text = read(&dir.join("docs").join(format!("{id}.txt")))?;
    let raw: RawDoc = serde_json::from_str(&read(&dir.join("gold").join(format!("{id}.json")))?).map_err(|e| format!("{id}: {e}"))?;
    let lines = lines(&text);
    let mut mentions = Vec::new();
    for m in raw.mentions {
        let line = m.s.wrapping_sub(1);
        let span =
            locate(&lines, &text, line, &m.text, m.n).ok_or_else(|| format!("{id}: line {} has no «{}» number {}", m.s, m.text, m.n))?;
        mentions.push(GoldMention { span, ty: m.ty, entity: m.entity });
    }
    mentions.sort_by_key(|m| m.span);
    let stances = raw
        .stances
        .into_iter()
        .map(|s| GoldStance {
            line: s.s.wrapping_sub(1),
            cue: if s.cue.is_empty() { None } else { locate(&lines, &text, s.s.wrapping_sub(1), &s.cue, 1) },
            holder: s.holder,
            target: s.target,
            favor: s.polarity == "favor",
            strength: s.strength as u8,
            basis: s.basis,
        })
        .collect();
    Ok(GoldDoc { id: id.into(), text, mentions, stances, article: raw.article.into_iter().map(|a| (a.target, a.stance)).collect() })
}

/// Reads all articles of `dir`, by name; `keep` chooses by id.
pub fn read_all(dir: &Path, keep: impl Fn(&str) -> bool) -> Result<Vec<GoldDoc>, String> {
    let list = std::fs::read_dir(dir.join("gold")).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut ids: Vec<String> =
        list.filter_map(|f| Some(f.ok()?.file_name().to_str()?.strip_suffix(".json")?.to_string())).filter(|id| keep(id)).collect();
    ids.sort();
    ids.iter().map(|id| read_doc(dir, id)).collect()
}

/// `gold DIR`: counts what is there.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let dir = args.first().ok_or("usage: gold DIR")?;
    let docs = read_all(Path::new(dir), |_| true)?;
    let (m, s) = docs.iter().fold((0, 0), |(m, s), d| (m + d.mentions.len(), s + d.stances.len()));
    let cues = docs.iter().flat_map(|d| &d.stances).filter(|s| s.cue.is_some()).count();
    println!("{} articles, {m} mentions, {s} stances, {cues} with a cue that is found", docs.len());
    Ok(ExitCode::SUCCESS)
}

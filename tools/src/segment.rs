//! `segment FILE`: the words of each line with their clitics marked off by `+`; with `--sentences` one sentence a line instead.

use mizan::Span;
use mizan::model::Model;
use mizan::tokenize::{Document, Segmenter};
use std::io::{BufWriter, Read, Write};
use std::process::ExitCode;
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| {
    let read = Model::embedded().and_then(|m| Segmenter::read(&m));
    read.unwrap_or_else(|e| panic!("the models of this build are damaged: {e}"))
});

/// Reads a text as the analyzer does, with the compiled models.
pub fn document(text: &str) -> Document<'_> {
    SEGMENTER.document(text)
}

/// Reads a file, or standard input for `-`.
pub fn read(file: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).map_err(|e| format!("standard input: {e}"))?;
    } else {
        bytes = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
    }
    String::from_utf8(bytes).map_err(|_| format!("{file}: this is not UTF-8"))
}

pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let sentences = args.iter().any(|a| a == "--sentences");
    let file = args.iter().find(|a| !a.starts_with("--")).ok_or("usage: segment [--sentences] FILE|-")?;
    let text = read(file)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut write = |line: &str| writeln!(out, "{line}").map_err(|e| e.to_string());
    if sentences {
        let doc = document(&text);
        for s in &doc.sentences {
            write(&s.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
    } else {
        for line in text.lines() {
            write(&segment(&document(line)))?;
        }
    }
    out.flush().map_err(|e| e.to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// The words of a text, joined by one space, with `+` after each proclitic and before an enclitic.
pub fn segment(doc: &Document<'_>) -> String {
    let mut out = String::with_capacity(doc.original.len() + 64);
    let mut cuts: Vec<usize> = Vec::new();
    for t in &doc.tokens {
        let mut at = t.norm.start;
        for c in Span::new(at, at + usize::from(t.pro)).of(doc.normalized.text()).chars() {
            let next = at + c.len_utf8();
            cuts.push(doc.normalized.to_original(Span::new(at, next)).end);
            at = next;
        }
        if t.en > 0 {
            cuts.push(doc.normalized.to_original(Span::new(t.norm.end - usize::from(t.en), t.norm.end)).start);
        }
    }
    let mut cuts = cuts.into_iter().peekable();
    let base = doc.original.as_ptr() as usize;
    for word in doc.original.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let start = word.as_ptr() as usize - base;
        let mut from = start;
        while let Some(&cut) = cuts.peek() {
            if cut > start + word.len() {
                break;
            }
            cuts.next();
            if let Some(part) = doc.original.get(from..cut) {
                out.push_str(part);
                out.push('+');
                from = cut;
            }
        }
        out.push_str(doc.original.get(from..start + word.len()).unwrap_or(""));
    }
    out
}

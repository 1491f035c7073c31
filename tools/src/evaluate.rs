//! `evaluate`: the whole pipeline on annotated articles → figures, an error list, `docs/ACCURACY.md`.

mod claims;
mod errors;
mod score;
mod tables;

use crate::gold::{self, GoldDoc};
use lexopt::prelude::*;
use mizan::report::Report;
use mizan::{Analyzer, Options};
use score::{Found, Score};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "usage: mizan-tools evaluate [entities|stance|all] [options]

Runs the pipeline on annotated articles: data/corpus/test, and ../shared/gold/dev where it is there.

  --dir DIR            another folder with docs/ and gold/ instead (may be repeated)
  --ids PREFIX         only articles whose name begins so
  --min-confidence X   leaves out stances below X
  --errors             lists what went wrong, by cause
  --json               the figures of all articles together, as eval_gold.py --json names them
  --write              writes docs/ACCURACY.md; what cannot be measured in this clone stays as it is there
";

const REPORT: &str = "docs/ACCURACY.md";
const PUBLIC: &str = "data/corpus/test";
const DEV: &str = "../shared/gold/dev";

/// A set of articles that is measured on its own.
struct Corpus {
    title: &'static str,
    what: &'static str,
    dir: &'static str,
    prefix: &'static str,
}

const CORPORA: [Corpus; 3] = [
    Corpus {
        title: "Public test set",
        what: "`data/corpus/test`: opinion pieces, reports and interviews written for this project, in no training and never tuned on.",
        dir: PUBLIC,
        prefix: "",
    },
    Corpus {
        title: "Development: news",
        what: "News of 2011-2022 by other publishers; not in the repository. The models were chosen with it.",
        dir: DEV,
        prefix: "a",
    },
    Corpus {
        title: "Development: opinion",
        what: "Opinion pieces of Saudi newspapers, 2015; not in the repository.",
        dir: DEV,
        prefix: "do",
    },
];

const BANNER: &str = "<!-- Written by `cargo run --release -p mizan-tools -- evaluate --write`; do not edit. -->

# Accuracy

What the committed models do on annotated articles that they were not trained on. Mentions are compared by the words that they cover,
stances by sentence, holder, target and sign, where a holder or target is right when the entity found shares most of its mentions with the
annotated one; a stance is wrong as a whole when any of its parts is. Meanings of types and stances: `docs/MODELS.md`.
";

#[derive(Debug)]
struct Args {
    entities: bool,
    stance: bool,
    dirs: Vec<PathBuf>,
    ids: String,
    min_confidence: f64,
    errors: bool,
    json: bool,
    write: bool,
}

fn parse(args: &[String]) -> Result<Option<Args>, String> {
    let mut out = Args {
        entities: true,
        stance: true,
        dirs: Vec::new(),
        ids: String::new(),
        min_confidence: 0.0,
        errors: false,
        json: false,
        write: false,
    };
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(|e| e.to_string())? {
        match arg {
            Long("dir") => out.dirs.push(parser.value().map_err(|e| e.to_string())?.into()),
            Long("ids") => out.ids = parser.value().and_then(|v| v.string()).map_err(|e| e.to_string())?,
            Long("min-confidence") => out.min_confidence = parser.value().and_then(|v| v.parse()).map_err(|e| e.to_string())?,
            Long("errors") => out.errors = true,
            Long("json") => out.json = true,
            Long("write") => out.write = true,
            Short('h') | Long("help") => return Ok(None),
            Value(what) => match what.to_str() {
                Some("entities") => out.stance = false,
                Some("stance") => out.entities = false,
                Some("all") => {}
                _ => return Err(format!("«{}»: give entities, stance or all", what.display())),
            },
            other => return Err(other.unexpected().to_string()),
        }
    }
    if out.write && (!out.entities || !out.stance || !out.dirs.is_empty() || !out.ids.is_empty() || out.min_confidence != 0.0) {
        return Err("--write takes everything as it is; leave the other options out".into());
    }
    Ok(Some(out))
}

/// Articles with their reports, and claims on them.
struct Read {
    docs: Vec<(GoldDoc, Report)>,
    claims: Vec<claims::Answer>,
}

fn read(analyzer: &Analyzer, dir: &Path, keep: impl Fn(&str) -> bool) -> Result<Read, String> {
    let docs = gold::read_all(dir, &keep)?
        .into_iter()
        .map(|doc| {
            let report = analyzer.analyze(&doc.text, &Options::default()).map_err(|e| format!("{}: {e}", doc.id))?;
            Ok((doc, report))
        })
        .collect::<Result<_, String>>()?;
    Ok(Read { docs, claims: claims::answers(analyzer, dir, keep)? })
}

fn score(docs: &Read, min_confidence: f64) -> Score {
    let mut score = Score::default();
    for (doc, report) in &docs.docs {
        score.add(doc, &Found::new(report, &doc.text, min_confidence));
    }
    score
}

/// Runs the command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let args = match parse(args) {
        Ok(Some(args)) => args,
        Ok(None) => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Err(message) => {
            eprintln!("mizan-tools evaluate: {message}\n\n{HELP}");
            return Ok(ExitCode::from(2));
        }
    };
    let analyzer = Analyzer::new().map_err(|e| e.to_string())?;
    if args.write {
        return write(&analyzer);
    }
    let sets: Vec<(String, Read)> = if args.dirs.is_empty() {
        CORPORA
            .iter()
            .filter(|c| Path::new(c.dir).is_dir())
            .map(|c| {
                Ok((c.title.to_string(), read(&analyzer, Path::new(c.dir), |id| id.starts_with(c.prefix) && id.starts_with(&args.ids))?))
            })
            .collect::<Result<_, String>>()?
    } else {
        args.dirs
            .iter()
            .map(|d| Ok((d.display().to_string(), read(&analyzer, d, |id| id.starts_with(&args.ids))?)))
            .collect::<Result<_, String>>()?
    };
    let mut all = Score::default();
    let mut out = String::new();
    for (title, docs) in sets {
        if args.json {
            for (doc, report) in &docs.docs {
                all.add(doc, &Found::new(report, &doc.text, args.min_confidence));
            }
        } else {
            let _ = writeln!(out, "## {title} ({} articles)\n\n{}", docs.docs.len(), section(&docs, &args));
        }
        if args.errors {
            show_errors(&docs, &args, &mut out);
        }
    }
    if args.json {
        let figures: serde_json::Map<String, serde_json::Value> = all.figures().into_iter().map(|(k, v)| (k.into(), v.into())).collect();
        let _ = writeln!(out, "{}", serde_json::Value::from(figures));
    }
    // Whoever reads may stop before the end.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn section(docs: &Read, args: &Args) -> String {
    let score = score(docs, args.min_confidence);
    let mut out = String::new();
    if args.entities {
        out.push_str(&tables::entities(&score));
    }
    if args.stance {
        let least: Vec<(f64, Score)> = [0.3, 0.5, 0.7].map(|c| (c, self::score(docs, c))).into();
        let _ = write!(out, "{}{}", if args.entities { "\n" } else { "" }, tables::stances(&score, &least));
        if !docs.claims.is_empty() {
            let _ = write!(out, "\n{}", claims::table(&docs.claims));
        }
    }
    out
}

fn show_errors(docs: &Read, args: &Args, out: &mut String) {
    let mut list = errors::Errors::new();
    for (doc, report) in &docs.docs {
        let found = Found::new(report, &doc.text, args.min_confidence);
        if args.entities {
            errors::mentions(doc, &found, &mut list);
        }
        if args.stance {
            errors::stances(doc, &found, report, args.min_confidence, &mut list);
        }
    }
    if args.stance {
        claims::errors(&docs.claims, &mut list);
    }
    for (cause, lines) in list {
        let _ = writeln!(out, "### {cause} ({})\n\n  {}\n", lines.len(), lines.join("\n  "));
    }
}

/// Writes the document; the sections of corpora that are not here stay as they are.
fn write(analyzer: &Analyzer) -> Result<ExitCode, String> {
    let old = std::fs::read_to_string(REPORT).unwrap_or_default();
    let args = parse(&[])?.ok_or("no arguments")?;
    let mut out = BANNER.to_string();
    for corpus in CORPORA {
        let heading = format!("\n## {}\n", corpus.title);
        out.push_str(&heading);
        if !Path::new(corpus.dir).is_dir() {
            println!("{} is not here: its section stays as it is", corpus.dir);
            let rest = old.split_once(&heading).map_or("\nNot measured.\n", |(_, rest)| rest);
            out.push_str(rest.split_once("\n## ").map_or(rest, |(this, _)| this));
            continue;
        }
        let docs = read(analyzer, Path::new(corpus.dir), |id| id.starts_with(corpus.prefix))?;
        let _ = write!(out, "\n{} {} articles. Model {}.\n\n{}", corpus.what, docs.docs.len(), analyzer.version(), section(&docs, &args));
    }
    std::fs::write(REPORT, out).map_err(|e| format!("{REPORT}: {e}"))?;
    println!("wrote {REPORT}");
    Ok(ExitCode::SUCCESS)
}

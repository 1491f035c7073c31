//! Arguments of `analyze`.

use lexopt::prelude::*;
use mizan::pipeline::{Options, RawOptions};

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Jsonl,
    Conll,
    Csv,
}

/// The arguments, checked.
#[derive(Debug)]
pub struct Args {
    pub files: Vec<String>,
    pub format: Format,
    pub options: Options,
    pub claim: Option<String>,
    pub encoding: Option<String>,
    pub threads: usize,
    pub skip: usize,
}

impl Args {
    /// `None` where help is asked for.
    ///
    /// # Errors
    /// A message for the user.
    pub fn parse(args: &[String]) -> Result<Option<Self>, String> {
        let mut raw = RawOptions::default();
        let (mut files, mut format, mut claim, mut encoding, mut threads, mut skip) = (Vec::new(), None, None, None, 1, None);
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(arg) = parser.next().map_err(|e| e.to_string())? {
            match arg {
                Long("json") => set(&mut format, Format::Json)?,
                Long("jsonl") => set(&mut format, Format::Jsonl)?,
                Long("conll") => set(&mut format, Format::Conll)?,
                Long("csv") => set(&mut format, Format::Csv)?,
                Long("claim") => claim = Some(text(&mut parser)?),
                Long("encoding") => encoding = Some(text(&mut parser)?),
                Long("min-confidence") => {
                    raw.min_confidence = Some(number(&text(&mut parser)?, "--min-confidence", "a number from 0 to 1")?)
                }
                Long("threads") => threads = number(&text(&mut parser)?, "--threads", "a number from 1")?,
                Long("skip") => skip = Some(number(&text(&mut parser)?, "--skip", "a number of lines")?),
                Short('h') | Long("help") => return Ok(None),
                Value(file) => files.push(file.string().map_err(|e| e.to_string())?),
                other => return Err(other.unexpected().to_string()),
            }
        }
        let format = format.unwrap_or(Format::Json);
        if files.is_empty() {
            return Err("give a FILE, or - for standard input".into());
        }
        if files.iter().filter(|f| *f == "-").count() > 1 {
            return Err("standard input (-) can be read only once".into());
        }
        if format == Format::Jsonl && files.len() > 1 {
            return Err(format!("--jsonl reads one FILE, {} are given", files.len()));
        }
        if format != Format::Jsonl && skip.is_some() {
            return Err("--skip counts lines of --jsonl".into());
        }
        if claim.is_some() && matches!(format, Format::Conll | Format::Csv) {
            return Err("--claim has no place in --conll and --csv; use --json or --jsonl".into());
        }
        if claim.as_deref().is_some_and(|c| c.trim().is_empty()) {
            return Err("--claim is empty".into());
        }
        if threads == 0 {
            return Err("--threads is 0; give a number from 1".into());
        }
        if let Some(label) = &encoding {
            mizan::ingest::decode(b"", None, Some(label)).map_err(|e| e.message().to_string())?;
        }
        let options = Options::try_from(raw).map_err(|_| "--min-confidence is not from 0 to 1".to_string())?;
        Ok(Some(Self { files, format, options, claim, encoding, threads, skip: skip.unwrap_or(0) }))
    }
}

fn text(parser: &mut lexopt::Parser) -> Result<String, String> {
    parser.value().and_then(|v| v.string()).map_err(|e| e.to_string())
}

fn set(format: &mut Option<Format>, new: Format) -> Result<(), String> {
    match format.replace(new) {
        Some(old) if old != new => Err("give only one of --json, --jsonl, --conll, --csv".into()),
        _ => Ok(()),
    }
}

fn number<T: std::str::FromStr>(text: &str, name: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} is «{text}»; give {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Option<Args>, String> {
        Args::parse(&args.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn options_and_files_may_come_in_any_order() {
        let a = parse(&["a", "--min-confidence=0.7", "-", "--threads", "4", "--json"]).unwrap().unwrap();
        assert_eq!((a.files.len(), a.format, a.options.min_confidence, a.threads), (2, Format::Json, 700, 4));
        assert!(parse(&["--help"]).unwrap().is_none());
        assert_eq!(parse(&["--", "--json"]).unwrap().unwrap().files, ["--json"]);
    }

    #[test]
    fn bad_arguments_are_refused() {
        for bad in [
            &[][..],
            &["--xml", "a"],
            &["-", "-"],
            &["--json", "--csv", "a"],
            &["--jsonl", "a", "b"],
            &["--skip", "3", "a"],
            &["--threads", "0", "a"],
            &["--threads", "x", "a"],
            &["--min-confidence", "1.5", "a"],
            &["--min-confidence", "NaN", "a"],
            &["--claim", " ", "a"],
            &["--claim", "س", "--csv", "a"],
            &["--claim"],
            &["--encoding", "cp-1256", "a"],
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }
}

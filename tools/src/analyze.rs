//! `analyze FILE…`: articles → reports as JSON, JSON lines, CoNLL columns or CSV; the same bytes as the npm package's command.

mod args;
mod batch;

use args::{Args, Format};
use mizan::pipeline::{Asked, Line, Options};
use mizan::report::{CSV_HEADER, Report};
use mizan::{Analyzer, Error, ErrorKind, ingest};
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

pub const HELP: &str = "usage: mizan-tools analyze FILE… [--json|--jsonl|--conll|--csv] [options]

FILE is a txt, md or html file in any encoding that is recognised, or - for standard input. Offsets in a report are UTF-16 code
units of the text as decoded and extracted.

  --json               one report; of several files one a line, each with \"file\" first (the default)
  --jsonl              FILE holds a JSON string or {\"id\", \"text\"} a line; one report a line in the same order, \"id\" first where given;
                       a bad line gives {\"error\": {\"code\", \"message\"}} in its place
  --conll              token TAB BIO-type TAB entity id, an empty line after each sentence
  --csv                one stance a row: file, sentence, holder, target, polarity, strength, confidence, basis, cue
  --claim TEXT         adds how the article stands to a claim (JSON formats)
  --min-confidence X   leaves out mentions and stances below X (0 to 1)
  --encoding LABEL     the encoding of the files, where it is known
  --threads N          texts analyzed at the same time (default 1)
  --skip N             leaves out the first N lines of --jsonl, to go on after a stop

Exit status: 0, 1 when some input failed, 2 for bad arguments.
";

/// A line of a batch longer than this is no article.
const LONGEST_LINE: usize = 64 << 20;

/// Runs the command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let args = match Args::parse(args) {
        Ok(Some(args)) => args,
        Ok(None) => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Err(message) => {
            eprintln!("mizan: {message}\n\n{HELP}");
            return Ok(ExitCode::from(2));
        }
    };
    let analyzer = Analyzer::new().map_err(|e| e.to_string())?;
    let done = if args.format == Format::Jsonl { lines(&analyzer, &args) } else { files(&analyzer, &args) };
    match done {
        Ok(all_well) => Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        // Whoever reads has had enough, as `head` does.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(e) => Err(e.to_string()),
    }
}

/// Each file's report in the format asked for; errors go to standard error. False where a file failed.
fn files(analyzer: &Analyzer, args: &Args) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    if args.format == Format::Csv {
        writeln!(out, "{CSV_HEADER}")?;
    }
    let mut all_well = true;
    let show = |file: &String| report(analyzer, args, file).map_err(|e| format!("mizan: {file}: {}: {}", e.0, e.1));
    batch::in_order(args.threads, args.files.iter().cloned(), show, |result| match result {
        Ok(text) => out.write_all(text.as_bytes()),
        Err(message) => {
            eprintln!("{message}");
            all_well = false;
            Ok(())
        }
    })?;
    out.flush()?;
    Ok(all_well)
}

/// A failure: stable code, message.
struct Failure(&'static str, String);

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Self(e.code(), e.message().to_string())
    }
}

/// What is printed for one file.
fn report(analyzer: &Analyzer, args: &Args, file: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if file == "-" { io::stdin().lock().read_to_end(&mut bytes).map(|_| ()) } else { std::fs::read(file).map(|b| bytes = b) };
    read.map_err(|e| Failure("load_failed", e.to_string()))?;
    let text = ingest::decode(&bytes, Some(file), args.encoding.as_deref())?.text;
    drop(bytes);
    match args.format {
        Format::Json | Format::Jsonl => {
            let asked = Asked { file: (args.files.len() > 1).then_some(file), claim: args.claim.as_deref() };
            let mut json = analyzer.analyze_json(&text, &args.options, asked)?;
            json.push('\n');
            Ok(json)
        }
        Format::Conll | Format::Csv => {
            let analysis = analyzer.analysis(&text, &args.options)?;
            let report = Report::new(&analysis, analyzer.version(), &args.options);
            Ok(if args.format == Format::Csv { report.to_csv(&text, file) } else { report.to_conll(&analysis) })
        }
    }
}

/// A line for each line of the one file. False where one failed.
fn lines(analyzer: &Analyzer, args: &Args) -> io::Result<bool> {
    let file = args.files.first().map_or("-", String::as_str);
    let mut input: Box<dyn BufRead + Send> = if file == "-" {
        Box::new(io::BufReader::new(io::stdin()))
    } else {
        match std::fs::File::open(file) {
            Ok(f) => Box::new(io::BufReader::with_capacity(1 << 20, f)),
            Err(e) => {
                eprintln!("mizan: {file}: load_failed: {e}");
                return Ok(false);
            }
        }
    };
    for _ in 0..args.skip {
        input.skip_until(b'\n')?;
    }
    let mut failed_read = None;
    let source = std::iter::from_fn(|| {
        next_line(&mut input).unwrap_or_else(|e| {
            failed_read = Some(e);
            None
        })
    });
    let mut out = io::stdout().lock();
    let mut all_well = true;
    let options: &Options = &args.options;
    let show = |line: &Result<Vec<u8>, Error>| match line {
        Ok(line) => analyzer.analyze_line(line, options, args.claim.as_deref()),
        Err(e) => Line::error(e),
    };
    batch::in_order(args.threads, source, show, |line| {
        all_well &= line.ok;
        writeln!(out, "{}", line.json)
    })?;
    out.flush()?;
    if let Some(e) = failed_read {
        eprintln!("mizan: {file}: load_failed: {e}");
        all_well = false;
    }
    Ok(all_well)
}

/// The next line without its line feed; an error for one that is too long, which is then passed over.
fn next_line(input: &mut (dyn BufRead + Send)) -> io::Result<Option<Result<Vec<u8>, Error>>> {
    let mut line = Vec::new();
    let n = (&mut *input).take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
    if n == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LONGEST_LINE {
        input.skip_until(b'\n')?;
        let message = format!("the line is longer than {LONGEST_LINE} bytes; split the text");
        return Ok(Some(Err(Error::new(ErrorKind::TooLarge, message))));
    }
    Ok(Some(Ok(line)))
}

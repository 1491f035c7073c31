//! `normalize --profile NAME [--jsonl] FILE`: prints the normalized text; with `--jsonl` one JSON string a line in and out.

use mizan::normalize::{Profile, normalize};
use std::io::{BufWriter, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: normalize --profile nfkc|fold|display|search|ml [--jsonl] FILE|-";

pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let (mut profile, mut jsonl, mut file) = (None, false, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--profile" => {
                let name = args.next().ok_or(USAGE)?;
                profile = Some(Profile::by_name(name).ok_or_else(|| format!("there is no profile {name}; {USAGE}"))?);
            }
            "--jsonl" => jsonl = true,
            other if other.starts_with("--") => return Err(format!("{other} is unknown; {USAGE}")),
            other => file = Some(other),
        }
    }
    let profile = profile.ok_or(USAGE)?;
    let text = crate::segment::read(file.ok_or(USAGE)?)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let result = if jsonl {
        let mut failed = false;
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let Ok(text) = serde_json::from_str::<String>(line) else {
                eprintln!("line {}: a JSON string is expected", number + 1);
                failed = true;
                continue;
            };
            let normalized = serde_json::Value::from(normalize(&text, &profile).text());
            writeln!(out, "{normalized}").map_err(|e| e.to_string())?;
        }
        if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    } else {
        out.write_all(normalize(&text, &profile).text().as_bytes()).map_err(|e| e.to_string())?;
        ExitCode::SUCCESS
    };
    out.flush().map_err(|e| e.to_string())?;
    Ok(result)
}

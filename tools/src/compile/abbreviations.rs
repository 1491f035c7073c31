//! `data/abbreviations.tsv` → `models/abbreviations.bin`.

use mizan::model::container;
use mizan::normalize::normalize_ml;
use mizan::tokenize::abbreviations::{Abbreviations, Stop};
use std::path::Path;

pub fn compile(data: &Path) -> Result<Vec<u8>, String> {
    let file = data.join("abbreviations.tsv");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut words = Vec::new();
    for (number, row) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let mut fields = row.split('\t');
        let (Some(word), Some(kind)) = (fields.next(), fields.next()) else {
            return Err(format!("{}:{}: word TAB kind expected", file.display(), number + 1));
        };
        let stop = match kind {
            "title" => Stop::Never,
            "unit" => Stop::AfterNumber,
            other => return Err(format!("{}:{}: kind is title or unit, not {other}", file.display(), number + 1)),
        };
        words.push((normalize_ml(word).text().to_string(), stop));
    }
    words.sort_by(|a, b| a.0.cmp(&b.0));
    words.dedup_by(|a, b| a.0 == b.0);
    Ok(container(&[("abbrev", &Abbreviations::write(&words))]))
}

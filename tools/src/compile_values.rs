//! `compile-values`: `data/{months,units,currencies,numbers,time}.tsv` → `models/values.bin`.

use crate::compile_speech::{fold, rows};
use mizan::model::{Writer, container};
use std::collections::BTreeSet;
use std::process::ExitCode;

const NUMBERS: [(&str, u8); 9] = [
    ("unit", 5),
    ("ten", 6),
    ("hundred", 7),
    ("hundreds", 8),
    ("scale", 9),
    ("scales", 10),
    ("half", 11),
    ("quarter", 12),
    ("ordinal", 13),
];
const TIMES: [(&str, u8); 16] = [
    ("relative", 14),
    ("weekday", 15),
    ("before", 16),
    ("after", 17),
    ("this", 18),
    ("year", 19),
    ("yearish", 20),
    ("month", 21),
    ("clock", 22),
    ("am", 23),
    ("pm", 24),
    ("night", 25),
    ("noon", 26),
    ("percent", 27),
    ("hijri", 28),
    ("gregorian", 29),
];

/// The section's bytes.
pub fn compile() -> Result<Vec<u8>, String> {
    let mut all: BTreeSet<(u8, String, String, bool)> = BTreeSet::new();
    let unknown = |file: &str, kind: &str| format!("data/{file}: «{kind}» is no kind");
    let cell = |row: &[String], i: usize| row.get(i).cloned().unwrap_or_default();
    for r in rows("data/months.tsv")? {
        let kind = match cell(&r, 1).as_str() {
            "gregorian" => 0,
            "hijri" => 1,
            k => return Err(unknown("months.tsv", k)),
        };
        all.insert((kind, fold(&cell(&r, 0)), cell(&r, 2), cell(&r, 3).starts_with("also another word")));
    }
    for r in rows("data/units.tsv")? {
        all.insert((2, fold(&cell(&r, 0)), cell(&r, 1), false));
    }
    for r in rows("data/currencies.tsv")? {
        let (form, code, adjective, note) = (cell(&r, 0), cell(&r, 1), cell(&r, 2), cell(&r, 3));
        if note == "sign" {
            all.insert((4, fold(&form), code, false));
        } else if let Some(country) = note.strip_prefix("country ") {
            for form in local_forms(&form) {
                all.insert((30, fold(&form), format!("{code} {}", fold(country)), false));
            }
        } else {
            all.insert((3, fold(format!("{form} {adjective}").trim()), code, false));
        }
    }
    for r in rows("data/numbers.tsv")? {
        let kind = NUMBERS.iter().find(|n| n.0 == cell(&r, 1)).ok_or_else(|| unknown("numbers.tsv", &cell(&r, 1)))?.1;
        all.insert((kind, fold(&cell(&r, 0)), cell(&r, 2), false));
    }
    for r in rows("data/time.tsv")? {
        let kind = TIMES.iter().find(|n| n.0 == cell(&r, 1)).ok_or_else(|| unknown("time.tsv", &cell(&r, 1)))?.1;
        all.insert((kind, fold(&cell(&r, 0)), cell(&r, 2), false));
    }
    let mut w = Writer::default();
    w.varint(all.len() as u32);
    for (kind, words, text, ambiguous) in &all {
        w.u8(*kind);
        w.u8(u8::from(*ambiguous));
        w.str(words);
        w.str(text);
    }
    Ok(w.bytes)
}

/// «دينار» also counts as «دينارا», «دنانير».
fn local_forms(form: &str) -> Vec<String> {
    let plural = match form {
        "دينار" => "دنانير",
        "ريال" => "ريالات",
        "جنيه" => "جنيهات",
        "درهم" => "دراهم",
        "ليرة" => return vec![form.into(), "ليرات".into()],
        _ => return vec![form.into()],
    };
    vec![form.into(), format!("{form}ا"), plural.into()]
}

/// `compile-values`: writes `models/values.bin`.
pub fn run(_args: &[String]) -> Result<ExitCode, String> {
    let bytes = compile()?;
    let path = "models/values.bin";
    std::fs::write(path, container(&[("values", &bytes)])).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: {} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

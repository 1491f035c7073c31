//! `compile-stance DATA OUT`: the knowledge tables of `data/` → section `frames`; keeps the trained section `stance` of OUT.

use mizan::model::{Model, Writer, container};
use mizan::normalize::normalize_ml;
use mizan::stance::words::PREPOSITIONS;
use std::path::Path;
use std::process::ExitCode;

/// Fields of one table, without comments and the header.
fn rows(path: &Path, columns: usize) -> Result<Vec<Vec<String>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()).skip(1) {
        let fields: Vec<String> = line.split('\t').map(|f| if f == "-" { String::new() } else { f.trim().to_string() }).collect();
        if fields.len() != columns {
            return Err(format!("{} line {}: {} columns, expected {columns}", path.display(), i + 1, fields.len()));
        }
        out.push(fields);
    }
    Ok(out)
}

fn ml(text: &str) -> String {
    normalize_ml(text).text().split([' ', '\t']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn list(text: &str) -> String {
    text.split('|').map(ml).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("|")
}

/// Bits of a marker column: see `Row::markers`.
fn markers(column: &str) -> u32 {
    let mut bits = 0;
    for m in column.split('|').map(ml) {
        if m == "0" {
            bits |= 1;
        }
        for word in m.split(' ') {
            if let Some(n) = PREPOSITIONS.iter().position(|p| *p == word) {
                bits |= 2 << n;
            }
        }
    }
    bits
}

fn tenths(column: &str) -> i8 {
    (column.parse::<f64>().unwrap_or(0.0) * 10.0).round().clamp(-10.0, 10.0) as i8
}

struct Out {
    w: Writer,
    n: u32,
}

impl Out {
    fn row(&mut self, lemma: &str, table: u8, flags: u8, attitude: i8, markers: u32, forms: [&str; 6]) {
        self.w.str(lemma);
        self.w.u8(table);
        self.w.u8(flags);
        self.w.u8(attitude as u8);
        self.w.varint(markers);
        for f in forms {
            self.w.str(f);
        }
        self.n += 1;
    }
}

/// Section `frames` from the tables of `data`.
pub fn frames(data: &Path) -> Result<Vec<u8>, String> {
    let mut out = Out { w: Writer::default(), n: 0 };
    for r in rows(&data.join("frames.tsv"), 13)? {
        let basis = match r[10].as_str() {
            "speech" => 0,
            "action" => 1,
            _ => 2,
        };
        let converse = r[6].contains("target=subject") || r[5].contains("subject");
        let flags = u8::from(r[9] == "2") | basis << 1 | u8::from(converse) << 3 | u8::from(r[11] == "1") << 4;
        let lemma = if r[0].is_empty() { r[2].split('|').next().unwrap_or("") } else { &r[0] };
        let (past, present, masdars, active, passive) = (list(&r[0]), list(&r[1]), list(&r[2]), list(&r[3]), list(&r[4]));
        out.row(lemma, 0, flags, tenths(&r[7]), markers(&r[5]), [&past, &present, &masdars, &active, &passive, ""]);
    }
    for r in rows(&data.join("evaluative.tsv"), 8)? {
        let forms = list(&format!("{}|{}", r[0], r[2]));
        let flags = u8::from(r[4] == "2") | 2 << 1;
        out.row(&r[0], 1, flags, tenths(&r[3]), markers(&r[6]), ["", "", "", "", "", &forms]);
    }
    for r in rows(&data.join("reporting.tsv"), 8)? {
        let (past, present, masdars, active) = (list(&r[0]), list(&r[1]), list(&r[2]), list(&r[3]));
        let fact = match r[5].as_str() {
            "denied" => -10,
            "doubted" | "hedged" => -5,
            "asserted" | "presupposed-true" => 5,
            _ => 0,
        };
        let fixed = r[1].is_empty();
        let (past, other) = if fixed { ("", past.as_str()) } else { (past.as_str(), "") };
        out.row(&r[0], 2, 0, fact, 0, [past, &present, &masdars, &active, "", other]);
    }
    for r in rows(&data.join("scope.tsv"), 4)? {
        let kind = SCOPES.iter().position(|k| *k == r[1]).ok_or_else(|| format!("scope.tsv: unknown kind {}", r[1]))?;
        let phrase = ml(&r[0]);
        out.row(&r[0], 3, 0, kind as i8, 0, ["", "", "", "", "", &phrase]);
    }
    let mut w = Writer::default();
    w.varint(out.n);
    w.raw(&out.w.bytes);
    Ok(w.bytes)
}

/// Kinds of scope words, by number.
const SCOPES: [&str; 14] = [
    "negation",
    "nominal negation",
    "exception",
    "hedge",
    "conditional",
    "question",
    "denial",
    "contrast",
    "concession",
    "intensifier",
    "diminisher",
    "factive",
    "reported-as-false",
    "irony marker",
];

/// Writes `models/stance.bin` with the sections given.
pub fn write(out: &Path, frames: &[u8], stance: &[u8]) -> Result<(), String> {
    let bytes = container(&[("frames", frames), ("stance", stance)]);
    std::fs::write(out, &bytes).map_err(|e| format!("{}: {e}", out.display()))
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [data, out] = args else { return Err("usage: compile-stance DATA models/stance.bin".into()) };
    let frames = frames(Path::new(data))?;
    let old = std::fs::read(out).unwrap_or_default();
    let stance = Model::read(&old).ok().and_then(|m| m.section("stance").ok().map(<[u8]>::to_vec)).unwrap_or_default();
    write(Path::new(out), &frames, &stance)?;
    let lexicon = mizan::stance::frames::Lexicon::read(&frames).map_err(|e| e.to_string())?;
    println!("{} rows, {} forms, {} bytes", lexicon.rows().len(), lexicon.forms(), frames.len());
    Ok(ExitCode::SUCCESS)
}

//! Modules use only what lies to their left: text → normalize → tokenize → tag → resolve → stance → report → wasm.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Module → what it may use, besides itself, `error`, `span` and `model`. (`model` itself uses only `error`.)
const ALLOWED: [(&str, &[&str]); 13] = [
    ("error", &[]),
    ("span", &[]),
    ("model", &[]),
    ("ingest", &[]),
    ("normalize", &[]),
    ("tokenize", &["normalize"]),
    ("tag", &["normalize", "tokenize"]),
    ("resolve", &["normalize", "tokenize", "tag"]),
    ("stance", &["normalize", "tokenize", "tag", "resolve"]),
    ("report", &["normalize", "tokenize", "tag", "resolve", "stance", "pipeline"]),
    ("pipeline", &["normalize", "tokenize", "tag", "resolve", "stance", "report"]),
    ("wasm", &["normalize", "tokenize", "tag", "resolve", "stance", "report", "pipeline", "ingest"]),
    ("lib", &["pipeline"]),
];

/// Of `pipeline`, the report takes the types of what it prints, and nothing that runs stages.
const PIPELINE_TYPES: [&str; 2] = ["Analysis", "Options"];

/// Source files of a module: `src/NAME.rs` and all below `src/NAME/`.
fn sources(module: &str) -> Vec<(String, String)> {
    fn walk(dir: &Path, out: &mut Vec<(String, String)>) {
        let Ok(list) = fs::read_dir(dir) else { return };
        let mut paths: Vec<_> = list.filter_map(|f| Some(f.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                out.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut out = Vec::new();
    if let Ok(text) = fs::read_to_string(src.join(format!("{module}.rs"))) {
        out.push((format!("{module}.rs"), text));
    }
    walk(&src.join(module), &mut out);
    out
}

/// Code without comments and without its tests, which may use everything.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The first names after `crate::`, in paths and in grouped imports.
fn uses(code: &str) -> BTreeSet<String> {
    let name = |s: &str| s.trim().split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("").to_string();
    let mut out = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        out.insert(name(&item));
                        item.clear();
                        continue;
                    }
                    _ => {}
                }
                item.push(c);
            }
            out.insert(name(&item));
        } else {
            out.insert(name(rest));
        }
    }
    out
}

#[test]
fn every_module_has_a_place() {
    let known: BTreeSet<&str> = ALLOWED.iter().map(|a| a.0).collect();
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib.lines().filter_map(|l| l.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() >= 11);
    for module in modules {
        assert!(known.contains(module), "src/{module} has no line in tests/layering.rs");
        assert!(!sources(module).is_empty(), "src/{module} has no sources");
    }
}

#[test]
fn modules_use_only_what_lies_to_their_left() {
    let modules: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    let mut wrong = Vec::new();
    for (module, allowed) in &modules {
        for (file, text) in sources(module) {
            for used in uses(&code(&text)) {
                // Names that the crate root re-exports stand for their modules.
                let used = match used.as_str() {
                    "Error" | "ErrorKind" => "error",
                    "Span" => "span",
                    "Analyzer" | "Options" => "pipeline",
                    other => other,
                };
                let common = ["error", "span", "model", module].contains(&used);
                if modules.contains_key(used) && !common && !allowed.contains(&used) {
                    wrong.push(format!("{file} uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_report_takes_only_types_of_the_pipeline() {
    for (file, text) in sources("report") {
        for rest in code(&text).split("crate::pipeline::").skip(1) {
            let statement = rest.split(';').next().unwrap_or("");
            let names: BTreeSet<&str> = statement.split(|c: char| !c.is_alphanumeric()).filter(|n| !n.is_empty()).collect();
            assert!(names.iter().all(|n| PIPELINE_TYPES.contains(n)), "{file} uses {names:?} of the pipeline");
        }
    }
}

#[test]
fn only_the_report_knows_utf16() {
    for (module, _) in ALLOWED.iter().filter(|(m, _)| !["report", "ingest", "pipeline", "wasm"].contains(m)) {
        for (file, text) in sources(module) {
            let code = code(&text);
            assert!(!code.contains("encode_utf16") && !code.contains("len_utf16"), "{file} counts in UTF-16");
        }
    }
}

#[test]
fn stages_have_no_clock_no_chance_and_no_globals() {
    for (module, _) in ALLOWED.iter().filter(|(m, _)| !["wasm", "lib"].contains(m)) {
        for (file, text) in sources(module) {
            let code = code(&text);
            for word in [
                "std::time",
                "Instant",
                "SystemTime",
                "static mut",
                "thread_local",
                "OnceLock",
                "LazyLock",
                "RandomState",
                "std::fs",
                "std::env",
            ] {
                assert!(!code.contains(word), "{file} has {word}");
            }
        }
    }
}

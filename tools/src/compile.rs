//! `compile [--check]`: the lists of `data/` → the compiled models of `models/` that need no training.

mod abbreviations;
mod names;
pub mod tokens;
mod tsv;

pub use tsv::{Row, read};

use crate::{compile_speech, compile_stance, compile_values};
use mizan::model::{Model, container};
use std::path::Path;
use std::process::ExitCode;

/// A file of `models/` and what makes it from `data/`.
type Step = (&'static str, fn(&Path) -> Result<Vec<u8>, String>);

const STEPS: &[Step] = &[
    ("abbreviations.bin", abbreviations::compile),
    ("lexicon.bin", names::compile),
    ("speech.bin", |_| Ok(container(&[("speech", &compile_speech::compile()?)]))),
    ("stance.bin", stance),
    ("values.bin", |_| Ok(container(&[("values", &compile_values::compile()?)]))),
];

/// The frames anew, the trained section as it is.
fn stance(data: &Path) -> Result<Vec<u8>, String> {
    let path = data.join("../models/stance.bin");
    let old = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let trained = Model::read(&old).and_then(|m| m.section("stance")).map_err(|e| format!("models/stance.bin: {e}; run train-stance"))?;
    Ok(container(&[("frames", &compile_stance::frames(data)?), ("stance", trained)]))
}

/// Compiles everything; with `--check` writes nothing and fails where a committed file differs.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: compile [--check]".into()),
    };
    compile(check)?;
    Ok(ExitCode::SUCCESS)
}

/// Compiles everything, or compares.
pub fn compile(check: bool) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, step) in STEPS {
        let path = root.join("models").join(name);
        let bytes = step(&root.join("data"))?;
        if !check {
            std::fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
        } else if std::fs::read(&path).ok().as_deref() != Some(&bytes) {
            return Err(format!("models/{name} is not what data/ compiles to: run `cargo run --release -p mizan-tools -- compile`"));
        }
        println!("models/{name}: {} bytes", bytes.len());
    }
    Ok(())
}

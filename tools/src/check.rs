//! `check`: is what lies in the repository what its sources give? `models/` against its fingerprints, its sources in `data/` and the
//! crate; the figures of `docs/ACCURACY.md` against the models. `bundle OUT`: all models as one file.

use crate::compile;
use mizan::model::{Model, container};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::ExitCode;

const LIST: &str = "models/fingerprints.csv";
const HEADER: &str = "file,format,bytes,sha256,sections,made by,sources";

/// What makes each file of `models/`, and from what.
const MADE: [(&str, &str, &str); 9] = [
    ("abbreviations.bin", "compile", "data/abbreviations.tsv"),
    ("anercorp.bin", "train-scheme", "ner/anercorp_train; models/tagger.bin"),
    ("claims.bin", "train-claims", "data/claim_words.tsv; data/opposites.tsv; gold/train; stance/ans"),
    ("clitics.bin", "train-clitics", "gold/train; segmentation/pud; text; data"),
    ("lexicon.bin", "compile", "data/*.tsv"),
    ("speech.bin", "compile", "data/reporting.tsv; data/sources.tsv"),
    ("stance.bin", "train-stance", "data/*.tsv; gold/train"),
    ("tagger.bin", "train-tagger", "gold/train; ner; text; models/lexicon.bin"),
    ("values.bin", "compile", "data/months.tsv; data/units.tsv; data/currencies.tsv; data/numbers.tsv; data/time.tsv"),
];

/// For measuring only; not compiled into the crate.
const APART: [&str; 1] = ["anercorp.bin"];

/// `check [--write]`: fails at the first thing that is not as it should be; with `--write` renews the fingerprints first.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let write = match args {
        [] => false,
        [flag] if flag == "--write" => true,
        _ => return Err("usage: check [--write]".into()),
    };
    let list = fingerprints()?;
    if write {
        std::fs::write(LIST, &list).map_err(|e| format!("{LIST}: {e}"))?;
        println!("wrote {LIST}");
    } else if std::fs::read_to_string(LIST).ok().as_deref() != Some(list.as_str()) {
        return Err(format!("{LIST} does not describe the files of models/: run `cargo run --release -p mizan-tools -- check --write`"));
    }
    compile::compile(true)?;
    println!("trained models: not made anew, their sources are not in the repository");
    embedded()?;
    accuracy()?;
    println!("check: all as it should be");
    Ok(ExitCode::SUCCESS)
}

/// Files of `models/`, by name.
fn files() -> Result<Vec<(String, Vec<u8>)>, String> {
    let list = std::fs::read_dir("models").map_err(|e| format!("models: {e}; run this at the root of the repository"))?;
    let mut names: Vec<String> = list.filter_map(|f| f.ok()?.file_name().into_string().ok()).filter(|n| n.ends_with(".bin")).collect();
    names.sort();
    names
        .into_iter()
        .map(|n| Ok((n.clone(), std::fs::read(Path::new("models").join(&n)).map_err(|e| format!("models/{n}: {e}"))?)))
        .collect()
}

/// The list as it should be.
fn fingerprints() -> Result<String, String> {
    let mut out = format!("{HEADER}\n");
    for (name, bytes) in files()? {
        let model = Model::read(&bytes).map_err(|e| format!("models/{name}: {e}"))?;
        let sections: Vec<String> = model.sections().map(|(s, b)| format!("{s} {}", b.len())).collect();
        let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        let (_, by, from) = MADE.iter().find(|m| m.0 == name).ok_or_else(|| format!("models/{name} has no line in tools/src/check.rs"))?;
        out.push_str(&format!("{name},{},{},{hash},{},{by},{from}\n", mizan::model::FORMAT_VERSION, bytes.len(), sections.join("; ")));
    }
    Ok(out)
}

/// The crate holds the files of `models/`, all of them.
fn embedded() -> Result<(), String> {
    let files = files()?;
    let parts: Vec<&[u8]> = files.iter().filter(|f| !APART.contains(&f.0.as_str())).map(|f| f.1.as_slice()).collect();
    let here = Model::read_all(&parts).map_err(|e| e.to_string())?.version();
    let there = Model::embedded().map_err(|e| e.to_string())?.version();
    if here != there {
        return Err(format!("models/ is {here}, the crate holds {there}: src/model/embedded.rs leaves out a file"));
    }
    println!("model {here}");
    Ok(())
}

/// The published figures are those of the committed models.
fn accuracy() -> Result<(), String> {
    let version = Model::embedded().map_err(|e| e.to_string())?.version();
    let text = std::fs::read_to_string("docs/ACCURACY.md").unwrap_or_default();
    // The first section is the public test set, which every clone can measure.
    if !text.split_once("Model ").is_some_and(|(_, t)| t.starts_with(&version)) {
        return Err(format!(
            "docs/ACCURACY.md holds figures of another model than {version}: run `cargo run --release -p mizan-tools -- evaluate --write`"
        ));
    }
    Ok(())
}

/// `bundle OUT`: what `new Analyzer(model)` takes.
pub fn bundle(args: &[String]) -> Result<ExitCode, String> {
    let [out] = args else { return Err("usage: bundle OUT".into()) };
    let model = Model::embedded().map_err(|e| e.to_string())?;
    let bytes = container(&model.sections().collect::<Vec<_>>());
    std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
    println!("{out}: {} bytes, model {}", bytes.len(), model.version());
    Ok(ExitCode::SUCCESS)
}

//! `mizan-tools`: the command line. One module a command.

// Trainers loop over the indices of parallel arrays, as their formulas do.
#![allow(clippy::needless_range_loop)]

mod analyze;
mod boost;
mod check;
mod claims;
mod compile;
mod compile_speech;
mod compile_stance;
mod compile_values;
mod corpora;
mod crf;
mod evaluate;
mod evaluate_stance;
mod gold;
mod links;
mod logistic;
mod mentions;
mod normalize;
mod priors;
mod segment;
mod speech;
mod stance_author;
mod stance_gold;
mod tag;
mod tagger;
mod train_claims;
mod train_clitics;
mod train_clusters;
mod train_stance;

use std::process::ExitCode;

const USAGE: &str = "usage: mizan-tools COMMAND …

reading articles
  analyze FILE…            reports as JSON, JSON lines, CoNLL or CSV (analyze --help)
  normalize FILE           the text of a profile
  segment FILE             words with their clitics marked off
  speech, gold             what is spoken by whom; what an annotated folder holds
making models (docs/ARCHITECTURE.md, CONTRIBUTING.md)
  compile [--check]        models/ from the tables of data/
  train-*                  models/ from annotated articles
  bundle OUT               all models as one file
measuring and checking
  evaluate                 the whole pipeline on annotated articles; --write renews docs/ACCURACY.md (evaluate --help)
  evaluate-*               one stage alone
  check [--write]          is models/ what data/ gives, and docs/ACCURACY.md what models/ do?";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match args.split_first() {
        Some((c, r)) => (c.as_str(), r),
        None => ("", &[][..]),
    };
    let result: Result<ExitCode, String> = match command {
        "compile-speech" => compile_speech::run(rest),
        "compile-values" => compile_values::run(rest),
        "evaluate" => evaluate::run(rest),
        "count-labels" => priors::run(rest),
        "evaluate-mentions" => mentions::run(rest),
        "analyze" => analyze::run(rest),
        "bundle" => check::bundle(rest),
        "check" => check::run(rest),
        "claims" => claims::run(rest),
        "compile" => compile::run(rest),
        "name-tokens" => compile::tokens::run(rest),
        "evaluate-links" => links::run(rest),
        "gold" => gold::run(rest),
        "normalize" => normalize::run(rest),
        "segment" => segment::run(rest),
        "train-clitics" => train_clitics::run(rest),
        "train-claims" => train_claims::run(rest),
        "train-clusters" => train_clusters::run(rest),
        "speech" => speech::run(rest),
        "compile-stance" => compile_stance::run(rest),
        "evaluate-stance" => evaluate_stance::run(rest),
        "train-stance" => train_stance::run(rest),
        "tag" => tag::run(rest),
        "train-scheme" => tag::train_scheme(rest),
        "train-tagger" => tagger::run(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    result.unwrap_or_else(|message| {
        eprintln!("mizan-tools {command}: {message}");
        ExitCode::FAILURE
    })
}

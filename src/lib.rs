//! Mizan reads Arabic articles: it normalizes the text, tags and links the entities, and scores directed stance with evidence.

pub mod error;
pub mod ingest;
pub mod model;
pub mod normalize;
pub mod pipeline;
pub mod report;
pub mod resolve;
pub mod span;
pub mod stance;
pub mod tag;
pub mod tokenize;
#[cfg(target_family = "wasm")]
pub mod wasm;

pub use error::{Error, ErrorKind};
pub use pipeline::{Analyzer, Options};
pub use span::Span;

/// The README's Rust example is compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

//! The whole path: text → report. The only module that knows all stages.

use crate::error::Error;
use crate::model::Model;
use crate::normalize::normalize_ml;
use crate::report::Report;
use crate::resolve::{Resolved, UserEntity, resolve};
use crate::stance::quotes::{Quote, quotes};
use crate::stance::{Stance, Target, aggregate, stances};
use crate::tag::gazetteer::Gazetteer;
use crate::tag::tag;
use crate::tag::values::{Day, Value, values};
use crate::tokenize::{Document, tokenize};

/// What to compute, and how; see `REPORT.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Drops mentions and stances below it, per mille.
    pub min_confidence: u16,
    /// Tokens in the report.
    pub tokens: bool,
    /// Values in the report.
    pub values: bool,
    /// Quotes in the report.
    pub quotes: bool,
    /// Stances and targets in the report.
    pub stances: bool,
    /// The user's own names.
    pub entities: Vec<UserEntity>,
    /// Names, ids or topics that get a row in `targets`.
    pub targets: Vec<String>,
    /// What relative dates count from.
    pub reference_date: Option<Day>,
    /// UTF-16 units; a longer text is refused.
    pub max_length: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: 0,
            tokens: false,
            values: true,
            quotes: true,
            stances: true,
            entities: Vec::new(),
            targets: Vec::new(),
            reference_date: None,
            max_length: 5_000_000,
        }
    }
}

/// Everything the stages found in one text; spans in bytes of the original.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    /// Text, tokens, sentences.
    pub doc: Document<'a>,
    /// Mentions and entities.
    pub resolved: Resolved,
    /// Dates and amounts.
    pub values: Vec<Value>,
    /// Speech.
    pub quotes: Vec<Quote>,
    /// Directed stances.
    pub stances: Vec<Stance>,
    /// Summed up by target.
    pub targets: Vec<Target>,
}

/// The models, ready to analyze; free to share between threads.
#[derive(Clone, Debug)]
pub struct Analyzer {
    version: String,
    gazetteer: Gazetteer,
}

impl Analyzer {
    /// With the models compiled into the crate.
    ///
    /// # Errors
    /// `InvalidModel` where the crate was built with damaged files.
    #[cfg(feature = "embedded")]
    pub fn new() -> Result<Self, Error> {
        Self::with_model(&Model::embedded()?)
    }

    /// With a model that the caller read.
    ///
    /// # Errors
    /// `InvalidModel` where a section is missing or damaged.
    pub fn with_model(model: &Model<'_>) -> Result<Self, Error> {
        Ok(Self { version: model.version(), gazetteer: Gazetteer::read(&[])? })
    }

    /// Runs the stages.
    ///
    /// # Errors
    /// `TooLarge` over `options.max_length`.
    pub fn analysis<'a>(&self, text: &'a str, options: &Options) -> Result<Analysis<'a>, Error> {
        let doc = tokenize(text, normalize_ml(text));
        let mentions = tag(&doc, &self.gazetteer);
        let resolved = resolve(&doc, mentions, &self.gazetteer, &options.entities);
        let values = values(&doc, options.reference_date);
        let quotes = quotes(&doc, &resolved);
        let stances = stances(&doc, &resolved, &quotes);
        let targets = aggregate(&doc, &resolved, &stances, &[]);
        Ok(Analysis { doc, resolved, values, quotes, stances, targets })
    }

    /// Analyzes a text.
    ///
    /// # Errors
    /// `TooLarge` over `options.max_length`.
    pub fn analyze(&self, text: &str, options: &Options) -> Result<Report, Error> {
        let analysis = self.analysis(text, options)?;
        Ok(Report::new(&analysis, &self.version, options))
    }

    /// What produced a report: crate version and a hash of the models.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

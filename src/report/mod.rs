//! Analysis → the report contract, with offsets in UTF-16 units (the one place where the unit changes).

use crate::pipeline::{Analysis, Options};

/// The report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Always 1.
    pub schema: u32,
}

impl Report {
    /// Makes the report of an analysis.
    #[must_use]
    pub fn new(_analysis: &Analysis<'_>, _version: &str, _options: &Options) -> Self {
        Self { schema: 1 }
    }
}

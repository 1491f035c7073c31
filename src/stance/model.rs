//! The stance model: tables and learned weights, read from the sections `frames` and `stance`.

use super::frames::Lexicon;
use super::pairs::Steps;
use super::scorer::{Forest, Linear};
use super::view::Closed;
use crate::error::Error;
use crate::model::{Reader, invalid};

/// Everything that the stance stage reads.
#[derive(Clone, Debug, Default)]
pub struct StanceModel {
    /// The knowledge tables.
    pub lexicon: Lexicon,
    /// Words looked up as such.
    pub closed: Closed,
    /// The linear models.
    pub steps: Steps,
    /// Explicit or strong (2) against mild (1), by the cue.
    pub strength: Linear,
    /// Deed against word, by the cue.
    pub action: Linear,
    /// First opinion of triples.
    pub first: Forest,
    /// Decides about them, with what the first says of the others.
    pub forest: Forest,
    /// Least score of a triple that stands.
    pub least: i32,
    /// Score → confidence per mille, rising.
    pub calibration: Vec<(i32, u16)>,
    /// The author's label: for, against, mixed; each against the rest.
    pub author: [Forest; 3],
    /// Least score of each of these.
    pub author_least: [i32; 3],
}

impl StanceModel {
    /// Reads the two sections.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(frames: &[u8], stance: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(stance);
        let r = &mut r;
        let cue = [Linear::read(r)?, Linear::read(r)?];
        let steps = Steps { cue, target: Linear::read(r)?, holder: Linear::read(r)?, pair: Linear::read(r)? };
        let (strength, action) = (Linear::read(r)?, Linear::read(r)?);
        let (first, forest) = (Forest::read(r)?, Forest::read(r)?);
        let least = r.i32()?;
        let n = r.count(6)?;
        let mut calibration = Vec::with_capacity(n);
        for _ in 0..n {
            calibration.push((r.i32()?, r.u16()?.min(1000)));
        }
        if !calibration.is_sorted() {
            return Err(invalid("the confidence table of the stance model does not rise"));
        }
        let author = [Forest::read(r)?, Forest::read(r)?, Forest::read(r)?];
        let author_least = [r.i32()?, r.i32()?, r.i32()?];
        let lexicon = Lexicon::read(frames)?;
        Ok(Self { lexicon, closed: Closed::default(), steps, strength, action, first, forest, least, calibration, author, author_least })
    }

    /// Confidence per mille of a triple's score, by straight lines between the table's points.
    #[must_use]
    pub fn confidence(&self, score: i32) -> u16 {
        let at = self.calibration.partition_point(|p| p.0 <= score);
        let (Some(&low), Some(&high)) = (self.calibration.get(at.wrapping_sub(1)), self.calibration.get(at)) else {
            let edge = if at == 0 { self.calibration.first() } else { self.calibration.last() };
            return edge.map_or(500, |p| p.1);
        };
        let (width, rise) = (i64::from(high.0 - low.0).max(1), i64::from(high.1) - i64::from(low.1));
        (i64::from(low.1) + rise * i64::from(score - low.0) / width).clamp(0, 1000) as u16
    }
}

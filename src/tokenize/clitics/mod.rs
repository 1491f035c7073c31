//! A normalized word → how much of it is proclitics and enclitic.
//!
//! All splits that the alphabet of clitics allows are scored by a linear model over a lexicon of word counts: «ولقطر» is و+ل+قطر since
//! «قطر» is common alone, «واشنطن» stays whole since «اشنطن» is unknown. The decision looks at the word alone.

mod candidates;
mod features;
mod lexicon;
mod weights;

pub use candidates::{Split, splits};
pub use features::features;
pub use lexicon::{Known, Lexicon};
pub use weights::Weights;

use crate::error::Error;
use crate::model::Reader;
#[cfg(feature = "train")]
use crate::model::Writer;

/// The lexicon and the weights that splits are chosen by. The default splits nothing.
#[derive(Clone, Debug, Default)]
pub struct Clitics {
    /// Words with how common they are.
    pub lexicon: Lexicon,
    /// Learned weights.
    pub weights: Weights,
}

impl Clitics {
    /// Reads section `clitics`.
    ///
    /// # Errors
    /// `InvalidModel`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut r = Reader::new(bytes);
        let lexicon = Lexicon::read(&mut r)?;
        let weights = Weights::read(&mut r)?;
        Ok(Self { lexicon, weights })
    }

    /// Writes what `read` reads.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        self.lexicon.write(&mut w);
        self.weights.write(&mut w);
        w.bytes
    }

    /// The best split of a normalized word; the whole word where splits are equally good.
    #[must_use]
    pub fn split(&self, word: &str) -> Split {
        if self.weights.is_empty() {
            return Split::default();
        }
        let mut best = (Split::default(), i32::MIN);
        splits(word, |split| {
            let mut score = 0;
            features(&self.lexicon, word, split, |f| score += self.weights.get(f));
            if score > best.1 {
                best = (split, score);
            }
        });
        best.0
    }
}

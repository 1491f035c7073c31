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
use crate::span::Span;

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

/// The last words that were split, since texts repeat themselves.
#[derive(Debug)]
pub(super) struct Cache {
    slots: Vec<(Span, Split)>,
}

impl Default for Cache {
    fn default() -> Self {
        Self { slots: vec![(Span::default(), Split::default()); 1024] }
    }
}

impl Cache {
    /// The split of bytes `word` of `text`; the text must be the same in every call.
    pub(super) fn split(&mut self, clitics: &Clitics, word: Span, text: &str) -> Split {
        let letters = word.of(text);
        let at = lexicon::hash(letters.as_bytes(), 0) as usize & 1023;
        let Some(slot) = self.slots.get_mut(at) else { return clitics.split(letters) };
        if slot.0.is_empty() || slot.0.of(text) != letters {
            *slot = (word, clitics.split(letters));
        }
        slot.1
    }
}

//! Words of news and encyclopedia text with how common they are, as hashes.

use crate::error::Error;
use crate::model::Reader;
#[cfg(feature = "train")]
use crate::model::Writer;

/// Words as 24-bit hashes. An unknown word is taken for a known one in about one of 400 look-ups.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Where the words of each value of the upper 12 bits begin.
    index: Vec<u32>,
    low: Vec<u16>,
    info: Vec<u8>,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// 0 unknown, else 1-15: binary logarithm of its count, less two.
    pub level: u8,
    /// True where it is a word of a name.
    pub name: bool,
}

const UPPER: usize = 1 << 12;

/// FNV-1a of the bytes.
pub(super) fn hash(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed ^ 0xCBF2_9CE4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

fn key(word: &str) -> u32 {
    let h = hash(word.as_bytes(), 0);
    ((h ^ (h >> 24) ^ (h >> 48)) & 0x00FF_FFFF) as u32
}

impl Lexicon {
    /// What is known of `word`.
    #[must_use]
    pub fn get(&self, word: &str) -> Known {
        let key = key(word);
        let upper = (key >> 12) as usize;
        let bounds = (self.index.get(upper), self.index.get(upper + 1));
        let (Some(&from), Some(&to)) = bounds else { return Known::default() };
        let Some(slice) = self.low.get(from as usize..to as usize) else { return Known::default() };
        match slice.binary_search(&((key & 0xFFF) as u16)) {
            Ok(at) => self.info.get(from as usize + at).map_or(Known::default(), |&i| Known { level: i & 15, name: i & 16 != 0 }),
            Err(_) => Known::default(),
        }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// True without words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.low.is_empty()
    }

    /// Of words with their level (1-15) and whether they are of a name.
    #[cfg(feature = "train")]
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, Known)>) -> Self {
        let mut all = std::collections::BTreeMap::new();
        for (word, known) in words {
            let info = all.entry(key(word)).or_insert(0u8);
            *info = (*info & 15).max(known.level & 15) | (*info & 16) | (u8::from(known.name) << 4);
        }
        Self::build(all.into_iter())
    }

    fn build(words: impl Iterator<Item = (u32, u8)>) -> Self {
        let mut lexicon = Self { index: vec![0; UPPER + 1], ..Self::default() };
        for (key, info) in words {
            if let Some(n) = lexicon.index.get_mut((key >> 12) as usize + 1) {
                *n += 1;
            }
            lexicon.low.push((key & 0xFFF) as u16);
            lexicon.info.push(info);
        }
        let mut sum = 0;
        for n in &mut lexicon.index {
            sum += *n;
            *n = sum;
        }
        lexicon
    }

    pub(super) fn read(r: &mut Reader<'_>) -> Result<Self, Error> {
        let count = r.count(2)?;
        let mut keys = Vec::with_capacity(count);
        let mut key = 0u32;
        for i in 0..count {
            let gap = r.varint()?;
            key = key.saturating_add(gap).saturating_add(u32::from(i > 0));
            if key >= 1 << 24 {
                return Err(crate::model::invalid("the lexicon of clitics is damaged: a key of more than 24 bits"));
            }
            keys.push(key);
        }
        let info = r.bytes(count)?;
        Ok(Self::build(keys.into_iter().zip(info.iter().copied())))
    }

    #[cfg(feature = "train")]
    pub(super) fn write(&self, w: &mut Writer) {
        w.varint(self.low.len() as u32);
        let mut next = 0;
        for upper in 0..UPPER {
            let (from, to) = (self.index[upper] as usize, self.index[upper + 1] as usize);
            for low in &self.low[from..to] {
                let key = (upper as u32) << 12 | u32::from(*low);
                w.varint(key - next);
                next = key + 1;
            }
        }
        w.raw(&self.info);
    }
}

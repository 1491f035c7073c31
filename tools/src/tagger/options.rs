//! Options of `train-tagger` and `train-scheme`; the defaults are the recipe of the released model.

use crate::crf::{GROUPS, Params};

pub struct Options {
    pub gold: String,
    pub dev: String,
    pub out: Option<String>,
    pub clusters: Option<String>,
    /// Other corpora: scheme and file, weight.
    pub corpora: Vec<(String, f32)>,
    pub params: Params,
    /// Groups of features left out, as bits.
    pub without: u32,
    /// Only articles with even (0) or odd (1) numbers, for the priors.
    pub half: Option<usize>,
    /// Label counts of a tagger trained on the even articles, and of one trained on the odd ones.
    pub priors: Vec<String>,
    /// Number of folds that label the training articles for the second pass; 0 for none.
    pub folds: usize,
    /// Every fifth training article is kept out and measured.
    pub holdout: bool,
    /// Cross-validation: a figure for the whole of the training articles, and the table of confidences.
    pub calibrate: bool,
    /// Models trained with different seeds, whose weights are averaged.
    pub seeds: usize,
    /// Prints each error on the articles that are measured.
    pub errors: bool,
    /// A feature must be seen so often.
    pub min_count: u32,
    /// Weights are kept as integers of this many to one.
    pub scale: f32,
    /// Weights below this, times the scale, are dropped.
    pub least: f32,
    /// Added to every transition into `O`: below zero finds more names.
    pub bias: f32,
}

impl Options {
    pub fn parse(args: &[String]) -> Result<Self, String> {
        let mut o = Self {
            gold: "../shared/gold/train".into(),
            dev: "../shared/gold/dev".into(),
            out: None,
            clusters: None,
            corpora: Vec::new(),
            params: Params {
                epochs: 8,
                rate: 0.15,
                damping: 1.0,
                l1: 0.02,
                l2: 0.5,
                // Word, affix, shape, context, cluster, gazetteer, flags, elsewhere, evidence, prior.
                drop: [0.4, 0.3, 0.0, 0.3, 0.2, 0.3, 0.3, 0.2, 0.0, 0.2],
                second: 0.7,
                seed: 7,
            },
            without: 0,
            half: None,
            priors: Vec::new(),
            folds: 4,
            holdout: false,
            calibrate: false,
            seeds: 1,
            errors: false,
            min_count: 2,
            scale: 32.0,
            least: 1.0,
            bias: 0.0,
        };
        let mut it = args.iter();
        while let Some(a) = it.next() {
            let mut value = || it.next().cloned().ok_or(format!("{a} needs a value"));
            let number = |s: String| s.parse::<f32>().map_err(|e| format!("{s}: {e}"));
            match a.as_str() {
                "--gold" => o.gold = value()?,
                "--dev" => o.dev = value()?,
                "--out" => o.out = Some(value()?),
                "--clusters" => o.clusters = Some(value()?),
                "--epochs" => o.params.epochs = number(value()?)? as usize,
                "--rate" => o.params.rate = number(value()?)?,
                "--damping" => o.params.damping = number(value()?)?,
                "--l1" => o.params.l1 = number(value()?)?,
                "--l2" => o.params.l2 = number(value()?)?,
                "--seed" => o.params.seed = number(value()?)? as u64,
                "--second" => o.params.second = number(value()?)?,
                "--drop" => {
                    let v = value()?;
                    let (g, p) = v.split_once('=').ok_or("--drop GROUP=CHANCE")?;
                    let g: usize = g.parse().map_err(|_| "--drop GROUP=CHANCE")?;
                    *o.params.drop.get_mut(g).ok_or(format!("groups are 0 to {}", GROUPS - 1))? = number(p.into())?;
                }
                "--without" => o.without |= 1 << number(value()?)? as u32,
                "--half" => o.half = Some(number(value()?)? as usize),
                "--priors" => o.priors = value()?.split(',').map(str::to_string).collect(),
                "--folds" => o.folds = number(value()?)? as usize,
                "--calibrate" => o.calibrate = true,
                "--errors" => o.errors = true,
                "--seeds" => o.seeds = number(value()?)? as usize,
                "--corpus" => {
                    let v = value()?;
                    let (name, weight) = v.rsplit_once(':').ok_or("--corpus SCHEME=FILE:WEIGHT")?;
                    o.corpora.push((name.into(), number(weight.into())?));
                }
                "--holdout" => o.holdout = true,
                "--min-count" => o.min_count = number(value()?)? as u32,
                "--scale" => o.scale = number(value()?)?,
                "--least" => o.least = number(value()?)?,
                "--bias" => o.bias = number(value()?)?,
                _ => return Err(format!("unknown option {a}")),
            }
        }
        Ok(o)
    }
}

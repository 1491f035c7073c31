//! `tag --scheme anercorp|cleananercorp FILE` and `train-scheme`: names by the guidelines of ANERcorp.
//!
//! A small model of its own (models/anercorp.bin, not part of the package) reads the tagger's features and its labels and learns how that
//! corpus draws the lines. CLEANANERCorp's labels are not trained on: its scheme is the same but for nationalities, which the tagger knows.

use crate::corpora::{self, Scheme, Text};
use crate::mentions::Count;
use crate::tagger::options::Options;
use crate::tagger::prepare::{Item, add_evidence, quantize, samples, stacked, train};
use crate::tagger::{models, read_tagger};
use mizan::model::container;
use mizan::tag::features::Facts;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::labels::{O, continues, type_of};
use mizan::tag::{EntityType, Tagger};
use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

const MODEL: &str = "models/anercorp.bin";
const SECTION: &str = "anercorp";

/// The taggers that `tag` needs.
struct Pair {
    gazetteer: Gazetteer,
    tagger: Tagger,
    scheme: Tagger,
}

impl Pair {
    /// Label of each token of the corpus: O, or B- and I- of PERS, LOC, ORG, MISC.
    fn labels(&self, text: &Text, nationalities: bool) -> Vec<String> {
        let doc = crate::segment::document(&text.text);
        let facts = Facts::new(&doc, &self.gazetteer, self.tagger.clusters());
        let (ours, _) = self.tagger.label(&doc, &facts);
        let (theirs, _) = self.scheme.label_with(&doc, &facts, |i, f| stacked(&facts, &ours, i, f));
        let mut out: Vec<String> = vec!["O".into(); text.tokens.len()];
        let mut done = vec![false; text.tokens.len()];
        for (i, t) in doc.tokens.iter().enumerate() {
            let k = text.token_at(t.span.start);
            let (Some(slot), Some(done)) = (out.get_mut(k), done.get_mut(k)) else { continue };
            let norp = nationalities && theirs[i] == O && type_of(ours[i]) == Some(EntityType::Norp);
            let label = if norp { ours[i] } else { theirs[i] };
            let Some(ty) = type_of(label).filter(|_| !*done) else { continue };
            let name = match ty {
                EntityType::Per => "PERS",
                EntityType::Org => "ORG",
                EntityType::Gpe | EntityType::Loc | EntityType::Fac => "LOC",
                EntityType::Norp | EntityType::Event | EntityType::Misc => "MISC",
            };
            *slot = format!("{}-{name}", if continues(label) { 'I' } else { 'B' });
            *done = true;
        }
        out
    }
}

/// `tag --scheme anercorp|cleananercorp FILE`.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [flag, scheme, file] = args else { return Err("usage: tag --scheme anercorp|cleananercorp FILE".into()) };
    let nationalities = match (flag.as_str(), scheme.as_str()) {
        ("--scheme", "anercorp") => false,
        ("--scheme", "cleananercorp") => true,
        _ => return Err(format!("{flag} {scheme}: --scheme anercorp or --scheme cleananercorp")),
    };
    let (gazetteer, tagger) = models(None)?;
    let pair = Pair { gazetteer, tagger, scheme: read_tagger(Path::new(MODEL), SECTION)? };
    let mut out = String::new();
    for text in corpora::read(file)? {
        let labels = pair.labels(&text, nationalities);
        let mut line_end = text.text.find('\n').unwrap_or(text.text.len());
        for ((span, _), label) in text.tokens.iter().zip(&labels) {
            if span.start > line_end {
                out.push('\n');
                line_end = text.text[span.start..].find('\n').map_or(text.text.len(), |n| span.start + n);
            }
            out.push_str(&format!("{}\t{label}\n", span.of(&text.text)));
        }
        out.push('\n');
    }
    print!("{out}");
    Ok(ExitCode::SUCCESS)
}

/// `train-scheme FILE [--holdout] [options of train-tagger]`: models/anercorp.bin; with `--holdout` the last tenth is measured.
pub fn train_scheme(args: &[String]) -> Result<ExitCode, String> {
    let (file, rest) = args.split_first().ok_or("usage: train-scheme FILE [--holdout] [--out FILE]")?;
    let o = Options::parse(rest)?;
    let (gazetteer, tagger) = models(None)?;
    let texts = corpora::read(file)?;
    let known = if o.holdout { texts.len() * 9 / 10 } else { texts.len() };
    let mut items = Vec::new();
    for text in &texts[..known] {
        let (doc, allowed) = text.allowed(Scheme::AnercorpAlone);
        let facts = Facts::new(&doc, &gazetteer, tagger.clusters());
        let (ours, _) = tagger.label(&doc, &facts);
        items.push(Item { stacked: ours, ..Item::new(&doc, facts, allowed, 1.0) });
    }
    let (mut index, mut samples) = samples(&items, &o);
    add_evidence(&items, &mut samples, &mut index, &o);
    let crf = train(&samples.iter().collect::<Vec<_>>(), index.len(), &o, |epoch, loss| println!("epoch {epoch}: loss {loss:.0}"));
    let linear = quantize(&crf, &index, &o);
    println!("{} features, {} weights", linear.len(), linear.cells());
    let pair = Pair { gazetteer, tagger, scheme: Tagger::new(linear, Default::default(), Vec::new()) };
    let mut count = Count::default();
    for text in &texts[known..] {
        let right = spans(text.tokens.iter().map(|t| t.1.as_str()));
        let found = spans(pair.labels(text, false).iter().map(String::as_str));
        count.hit += right.intersection(&found).count();
        count.missed += right.difference(&found).count();
        count.wrong += found.difference(&right).count();
    }
    if o.holdout {
        println!("last tenth: P {:.4} R {:.4} F1 {:.4}", count.precision(), count.recall(), count.f1());
    }
    if let Some(out) = &o.out {
        let bytes = container(&[(SECTION, &pair.scheme.write())]);
        std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
        println!("{out}: {} bytes", bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Names in a sequence of labels: first, last, type.
fn spans<'a>(labels: impl Iterator<Item = &'a str>) -> HashSet<(usize, usize, String)> {
    let mut out = HashSet::new();
    let mut open: Option<(usize, usize, String)> = None;
    for (i, label) in labels.enumerate() {
        let name = label.get(2..).unwrap_or("").replace("PERS", "PER");
        match &mut open {
            Some(o) if label.starts_with('I') && o.2 == name => o.1 = i,
            _ => {
                out.extend(open.take());
                open = (label != "O").then_some((i, i, name));
            }
        }
    }
    out.extend(open);
    out
}

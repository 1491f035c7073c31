//! `train-tagger`: annotated articles → models/tagger.bin.

mod measure;
pub mod options;
pub mod prepare;

use crate::gold::{self, GoldDoc};
use crate::priors;
use mizan::model::{Model, Reader, container};
use mizan::tag::clusters::Clusters;
use mizan::tag::features::Facts;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::labels::{LABELS, O, begin, continues, inside};
use mizan::tag::{EntityType, Tagger};
use mizan::tokenize::Document;
use options::Options;
use prepare::{Item, add_evidence, quantize, samples, train};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The gazetteer and tagger of the crate, or the tagger of a file.
pub fn models(file: Option<&Path>) -> Result<(Gazetteer, Tagger), String> {
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let gazetteer = Gazetteer::read(embedded.section("gazettr").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let tagger = match file {
        Some(f) => read_tagger(f, "tagger")?,
        None => Tagger::read(embedded.section("tagger").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?,
    };
    Ok((gazetteer, tagger))
}

/// A tagger from a section of a file.
pub fn read_tagger(file: &Path, section: &str) -> Result<Tagger, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let model = Model::read(&bytes).map_err(|e| e.to_string())?;
    Tagger::read(model.section(section).map_err(|e| e.to_string())?).map_err(|e| e.to_string())
}

/// Labels of the tokens of an article.
pub fn gold_labels(doc: &Document<'_>, gold: &GoldDoc) -> Vec<u8> {
    let mut out = vec![O; doc.tokens.len()];
    for m in &gold.mentions {
        let Some(ty) = EntityType::parse(&m.ty) else { continue };
        let from = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
        let to = doc.tokens.partition_point(|t| t.span.start < m.span.end);
        for (k, slot) in out.iter_mut().enumerate().take(to).skip(from) {
            *slot = if k == from { begin(ty) } else { inside(ty) };
        }
    }
    // A mention that goes on in the next sentence begins anew there.
    for s in &doc.sentences {
        if let Some(x) = out.get_mut(s.tokens.start).filter(|x| continues(**x)) {
            *x -= 1;
        }
    }
    out
}

/// The clusters of a file with the priors of both counts, and as each half of the training articles sees them: with the priors of a tagger
/// that was trained on the other half.
fn read_clusters(o: &Options) -> Result<(Clusters, [Clusters; 2]), String> {
    let Some(file) = &o.clusters else { return Ok(Default::default()) };
    let bytes = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
    let clusters = Clusters::read(&mut Reader::new(&bytes)).map_err(|e| e.to_string())?;
    let [even, odd] = &o.priors[..] else { return Ok((clusters.clone(), [clusters.clone(), clusters])) };
    let (even, odd) = (priors::read(even)?, priors::read(odd)?);
    let words = clusters.words();
    let of = |tables: &[&priors::Counts]| {
        let priors = words.iter().map(|h| {
            let mut sum = [0; LABELS];
            for row in tables.iter().filter_map(|t| t.get(h)) {
                sum.iter_mut().zip(row).for_each(|(s, n)| *s += n);
            }
            priors::prior(&sum)
        });
        clusters.clone().with_priors(priors.collect())
    };
    Ok((of(&[&even, &odd]), [of(&[&odd]), of(&[&even])]))
}

/// `train-tagger [options]`.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let o = Options::parse(args)?;
    let clock = Instant::now();
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let names = embedded.section("gazettr").map_err(|e| e.to_string())?;
    let known = Gazetteer::read(names).map_err(|e| e.to_string())?;
    let gazetteer = Gazetteer::read_for_training(names).map_err(|e| e.to_string())?;
    let (clusters, halves) = read_clusters(&o)?;
    let all = gold::read_all(Path::new(&o.gold), |_| true)?;
    let (mut kept, mut items) = (Vec::new(), Vec::new());
    for (k, d) in all.iter().enumerate() {
        if o.holdout && k % 5 == 2 || o.half.is_some_and(|h| k % 2 != h) {
            continue;
        }
        let doc = crate::segment::document(&d.text);
        let facts = Facts::new(&doc, &gazetteer, &halves[k % 2]);
        let allowed = gold_labels(&doc, d).iter().map(|&l| 1 << l).collect();
        items.push(Item::new(&doc, facts, allowed, 1.0));
        kept.push(d);
    }
    for (name, weight) in &o.corpora {
        let (scheme, path) = name.split_once('=').ok_or("--corpus SCHEME=FILE")?;
        let scheme = crate::corpora::Scheme::parse(scheme).ok_or(format!("no such scheme: {scheme}"))?;
        for text in crate::corpora::read(path)? {
            let (doc, allowed) = text.allowed(scheme);
            items.push(Item::new(&doc, Facts::new(&doc, &gazetteer, &clusters), allowed, *weight));
        }
    }
    let (mut index, mut samples) = samples(&items, &o);
    println!("{} texts, {} features, {:.0} s", items.len(), index.len(), clock.elapsed().as_secs_f32());
    if o.folds > 1 {
        add_evidence(&items, &mut samples, &mut index, &o);
    }
    let mut confidence = Vec::new();
    if o.calibrate {
        confidence = measure::calibrate(&kept, &samples, &index, &gazetteer, &clusters, &o);
        println!("confidence: {confidence:?} {:.0} s", clock.elapsed().as_secs_f32());
    }
    let crf = train(&samples.iter().collect::<Vec<_>>(), index.len(), &o, |epoch, loss| {
        println!("epoch {epoch}: loss {loss:.0}, {:.0} s", clock.elapsed().as_secs_f32());
    });
    let linear = quantize(&crf, &index, &o);
    println!("{} features, {} weights", linear.len(), linear.cells());
    let tagger = Tagger::new(linear, clusters, confidence);
    let dev = gold::read_all(Path::new(&o.dev), |_| true)?;
    let news: Vec<&GoldDoc> = dev.iter().filter(|d| d.id.starts_with('a')).collect();
    let opinion: Vec<&GoldDoc> = dev.iter().filter(|d| d.id.starts_with("do")).collect();
    println!("dev/a: {}", measure::evaluate(&news, &known, &tagger, o.errors).line());
    println!("dev/do: {}", measure::evaluate(&opinion, &known, &tagger, o.errors).line());
    println!("dev, trained names only: {}", measure::evaluate(&dev.iter().collect::<Vec<_>>(), &gazetteer, &tagger, false).line());
    println!("dev, all names: {}", measure::evaluate(&dev.iter().collect::<Vec<_>>(), &known, &tagger, false).line());
    if o.holdout {
        let out: Vec<&GoldDoc> = all.iter().enumerate().filter(|x| x.0 % 5 == 2).map(|x| x.1).collect();
        println!("kept out: {}", measure::evaluate(&out, &gazetteer, &tagger, o.errors).line());
        let together: Vec<&GoldDoc> = dev.iter().chain(out).collect();
        println!("all: {}", measure::evaluate(&together, &gazetteer, &tagger, false).line());
    }
    if let Some(out) = &o.out {
        let bytes = container(&[("tagger", &tagger.write())]);
        std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
        println!("{out}: {} bytes", bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

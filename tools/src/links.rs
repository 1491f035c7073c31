//! `evaluate-links DIR [--held] [--errors]`: the resolver on gold mentions: pairs of mentions of one document that it links as the gold does,
//! and how often the English name is the gold's.

use crate::gold::{self, GoldDoc};
use crate::mentions::Count;
use mizan::model::Model;
use mizan::resolve::{Resolved, resolve};
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::{EntityType, Mention};
use mizan::tokenize::Document;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Figures over documents.
#[derive(Debug, Default)]
struct Score {
    pairs: Count,
    mentions: usize,
    /// With an English name, and with the gold's.
    named: usize,
    right: usize,
    errors: BTreeMap<String, usize>,
}

/// True for the articles that no list may be mended by: a fifth.
pub fn held(id: &str) -> bool {
    mizan::model::crc32(id.as_bytes()).is_multiple_of(5)
}

fn mentions(doc: &Document<'_>, gold: &GoldDoc) -> Vec<Mention> {
    gold.mentions
        .iter()
        .filter_map(|m| {
            let start = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
            let end = doc.tokens.partition_point(|t| t.span.start < m.span.end);
            Some(Mention { span: m.span, tokens: start..end, ty: EntityType::parse(&m.ty)?, confidence: 1000 })
                .filter(|m| !m.tokens.is_empty())
        })
        .collect()
}

fn add(score: &mut Score, gold: &GoldDoc, resolved: &Resolved, text: &str) {
    let n = gold.mentions.len().min(resolved.entity_of.len());
    let name = |i: usize| resolved.entities[resolved.entity_of[i]].name_en.as_deref();
    for i in 0..n {
        let g = &gold.mentions[i];
        score.mentions += 1;
        score.named += usize::from(name(i).is_some());
        score.right += usize::from(name(i) == Some(g.entity.as_str()));
        if name(i) != Some(g.entity.as_str()) {
            let line = format!("name\t{}\t{}\t{}\t{}", g.span.of(text), g.ty, g.entity, name(i).unwrap_or("-"));
            *score.errors.entry(line).or_default() += 1;
        }
        for j in 0..i {
            let h = &gold.mentions[j];
            let (same, linked) = (g.entity == h.entity, resolved.entity_of[i] == resolved.entity_of[j]);
            match (same, linked) {
                (true, true) => score.pairs.hit += 1,
                (true, false) => score.pairs.missed += 1,
                (false, true) => score.pairs.wrong += 1,
                (false, false) => continue,
            }
            if same != linked {
                let what = if same { "apart" } else { "together" };
                let describe =
                    |m: &gold::GoldMention, i: usize| format!("{} {} [{}; {}]", m.span.of(text), m.ty, m.entity, name(i).unwrap_or("-"));
                let mut two = [describe(g, i), describe(h, j)];
                two.sort();
                *score.errors.entry(format!("{what}\t{}\t{}\t{}", two[0], two[1], gold.id)).or_default() += 1;
            }
        }
    }
}

pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let dir = args.first().ok_or("usage: evaluate-links DIR [--held|--rest] [--errors]")?;
    let flag = |f: &str| args.iter().any(|a| a == f);
    let keep = |id: &str| (!flag("--held") || held(id)) && (!flag("--rest") || !held(id));
    // The file as it is now, so that a change of data/ needs no new build.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/lexicon.bin");
    let bytes = std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let model = Model::read(&bytes).map_err(|e| e.to_string())?;
    let gazetteer = Gazetteer::read(model.section("gazettr").map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let mut score = Score::default();
    for gold in gold::read_all(Path::new(dir), keep)? {
        let doc = crate::segment::document(&gold.text);
        let found = mentions(&doc, &gold);
        if found.len() != gold.mentions.len() {
            return Err(format!("{}: a mention covers no token", gold.id));
        }
        let resolved = resolve(&doc, found, &gazetteer, &[]);
        add(&mut score, &gold, &resolved, &gold.text);
    }
    if flag("--errors") {
        let mut all: Vec<_> = score.errors.iter().collect();
        all.sort_by_key(|(line, n)| (std::cmp::Reverse(**n), line.as_str()));
        all.iter().for_each(|(line, n)| println!("{n}\t{line}"));
    }
    let p = score.pairs;
    println!(
        "{} mentions; pairs P {:.3} R {:.3} F1 {:.3}; English name known {:.3}, the gold's {:.3}",
        score.mentions,
        p.precision(),
        p.recall(),
        p.f1(),
        score.named as f64 / score.mentions.max(1) as f64,
        score.right as f64 / score.mentions.max(1) as f64
    );
    Ok(ExitCode::SUCCESS)
}

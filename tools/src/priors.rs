//! `count-labels`: running text → how often a tagger gave each word each label; and these counts → a prior of each word.

use mizan::tag::features::Facts;
use mizan::tag::labels::{LABELS, continues, type_of};
use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

pub type Counts = HashMap<u32, [u32; LABELS]>;

/// `count-labels --model FILE --out FILE < TEXT`: paragraphs, an empty line between articles.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let (mut model, mut out) = (None, None);
    let mut it = args.iter();
    while let Some(a) = it.next() {
        match a.as_str() {
            "--model" => model = it.next(),
            "--out" => out = it.next(),
            _ => return Err(format!("unknown option {a}")),
        }
    }
    let out = out.ok_or("usage: count-labels --model FILE --out FILE < TEXT")?;
    let (gazetteer, tagger) = crate::tagger::models(model.map(|m| Path::new(m.as_str())))?;
    let words: std::collections::HashSet<u32> = tagger.clusters().words().into_iter().collect();
    let mut counts = Counts::new();
    let mut text = String::new();
    let (mut tokens, clock) = (0usize, std::time::Instant::now());
    for line in std::io::stdin().lock().lines().map(Some).chain([None]) {
        let line = line.transpose().map_err(|e| e.to_string())?;
        if let Some(l) = line.as_ref().filter(|l| !l.trim().is_empty() && text.len() < 20_000) {
            text.push_str(l);
            text.push('\n');
            continue;
        }
        let doc = crate::segment::document(&text);
        let facts = Facts::new(&doc, &gazetteer, tagger.clusters());
        let (labels, _) = tagger.label(&doc, &facts);
        tokens += labels.len();
        for (i, &label) in labels.iter().enumerate() {
            let stem = facts.stem(i);
            if words.contains(&stem) {
                counts.entry(stem).or_default()[usize::from(label)] += 1;
            }
        }
        text.clear();
    }
    eprintln!("{tokens} tokens, {:.0} s", clock.elapsed().as_secs_f32());
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_unstable();
    let text: String = rows.iter().map(|(h, c)| format!("{h}\t{}\n", c.map(|n| n.to_string()).join("\t"))).collect();
    std::fs::write(out, text).map_err(|e| format!("{out}: {e}"))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads what `count-labels` wrote.
pub fn read(path: &str) -> Result<Counts, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut out = Counts::new();
    for line in text.lines() {
        let mut parts = line.split('\t').map(|p| p.parse::<u32>().map_err(|e| format!("{path}: {e}")));
        let hash = parts.next().ok_or("an empty line")??;
        let row = out.entry(hash).or_default();
        for slot in row.iter_mut() {
            *slot = parts.next().ok_or("a short line")??;
        }
    }
    Ok(out)
}

/// 0 unknown, 1 hardly ever in a name, else the commonest type, how often the word is in a name, and whether it rather begins one.
pub fn prior(counts: &[u32; LABELS]) -> u8 {
    let all: u32 = counts.iter().sum();
    let named = all - counts[0];
    if all < 4 {
        return 0;
    }
    let share = f64::from(named) / f64::from(all);
    if share < 0.01 {
        return 1;
    }
    let mut types = [0u32; 8];
    let mut later = 0;
    for (l, &n) in counts.iter().enumerate() {
        if let Some(ty) = type_of(l as u8) {
            types[ty as usize] += n;
            later += if continues(l as u8) { n } else { 0 };
        }
    }
    let ty = (0..8).rev().max_by_key(|&t| types[t]).unwrap_or(0) as u8;
    let bucket = [0.04, 0.15, 0.4, 0.7, 0.9].iter().filter(|&&b| share >= b).count() as u8;
    2 + (ty * 6 + bucket) * 2 + u8::from(later * 2 > named)
}

//! `speech DIR [ID…]`: speech in the annotated articles. With ids it shows what was found; without, how often the speaker of a marked
//! stance with basis `speech` is the voice that its cue stands in. Names come from the annotation, so only attribution is measured.

use crate::gold::{GoldDoc, read_all};
use mizan::model::Model;
use mizan::resolve::{Entity, Resolved};
use mizan::stance::Holder;
use mizan::stance::quotes::lexicon::SpeechLexicon;
use mizan::stance::quotes::{Speech, speech};
use mizan::tag::{EntityType, Mention};
use mizan::tokenize::{Document, Segmenter};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// The annotated mentions as the resolver would give them.
pub fn gold_resolved(doc: &Document<'_>, gold: &GoldDoc) -> Resolved {
    let mut out = Resolved::default();
    let mut number: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last = 0;
    for m in &gold.mentions {
        let start = doc.tokens.partition_point(|t| t.span.end <= m.span.start);
        let end = doc.tokens.partition_point(|t| t.span.start < m.span.end);
        let Some(ty) = EntityType::parse(&m.ty) else { continue };
        if start >= end || start < last {
            continue;
        }
        last = end;
        let e = *number.entry(m.entity.as_str()).or_insert_with(|| {
            out.entities.push(Entity {
                id: format!("local:{}", m.entity),
                name_ar: m.span.of(&gold.text).to_string(),
                name_en: Some(m.entity.clone()),
                ty,
                salience: 0,
                mentions: Vec::new(),
                entry: None,
            });
            out.entities.len() - 1
        });
        out.entities[e].mentions.push(out.mentions.len());
        out.mentions.push(Mention { span: m.span, tokens: start..end, ty, confidence: 1000 });
        out.entity_of.push(e);
    }
    out
}

fn name(r: &Resolved, h: Option<Holder>) -> String {
    match h {
        None => "-".into(),
        Some(Holder::Author) => "author".into(),
        Some(Holder::Unnamed) => "unnamed source".into(),
        Some(Holder::Entity(e)) => r.entities.get(e).and_then(|e| e.name_en.clone()).unwrap_or_default(),
    }
}

fn show(gold: &GoldDoc, doc: &Document<'_>, r: &Resolved, s: &Speech) {
    println!("=== {}", gold.id);
    let text = doc.original;
    for (k, sentence) in doc.sentences.iter().enumerate() {
        println!("\n{}\n   carried {}", sentence.span.of(text), name(r, s.carried.get(k).copied().flatten()));
        for a in s.acts_of(k) {
            let words = |t: &std::ops::Range<usize>| {
                let (Some(x), Some(y)) = (doc.tokens.get(t.start), doc.tokens.get(t.end.saturating_sub(1))) else { return "" };
                text.get(x.span.start..y.span.end).unwrap_or("")
            };
            let content = a.content.as_ref().map_or("(silent)", |c| words(c));
            println!("   act «{}» {}{}: {}", words(&a.cue), name(r, a.speaker), if a.nested { " nested" } else { "" }, content);
        }
        for q in s.quotes.iter().filter(|q| q.direct && sentence.span.start <= q.span.start && q.span.start < sentence.span.end) {
            println!("   direct {}: {}", name(r, q.speaker), q.span.of(text));
        }
        for g in gold.stances.iter() {
            if let Some(cue) = g.cue.filter(|c| sentence.span.contains(*c)) {
                println!("   ## {} | {} | {} | {}", g.holder, g.target, g.basis, cue.of(text));
            }
        }
    }
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let (dir, ids) = args.split_first().ok_or("usage: speech DIR [--errors] [ID…]")?;
    let errors = ids.iter().any(|a| a == "--errors");
    let author_errors = ids.iter().any(|a| a == "--author-errors");
    let ids: Vec<&String> = ids.iter().filter(|a| !a.starts_with("--")).collect();
    let model = Model::embedded().map_err(|e| e.to_string())?;
    let _segmenter = Segmenter::read(&model).map_err(|e| e.to_string())?;
    let lexicon = model.section("speech").and_then(SpeechLexicon::read).map_err(|e| e.to_string())?;
    let (mut all, mut right, mut given, mut bystander, mut unnamed, mut unnamed_right) = (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let (mut author, mut author_clean) = (0u32, 0u32);
    for gold in read_all(Path::new(dir), |id| ids.is_empty() || ids.iter().any(|i| *i == id))? {
        let doc = crate::segment::document(&gold.text);
        let resolved = gold_resolved(&doc, &gold);
        let s = speech(&doc, &resolved, &lexicon);
        if !ids.is_empty() {
            show(&gold, &doc, &resolved, &s);
        }
        for g in &gold.stances {
            let Some(cue) = g.cue else { continue };
            let t = doc.tokens.partition_point(|t| t.span.end <= cue.start);
            let voice = s.voice.get(t).copied().flatten();
            let found = name(&resolved, voice);
            if g.holder == "author" {
                author += 1;
                author_clean += u32::from(voice.is_none());
                if voice.is_some() && author_errors {
                    let sentence = doc.sentences.get(doc.sentence_of(t)).map_or("", |x| x.span.of(&gold.text));
                    println!("{}:{} the author's, found {found}, cue «{}»\n    {sentence}", gold.id, g.line + 1, cue.of(&gold.text));
                }
                continue;
            }
            if g.basis != "speech" {
                continue;
            }
            if g.holder == "unnamed source" {
                unnamed += 1;
                unnamed_right += u32::from(found == g.holder);
                continue;
            }
            all += 1;
            given += u32::from(voice.is_some());
            let ok = found == g.holder;
            right += u32::from(ok);
            bystander += u32::from(voice == Some(Holder::Unnamed));
            if !ok && errors {
                let k = doc.sentence_of(t);
                let carried = name(&resolved, s.carried.get(k).copied().flatten());
                let sentence = doc.sentences.get(k).map_or("", |x| x.span.of(&gold.text));
                println!(
                    "{}:{} gold {} found {found} carried {carried} cue «{}» target {}\n    {sentence}",
                    gold.id,
                    g.line + 1,
                    g.holder,
                    cue.of(&gold.text),
                    g.target
                );
            }
        }
    }
    let percent = |a: u32, b: u32| f64::from(a) * 100.0 / f64::from(b.max(1));
    println!(
        "speech by an entity: {all}, voice right {right} = recall {:.1}, precision {:.1}; called unnamed {bystander}",
        percent(right, all),
        percent(right, given)
    );
    println!("speech by an unnamed source: {unnamed}, right {unnamed_right} = {:.1}", percent(unnamed_right, unnamed));
    println!("the author's: {author}, not in anybody's voice {author_clean} = {:.1}", percent(author_clean, author));
    Ok(ExitCode::SUCCESS)
}

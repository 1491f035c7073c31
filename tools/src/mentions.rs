//! `evaluate-mentions DIR`: typed F1 of the tagger's mentions against the gold ones, compared by the words that they cover.

use crate::gold::{self, GoldDoc};
use mizan::Span;
use mizan::tag::{EntityType, Mention};
use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

/// Hits, false ones and missed ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub hit: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Count {
    pub fn precision(self) -> f64 {
        self.hit as f64 / (self.hit + self.wrong).max(1) as f64
    }
    pub fn recall(self) -> f64 {
        self.hit as f64 / (self.hit + self.missed).max(1) as f64
    }
    pub fn f1(self) -> f64 {
        2.0 * self.hit as f64 / (2 * self.hit + self.wrong + self.missed).max(1) as f64
    }
}

/// Figures of a set of documents.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub typed: Count,
    pub span: Count,
    pub by_type: [Count; 8],
    /// Spans equal to the letter among those that cover the same words.
    pub exact: usize,
}

/// Starts of the words of a text, and their ends.
pub fn words(text: &str) -> Vec<Span> {
    let part = |c: char| (c.is_alphanumeric() || c == '_') && !matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}');
    let mut out: Vec<Span> = Vec::new();
    for (i, c) in text.char_indices().filter(|x| part(x.1)) {
        match out.last_mut() {
            Some(last) if last.end == i => last.end = i + c.len_utf8(),
            _ => out.push(Span::new(i, i + c.len_utf8())),
        }
    }
    out
}

fn cover(words: &[Span], span: Span) -> (usize, usize) {
    (words.partition_point(|w| w.end <= span.start), words.partition_point(|w| w.start < span.end))
}

/// «للحرس»: with or without the article's lam.
fn canonical(text: &str, span: Span) -> Span {
    let lam = text.get(..span.start).is_some_and(|t| t.ends_with('ل')) && span.of(text).starts_with('ل');
    if lam { Span::new(span.start + 'ل'.len_utf8(), span.end) } else { span }
}

impl Score {
    /// Adds a document; `say` is told of each error: what was predicted, what is right.
    pub fn add(&mut self, doc: &GoldDoc, found: &[Mention], mut say: impl FnMut(Option<(Span, EntityType)>, Option<(Span, EntityType)>)) {
        let words = words(&doc.text);
        let gold: HashMap<_, _> =
            doc.mentions.iter().filter_map(|m| Some((cover(&words, m.span), (m.span, EntityType::parse(&m.ty)?)))).collect();
        let found: HashMap<_, _> = found.iter().map(|m| (cover(&words, m.span), (m.span, m.ty))).collect();
        for (k, g) in &gold {
            let right = &mut self.by_type[g.1 as usize];
            match found.get(k) {
                Some(f) => {
                    self.span.hit += 1;
                    self.exact += usize::from(canonical(&doc.text, f.0) == canonical(&doc.text, g.0));
                    if f.1 == g.1 {
                        self.typed.hit += 1;
                        right.hit += 1;
                    } else {
                        right.missed += 1;
                        self.by_type[f.1 as usize].wrong += 1;
                        self.typed.wrong += 1;
                        self.typed.missed += 1;
                        say(Some(*f), Some(*g));
                    }
                }
                None => {
                    right.missed += 1;
                    self.typed.missed += 1;
                    self.span.missed += 1;
                    say(None, Some(*g));
                }
            }
        }
        for (_, f) in found.iter().filter(|f| !gold.contains_key(f.0)) {
            self.by_type[f.1 as usize].wrong += 1;
            self.typed.wrong += 1;
            self.span.wrong += 1;
            say(Some(*f), None);
        }
    }

    pub fn line(&self) -> String {
        let c = self.typed;
        let types: Vec<_> = EntityType::ALL.iter().map(|&t| format!("{} {:.3}", t.name(), self.by_type[t as usize].f1())).collect();
        format!(
            "P {:.4} R {:.4} F1 {:.4}  span {:.4}  exact {:.4}  {}",
            c.precision(),
            c.recall(),
            c.f1(),
            self.span.f1(),
            self.exact as f64 / self.span.hit.max(1) as f64,
            types.join(" ")
        )
    }
}

/// `evaluate-mentions DIR [--model FILE] [--errors] [PREFIX…]`.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let mut model_file = None;
    let (mut errors, mut dir, mut prefixes) = (false, None, Vec::new());
    let mut it = args.iter();
    while let Some(a) = it.next() {
        match a.as_str() {
            "--model" => model_file = it.next(),
            "--errors" => errors = true,
            _ if dir.is_none() => dir = Some(a),
            _ => prefixes.push(a.as_str()),
        }
    }
    let dir = dir.ok_or("usage: evaluate-mentions DIR [--model FILE] [--errors] [PREFIX…]")?;
    let (gazetteer, tagger) = crate::tagger::models(model_file.map(|p| Path::new(p.as_str())))?;
    let docs = gold::read_all(Path::new(dir), |id| prefixes.is_empty() || prefixes.iter().any(|p| id.starts_with(p)))?;
    let mut score = Score::default();
    for d in &docs {
        let doc = crate::segment::document(&d.text);
        let found = mizan::tag::tag(&doc, &gazetteer, &tagger);
        score.add(d, &found, |f, g| {
            if errors {
                print_error(d, f, g);
            }
        });
    }
    println!("{} articles: {}", docs.len(), score.line());
    Ok(ExitCode::SUCCESS)
}

/// Prints an error with what stands around it.
pub fn print_error(d: &GoldDoc, found: Option<(Span, EntityType)>, right: Option<(Span, EntityType)>) {
    let at = right.or(found).map_or(Span::default(), |x| x.0);
    let from = d.text[..at.start].char_indices().rev().nth(40).map_or(0, |x| x.0);
    let to = d.text[at.end..].char_indices().nth(30).map_or(d.text.len(), |x| at.end + x.0);
    let show = |x: Option<(Span, EntityType)>| x.map_or("-".into(), |(s, t)| format!("{} {}", t.name(), s.of(&d.text)));
    println!(
        "{}\t{}\t{}\t{}⟦{}⟧{}",
        d.id,
        show(found),
        show(right),
        d.text[from..at.start].replace('\n', "¶"),
        at.of(&d.text),
        d.text[at.end..to].replace('\n', "¶")
    );
}

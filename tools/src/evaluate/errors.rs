//! What went wrong in an article, by cause, for a person to read.

use super::score::{Found, Triple, Who, align, cover, found_triples, gold_triples};
use crate::gold::GoldDoc;
use crate::mentions::words;
use mizan::Span;
use mizan::report::Report;
use std::collections::BTreeMap;

/// Causes → lines.
pub type Errors = BTreeMap<&'static str, Vec<String>>;

/// The words around a span, with the span in brackets.
fn context(text: &str, span: Span) -> String {
    let line_start = text.get(..span.start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let line_end = text.get(span.end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| span.end + i);
    let before = text.get(line_start..span.start).unwrap_or("");
    let after = text.get(span.end..line_end).unwrap_or("");
    let tail: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let head: String = after.chars().take(40).collect();
    format!("{tail}[{}]{head}", span.of(text))
}

/// Adds the errors in mentions: missed, spurious, wrong type, boundary.
pub fn mentions(doc: &GoldDoc, found: &Found, errors: &mut Errors) {
    let words = words(&doc.text);
    let gold: Vec<_> = doc.mentions.iter().map(|m| (cover(&words, m.span), m.span, m.ty.as_str())).collect();
    let found: Vec<_> = found.mentions.iter().map(|m| (cover(&words, m.0), m.0, m.1.as_str())).collect();
    let at = |span: Span| format!("{}: {}", doc.id, context(&doc.text, span));
    for (c, span, ty) in &gold {
        let same = found.iter().find(|f| f.0 == *c);
        let near = found.iter().find(|f| f.1.overlaps(*span));
        match (same, near) {
            (Some(f), _) if f.2 != *ty => {
                errors.entry("mention: wrong type").or_default().push(format!("{ty} read as {}  {}", f.2, at(*span)))
            }
            (Some(_), _) => {}
            (None, Some(f)) => {
                errors.entry("mention: boundary").or_default().push(format!("{ty} read as {} «{}»  {}", f.2, f.1.of(&doc.text), at(*span)));
            }
            (None, None) => errors.entry("mention: missed").or_default().push(format!("{ty}  {}", at(*span))),
        }
    }
    for (_, span, ty) in found.iter().filter(|f| !gold.iter().any(|g| g.1.overlaps(f.1))) {
        errors.entry("mention: spurious").or_default().push(format!("{ty}  {}", at(*span)));
    }
}

/// Adds the errors in stances: wrong sign, wrong holder, wrong target, missed (where gold's target is a found entity or not), spurious.
pub fn stances(doc: &GoldDoc, found: &Found, report: &Report, min_confidence: f64, errors: &mut Errors) {
    let names = align(doc, found);
    let gold = gold_triples(doc);
    let mine = found_triples(found, &names);
    let reported: Vec<_> = report.stances.iter().filter(|s| s.confidence >= min_confidence).collect();
    let lines = crate::gold::lines(&doc.text);
    let line = |n: usize| lines.get(n).map_or("", |l| l.of(&doc.text));
    let who = |w: &Who| match w {
        Who::Gold(name) => name.clone(),
        Who::Unknown(e) => report.entities.get(*e).map_or("?".into(), |e| e.name.ar.clone()),
    };
    let show = |t: &Triple| format!("{} {} {}", who(&t.1), if t.3 { "+" } else { "-" }, who(&t.2));
    let rule = |i: usize| reported.get(i).map_or(String::new(), |s| format!("{} «{}» {}", s.rule, s.cue.span.of(&doc.text), s.confidence));
    let mut used = vec![false; mine.len()];
    for (i, t) in mine.iter().enumerate() {
        used[i] = gold.contains(t);
    }
    for (g, raw) in gold.iter().zip(&doc.stances).filter(|(g, _)| !mine.contains(g)) {
        let cue = raw.cue.map_or("", |c| c.of(&doc.text));
        let mut near = |same: &dyn Fn(&Triple) -> bool| {
            let i = (0..mine.len()).find(|&i| !used[i] && mine[i].0 == g.0 && same(&mine[i]))?;
            used[i] = true;
            Some(i)
        };
        let known = names.values().any(|n| Who::Gold(n.clone()) == g.2);
        let (cause, i) = if let Some(i) = near(&|t| t.1 == g.1 && t.2 == g.2) {
            ("stance: wrong sign", Some(i))
        } else if let Some(i) = near(&|t| t.2 == g.2 && t.3 == g.3) {
            ("stance: wrong holder", Some(i))
        } else if let Some(i) = near(&|t| t.1 == g.1 && t.3 == g.3) {
            ("stance: wrong target", Some(i))
        } else if known {
            ("stance: missed", None)
        } else {
            ("stance: missed, its target is no found entity", None)
        };
        let mine = i.map_or(String::new(), |i| format!(" | found {} ({})", show(&mine[i]), rule(i)));
        errors.entry(cause).or_default().push(format!(
            "{}:{} {} «{cue}» {} {}{mine}\n      {}",
            doc.id,
            g.0 + 1,
            show(g),
            raw.basis,
            raw.strength,
            line(g.0)
        ));
    }
    for (i, t) in mine.iter().enumerate().filter(|(i, _)| !used[*i]) {
        errors.entry("stance: spurious").or_default().push(format!(
            "{}:{} {} ({})\n      {}",
            doc.id,
            t.0 + 1,
            show(t),
            rule(i),
            line(t.0)
        ));
    }
    for (entity, label) in &doc.article {
        let mine = found.article.iter().find(|(e, _)| names.get(e) == Some(entity)).map_or("none", |(_, l)| l);
        if mine != label {
            errors.entry("author: wrong label").or_default().push(format!("{}: {entity} is {label}, found {mine}", doc.id));
        }
    }
}

//! `compile-speech`: `data/reporting.tsv` and `data/sources.tsv` → `models/speech.bin`, verbs conjugated.

use mizan::model::{Writer, container};
use mizan::normalize::normalize_ml;
use mizan::stance::quotes::lexicon::flag;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// As the stages see a word.
pub fn fold(word: &str) -> String {
    normalize_ml(word).text().trim().to_string()
}

/// Rows of a table of `data/`, without comments and header, cells by tab.
pub fn rows(path: &str) -> Result<Vec<Vec<String>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .skip(1)
        .map(|l| l.split('\t').map(|c| c.trim().to_string()).collect())
        .collect())
}

/// Third person forms of a perfect, as written: (form, agreement: 0 he, 1 she, 2 they).
fn perfect(past: &str) -> Vec<(String, u8)> {
    let mut out = vec![(past.to_string(), 0)];
    let weak = past.strip_suffix(['ى', 'ا', 'ي']);
    let stem = weak.unwrap_or(past);
    out.push((format!("{stem}ت"), 1));
    if past.ends_with('ي') {
        out.push((format!("{past}ت"), 1));
    }
    out.push((format!("{stem}وا"), 2));
    if let Some(hamza) = past.strip_suffix('أ') {
        out.push((format!("{hamza}ؤوا"), 2));
    }
    if weak.is_none() {
        out.push((format!("{past}ا"), 2));
        out.push((format!("{past}تا"), 2));
    }
    out
}

/// Third person forms of an imperfect.
fn imperfect(present: &str) -> Vec<(String, u8)> {
    let mut out = vec![(present.to_string(), 0)];
    let Some(rest) = present.strip_prefix('ي') else { return out };
    out.push((format!("ت{rest}"), 1));
    let weak = rest.strip_suffix(['ى', 'ي', 'و']);
    let stem = weak.unwrap_or(rest);
    out.push((format!("ي{stem}ون"), 2));
    out.push((format!("ي{stem}وا"), 2));
    if weak.is_none() {
        out.push((format!("ي{rest}ان"), 2));
    }
    out
}

fn flags(row: &[String]) -> u16 {
    let cell = |i: usize| row.get(i).map_or("", String::as_str);
    let (position, factuality, attitude) = (cell(4), cell(5), cell(6));
    let mut f = 0;
    if !attitude.contains("S>T") && position.contains("content") || position.contains("earlier speaker") || cell(0) == "قال" {
        f |= flag::PLAIN;
    }
    if position.contains("earlier speaker") {
        f |= flag::CARRY;
    }
    if position.contains("relay") {
        f |= flag::RELAY;
    }
    if factuality == "directive" {
        f |= flag::DIRECTIVE;
    }
    let marked = |marker: &str| attitude.contains(&format!("S>T({marker})"));
    for part in position.split(';') {
        let after = part.split_once(" after ").map(|p| (p.0.trim(), p.1));
        if part.contains("object") && !part.contains("addressee") {
            f |= flag::OBJECT;
        }
        let Some((role, words)) = after else { continue };
        if role.contains("addressee") || role.contains("speaker") || role.contains("medium") {
            continue;
        }
        for word in words.split(['،', ',', ' ']).map(str::trim) {
            f |= match word {
                "ب" => flag::B,
                "على" => flag::ALA,
                "إلى" => flag::ILA,
                "من" => flag::MIN,
                "عن" => flag::AN,
                "في" => flag::FI,
                "ل" => flag::LI,
                _ => 0,
            };
        }
    }
    for (marker, bit) in [
        ("ب", flag::B),
        ("على", flag::ALA),
        ("إلى", flag::ILA),
        ("من", flag::MIN),
        ("عن", flag::AN),
        ("في", flag::FI),
        ("ل", flag::LI),
        ("0", flag::OBJECT),
    ] {
        if marked(marker) {
            f |= bit;
        }
    }
    f
}

fn phrase_kind(position: &str, phrase: &str) -> Option<(u8, String)> {
    // These hold a speaker only behind another word (نقل عن، المتحدث باسم), which the verb or the noun phrase sees to.
    if matches!(phrase, "عن" | "لسان حال") || phrase.ends_with("باسم") || phrase.starts_with("المتحدث الرسمي") {
        return None;
    }
    let li = phrase.strip_suffix(" ل");
    if position.starts_with("genitive")
        || position.starts_with("after عن")
        || position.starts_with("after إلى")
        || position.starts_with("after على")
    {
        let pronoun = ["قوله", "زعمه", "زعمهم"].iter().any(|p| phrase.ends_with(p)) || phrase == "بزعمه";
        return Some((if pronoun { 6 } else { 0 }, phrase.into()));
    }
    if position.starts_with("after ل") || position.starts_with("after") && li.is_some() {
        return Some((1, li.unwrap_or(phrase).into()));
    }
    if position.starts_with("subject of the verb that follows") {
        return Some((2, phrase.into()));
    }
    if position.starts_with("the person named next") {
        return Some((3, phrase.into()));
    }
    if position.starts_with("none") || position.starts_with("author") {
        return Some((4, phrase.into()));
    }
    if position.starts_with("subject of the sentence") {
        return Some((5, phrase.trim_end_matches(" ل").into()));
    }
    None
}

/// The section's bytes.
pub fn compile() -> Result<Vec<u8>, String> {
    let mut forms: BTreeMap<String, (u8, u8, u16)> = BTreeMap::new();
    let mut phrases: BTreeMap<String, u8> = BTreeMap::new();
    let sources = rows("data/sources.tsv")?;
    let weak: BTreeSet<String> = sources.iter().filter(|r| r.get(1).is_some_and(|k| k == "weak")).map(|r| fold(&r[0])).collect();
    let mut add = |word: &str, kind: u8, agree: u8, f: u16| {
        let word = fold(word);
        if word.chars().count() < 2 || word.contains(' ') {
            return;
        }
        let f = if weak.contains(&word) { f | flag::WEAK } else { f };
        forms
            .entry(word)
            .and_modify(|old| {
                // A finite verb wins over a noun of the same letters, a plainer verb over one with an attitude.
                if kind < old.0 {
                    *old = (kind, agree, f);
                } else if kind == old.0 {
                    old.2 |= f;
                }
            })
            .or_insert((kind, agree, f));
    };
    for row in rows("data/reporting.tsv")? {
        let cell = |i: usize| row.get(i).map_or("", String::as_str);
        let (past, present, masdars, participles, position) = (cell(0), cell(1), cell(2), cell(3), cell(4));
        let f = flags(&row);
        for participle in participles.split('|').filter(|p| *p != "-" && !p.is_empty() && !p.contains(' ')) {
            let agree = if participle.ends_with('ة') { 1 } else { u8::from(participle.ends_with("ين")) * 2 };
            add(participle, 1, agree, f);
        }
        let fixed = phrase_kind(position, past);
        if let Some((kind, phrase)) = fixed {
            phrases.insert(fold(&phrase), kind);
            continue;
        }
        if position == "after عن" || participles != "-" && present == "-" && masdars == "-" || past.contains(' ') {
            continue;
        }
        if !position.starts_with("subject") {
            continue;
        }
        for (word, agree) in perfect(past) {
            add(&word, 0, agree, f);
        }
        if present != "-" {
            for (word, agree) in imperfect(present) {
                add(&word, 0, agree, f | flag::PRESENT);
            }
        }
        for masdar in masdars.split('|').filter(|m| *m != "-" && !m.is_empty()) {
            add(masdar, 2, 0, f);
        }
    }
    let mut w = Writer::default();
    w.varint(forms.len() as u32);
    for (word, (kind, agree, f)) in &forms {
        w.str(word);
        w.u8(*kind);
        w.u8(*agree);
        w.u16(*f);
    }
    w.varint(phrases.len() as u32);
    for (phrase, kind) in &phrases {
        w.u8(*kind);
        w.str(phrase);
    }
    let mut nouns: BTreeMap<String, u8> = BTreeMap::new();
    for row in &sources {
        let kind = row.get(1).map_or("", String::as_str);
        let Some(k) = ["source", "document", "class", "spokesman", "preposition", "clause", "thing"].iter().position(|n| *n == kind) else {
            if matches!(kind, "weak" | "masculine") {
                continue;
            }
            return Err(format!("data/sources.tsv: «{kind}» is no kind"));
        };
        nouns.insert(fold(&row[0]), k as u8);
    }
    w.varint(nouns.len() as u32);
    for (noun, kind) in &nouns {
        w.u8(*kind);
        w.str(noun);
    }
    let masculine: BTreeSet<String> = sources.iter().filter(|r| r.get(1).is_some_and(|k| k == "masculine")).map(|r| fold(&r[0])).collect();
    w.varint(masculine.len() as u32);
    for word in &masculine {
        w.str(word);
    }
    Ok(w.bytes)
}

/// `compile-speech`: writes `models/speech.bin`.
pub fn run(_args: &[String]) -> Result<ExitCode, String> {
    let bytes = compile()?;
    let path = "models/speech.bin";
    std::fs::write(path, container(&[("speech", &bytes)])).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: {} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

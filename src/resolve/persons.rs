//! Forms of persons' names in one article → joined: «دونالد ترامب» and «ترامب», «نتنياهو» and «نتانياهو».

use super::forms::Forms;
use crate::tag::EntityType;
use std::collections::HashMap;

/// How many longer forms with a word in common are looked at; more namesakes than that in one article are not told apart.
const MOST: usize = 48;

/// A word without its article, «ابن» as «بن».
fn plain(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().nth(2).is_some() => rest,
        _ if matches!(word, "ابن" | "بن") => "بن",
        _ => word,
    }
}

/// Letters that stand for one foreign sound as one; weak letters gone: what spellings of one foreign name have in common.
fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for (i, c) in plain(word).chars().enumerate() {
        let c = match c {
            'غ' | 'ج' | 'ق' | 'ك' | 'گ' | 'چ' => 'ك',
            'ث' | 'ط' => 'ت',
            'ص' => 'س',
            'ظ' | 'ذ' | 'ض' => 'د',
            'پ' => 'ب',
            'ڤ' => 'ف',
            'ا' | 'و' | 'ي' | 'ى' | 'ه' | 'ة' | 'ؤ' | 'ئ' | 'ء' if i > 0 => continue,
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// True where two words may be spellings of one name: the skeletons agree, and the words are long enough not to be «سالم» and «سليم».
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (la, lb) = (a.chars().count(), b.chars().count());
    a == b || (la.min(lb) >= 5 && la.max(lb) >= 6 && la.abs_diff(lb) <= 2 && skeleton(a) == skeleton(b))
}

/// How well the short name goes with the long one: 0 not at all, best where both end alike.
fn likeness(short: &[&str], long: &[&str]) -> u8 {
    let mut rest = long.iter();
    // «وسيم» is not his mother «أم وسيم».
    if long.first() == Some(&"ام") && short.first() != Some(&"ام") {
        return 0;
    }
    if short.len() >= long.len() || !short.iter().all(|w| rest.any(|l| same(w, l))) {
        return 0;
    }
    match (short.last(), long.last(), short.first(), long.first()) {
        (Some(a), Some(b), _, _) if same(a, b) => 3,
        (_, _, Some(a), Some(b)) if same(a, b) => {
            if short.len() > 1 {
                3
            } else {
                1
            }
        }
        _ => 2,
    }
}

/// Joins spellings of one name, then short names to the longer ones.
pub(super) fn join(forms: &mut Forms) {
    let persons: Vec<usize> = (0..forms.list.len()).filter(|&i| forms.list[i].ty == EntityType::Per).collect();
    spellings(forms, &persons);
    let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
    for &i in &persons {
        let words = forms.list[i].words();
        if words.len() > 1 {
            for w in words {
                let list = by_word.entry(skeleton(w)).or_default();
                if list.len() < MOST && list.last() != Some(&i) {
                    list.push(i);
                }
            }
        }
    }
    let mut order = persons;
    order.sort_by_key(|&i| std::cmp::Reverse(forms.list[i].words().len()));
    for i in order {
        if let Some(with) = longer(forms, i, &by_word) {
            if forms.is_known(i) {
                forms.rejoin(i, with);
            } else {
                forms.join(i, with);
            }
        }
    }
}

/// The longer form that the short form `i` belongs to.
fn longer(forms: &Forms, i: usize, by_word: &HashMap<String, Vec<usize>>) -> Option<usize> {
    let form = &forms.list[i];
    let words = form.words();
    let near = words.last().and_then(|w| by_word.get(&skeleton(w)))?;
    let mut best: Option<((u8, bool, i64), usize)> = None;
    for &g in near {
        let other = &forms.list[g];
        let like = likeness(&words, &other.words());
        if like == 0 || g == i {
            continue;
        }
        if forms.root(g) == forms.root(i) {
            return None;
        }
        // The nearest one before, else the first one after.
        let before = other.first() < form.first();
        let distance = form.first().abs_diff(other.first()) as i64;
        let rank = (like, before, -distance);
        if best.is_none_or(|b| rank > b.0) {
            best = Some((rank, g));
        }
    }
    let ((like, before, _), g) = best?;
    // A name that the list knows by itself yields only to a namesake that the article has introduced.
    if forms.is_known(i) && (like < 3 || !before || words.len() > 1) { None } else { Some(g) }
}

/// Joins forms of as many words that differ in spelling alone.
fn spellings(forms: &mut Forms, persons: &[usize]) {
    let mut by_skeleton: HashMap<String, usize> = HashMap::new();
    for &i in persons {
        let words = forms.list[i].words();
        let key = words.iter().map(|w| skeleton(w)).collect::<Vec<_>>().join(" ");
        let Some(&other) = by_skeleton.get(&key) else {
            by_skeleton.insert(key, i);
            continue;
        };
        let alike = words.len() == forms.list[other].words().len() && words.iter().zip(forms.list[other].words()).all(|(a, b)| same(a, b));
        if alike && forms.root(i) != forms.root(other) {
            match (forms.is_known(i), forms.is_known(other)) {
                (true, true) => {}
                (true, false) => forms.join(other, i),
                _ => forms.join(i, other),
            }
        }
    }
}

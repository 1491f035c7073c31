//! What speaks for or against a split. One piece of code for training and running.

use super::candidates::Split;
use super::lexicon::{Lexicon, hash};

/// Calls `with` for each feature of one split of `word`.
pub fn features(lexicon: &Lexicon, word: &str, split: Split, mut with: impl FnMut(u32)) {
    let (from, to) = (usize::from(split.pro), word.len().saturating_sub(usize::from(split.en)));
    let (pro, en) = (word.get(..from).unwrap_or(""), word.get(to..).unwrap_or(""));
    let stem = word.get(from..to).unwrap_or("");
    let mut emit = |template: u8, parts: &[&[u8]]| {
        let h = parts.iter().fold(hash(&[template], 0), |h, p| hash(p, hash(&[0xFF], h)));
        with((h ^ (h >> 32)) as u32);
    };
    let (pro, en) = (pro.as_bytes(), en.as_bytes());
    let kind = [u8::from(from > 0) | u8::from(!en.is_empty()) << 1];

    let whole = lexicon.get(word);
    let (alone, with_article, with_and) = evidence(lexicon, stem, !en.is_empty());
    let known = lexicon.get(stem);

    emit(b'c', &[pro, en]);
    emit(b'p', &[pro, &[u8::from(en.is_empty())]]);
    emit(b'e', &[en, &[u8::from(pro.is_empty())]]);
    // How common the stem is, against the whole word.
    let step = (i16::from(alone) - i16::from(whole.level)).clamp(-8, 8).to_le_bytes();
    emit(b'd', &[&kind, &step]);
    emit(b'D', &[pro, en, &step]);
    emit(b'l', &[pro, en, &[alone]]);
    emit(b'w', &[&kind, &[whole.level, alone]]);
    emit(b'a', &[pro, en, &[with_article]]);
    emit(b'A', &[&kind, &[with_article.min(4), with_and.min(4), u8::from(alone > 0)]]);
    emit(b'n', &[&kind, &[u8::from(known.name), u8::from(whole.name)]]);
    emit(b'N', &[pro, en, &[u8::from(known.name), u8::from(whole.name)]]);
    // Shape.
    let letters = stem.chars().count().min(8) as u8;
    emit(b'#', &[pro, en, &[letters]]);
    emit(b'1', &[pro, head(stem, 1).as_bytes()]);
    emit(b'2', &[pro, head(stem, 2).as_bytes()]);
    emit(b'3', &[pro, head(stem, 3).as_bytes()]);
    emit(b'6', &[en, tail(stem, 1).as_bytes()]);
    emit(b'7', &[en, tail(stem, 2).as_bytes()]);
    emit(b'8', &[en, tail(stem, 3).as_bytes()]);
    // Words that the training text knows by heart.
    emit(b'S', &[&kind, stem.as_bytes()]);
    emit(b's', &[pro, stem.as_bytes()]);
    emit(b't', &[en, stem.as_bytes()]);
    emit(b'W', &[&kind, word.as_bytes(), pro]);
}

/// How common the stem is alone, with ال, with و; before a pronoun also in the form it has alone (وفات+ه: وفاة).
fn evidence(lexicon: &Lexicon, stem: &str, before_pronoun: bool) -> (u8, u8, u8) {
    let mut buffer = String::with_capacity(stem.len() + 8);
    let mut level = |prefix: &str, body: &str, suffix: &str| {
        buffer.clear();
        buffer.push_str(prefix);
        buffer.push_str(body);
        buffer.push_str(suffix);
        lexicon.get(&buffer).level
    };
    let mut alone = level("", stem, "");
    let mut with_article = level("ال", stem, "");
    let with_and = level("و", stem, "");
    if before_pronoun {
        let variants: &[(&str, &str)] =
            &[("ت", "ة"), ("ا", "ى"), ("ي", "ى"), ("ؤ", "ء"), ("ئ", "ء"), ("و", "وا"), ("و", "ون"), ("ي", "ين")];
        for (end, instead) in variants {
            if let Some(body) = stem.strip_suffix(end) {
                alone = alone.max(level("", body, instead));
                with_article = with_article.max(level("ال", body, instead));
            }
        }
    }
    (alone, with_article, with_and)
}

fn head(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).map_or(word, |(i, _)| word.get(..i).unwrap_or(word))
}

fn tail(word: &str, letters: usize) -> &str {
    word.char_indices().rev().nth(letters.saturating_sub(1)).map_or(word, |(i, _)| word.get(i..).unwrap_or(word))
}

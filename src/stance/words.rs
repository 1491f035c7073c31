//! A word → the shapes under which the tables and the learned weights know it: readings without clitics, and a light stem.

/// Hash of a normalized word.
#[must_use]
pub fn hash(word: &str) -> u32 {
    let mut h: u32 = 0x811C_9DC5;
    for &b in word.as_bytes() {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    finish(h)
}

const fn finish(mut h: u32) -> u32 {
    h ^= h >> 15;
    h = h.wrapping_mul(0x2C1B_3C6D);
    h ^ (h >> 13)
}

fn hash_chars(chars: &[char]) -> u32 {
    let mut h: u32 = 0x811C_9DC5;
    let mut buf = [0; 4];
    for c in chars {
        for &b in c.encode_utf8(&mut buf).as_bytes() {
            h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
        }
    }
    finish(h)
}

/// Two hashes and a template number → one.
#[must_use]
pub const fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut h = template.wrapping_mul(0x9E37_79B1) ^ a.wrapping_mul(0x85EB_CA6B) ^ b.rotate_left(16).wrapping_mul(0xC2B2_AE35);
    h ^= h >> 16;
    h = h.wrapping_mul(0x7FEB_352D);
    h ^= h >> 15;
    h
}

/// Most characters that are looked at; a longer word is read up to here.
const LONGEST: usize = 24;
const PRONOUNS: [&[char]; 11] = [
    &['ه', 'م', 'ا'],
    &['ك', 'م', 'ا'],
    &['ه', 'ا'],
    &['ه', 'م'],
    &['ه', 'ن'],
    &['ن', 'ا'],
    &['ن', 'ي'],
    &['ك', 'م'],
    &['ه'],
    &['ك'],
    &['ي'],
];
const ENDINGS: [&[char]; 16] = [
    &['ت', 'ه', 'ا'],
    &['ت', 'ه', 'م'],
    &['ه', 'م', 'ا'],
    &['ه', 'ا'],
    &['ه', 'م'],
    &['ن', 'ا'],
    &['ا', 'ت'],
    &['و', 'ن'],
    &['ي', 'ن'],
    &['ا', 'ن'],
    &['و', 'ا'],
    &['ت', 'ه'],
    &['ة'],
    &['ه'],
    &['ا'],
    &['ي'],
];

/// What the letters of a word show without a dictionary.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Hashes of the readings: with and without و ف ب ل ك س ال and pronouns; first the whole word.
    pub readings: Vec<u32>,
    /// Hash of the light stem.
    pub stem: u32,
    /// First letter that belongs to a possible verb prefix, last two letters, length class: what tells forms apart.
    pub form: u32,
    /// The preposition written on it, as its number in [`PREPOSITIONS`] plus one; 0 for none.
    pub prep: u8,
    /// True where it begins with و or ف of three letters or more.
    pub conj: bool,
    /// True where the article stands on it.
    pub definite: bool,
    /// True where it may end in a pronoun.
    pub pronoun: bool,
}

/// Prepositions by number; the first three are written on the next word.
pub const PREPOSITIONS: [&str; 22] = [
    "ل",
    "ب",
    "ك",
    "من",
    "على",
    "الى",
    "في",
    "عن",
    "ضد",
    "مع",
    "بين",
    "امام",
    "تجاه",
    "ازاء",
    "بحق",
    "لدى",
    "حول",
    "نحو",
    "وراء",
    "خلف",
    "لصالح",
    "وجه",
];

/// Looks at a normalized word; `pro` and `en` are bytes of its clitics where the tokenizer marked them off.
#[must_use]
pub fn shape(word: &str, pro: usize, en: usize) -> Shape {
    let chars: Vec<char> = word.chars().take(LONGEST).collect();
    let n = chars.len();
    let mut out = Shape::default();
    out.readings.push(hash_chars(&chars));
    let marked = word.get(..pro).map_or(0, |p| p.chars().count()).min(n);
    let marked_end = n - word.get(word.len().saturating_sub(en)..).map_or(0, |p| p.chars().count()).min(n - marked);
    let mut starts = vec![0];
    let mut at = 0;
    let is = |i: usize, set: &[char]| chars.get(i).is_some_and(|c| set.contains(c));
    if n >= 4 && is(0, &['و', 'ف']) {
        out.conj = true;
        at = 1;
        starts.push(at);
    }
    if is(at, &['ل']) && is(at + 1, &['ل']) && n >= at + 4 {
        out.prep = 1;
        out.definite = true;
        starts.extend([at + 1, at + 2]);
    } else {
        let stem_at = at;
        if is(at, &['ب', 'ل', 'ك', 'س']) && n >= at + 4 {
            at += 1;
            starts.push(at);
            let article = is(at, &['ا']) && is(at + 1, &['ل']);
            if article || marked > stem_at {
                out.prep = match chars[stem_at] {
                    'ل' => 1,
                    'ب' => 2,
                    'ك' => 3,
                    _ => 0,
                };
            }
        }
        if is(at, &['ا']) && is(at + 1, &['ل']) && n >= at + 4 {
            starts.push(at + 2);
            out.definite = true;
        } else if at > stem_at && is(stem_at, &['ا']) {
            starts.push(stem_at);
        }
    }
    if marked > 0 && !starts.contains(&marked) {
        starts.push(marked);
    }
    let mut ends = vec![n];
    if let Some(p) = PRONOUNS.iter().find(|p| n >= p.len() + 2 && chars.ends_with(p)) {
        ends.push(n - p.len());
        out.pronoun = true;
    }
    if n >= 4 && is(n - 1, &['ا']) && !ends.contains(&(n - 1)) {
        ends.push(n - 1);
    }
    if marked_end < n {
        out.pronoun = true;
        if !ends.contains(&marked_end) {
            ends.push(marked_end);
        }
    }
    for &s in &starts {
        for &e in &ends {
            if e >= s + 2 && (s > 0 || e < n) {
                let h = hash_chars(&chars[s..e]);
                if !out.readings.contains(&h) {
                    out.readings.push(h);
                }
            }
        }
    }
    out.stem = light_stem(&chars, marked, marked_end);
    let first = chars.get(usize::from(out.conj)).copied().unwrap_or(' ');
    let prefix = if out.definite {
        1
    } else {
        match first {
            'ي' => 2,
            'ت' => 3,
            'م' => 4,
            'ن' => 5,
            'س' => 6,
            'ا' => 7,
            _ => 0,
        }
    };
    let tail = n.saturating_sub(2);
    out.form = mix(prefix, hash_chars(&chars[tail..]), n.min(7) as u32);
    out
}

fn light_stem(chars: &[char], pro: usize, end: usize) -> u32 {
    let mut s = &chars[pro.min(end)..end];
    if pro == 0 && s.len() >= 4 && matches!(s[0], 'و' | 'ف') {
        s = &s[1..];
    }
    for prefix in [&['ب', 'ا', 'ل'][..], &['ك', 'ا', 'ل'], &['ا', 'ل'], &['ل', 'ل']] {
        if s.len() >= prefix.len() + 2 && s.starts_with(prefix) {
            s = &s[prefix.len()..];
            break;
        }
    }
    if let Some(e) = ENDINGS.iter().find(|e| s.len() >= e.len() + 3 && s.ends_with(e)) {
        s = &s[..s.len() - e.len()];
    }
    if s.len() >= 4 && matches!(s.last(), Some('ة' | 'ى' | 'ه')) {
        s = &s[..s.len() - 1];
    }
    hash_chars(s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_come_off_in_some_reading() {
        for (word, base) in [("وهاجمته", "هاجمت"), ("بالهجوم", "هجوم"), ("للحكومة", "حكومة"), ("سيدعم", "يدعم"), ("انتقادا", "انتقاد")]
        {
            assert!(shape(word, 0, 0).readings.contains(&hash(base)), "{word} has no reading {base}");
        }
    }

    #[test]
    fn forms_of_one_noun_share_a_stem() {
        let stem = |w| shape(w, 0, 0).stem;
        assert_eq!(stem("العقوبات"), stem("عقوبة"));
        // Clitics as the tokenizer marks them: bytes of «و» and of «ها».
        assert_eq!(shape("وانتقاداتها", 2, 4).stem, stem("انتقادات"));
    }

    #[test]
    fn odd_words_do_no_harm() {
        for w in ["", "و", "ال", "لل", "ووووووووووووووووووووووووووووووووووو", "ه"] {
            let _ = shape(w, 0, 0);
            let _ = shape(w, 1, 1);
            let _ = shape(w, 900, 900);
        }
    }
}

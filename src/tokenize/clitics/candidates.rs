//! The splits that are possible: proclitics in their fixed order, then a stem, then one pronoun.

/// A split of a word: bytes of its proclitics and of its enclitic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Split {
    /// Bytes at the start.
    pub pro: u8,
    /// Bytes at the end.
    pub en: u8,
}

/// Pronouns, each a suffix; longer ones contain shorter ones, so all are tried.
const PRONOUNS: [&str; 12] = ["ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "ي", "ني", "نا"];

/// Longest word that is split, in bytes: no Arabic word is longer.
const LONGEST: usize = 40;

/// Bytes of a letter that takes part in a split.
const LETTER: usize = 2;

/// Calls `with` for every possible split, the whole word first.
pub fn splits(word: &str, mut with: impl FnMut(Split)) {
    with(Split::default());
    if !(2 * LETTER..=LONGEST).contains(&word.len()) {
        return;
    }
    let mut starts = [0usize; 6];
    let mut count = 1;
    proclitics(word, |len| {
        if let Some(slot) = starts.get_mut(count) {
            *slot = len;
            count += 1;
        }
    });
    for &pro in starts.iter().take(count) {
        let Some(rest) = word.get(pro..) else { continue };
        // A stem has two letters, but ب and ل can carry a pronoun by themselves: «لهم» is the stem ل with هم, not ل before a stem.
        let carries = word.get(..pro).is_some_and(|p| p.ends_with(['ب', 'ل'])) && PRONOUNS.contains(&rest);
        if pro > 0 && rest.len() >= 2 * LETTER && !carries {
            with(Split { pro: pro as u8, en: 0 });
        }
        for pronoun in PRONOUNS {
            let Some(stem) = rest.strip_suffix(pronoun) else { continue };
            if stem.len() >= 2 * LETTER || matches!(stem, "ب" | "ل") {
                with(Split { pro: pro as u8, en: pronoun.len() as u8 });
            }
        }
    }
}

/// Calls `with` for the length of each possible run of proclitics: و or ف, then ب, ل or ك, or س before an imperfect verb
/// (not of the first person: with its hamza folded, سأكتب looks like ساعد).
fn proclitics(word: &str, mut with: impl FnMut(usize)) {
    let mut after_conjunction = |word: &str, base: usize| {
        let mut chars = word.chars();
        match chars.next() {
            Some('ب' | 'ل' | 'ك') => with(base + LETTER),
            Some('س') if matches!(chars.next(), Some('ي' | 'ت' | 'ن')) => with(base + LETTER),
            _ => {}
        }
    };
    after_conjunction(word, 0);
    if let Some(rest) = word.strip_prefix(['و', 'ف']) {
        after_conjunction(rest, LETTER);
        with(LETTER);
    }
}

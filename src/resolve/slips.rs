//! Forms that differ by one letter → joined, where a slip of the pen is likelier than another name: «لفيربول» and «ليفربول».

use super::bodies::{class, unite};
use super::forms::Forms;
use crate::tag::EntityType;
use crate::tag::gazetteer::{Gazetteer, flag};
use std::collections::HashMap;

/// Letters that a name must have; shorter ones are often other names.
const MIN_LETTERS: usize = 6;
/// Longer names differ by more than letters.
const MAX_LETTERS: usize = 32;
/// More forms than any article has: a list of names, where neighbours are other names.
const MOST_FORMS: usize = 5000;

pub(super) fn join(forms: &mut Forms, gazetteer: &Gazetteer) {
    if forms.list.len() > MOST_FORMS {
        return;
    }
    let mut neighbours: HashMap<(String, u8), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for i in 0..forms.list.len() {
        let letters: Vec<char> = forms.list[i].name.chars().collect();
        if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters.len()) || forms.list[i].ty == EntityType::Norp {
            continue;
        }
        let class = class(forms.list[i].ty);
        // Two names are one letter apart where they agree once a letter is taken from one or both.
        for k in 0..=letters.len() {
            let key: String = letters.iter().enumerate().filter(|x| x.0 != k).map(|x| *x.1).collect();
            let list = neighbours.entry((key, class)).or_default();
            for &j in list.iter() {
                if pairs.last() != Some(&(i, j)) {
                    pairs.push((i, j));
                }
            }
            if list.len() < 8 && list.last() != Some(&i) {
                list.push(i);
            }
        }
    }
    for (i, j) in pairs {
        if forms.root(i) != forms.root(j) && alike(forms, gazetteer, i, j) {
            unite(forms, i, j);
        }
    }
}

/// True where the two names, one letter apart, may be one: no digit differs, and no two known given names.
fn alike(forms: &Forms, gazetteer: &Gazetteer, i: usize, j: usize) -> bool {
    let (a, b) = (&forms.list[i], &forms.list[j]);
    let (x, y) = (a.words(), b.words());
    if a.ty != b.ty || x.len() != y.len() || (forms.is_known(forms.root(i)) && forms.is_known(forms.root(j))) {
        return false;
    }
    let Some((v, w)) = x.iter().zip(&y).find(|(v, w)| v != w) else { return true };
    let digit = |w: &str| w.contains(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic());
    let given = |w: &str| gazetteer.token_flags(w) & flag::GIVEN != 0;
    let long = v.chars().count().min(w.chars().count()) >= 5;
    long && !digit(v) && !digit(w) && !(a.ty == EntityType::Per && (x.len() < 2 || given(v) && given(w)))
}

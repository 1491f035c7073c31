//! Unicode NFKC with an alignment, cluster by cluster.

use super::alignment::Alignment;
use crate::span::Span;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// True where `c` stays as it is and joins nothing before it.
fn settled(c: char) -> bool {
    c.is_ascii() || (canonical_combining_class(c) == 0 && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// True where the form of what precedes `c` cannot depend on it.
fn begins_cluster(c: char) -> bool {
    settled(c) || std::iter::once(c).nfkc().next().is_some_and(settled)
}

/// NFKC of `text`.
pub(super) fn nfkc(text: &str) -> (String, Alignment) {
    let mut out = String::with_capacity(text.len());
    let mut alignment = Alignment::default();
    let mut start = 0;
    let mut plain = true;
    let mut flush = |from: usize, to: usize, plain: bool| {
        let Some(cluster) = text.get(from..to) else { return };
        let at = out.len();
        if plain {
            out.push_str(cluster);
            return;
        }
        out.extend(cluster.nfkc());
        if out.get(at..) != Some(cluster) {
            alignment.replaced(Span::new(at, out.len()), Span::new(from, to));
        }
    };
    // A stretch of settled characters is one piece; the last of them may be the base of the cluster that follows.
    let mut last = 0;
    for (i, c) in text.char_indices() {
        if settled(c) {
            if !plain {
                flush(start, i, false);
                (start, plain) = (i, true);
            }
        } else {
            let cut = if begins_cluster(c) {
                i
            } else if plain {
                last.max(start)
            } else {
                start
            };
            if plain || begins_cluster(c) {
                flush(start, cut, plain);
                (start, plain) = (cut, false);
            }
        }
        last = i;
    }
    flush(start, text.len(), plain);
    (out, alignment)
}

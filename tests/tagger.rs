//! The tagger as compiled into the crate, in sentences written for this test, and its model file.

use mizan::model::Model;
use mizan::tag::decode::Transitions;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::labels::{self, LABELS, may_follow};
use mizan::tag::linear::{HashTable, Scores};
use mizan::tag::{Tagger, tag};
use mizan::tokenize::Segmenter;

struct Stages {
    segmenter: Segmenter,
    gazetteer: Gazetteer,
    tagger: Tagger,
}

fn stages() -> Stages {
    let model = Model::embedded().expect("the embedded models are whole");
    let section = |name: &str| model.section(name).expect("there is such a section");
    Stages {
        segmenter: Segmenter::read(&model).expect("the segmenter is whole"),
        gazetteer: Gazetteer::read(section("gazettr")).expect("the list is whole"),
        tagger: Tagger::read(section("tagger")).expect("the tagger is whole"),
    }
}

/// The names found, as «TYPE name», the name cut from the original.
fn found(s: &Stages, text: &str) -> Vec<String> {
    tag(&s.segmenter.document(text), &s.gazetteer, &s.tagger).iter().map(|m| format!("{} {}", m.ty.name(), m.span.of(text))).collect()
}

#[test]
fn names_are_marked_without_titles_and_clitics() {
    let s = stages();
    assert_eq!(found(&s, "وصل الرئيس الأمريكي دونالد ترامب إلى الدوحة أمس."), ["NORP الأمريكي", "PER دونالد ترامب", "GPE الدوحة"]);
    assert_eq!(found(&s, "وكان لقطر وللولايات المتحدة موقف مشترك من الأزمة."), ["GPE قطر", "GPE لولايات المتحدة"]);
    assert_eq!(found(&s, "رحبت وزارة الخارجية الروسية بالاتفاق."), ["ORG وزارة الخارجية الروسية"]);
}

#[test]
fn text_without_names_has_no_mention() {
    let s = stages();
    for text in ["", " \n\n", "ذهب الولد إلى البيت وشرب الماء.", "123 456 !؟"] {
        assert_eq!(found(&s, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn mentions_are_in_order_disjoint_and_cut_at_letters() {
    let s = stages();
    let pieces = [
        "قال ",
        "محمد بن سلمان",
        " «",
        "»",
        "و",
        "إيران",
        "، ",
        "\n",
        "(",
        ")",
        "الـــرياض",
        "🇶🇦",
        "S-400",
        " ",
        "مُحَمَّد",
        "لـ",
        "ﻻ",
        "\u{200F}",
        ".",
    ];
    let mut seed = 1u32;
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..30 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(seed >> 16) as usize % pieces.len()]);
        }
        let mentions = tag(&s.segmenter.document(&text), &s.gazetteer, &s.tagger);
        let mut end = 0;
        for m in &mentions {
            assert!(m.span.start >= end && m.span.end > m.span.start, "{text}: {mentions:?}");
            assert!(text.get(m.span.start..m.span.end).is_some(), "{text}: {:?}", m.span);
            assert!(m.confidence <= 1000);
            end = m.span.end;
        }
    }
}

#[test]
fn a_truncated_tagger_is_rejected() {
    let model = Model::embedded().expect("the embedded models are whole");
    let bytes = model.section("tagger").expect("there is a tagger");
    for n in (0..bytes.len()).step_by(bytes.len() / 97 + 1) {
        assert!(Tagger::read(&bytes[..n]).is_err(), "{n} of {} bytes were read as a tagger", bytes.len());
    }
}

#[test]
fn a_damaged_tagger_never_panics() {
    let s = stages();
    let model = Model::embedded().expect("the embedded models are whole");
    let whole = model.section("tagger").expect("there is a tagger");
    let doc = s.segmenter.document("وصل الرئيس الأمريكي دونالد ترامب إلى الدوحة.");
    for k in 0..40 {
        let mut bytes = whole.to_vec();
        let at = k * 7919 % bytes.len();
        bytes[at] ^= 0xFF;
        if let Ok(tagger) = Tagger::read(&bytes) {
            let _ = tag(&doc, &s.gazetteer, &tagger);
        }
    }
}

/// A small generator of numbers, the same everywhere.
fn numbers(mut seed: u32) -> impl FnMut() -> i32 {
    move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 20) as i32 % 100 - 50
    }
}

#[test]
fn the_best_labels_are_those_that_trying_all_finds() {
    let mut next = numbers(7);
    for _ in 0..20 {
        let rows: Vec<Scores> = (0..=LABELS).map(|_| std::array::from_fn(|_| next())).collect();
        let scores: Vec<Scores> = (0..3).map(|_| std::array::from_fn(|_| next())).collect();
        let t = Transitions::new(&rows);
        let mut best = (i32::MIN, Vec::new());
        let mut through = vec![[i32::MIN; LABELS]; 3];
        for code in 0..LABELS.pow(3) {
            let y = [code % LABELS, code / LABELS % LABELS, code / LABELS / LABELS];
            let mut sum = rows[LABELS][y[0]];
            let mut allowed = may_follow(labels::O, y[0] as u8);
            for k in 0..3 {
                sum += scores[k][y[k]];
                if k > 0 {
                    allowed &= may_follow(y[k - 1] as u8, y[k] as u8);
                    sum += rows[y[k - 1]][y[k]];
                }
            }
            if allowed {
                for k in 0..3 {
                    through[k][y[k]] = through[k][y[k]].max(sum);
                }
                if sum > best.0 {
                    best = (sum, y.map(|l| l as u8).to_vec());
                }
            }
        }
        assert_eq!(t.best(&scores), best.1);
        for (found, right) in t.through(&scores).iter().zip(&through) {
            for l in 0..LABELS {
                if right[l] > i32::MIN {
                    assert_eq!(found[l], right[l] - best.0);
                }
            }
        }
    }
}

#[test]
fn labels_become_mentions() {
    use mizan::tag::EntityType::{Gpe, Per};
    let (b, i) = (labels::begin(Per), labels::inside(Per));
    assert_eq!(labels::mentions(&[0, b, i, b, 0, labels::begin(Gpe)]), [(1..3, Per), (3..4, Per), (5..6, Gpe)]);
    assert_eq!(labels::mentions(&[i, i, 0]), [(0..2, Per)]);
}

#[test]
fn a_table_finds_each_of_its_keys_and_no_other() {
    let pairs: Vec<(u32, u32)> = (0..1000).map(|k| (k * k * 31, k)).collect();
    let table = HashTable::new(&pairs);
    assert!(pairs.iter().all(|&(k, v)| table.get(k) == Some(v)));
    assert_eq!(table.get(7), None);
    assert_eq!(table.len(), 1000);
}

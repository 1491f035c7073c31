//! The compiled list of names, looked up in sentences.

use mizan::model::Model;
use mizan::normalize::normalize_ml;
use mizan::tag::gazetteer::{Gazetteer, flag, kind};
use mizan::tokenize::tokenize;

fn gazetteer() -> Gazetteer {
    let model = Model::embedded().expect("the embedded models are whole");
    Gazetteer::read(model.section("gazettr").expect("there is a list")).expect("the list is whole")
}

/// The names found in a sentence, as «words → English names».
fn found(g: &Gazetteer, text: &str) -> Vec<String> {
    let doc = tokenize(text, normalize_ml(text));
    let name = |e: &u32| g.entry(*e).map_or(String::new(), |e| format!("{} {}", e.ty.name(), e.en));
    g.matches(&doc)
        .iter()
        .map(|m| {
            let words: Vec<&str> = m.tokens.clone().map(|i| doc.word(i)).collect();
            format!("{}@{} = {}", words.join(" "), m.pro, m.entries.iter().map(name).collect::<Vec<_>>().join(", "))
        })
        .collect()
}

fn assert_found(text: &str, wanted: &[&str]) {
    let all = found(&gazetteer(), text);
    for w in wanted {
        assert!(all.iter().any(|f| f.contains(w)), "«{w}» not found in «{text}», only {all:#?}");
    }
}

#[test]
fn names_are_found_with_clitics_and_in_every_spelling() {
    assert_found("ولقطر دور في الوساطة", &["ولقطر@4 = GPE Qatar"]);
    assert_found("وللولايات المتحدة مصالح", &["وللولايات المتحدة@4 = GPE United States"]);
    assert_found("بالأمريكيين والاميركيات", &["بالامريكيين@2 = NORP United States", "والاميركيات@2 = NORP United States"]);
    assert_found("قال عبدالفتاح السيسي وعبد الفتاح السيسي", &["عبدالفتاح السيسي@0 = PER", "وعبد الفتاح السيسي@2 = PER"]);
    assert_found("وصل الى ابوظبي ثم أبو ظبي", &["ابوظبي@0 = GPE Abu Dhabi", "ابو ظبي@0 = GPE Abu Dhabi"]);
}

#[test]
fn hyphens_and_the_hard_g_do_not_hide_a_name() {
    assert_found("رصدت كيم جونغ-أون ثم كيم جونغ اون", &["كيم جونغ - اون@0 = PER", "كيم جونغ اون@0 = PER"]);
    assert_found("دعا جوتيريش وغوتيريش", &["جوتيريش@0 = PER António Guterres", "وغوتيريش@2 = PER António Guterres"]);
    assert_found("وزارة الشئون الخارجية ووزارة الشؤون الخارجية", &["وزارة الشئون الخارجية@0", "ووزارة الشؤون الخارجية@2"]);
}

#[test]
fn the_longest_match_comes_first() {
    let all = found(&gazetteer(), "وزارة الخارجية الأمريكية");
    assert!(all[0].starts_with("وزارة الخارجية الامريكية@0 = ORG United States Department of State"), "{all:#?}");
}

#[test]
fn names_do_not_cross_a_sentence() {
    let all = found(&gazetteer(), "زار الولايات.\nالمتحدة");
    assert!(!all.iter().any(|f| f.contains("United States")), "{all:#?}");
}

#[test]
fn countries_have_ids_and_capitals_their_country() {
    let g = gazetteer();
    let usa = g.lookup("الولايات المتحدة").iter().filter_map(|&e| g.entry(e)).next().expect("known");
    assert_eq!((usa.id.as_deref(), usa.kind & kind::COUNTRY), (Some("Q30"), kind::COUNTRY));
    let city = g.lookup("طهران").iter().filter_map(|&e| g.entry(e)).find(|e| e.en == "Tehran").expect("known");
    assert_eq!(city.kind & kind::CAPITAL, kind::CAPITAL);
    assert_eq!(city.of.and_then(|o| g.entry(o)).map(|e| e.en.as_str()), Some("Iran"));
}

#[test]
fn words_hint_at_types() {
    let g = gazetteer();
    assert_ne!(g.token_flags("محمد") & flag::GIVEN, 0);
    assert_ne!(g.token_flags("الفرنسيون") & flag::NATIONALITY, 0);
    assert_ne!(g.token_flags("وزاره") & flag::ORG_TRIGGER, 0);
    assert_ne!(g.token_flags("وزارة") & flag::ORG_TRIGGER, 0);
    assert_ne!(g.token_flags("مدينة") & flag::PLACE_TRIGGER, 0);
    assert_eq!(g.token_flags("كانت"), 0);
}

#[test]
fn a_truncated_list_is_refused() {
    let model = Model::embedded().expect("whole");
    let bytes = model.section("gazettr").expect("there is a list");
    for len in [0, 1, 100, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        assert!(Gazetteer::read(&bytes[..len]).is_err(), "{len} bytes were taken for a whole list");
    }
}

#[test]
fn loading_is_fast() {
    let model = Model::embedded().expect("whole");
    let bytes = model.section("gazettr").expect("there is a list");
    let took = |_| {
        let start = std::time::Instant::now();
        let g = Gazetteer::read(bytes).expect("whole");
        (start.elapsed(), g.entries().len())
    };
    let (best, entries) = (0..5).map(took).min().expect("five runs");
    println!("{entries} entries in {best:?}");
    assert!(best.as_millis() < 300, "{best:?}");
}

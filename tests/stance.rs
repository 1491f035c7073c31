//! Stance end to end: clear sentences, bad input, and what always holds of a result.

use mizan::stance::{Holder, Polarity, Stance};
use mizan::{Analyzer, Options};

fn analyzer() -> Analyzer {
    Analyzer::new().expect("the embedded models are whole")
}

/// Holder, target and sign of each stance, by English name where there is one.
fn triples(text: &str) -> Vec<(String, String, Polarity)> {
    let a = analyzer();
    let found = a.analysis(text, &Options::default()).expect("short enough");
    let name = |e: usize| found.resolved.entities[e].name_en.clone().unwrap_or_else(|| found.resolved.entities[e].name_ar.clone());
    let holder = |s: &Stance| match s.holder {
        Holder::Entity(e) => name(e),
        Holder::Author => "author".to_string(),
        Holder::Unnamed => "unnamed".to_string(),
    };
    found.stances.iter().map(|s| (holder(s), name(s.target), s.polarity)).collect()
}

fn has(text: &str, holder: &str, target: &str, polarity: Polarity) {
    let all = triples(text);
    assert!(
        all.iter().any(|t| t.0 == holder && t.1 == target && t.2 == polarity),
        "«{text}» should have {holder} {polarity:?} {target}; found {all:?}"
    );
}

#[test]
fn a_plain_verb_with_subject_and_object() {
    has("أدانت مصر إسرائيل بشدة بسبب القصف.", "Egypt", "Israel", Polarity::Against);
    has("انتقدت روسيا الولايات المتحدة.", "Russia", "United States", Polarity::Against);
}

#[test]
fn a_masdar_with_its_prepositions() {
    has("وندد الأردن بالهجوم الإسرائيلي على قطر.", "Israel", "Qatar", Polarity::Against);
    has("أعلنت تركيا دعمها لأوكرانيا.", "Turkey", "Ukraine", Polarity::Favor);
}

#[test]
fn neutral_reports_and_empty_texts_have_no_stance() {
    for text in ["", " \n\n ", "...", "يبلغ طول النهر مئة كيلومتر.", "التقى الوزير نظيره صباح اليوم."]
    {
        assert!(triples(text).is_empty(), "«{text}» has {:?}", triples(text));
    }
}

#[test]
fn results_hold_together_on_odd_texts() {
    let a = analyzer();
    let long = "وقال ترامب إن إيران تهدد إسرائيل وقطر ومصر، ".repeat(120);
    let list = "قطر، مصر، إيران، تركيا، روسيا، الصين، ".repeat(60);
    let nested = format!("{}قطر تنتقد مصر{}", "«".repeat(300), "»".repeat(300));
    for text in [long.as_str(), &list, &nested, "قطر", "ضد ضد ضد قطر ضد", "\u{200f}قطر\u{0} تدين \u{fffd} إيران"]
    {
        let r = a.analysis(text, &Options::default()).expect("short enough");
        for s in &r.stances {
            let sentence = &r.doc.sentences[s.sentence];
            assert!(sentence.span.contains(s.cue) && !s.cue.is_empty(), "cue outside its sentence");
            assert!(s.target < r.resolved.entities.len());
            assert_ne!(s.holder, Holder::Entity(s.target), "nobody is its own target");
            assert!(s.confidence <= 1000 && (1..=2).contains(&s.strength));
            assert!(!s.rule.is_empty() && !s.lemma.is_empty());
        }
        for t in &r.targets {
            assert!(t.holders.iter().all(|h| h.0 != Holder::Author && h.1.abs() <= 1000));
            assert!(t.evidence.iter().all(|&i| r.stances[i].target == t.entity && r.stances[i].holder == Holder::Author));
        }
    }
}

#[test]
fn the_same_text_gives_the_same_stances() {
    let text = "رحبت قطر بموقف تركيا، وانتقد الرئيس الأمريكي دونالد ترامب إيران. وقال إن طهران تهدد إسرائيل.";
    assert_eq!(triples(text), triples(text));
    let (a, b) = (analyzer(), analyzer());
    let (x, y) = (a.analysis(text, &Options::default()).unwrap(), b.analysis(text, &Options::default()).unwrap());
    assert_eq!(x.stances, y.stances);
    assert_eq!(x.targets, y.targets);
}

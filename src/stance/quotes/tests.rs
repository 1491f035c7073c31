use super::*;
use crate::model::Model;
use crate::resolve::Entity;
use crate::tag::{EntityType, Mention};
use crate::tokenize::Segmenter;

/// Names that the tests speak of.
const NAMES: [(&str, EntityType); 6] = [
    ("ليلى الحسن", EntityType::Per),
    ("سامر نجيب", EntityType::Per),
    ("نجيب", EntityType::Per),
    ("وزارة الزراعة", EntityType::Org),
    ("النرويج", EntityType::Gpe),
    ("الواحة", EntityType::Org),
];

/// Quotes as «speaker: words», `*` before direct ones.
fn read(text: &str) -> Vec<String> {
    let model = Model::embedded().expect("embedded model");
    let segmenter = Segmenter::read(&model).expect("segmenter");
    let lexicon = SpeechLexicon::read(model.section("speech").expect("section")).expect("lexicon");
    let doc = segmenter.document(text);
    let mut resolved = Resolved::default();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (n, (name, _)) in NAMES.iter().enumerate() {
        for (at, _) in text.match_indices(name) {
            if !found.iter().any(|f| f.0 < at + name.len() && at < f.1) {
                found.push((at, at + name.len(), n));
            }
        }
    }
    found.sort_unstable();
    for (name, ty) in NAMES {
        resolved.entities.push(Entity {
            id: format!("local:{name}"),
            name_ar: name.into(),
            name_en: None,
            ty,
            salience: 0,
            mentions: Vec::new(),
            entry: None,
        });
    }
    for (start, end, n) in found {
        let tokens = doc.tokens.partition_point(|t| t.span.end <= start)..doc.tokens.partition_point(|t| t.span.start < end);
        resolved.mentions.push(Mention { span: Span::new(start, end), tokens, ty: NAMES[n].1, confidence: 1000 });
        // «نجيب» alone is سامر نجيب.
        resolved.entity_of.push(if n == 2 { 1 } else { n });
    }
    let speech = speech(&doc, &resolved, &lexicon);
    assert_eq!(speech.voice.len(), doc.tokens.len());
    speech
        .quotes
        .iter()
        .map(|q| {
            let speaker = match q.speaker {
                Some(Holder::Entity(e)) => NAMES[e].0,
                Some(Holder::Unnamed) => "unnamed",
                Some(Holder::Author) => "author",
                None => "-",
            };
            format!("{}{speaker}: {}", if q.direct { "*" } else { "" }, q.span.of(text))
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn verb_then_speaker() {
    check("وقالت وزيرة البيئة ليلى الحسن إن الموسم كان جيدا.", &["ليلى الحسن: الموسم كان جيدا"]);
    check("أكدت وزارة الزراعة أن المحصول كاف.", &["وزارة الزراعة: المحصول كاف"]);
}

#[test]
fn speaker_then_verb() {
    check("ليلى الحسن تقول إن القرار متأخر.", &["ليلى الحسن: القرار متأخر"]);
    check("ليلى الحسن: القرار متأخر جدا", &["ليلى الحسن: القرار متأخر جدا"]);
}

#[test]
fn quotation_marks_of_every_kind() {
    for (open, close) in [("«", "»"), ("“", "”"), ("\"", "\""), ("„", "“"), ("'", "'")] {
        let text = format!("قال سامر نجيب: {open}لن نغلق الحديقة هذا العام{close}.");
        assert_eq!(read(&text), ["*سامر نجيب: لن نغلق الحديقة هذا العام"], "{text}");
    }
}

#[test]
fn an_unclosed_quotation_ends_with_its_paragraph() {
    check("قال سامر نجيب: «لن نغلق الحديقة هذا العام.\nوفي المدينة سوق قديم.", &["*سامر نجيب: لن نغلق الحديقة هذا العام."]);
}

#[test]
fn a_verb_without_subject_means_the_speaker_before() {
    check(
        "قالت ليلى الحسن إن الشجر كثير.\nوأضافت أن الماء قليل.\nوتابعت: «سنزرع النخيل في كل شارع».",
        &["ليلى الحسن: الشجر كثير", "ليلى الحسن: الماء قليل", "*ليلى الحسن: سنزرع النخيل في كل شارع"],
    );
}

#[test]
fn hal_participles_belong_to_the_subject_before() {
    check("رفض سامر نجيب الخطة، معتبرا أن الكلفة عالية.", &["سامر نجيب: الكلفة عالية"]);
}

#[test]
fn attributions_behind_the_words() {
    check("تأخر القطار ثلاث ساعات، بحسب ليلى الحسن.", &["ليلى الحسن: تأخر القطار ثلاث ساعات"]);
    check("وفقا لوزارة الزراعة، ارتفع الإنتاج.", &["وزارة الزراعة: ارتفع الإنتاج"]);
}

#[test]
fn sources_without_a_name() {
    check("قال مسؤول في المطار إن الرحلات مستمرة.", &["unnamed: الرحلات مستمرة"]);
}

#[test]
fn a_title_means_its_bearer() {
    check("زار الوزير سامر نجيب المعرض.\nوقال الوزير إن المعرض ناجح.", &["سامر نجيب: المعرض ناجح"]);
}

#[test]
fn names_and_scare_quotes_are_no_speech() {
    check("زرنا فندق \"الواحة\" ثم مطعم \"البيت القديم\" مساء.", &[]);
}

#[test]
fn marks_without_end_take_linear_time() {
    let text = "«قال \"".repeat(20_000);
    let _ = read(&text);
    let _ = read(&"قال إن ".repeat(20_000));
}

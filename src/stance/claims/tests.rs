use super::words::{Word, log2, stem};
use super::*;
use crate::model::Model;
use crate::tokenize::Segmenter;

fn stand(article: &str, claim: &str) -> (ClaimStance, Vec<String>) {
    let model = Model::embedded().expect("embedded model");
    let segmenter = Segmenter::read(&model).expect("segmenter");
    let claims = ClaimModel::read(model.section("claims").expect("section")).expect("claims");
    let found = stance_toward(&segmenter.document(article), &segmenter.document(claim), &claims);
    let evidence = found.evidence.iter().map(|s| s.of(article).to_string()).collect();
    (found, evidence)
}

const ARTICLE: &str = "افتتحت بلدية الواحة أمس مكتبة جديدة قرب الميناء.\n\
    وقال مدير المكتبة سالم الكتبي إن المبنى يضم أربعين ألف كتاب.\n\
    ونفت البلدية أن تكون قد أغلقت المسرح القديم.\n\
    وحضر الافتتاح عشرات الطلاب من مدارس الحي.";

#[test]
fn evidence_is_the_sentence_that_speaks_of_the_claim() {
    let (found, evidence) = stand(ARTICLE, "البلدية أغلقت المسرح القديم");
    assert_ne!(found.label, ClaimLabel::Unrelated);
    assert!(evidence.first().is_some_and(|e| e.contains("المسرح القديم")), "{evidence:?}");
}

#[test]
fn another_topic_is_unrelated_and_has_no_evidence() {
    let (found, evidence) = stand(ARTICLE, "ارتفاع أسعار القمح في بورصة شيكاغو بعد جفاف الصيف");
    assert_eq!(found.label, ClaimLabel::Unrelated);
    assert!(evidence.is_empty());
}

#[test]
fn scores_add_up_and_the_label_is_the_highest() {
    for claim in ["افتتاح مكتبة في الواحة", "المبنى يضم سبعين ألف كتاب", "كتاب"] {
        let (found, _) = stand(ARTICLE, claim);
        assert_eq!(found.scores.iter().sum::<u16>(), 1000);
        assert_eq!(found.confidence, *found.scores.iter().max().expect("four"));
    }
}

#[test]
fn headlines_that_say_the_same_or_the_contrary() {
    let (same, _) = stand("افتتاح مكتبة جديدة قرب ميناء الواحة", "مكتبة جديدة تفتتح قرب ميناء الواحة");
    assert_eq!(same.label, ClaimLabel::Agree);
    let (contrary, _) = stand("الوزارة تنفي إغلاق المصنع", "الوزارة تؤكد إغلاق المصنع");
    assert_eq!(contrary.label, ClaimLabel::Disagree);
}

#[test]
fn nothing_to_read_is_unrelated() {
    for (article, claim) in [("", "خبر"), ("...", "خبر"), ("خبر قصير. وآخر.", "!!")] {
        let (found, evidence) = stand(article, claim);
        assert_eq!(found.label, ClaimLabel::Unrelated, "«{article}» «{claim}»");
        assert!(evidence.is_empty());
    }
}

#[test]
fn stems_of_one_word_meet() {
    let alike = |a: &str, b: &str| Word::new(a).likeness(&Word::new(b)) >= super::words::ALIKE;
    assert!(alike("والمكتبة", "مكتبات"));
    assert!(alike("الإغلاق", "إغلاقه"));
    assert!(!alike("مكتبة", "مسرح"));
    assert!(!alike("2019", "2018"));
    assert_eq!(stem("قلم").len(), 3, "three letters stay");
}

#[test]
fn binary_logarithm_is_exact() {
    assert_eq!(log2(1), 0);
    assert_eq!(log2(2), 256);
    assert_eq!(log2(1 << 40), 40 * 256);
    assert_eq!(log2(3), 405, "1.58496 × 256");
}

#[test]
fn a_damaged_section_is_refused_at_every_length() {
    let model = Model::embedded().expect("embedded model");
    let bytes = model.section("claims").expect("section");
    for n in (0..bytes.len()).step_by(997) {
        assert!(ClaimModel::read(&bytes[..n]).is_err(), "{n} bytes");
    }
}

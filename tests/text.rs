//! Sentences, tokens, clitics and repairs as a reader sees them. `|` stands between sentences, a space between tokens, `+` at a clitic.

use mizan::Span;
use mizan::model::Model;
use mizan::normalize::{Profile, RepairKind, normalize, normalize_ml};
use mizan::tokenize::{Document, Segmenter, TokenKind};
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::read(&Model::embedded().expect("models")).expect("sections"));

fn sentences(text: &str) -> Vec<String> {
    let doc = SEGMENTER.document(text);
    doc.sentences.iter().map(|s| s.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The text is given with `|` between the sentences that are expected.
fn splits(marked: &str) {
    let expected: Vec<String> = marked.split('|').map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(sentences(&marked.replace('|', "")), expected);
}

fn tokens(text: &str) -> Vec<(String, TokenKind)> {
    let doc = SEGMENTER.document(text);
    doc.tokens.iter().map(|t| (t.span.of(text).to_string(), t.kind)).collect()
}

/// Checks the text of the tokens (separated by a space) and the kind of the first.
fn reads(text: &str, parts: &str, first: TokenKind) {
    let found = tokens(text);
    assert_eq!(found.iter().map(|t| t.0.as_str()).collect::<Vec<_>>(), parts.split(' ').collect::<Vec<_>>());
    assert_eq!(found.first().map(|t| t.1), Some(first), "{text}");
}

fn clitics(word: &str) -> String {
    let doc: Document<'_> = SEGMENTER.document(word);
    let (pro, stem, en) = doc.parts(0);
    pro.into_iter().chain([stem]).chain(en).map(|s| s.of(word)).collect::<Vec<_>>().join("+")
}

#[test]
fn full_stops_end_sentences_but_not_in_numbers_and_abbreviations() {
    splits("بلغ النمو 3.5 في المئة. | وقال د. أحمد إن U.S. Steel رابحة. | وأضاف ذلك.");
    splits("قال Dr. Smith ذلك. | ثم خرج.");
    splits("وقع ذلك عام 1447 هـ. | ثم انتهى.");
    splits("يعود إلى عام 500 ق.م. في مصر.");
    splits("تلقى تعهدات بمليارات الدولارات في الاستثمارات. |استضافت الولايات المتحدة القمة.");
}

#[test]
fn a_forgotten_space_after_a_full_stop_still_ends_the_sentence() {
    assert_eq!(sentences("في الاستثمارات.استضافت الولايات المتحدة القمة."), ["في الاستثمارات.", "استضافت الولايات المتحدة القمة."]);
}

#[test]
fn quotation_marks_stay_with_the_sentence_that_they_close() {
    splits("قال: «انتهت الحرب.» | ثم غادر.");
    splits("وقال: “لن نقبل.” | ثم غادر.");
    splits("وقال: \"لن نقبل.\" | \"سنرد قريبا.\"");
    splits("تساءل «هل انتهت الحرب؟»، ثم غادر.");
    splits("هل انتهت (؟) الحرب! | لا ندري؟! | نعم.");
}

#[test]
fn two_dots_are_a_pause() {
    splits("بعد زيارة الوزير.. اتفاق الميناء الجديد … من الوعود إلى البناء");
}

#[test]
fn a_line_break_ends_a_sentence_without_a_full_stop() {
    splits("تغيير المعادلة الإقليمية|\nأصدر الرئيس أمرا.|\n\n• أولا|\n• ثانيا|\n1. قال الأول|\n2. قال الثاني");
}

#[test]
fn text_wrapped_at_a_fixed_width_is_joined() {
    let paragraphs = [
        "أعلن رئيس البلدية سامي الخطيب في مستهل الأسبوع خطة لترميم السوق القديم وقال إن غايتها أن تبقى الحرف اليدوية حية في المدينة وأن يجد \
         الشباب عملا قريبا من بيوتهم على نحو ما صنعته بلدات ساحلية أخرى حين أعادت فتح خاناتها أمام الزوار بعد سنوات طويلة من الإهمال.",
        "ورأت جمعية التجار أن الخطة بداية طيبة لما يحتاج إليه السوق، وهذا حكم جديد لم تقل مثله من قبل.",
    ];
    let wrapped = paragraphs.map(|p| wrap(p, 60)).join("\n\n");
    assert_eq!(sentences(&wrapped), paragraphs);
}

/// Breaks lines before the word that would make them longer than `width` characters.
fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        let breaks = length > 0 && length + 1 + letters > width;
        if length > 0 {
            out.push(if breaks { '\n' } else { ' ' });
        }
        out.push_str(word);
        length = if breaks || length == 0 { letters } else { length + 1 + letters };
    }
    out
}

#[test]
fn headlines_of_several_lines_are_not_taken_for_wrapped_text() {
    let lines =
        "واشنطن تعلن دعم قطر\nالدوحة ترحب بالقرار الأمريكي الجديد\nإسرائيل ترفض التعليق\nالناتو يعقد قمة في واشنطن الشهر المقبل\nروسيا تحذر";
    assert_eq!(sentences(lines).len(), 5);
}

#[test]
fn numbers_dates_and_models_are_one_token() {
    reads("3.5%", "3.5%", TokenKind::Number);
    reads("1,000,000.", "1,000,000 .", TokenKind::Number);
    reads("12/5/2025،", "12/5/2025 ،", TokenKind::Number);
    reads("2015-2020", "2015-2020", TokenKind::Number);
    reads("10:30", "10:30", TokenKind::Number);
    reads("٣٫٥٪", "٣٫٥٪", TokenKind::Number);
    reads("S-400)", "S-400 )", TokenKind::Latin);
    reads("F-16C", "F-16C", TokenKind::Latin);
    reads("5G", "5G", TokenKind::Latin);
    reads("U.S.", "U.S.", TokenKind::Latin);
    reads("إف-16)", "إف-16 )", TokenKind::Word);
    reads("السعودي-الباكستاني", "السعودي - الباكستاني", TokenKind::Word);
}

#[test]
fn addresses_names_topics_and_emoji_are_one_token() {
    reads("https://example.com/مقال?id=1.", "https://example.com/مقال?id=1 .", TokenKind::Url);
    reads("www.aljazeera.net، ", "www.aljazeera.net ،", TokenKind::Url);
    reads("alaraby.co.uk", "alaraby.co.uk", TokenKind::Url);
    reads("a.b@example.com.", "a.b@example.com .", TokenKind::Email);
    reads("@user_1:", "@user_1 :", TokenKind::Mention);
    reads("#غزة_تحت_القصف!", "#غزة_تحت_القصف !", TokenKind::Hashtag);
    reads("👨‍👩‍👧🇶🇦❤️", "👨‍👩‍👧 🇶🇦 ❤️", TokenKind::Emoji);
}

#[test]
fn marks_belong_to_their_letter_and_controls_to_nothing() {
    let text = "\u{200F}مُؤَخَّرًا\u{200F} هـ";
    let doc = SEGMENTER.document(text);
    assert_eq!(doc.word(0), "مؤخرا");
    assert_eq!(doc.tokens[0].span.of(text), "مُؤَخَّرًا");
    assert_eq!(doc.tokens[1].span.of(text), "هـ");
}

#[test]
fn clitics_are_marked_off() {
    for expected in ["و+ل+قطر", "ل+لحرس", "و+ب+الأمريكيين", "شراكت+هم", "س+يكتب", "ب+أن+ه", "في+ها", "ل+هم", "و+الولايات"]
    {
        assert_eq!(clitics(&expected.replace('+', "")), expected);
    }
}

#[test]
fn names_that_begin_or_end_like_a_clitic_stay_whole() {
    for name in [
        "واشنطن",
        "باكستان",
        "وزير",
        "بوتين",
        "لبنان",
        "كوريا",
        "فيلنيوس",
        "بلينكن",
        "لافروف",
        "كامالا",
        "فلسطين",
        "وفاة",
        "ويتكوف",
        "سيناء",
        "بغداد",
        "ليبيا",
        "كييف",
        "بكين",
        "وليد",
        "فرنسا",
    ] {
        assert_eq!(clitics(name), name);
    }
    assert_eq!(clitics("وواشنطن"), "و+واشنطن");
    assert_eq!(clitics("لباكستان"), "ل+باكستان");
}

#[test]
fn mojibake_is_read_as_it_was_meant() {
    for (spoilt, meant) in [
        ("ط§ظ„ط¹ط±ط¨ظٹط© ظپظٹ ظ‚ط·ط±طŒ نعم", "العربية في قطر، نعم"),
        ("Ø§Ù„Ø¹Ø±Ø¨ÙŠØ© abc", "العربية abc"),
        ("ãÑÍÈÇ ÈÇáÚÇáã", "مرحبا بالعالم"),
    ] {
        let n = normalize_ml(spoilt);
        assert_eq!(n.text(), meant);
        assert_eq!(n.repairs.len(), 1);
        assert_eq!(n.repairs[0].kind, RepairKind::Mojibake);
    }
    let spoilt = "قال ط§ظ„ط¹ط±ط¨ظٹط© ظپظٹ";
    let doc = SEGMENTER.document(spoilt);
    assert_eq!((doc.word(1), doc.tokens[1].span.of(spoilt)), ("العربية", "ط§ظ„ط¹ط±ط¨ظٹط©"));
}

#[test]
fn visual_order_is_turned_and_offsets_stay_true() {
    let text = "2025 ﻲﻓ ﺓﺪﺤﺘﻤﻟﺍ ﺔﻴﺑﺮﻌﻟﺍ ﺕﺍﺭﺎﻣﻹﺍ";
    let doc = SEGMENTER.document(text);
    assert_eq!(doc.normalized.text(), "الامارات العربية المتحدة في 2025");
    assert_eq!(doc.normalized.repairs[0].kind, RepairKind::VisualOrder);
    assert_eq!(doc.tokens[0].span.of(text), "ﺕﺍﺭﺎﻣﻹﺍ");
    assert_eq!(doc.span_of(&(0..3)).of(text), "ﺓﺪﺤﺘﻤﻟﺍ ﺔﻴﺑﺮﻌﻟﺍ ﺕﺍﺭﺎﻣﻹﺍ");
    assert_eq!(normalize_ml("ﻣﺮﺣﺒﺎ ﺑﺎﻟﻌﺎﻟﻢ").text(), "مرحبا بالعالم");
    assert!(normalize_ml("ﻣﺮﺣﺒﺎ ﺑﺎﻟﻌﺎﻟﻢ").repairs.is_empty());
}

#[test]
fn clean_text_is_never_repaired() {
    for clean in [
        "فقط” نفط، حفظ؟ ضغط§ «وسط» ربط… خط– حظ•",
        "Café à la crème, Ørsted, Übermut, ÀÉÈ, naïve, Çatalhöyük, ÇALIŞMA",
        "گفت‌وگو با چه ژرف پارسی، عکس و طنز؛ غلط؟",
        "عظ§ طع‚ غط",
    ] {
        let n = normalize(clean, &Profile::DISPLAY);
        assert_eq!(n.text(), clean);
        assert!(n.repairs.is_empty() && n.is_aligned());
    }
}

#[test]
fn ml_resolves_look_alikes_and_keeps_persian_letters() {
    assert_eq!(normalize_ml("الأمریکی کلمة ھذا گ پ چ ژ ٱلْكِتَٰبُ ١٢۳").text(), "الامريكي كلمة هذا گ پ چ ژ الكتب 123");
    assert_eq!(normalize_ml("آ أ إ ؤ ئ مسؤول على مدرسة").text(), "ا ا ا ؤ ئ مسؤول على مدرسة");
    let n = normalize_ml("قطر\u{A0}١٢");
    assert_eq!(n.text(), "قطر 12");
    assert_eq!(n.to_original(Span::new(7, 8)), Span::new(8, 10));
}

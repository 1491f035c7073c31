//! What holds for every text: spans, alignment, idempotence, linear time. The texts come from a generator with fixed seeds that favours
//! what goes wrong: marks, joiners, presentation forms, mojibake, enders, quotation marks, addresses, line breaks.

use mizan::Span;
use mizan::model::Model;
use mizan::normalize::{Normalized, Profile, RepairKind, normalize};
use mizan::tokenize::{Document, Segmenter, TokenKind};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::read(&Model::embedded().expect("models")).expect("sections"));

/// A 64-bit linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn char(&mut self) -> char {
        const RANGES: [(u32, u32); 16] = [
            (0, 0x7F),
            (0x80, 0x24F),
            (0x300, 0x36F),
            (0x600, 0x6FF),
            (0x600, 0x6FF),
            (0x750, 0x77F),
            (0x860, 0x8FF),
            (0x1100, 0x11FF),
            (0x2000, 0x206F),
            (0x2190, 0x2BFF),
            (0xAC00, 0xD7FF),
            (0xFB00, 0xFDFF),
            (0xFE00, 0xFEFF),
            (0x1EE00, 0x1EEFF),
            (0x1F000, 0x1FAFF),
            (0, 0x10_FFFF),
        ];
        let (from, to) = RANGES[self.below(RANGES.len())];
        char::from_u32(from + self.below((to - from + 1) as usize) as u32).unwrap_or('\u{FFFD}')
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 56] = [
            "ولقطر",
            "للحرس",
            "بالأمريكيين",
            "فسيكتبونها",
            "مُؤَخَّرًا",
            "العـــربية",
            "هـ",
            "د.",
            "ق.م.",
            "إف-16",
            "S-400",
            "U.S.",
            "a.b@example.com",
            "https://example.com/مقال?x=(1)",
            "www.",
            "@user_1",
            "#غزة_تحت",
            "12/5/2025",
            "3.5%",
            "٪٥٠",
            "١٢٣٫٤",
            "2015-2020",
            "5G",
            "👨‍👩‍👧",
            "🇶🇦🇶",
            "1️⃣",
            "❤️",
            ".",
            "..",
            "…",
            "؟",
            "!",
            "؟!",
            "\"",
            "«",
            "»",
            "“",
            "”",
            "(",
            ")",
            "،",
            "\n",
            "\r\n",
            "\n\n",
            "\u{2029}",
            " ",
            "  ",
            "\u{A0}",
            "ط§ظ„ط¹ط±ط¨ظٹط©",
            "Ø§Ù„Ø¹Ø±Ø¨ÙŠØ©",
            "ÇáÚÑÈíÉ",
            "ﺓﺪﺤﺘﻤﻟﺍ ﺔﻴﺑﺮﻌﻟﺍ",
            "ﻣﺮﺣﺒﺎ",
            "ﷺ",
            "ﬃ",
            "و\u{654}\u{200D}ي\u{654}",
        ];
        let mut text = String::new();
        for _ in 0..self.below(40) {
            match self.below(4) {
                0 => text.push(self.char()),
                1 => (0..self.below(6)).for_each(|_| text.push(self.char())),
                _ => text.push_str(self.pick(&PIECES)),
            }
            if self.below(3) == 0 {
                text.push(' ');
            }
        }
        text
    }
}

fn texts() -> impl Iterator<Item = String> {
    let mut random = Random(20_261_124);
    (0..6_000).map(move |_| random.text())
}

fn is_slice(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

fn turned(n: &Normalized) -> bool {
    n.repairs.iter().any(|r| r.kind == RepairKind::VisualOrder)
}

#[test]
fn every_profile_is_idempotent() {
    for text in texts() {
        for (name, profile) in Profile::ALL {
            let once = normalize(&text, &profile);
            let twice = normalize(once.text(), &profile);
            assert_eq!(once.text(), twice.text(), "{name} of {text:?}");
        }
    }
}

#[test]
fn alignment_slices_the_original_and_comes_back() {
    for text in texts() {
        for (name, profile) in Profile::ALL {
            let n = normalize(&text, &profile);
            let mut last = 0;
            for (i, c) in n.text().char_indices() {
                let span = Span::new(i, i + c.len_utf8());
                let back = n.to_original(span);
                assert!(is_slice(&text, back) && !back.is_empty(), "{name}: {c:?} at {i} of {text:?} gives {back:?}");
                assert!(turned(&n) || back.start >= last, "{name}: {c:?} at {i} of {text:?} goes back to {back:?}");
                last = back.start;
                let there = n.to_normalized(back);
                assert!(is_slice(n.text(), there) && there.contains(span), "{name}: {span:?} of {text:?} comes back as {there:?}");
            }
            let all = n.to_original(Span::new(0, n.text().len()));
            assert!(is_slice(&text, all), "{name} of {text:?}");
            for r in &n.repairs {
                assert!(is_slice(&text, r.span), "{name} of {text:?}: {r:?}");
            }
        }
    }
}

fn check(doc: &Document<'_>) {
    let text = doc.original;
    let normalized = doc.normalized.text();
    let forward = !turned(&doc.normalized);
    let mut last = (0, 0);
    for (i, t) in doc.tokens.iter().enumerate() {
        assert!(is_slice(text, t.span) && !t.span.is_empty(), "token {i} of {text:?}: {t:?}");
        assert!(is_slice(normalized, t.norm) && t.norm.start >= last.1 && !t.norm.is_empty(), "token {i} of {text:?}: {t:?}");
        assert!(!forward || t.span.start >= last.0, "token {i} of {text:?} overlaps the one before: {t:?}");
        assert!(!t.norm.of(normalized).contains(char::is_whitespace), "white space in token {i} of {text:?}");
        let stem = Span::new(t.norm.start + usize::from(t.pro), t.norm.end - usize::from(t.en));
        assert!(is_slice(normalized, stem) && !stem.is_empty(), "clitics of token {i} of {text:?}: {t:?}");
        assert!(t.kind == TokenKind::Word || (t.pro, t.en) == (0, 0));
        last = (t.span.end, t.norm.end);
    }
    let covered: usize = doc.tokens.iter().map(|t| t.norm.of(normalized).chars().count()).sum();
    let visible = normalized.chars().filter(|c| !c.is_whitespace()).count();
    assert_eq!(covered, visible, "tokens hold all but white space: {text:?}");
    let mut next = 0;
    let mut end = 0;
    for s in &doc.sentences {
        assert_eq!(s.tokens.start, next, "sentences hold every token: {text:?}");
        assert!(s.tokens.end > s.tokens.start && is_slice(text, s.span), "{s:?} of {text:?}");
        assert!(s.span.start >= end, "sentences overlap in {text:?}: {:?}\n{:?}\n{normalized:?}", doc.sentences, doc.tokens);
        for i in s.tokens.clone() {
            assert!(s.span.contains(doc.tokens[i].span), "token {i} is outside of {s:?} in {text:?}");
            assert_eq!(doc.sentence_of(i), doc.sentences.iter().position(|x| x == s).unwrap_or(usize::MAX));
        }
        (next, end) = (s.tokens.end, s.span.end);
    }
    assert_eq!(next, doc.tokens.len());
}

#[test]
fn tokens_and_sentences_slice_the_text_in_order() {
    for text in texts() {
        check(&SEGMENTER.document(&text));
    }
}

#[test]
fn no_sentence_crosses_an_empty_line() {
    for text in texts() {
        let doc = SEGMENTER.document(&text);
        for s in &doc.sentences {
            for i in s.tokens.clone().skip(1) {
                let between = Span::new(doc.tokens[i - 1].norm.end, doc.tokens[i].norm.start).of(doc.normalized.text());
                assert!(between.matches('\n').count() < 2, "{:?} of {text:?}", s.span.of(&text));
            }
        }
    }
}

#[test]
fn time_is_linear_in_the_text() {
    const SIZE: usize = 2_000_000;
    let hard = [
        "ا",
        "ل",
        "و",
        "م",
        ".",
        "،",
        "\"",
        "(",
        "#",
        "@",
        "a",
        "a.",
        "a@",
        "1",
        "1.",
        "1-",
        "%",
        "www.",
        "http://",
        "\u{64B}",
        "\u{640}",
        "\u{200D}",
        "👍🏽",
        "\n",
        "\r",
        " ",
        "ﷺ",
        "ﻣ",
        "ﺎ",
        "ط§",
        "Ø§ ",
        "Çá",
        "ﺪﻟ ",
        "و\u{654}",
        "a\u{301}",
        "#1",
        "a-",
        "ا-1",
        "؟»",
        "ا.",
    ];
    for unit in hard {
        let text = unit.repeat(SIZE / unit.len());
        let begun = Instant::now();
        let doc = SEGMENTER.document(&text);
        std::hint::black_box(&doc);
        // 2 MB take some tens of milliseconds; quadratic behaviour would take hours.
        assert!(begun.elapsed() < Duration::from_secs(10), "{unit:?} takes {:?}", begun.elapsed());
    }
}

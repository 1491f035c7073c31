//! Hostile, broken and empty input: no panic, a report or a plain error, time in proportion to length.

use mizan::pipeline::Analyzer;
use mizan::{ErrorKind, Options, ingest};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new().unwrap());

/// Analyzes with every part, and checks that all names slice.
fn analyze(text: &str) -> mizan::report::Report {
    let report = ANALYZER.analyze(text, &Options { tokens: true, ..Options::default() }).unwrap();
    for m in &report.mentions {
        assert_eq!(Some(m.text.as_str()), text.get(m.span.start..m.span.end));
    }
    for span in report.sentences.iter().chain(report.quotes.iter().map(|q| &q.span)).chain(report.stances.iter().map(|s| &s.cue.span)) {
        assert!(text.get(span.start..span.end).is_some());
    }
    assert!(!report.in_utf16(text).to_json().is_empty());
    ANALYZER.analyze(text, &Options::default()).unwrap()
}

#[test]
fn texts_without_words_have_empty_reports() {
    for text in ["", " ", "\n\n\n", "\u{feff}", "\u{200f}\u{200e}", "\0\0\0", "...!!؟؟", "،؛«»()", "\r\n\t\u{b}\u{c}", "ًٌٍَُِّْ", "ـــــ"]
    {
        let r = analyze(text);
        assert!(r.mentions.is_empty() && r.stances.is_empty() && r.entities.is_empty(), "{text:?}");
    }
}

#[test]
fn texts_without_arabic_are_read() {
    for text in
        ["Plain English text about Qatar.", "中文文本。", "Привет, мир!", "שלום עולם", "हिन्दी", "😀😀👨‍👩‍👧‍👦🇶🇦", "1234567890", "a\u{301}\u{302}"]
    {
        analyze(text);
    }
}

#[test]
fn invisible_and_direction_characters_do_no_harm() {
    let soup: Vec<char> = "\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}\u{ad}\u{64b}\u{651}\u{670}\u{640}\u{6dd}قطرال و.\n«»\"\u{fdfa}\u{fef5}\u{10ffff}\u{e000}\u{0}\u{fffd}😀a1٣"
        .chars()
        .collect();
    // A fixed linear congruence: the same texts in every run.
    let mut state = 7u64;
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(soup[(state >> 33) as usize % soup.len()]);
        }
        analyze(&text);
    }
}

#[test]
fn every_character_of_the_arabic_blocks_is_read() {
    for block in [0x600..=0x6FF, 0x750..=0x77F, 0x870..=0x89F, 0x8A0..=0x8FF, 0xFB50..=0xFDFF, 0xFE70..=0xFEFF, 0x1EE00..=0x1EEFF] {
        for c in block.filter_map(char::from_u32) {
            analyze(&format!("{c} و{c}قال{c} {c}{c}\n{c}"));
        }
    }
}

#[test]
fn deep_nesting_does_no_harm() {
    for (open, close) in [("(", ")"), ("«", "»"), ("\"", "\""), ("[", "]"), ("“", "”")] {
        analyze(&format!("قال الوزير {} نعم {}", open.repeat(20_000), close.repeat(20_000)));
        analyze(&format!("{}قال", close.repeat(20_000)));
        analyze(&format!("قال: {open}نعم ").repeat(3_000));
    }
}

#[test]
fn a_text_over_the_limit_is_too_large_in_utf16_units() {
    let limit = |max_length| Options { max_length, ..Options::default() };
    // Two units each, four bytes each.
    let text = "😀".repeat(50);
    assert!(ANALYZER.analyze(&text, &limit(100)).is_ok());
    let e = ANALYZER.analyze(&text, &limit(99)).unwrap_err();
    assert_eq!(e.kind(), ErrorKind::TooLarge);
    assert!(e.message().contains("100") && e.message().contains("99"), "{e}");
    // One unit each, two bytes each.
    assert!(ANALYZER.analyze(&"ق".repeat(100), &limit(100)).is_ok());
    assert!(ANALYZER.analyze(&"ق".repeat(101), &limit(100)).is_err());
}

/// Time for a text of `unit`s; the least of three.
fn time(unit: &str, bytes: usize) -> Duration {
    let text = unit.repeat(bytes / unit.len());
    let once = || {
        let start = Instant::now();
        ANALYZER.analyze(&text, &Options::default()).unwrap();
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

#[test]
fn time_grows_with_length_and_not_with_its_square() {
    let units = [
        "ق",
        "و",
        "قطر ",
        "قال ",
        "\n",
        "ق\n",
        ".",
        "«",
        "\"",
        "ً",
        "ـ",
        "😀",
        "a",
        "1",
        "http://",
        "@",
        "وال",
        "قطر ولبنان ",
        "قال وزير قطر إن «لبنان» يدعم قطر. ",
        "ﻖ ",
        "Ù‚Ø·Ø± ",
        "عشرين ألف ",
        "5 كانون ",
        "- ",
        "(",
        "لم ",
        "بن ",
    ];
    for unit in units {
        let small = time(unit, 10_000);
        let large = time(unit, 80_000);
        // Eight times the text; the square would be 64 times.
        let limit = small * 24 + Duration::from_millis(60);
        assert!(large < limit, "«{unit}»: {small:?} for 10 kB, {large:?} for 80 kB");
    }
}

#[test]
fn millions_of_one_letter_are_read() {
    for text in ["ق".repeat(1_000_000), "قطر ".repeat(250_000), "\n".repeat(2_000_000)] {
        let start = Instant::now();
        ANALYZER.analyze(&text, &Options::default()).unwrap();
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    }
}

#[test]
fn any_bytes_decode_or_are_refused() {
    let mut state = 11u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as usize
    };
    let pieces: [&[u8]; 24] = [
        b"<",
        b">",
        b"&",
        b"\"",
        b"'",
        b"<!--",
        b"-->",
        b"<p>",
        b"</p>",
        b"<article hidden=",
        b"[",
        b"](",
        b"`",
        b"**",
        b"_",
        b"\n",
        b"|-|\n",
        b"&#x6",
        b"\xD9\x82",
        b"\xE1\xED",
        b"\xFF\xFE",
        b"\0",
        b"\xEF\xBB\xBF",
        b"---\n",
    ];
    for round in 0..3_000 {
        let mut bytes = Vec::new();
        for _ in 0..next() % 40 {
            if next() % 6 == 0 { bytes.push(next() as u8) } else { bytes.extend_from_slice(pieces[next() % pieces.len()]) }
        }
        for name in ["a.txt", "a.md", "a.html"] {
            for encoding in [None, Some("utf-8"), Some("utf-16"), Some("arabic")] {
                match ingest::decode(&bytes, Some(name), encoding) {
                    Ok(d) if round % 50 == 0 => drop(analyze(&d.text)),
                    Ok(_) => {}
                    Err(e) => assert_eq!(e.kind(), ErrorKind::InvalidEncoding),
                }
            }
        }
    }
}

//! A model file that is truncated, damaged, older, newer or not whole is refused, each with its own message, and never a panic.

use mizan::model::Model;
use mizan::{Analyzer, ErrorKind};

/// All sections of the models in the crate, as a container of the layout that `src/model/mod.rs` describes.
fn whole() -> Vec<u8> {
    let model = Model::embedded().unwrap();
    container(&model.sections().collect::<Vec<_>>())
}

fn container(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = b"MZNM".to_vec();
    let number = |n: usize, out: &mut Vec<u8>| out.extend_from_slice(&u32::try_from(n).unwrap().to_le_bytes());
    number(mizan::model::FORMAT_VERSION as usize, &mut out);
    number(sections.len(), &mut out);
    let mut offset = 12 + sections.len() * 20;
    for (name, data) in sections {
        let mut padded = [0u8; 8];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        out.extend_from_slice(&padded);
        number(offset, &mut out);
        number(data.len(), &mut out);
        number(mizan::model::crc32(data) as usize, &mut out);
        offset += data.len();
    }
    for (_, data) in sections {
        out.extend_from_slice(data);
    }
    out
}

/// The message with which bytes are refused.
fn refusal(bytes: &[u8]) -> String {
    let e = Model::read(bytes).and_then(|m| Analyzer::with_model(&m)).expect_err("a bad model is refused");
    assert_eq!(e.kind(), ErrorKind::InvalidModel);
    e.message().to_string()
}

#[test]
fn a_whole_model_reads_as_the_one_in_the_crate() {
    let bytes = whole();
    let model = Model::read(&bytes).unwrap();
    let analyzer = Analyzer::with_model(&model).unwrap();
    assert_eq!(analyzer.version(), Analyzer::new().unwrap().version());
    let text = "رحبت قطر بقرار مجلس الأمن، وقال وزير خارجية لبنان: «ندعم القرار».";
    let read = |a: &Analyzer| a.analyze(text, &mizan::Options::default()).unwrap().in_utf16(text).to_json();
    assert_eq!(read(&analyzer), read(&Analyzer::new().unwrap()));
}

#[test]
fn a_truncated_model_is_rejected_at_every_boundary() {
    let bytes = whole();
    let sections = Model::embedded().unwrap().sections().count();
    let head = 12 + 20 * sections;
    for n in 0..head {
        let message = refusal(&bytes[..n]);
        assert!(message.contains(if n < 4 { "MZNM" } else { "truncated" }), "{n}: {message}");
    }
    let mut ends = vec![head];
    for (_, data) in Model::embedded().unwrap().sections() {
        ends.push(ends[ends.len() - 1] + data.len());
    }
    assert_eq!(ends.pop(), Some(bytes.len()));
    for end in ends {
        for n in [end.saturating_sub(1), end, end + 1] {
            assert!(refusal(&bytes[..n]).contains("truncated"), "{n} of {}", bytes.len());
        }
    }
    assert!(refusal(&bytes[..bytes.len() - 1]).contains("truncated"));
}

#[test]
fn a_file_of_something_else_is_rejected() {
    for bytes in [b"".as_slice(), b"MZ", b"\0asm\x01\0\0\0", b"<!doctype html><title>404", b"mznm\x01\0\0\0\0\0\0\0"] {
        assert!(refusal(bytes).contains("no Mizan model"), "{bytes:?}");
    }
}

#[test]
fn older_and_newer_formats_are_told_apart() {
    let mut bytes = whole();
    let now = mizan::model::FORMAT_VERSION;
    bytes[4..8].copy_from_slice(&(now - 1).to_le_bytes());
    let message = refusal(&bytes);
    assert!(message.contains("older") && message.contains(&format!("format {now}")), "{message}");
    bytes[4..8].copy_from_slice(&(now + 1).to_le_bytes());
    let message = refusal(&bytes);
    assert!(message.contains("newer") && message.contains(&format!("format {}", now + 1)), "{message}");
}

#[test]
fn a_flipped_byte_is_found_by_its_checksum() {
    let bytes = whole();
    let model = Model::embedded().unwrap();
    let mut at = 12 + 20 * model.sections().count();
    for (name, data) in model.sections() {
        for i in [0, data.len() / 2, data.len() - 1] {
            let mut bad = bytes.clone();
            bad[at + i] ^= 0x10;
            let message = refusal(&bad);
            assert!(message.contains("checksum") && message.contains(name), "{message}");
        }
        at += data.len();
    }
}

#[test]
fn a_flipped_byte_in_the_head_never_panics() {
    let bytes = whole();
    let head = 12 + 20 * Model::embedded().unwrap().sections().count();
    for i in 0..head {
        let mut bad = bytes.clone();
        bad[i] ^= 1 << (i % 8);
        assert!(!refusal(&bad).is_empty());
    }
}

#[test]
fn a_missing_section_is_named() {
    let model = Model::embedded().unwrap();
    for (name, _) in model.sections() {
        let rest: Vec<_> = model.sections().filter(|s| s.0 != name).collect();
        let message = refusal(&container(&rest));
        assert!(message.contains(name) && message.contains("bundle"), "{message}");
    }
}

/// The checksum guards against accidents only: whoever makes it fit must not make the reader panic either.
#[test]
fn damaged_sections_with_fitting_checksums_never_panic() {
    let model = Model::embedded().unwrap();
    let sections: Vec<_> = model.sections().collect();
    let mut state = 3u64;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    };
    let text = "رحبت قطر بقرار مجلس الأمن، وقال وزير خارجية لبنان: «ندعم القرار» في 5 أيار 2026.";
    for (k, (name, data)) in sections.iter().enumerate() {
        for round in 0..12 {
            let mut bad = data.to_vec();
            match round % 4 {
                0 => bad.truncate(next(data.len())),
                1 => bad.clear(),
                // The start of a section holds its counts.
                2 => _ = bad.get_mut(next(data.len().min(64))).map(|b| *b = 0xFF),
                _ => (0..1 + next(20)).for_each(|_| _ = bad.get_mut(next(data.len())).map(|b| *b ^= 1 << next(8))),
            }
            let mut all = sections.clone();
            all[k] = (name, &bad);
            let bytes = container(&all);
            match Model::read(&bytes).and_then(|m| Analyzer::with_model(&m)) {
                Ok(analyzer) => drop(analyzer.analyze(text, &mizan::Options::default())),
                Err(e) => assert_eq!(e.kind(), ErrorKind::InvalidModel, "{name}"),
            }
        }
    }
}

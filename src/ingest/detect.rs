//! Bytes → the encoding that they are most likely in, or what they are instead of text.

use super::codepages::{iso_8859_6, windows_1256};
use super::encoding::Encoding;

/// How files begin that are no text, and what to call them.
const MAGIC: [(&[u8], &str); 22] = [
    (b"%PDF-", "a PDF document: save it as text first"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (docx, xlsx, odt, epub): save it as text first"),
    (b"\xD0\xCF\x11\xE0", "an old Office document (doc, xls): save it as text first"),
    (b"{\\rtf", "an RTF document: save it as text first"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"ID3", "a sound (MP3)"),
    (b"\x1F\x8B", "a gzip archive: unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xFD7zXZ", "an xz archive: unpack it first"),
    (b"7z\xBC\xAF", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive: unpack it first"),
    (b"\x7FELF", "a program"),
    (b"\0asm", "a WebAssembly module"),
    (b"SQLite format 3", "a SQLite database"),
    (b"MZNM", "a Mizan model, not an article"),
];

/// What the bytes are instead of text, where they are.
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Some("UTF-32: save it as UTF-8 first");
    }
    // A word may begin like a short signature; a file of that kind goes on with bytes that no text has.
    let binary = controls(bytes) > 0;
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic) && (magic.len() >= 5 || binary)).map(|(_, what)| *what)
}

/// Control characters, other than white space, ESC and the DOS end-of-file mark.
fn controls(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| matches!(b, 0..=8 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F)).count()
}

/// The encoding of a byte order mark, and its length.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// The encoding of bytes without a byte order mark; `None` where they are no text. `declared` is what markup says.
pub(super) fn recognise(bytes: &[u8], declared: Option<Encoding>) -> Option<Encoding> {
    if controls(bytes) > 0 {
        // Letters of Arabic UTF-16 have a byte 6, ASCII in UTF-16 a byte 0: no text of single bytes has either.
        if let Some(encoding) = utf16_pattern(bytes) {
            return Some(encoding);
        }
        if bytes.contains(&0) || controls(bytes) * 50 > bytes.len() {
            return None;
        }
    }
    let (sequences, errors) = utf8_sequences(bytes);
    // Bytes of a single-byte encoding do not form UTF-8 by chance: a declaration against it is wrong.
    // A text cut within a character, or with some damage, is still UTF-8.
    if errors * 20 <= sequences && (sequences > 0 || declared.is_none()) {
        return Some(Encoding::Utf8);
    }
    match declared {
        Some(e @ (Encoding::Windows1256 | Encoding::Iso8859_6 | Encoding::Windows1252)) => Some(e),
        _ if sequences == 0 && errors == 0 => Some(Encoding::Utf8),
        _ => Some(single_byte(bytes)),
    }
}

/// UTF-16 without a mark: nearly all units are plausible in one byte order, and fewer in the other.
fn utf16_pattern(bytes: &[u8]) -> Option<Encoding> {
    let plausible = |unit: u16| matches!(unit, 9 | 10 | 13 | 0x20..=0x7E | 0xA0..=0xFF | 0x600..=0x6FF | 0x750..=0x77F | 0x2000..=0x206F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF);
    let (pairs, _) = bytes.as_chunks::<2>();
    let little = pairs.iter().filter(|&&p| plausible(u16::from_le_bytes(p))).count();
    let big = pairs.iter().filter(|&&p| plausible(u16::from_be_bytes(p))).count();
    let best = if little >= big { Encoding::Utf16Le } else { Encoding::Utf16Be };
    (!pairs.is_empty() && little != big && little.max(big) * 10 >= pairs.len() * 9).then_some(best)
}

/// Valid UTF-8 sequences of more than one byte, and invalid ones.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// Eight times the binary logarithm of how much commoner than average each of U+0621..=U+064A is; counted in texts written for this project.
const LETTERS: [i8; 42] = [
    -25, -39, -4, -38, -15, -22, 19, 3, 0, 6, -19, -9, -4, -15, 2, -20, 7, -17, 0, -12, -12, -19, -12, -32, 1, -21, -60, -60, -60, -60,
    -60, -51, 1, -1, -4, 16, 9, 8, -2, 8, -11, 12,
];

/// Which of the single-byte encodings reads the bytes as the most likely text.
fn single_byte(bytes: &[u8]) -> Encoding {
    // Arabic words are runs of high bytes; in Latin words high bytes stand among ASCII letters.
    let (mut arabic, mut latin) = (0, 0);
    for word in bytes.split(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
        let high = word.iter().filter(|b| !b.is_ascii()).count();
        match (high, word.len() - high) {
            (2.., 0) => arabic += 1,
            (1.., 1..) => latin += 1,
            _ => {}
        }
    }
    if latin >= arabic {
        return Encoding::Windows1252;
    }
    if plausibility(bytes, iso_8859_6) > plausibility(bytes, windows_1256) { Encoding::Iso8859_6 } else { Encoding::Windows1256 }
}

/// How much the bytes, read by `decode`, look like Arabic; comparable for readings of the same bytes.
fn plausibility(bytes: &[u8], decode: fn(u8) -> char) -> i64 {
    let mut sum = 0;
    let mut before = [' ', ' '];
    for &b in bytes {
        let c = decode(b);
        let joined = matches!(before[1], '\u{621}'..='\u{652}');
        sum += match c {
            '\u{621}'..='\u{64A}' => {
                let article = c == 'ل' && before[1] == 'ا' && !matches!(before[0], '\u{621}'..='\u{64A}');
                i64::from(LETTERS.get(c as usize - 0x621).copied().unwrap_or(-60)) + if article { 16 } else { 0 }
            }
            '\u{64B}'..='\u{652}' if joined => 0,
            char::REPLACEMENT_CHARACTER => -100,
            _ if b >= 0x80 && c.is_alphabetic() && !before[1].is_ascii_alphabetic() => -60,
            '×' | '÷' if joined => -40,
            '\u{64B}'..='\u{652}' | '\u{80}'..='\u{9F}' => -60,
            _ => 0,
        };
        before = [before[1], c];
    }
    sum
}

//! Encoding labels, and bytes → text in a known encoding.

use super::codepages::{iso_8859_6, windows_1252, windows_1256};

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1256,
    Iso8859_6,
    Windows1252,
}

/// Labels of the Encoding Standard, by encoding.
const LABELS: [(Encoding, &[&str]); 6] = [
    (Encoding::Utf8, &["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"]),
    (Encoding::Utf16Le, &["utf-16le", "utf-16", "csunicode", "iso-10646-ucs-2", "ucs-2", "unicode", "unicodefeff"]),
    (Encoding::Utf16Be, &["utf-16be", "unicodefffe"]),
    (Encoding::Windows1256, &["windows-1256", "cp1256", "x-cp1256"]),
    (
        Encoding::Iso8859_6,
        &[
            "iso-8859-6",
            "iso8859-6",
            "iso88596",
            "iso_8859-6",
            "iso_8859-6:1987",
            "iso-8859-6-e",
            "iso-8859-6-i",
            "iso-ir-127",
            "arabic",
            "asmo-708",
            "csiso88596e",
            "csiso88596i",
            "csisolatinarabic",
            "ecma-114",
        ],
    ),
    (
        Encoding::Windows1252,
        &[
            "windows-1252",
            "cp1252",
            "x-cp1252",
            "latin1",
            "l1",
            "iso-8859-1",
            "iso8859-1",
            "iso88591",
            "iso_8859-1",
            "iso_8859-1:1987",
            "iso-ir-100",
            "csisolatin1",
            "cp819",
            "ibm819",
            "ascii",
            "us-ascii",
            "ansi_x3.4-1968",
        ],
    ),
];

impl Encoding {
    /// By its label, in any case, with white space around it.
    pub(super) fn by_label(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_ascii_whitespace()).to_ascii_lowercase();
        LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(e, _)| *e)
    }

    /// Its name, lower-case as `TextDecoder.encoding` has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1256 => "windows-1256",
            Self::Iso8859_6 => "iso-8859-6",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The names of all, for messages.
    pub(super) fn names() -> String {
        LABELS.map(|(e, _)| e.name()).join(", ")
    }

    /// Decodes all bytes; what is no character becomes U+FFFD. A byte order mark stays.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes),
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes),
            Self::Windows1256 => bytes.iter().map(|&b| windows_1256(b)).collect(),
            Self::Iso8859_6 => bytes.iter().map(|&b| iso_8859_6(b)).collect(),
            Self::Windows1252 => bytes.iter().map(|&b| windows_1252(b)).collect(),
        }
    }
}

/// An odd byte at the end is half a character: U+FFFD.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text: String = char::decode_utf16(pairs.iter().map(|&p| unit(p))).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

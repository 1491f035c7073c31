//! Character references (`&quot;`, `&#1602;`) → characters.

use super::codepages::windows_1252;

/// Name, code point, and 1 where browsers take it without its semicolon; sorted by name.
const TABLE: &str = include_str!("entities.tsv");

/// The named references, ready to search.
pub(super) struct Entities {
    names: Vec<(&'static str, char, bool)>,
}

impl Entities {
    pub(super) fn new() -> Self {
        let row = |line: &'static str| {
            let mut fields = line.split('\t');
            let (name, code, bare) = (fields.next()?, fields.next()?, fields.next()?);
            Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?, bare == "1"))
        };
        Self { names: TABLE.lines().filter_map(row).collect() }
    }

    fn find(&self, name: &str) -> Option<(char, bool)> {
        let at = self.names.binary_search_by(|(n, ..)| (*n).cmp(name)).ok()?;
        self.names.get(at).map(|(_, c, bare)| (*c, *bare))
    }

    /// Appends `text` with its references decoded; what is none stays as it is.
    pub(super) fn decode_into(&self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            let (before, reference) = rest.split_at(at);
            out.push_str(before);
            match self.reference(&reference[1..]) {
                Some((c, len)) => {
                    out.push(c);
                    rest = &reference[1 + len..];
                }
                None => {
                    out.push('&');
                    rest = &reference[1..];
                }
            }
        }
        out.push_str(rest);
    }

    /// The reference at the start of `text` (after the ampersand) and its length in bytes.
    fn reference(&self, text: &str) -> Option<(char, usize)> {
        if let Some(digits) = text.strip_prefix('#') {
            let (digits, radix, prefix) = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => (hex, 16, 2),
                None => (digits, 10, 1),
            };
            let len = digits.bytes().take_while(|&b| char::from(b).is_digit(radix)).count();
            if len == 0 {
                return None;
            }
            let code = u32::from_str_radix(&digits[..len], radix).unwrap_or(u32::MAX);
            let c = match code {
                0 => char::REPLACEMENT_CHARACTER,
                0x80..=0x9F => windows_1252(code as u8),
                _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            };
            return Some((c, prefix + len + usize::from(digits[len..].starts_with(';'))));
        }
        let len = text.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
        if text[len..].starts_with(';')
            && let Some((c, _)) = self.find(&text[..len])
        {
            return Some((c, len + 1));
        }
        (2..=len.min(6)).rev().find_map(|n| self.find(&text[..n]).filter(|(_, bare)| *bare).map(|(c, _)| (c, n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> String {
        let mut out = String::new();
        Entities::new().decode_into(text, &mut out);
        out
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let names = Entities::new().names;
        assert!(names.len() > 300 && names.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(names.len(), TABLE.lines().count() - 1);
    }

    #[test]
    fn named_and_numeric_references_are_decoded() {
        assert_eq!(decode("&laquo;&#1602;&#x637;&#X631;&raquo; &amp;amp; &hellip;"), "«قطر» &amp; …");
    }

    #[test]
    fn references_without_semicolon_are_taken_as_browsers_take_them() {
        assert_eq!(decode("قطر&nbspوتركيا &copy2026 &#1602قطر"), "قطر\u{a0}وتركيا ©2026 ققطر");
    }

    #[test]
    fn what_is_no_reference_stays() {
        assert_eq!(decode("أ & ب &; &# &#x; &قطر; &zzz; R&D &"), "أ & ب &; &# &#x; &قطر; &zzz; R&D &");
    }

    #[test]
    fn impossible_code_points_become_the_replacement_character() {
        assert_eq!(decode("&#0;&#xD800;&#x110000;&#99999999999999;&#x92;"), "\u{fffd}\u{fffd}\u{fffd}\u{fffd}’");
    }
}

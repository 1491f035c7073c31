//! The report as JSON: compact, keys in the contract's order, numbers as JavaScript prints them.

use super::Utf16Report;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io::{self, Write};

/// Prints 1.0 as `1`, as JavaScript does; all scores are thousandths, so there is no exponent.
struct JsNumbers;

impl Formatter for JsNumbers {
    fn write_f64<W: ?Sized + Write>(&mut self, w: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() < 1e15 { write!(w, "{}", value as i64) } else { CompactFormatter.write_f64(w, value) }
    }
}

impl Utf16Report {
    /// One line of JSON without a line feed: the bytes that `JSON.stringify` gives in JavaScript.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

/// Any serializable value, printed like a report.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::new();
    // Writing plain structs with string keys to memory has no way to fail.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, JsNumbers));
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::to_json;

    #[test]
    fn numbers_are_printed_as_javascript_prints_them() {
        assert_eq!(to_json(&[1.0, 0.0, 0.5, -0.437, 0.001, -1.0]), "[1,0,0.5,-0.437,0.001,-1]");
    }

    #[test]
    fn strings_are_escaped_as_javascript_escapes_them() {
        assert_eq!(to_json(&"\u{0}\u{8}\t\n\u{c}\r\"\\\u{1f}\u{7f}\u{2028}/"), "\"\\u0000\\b\\t\\n\\f\\r\\\"\\\\\\u001f\u{7f}\u{2028}/\"");
    }
}

//! Reports as lines of JSON, and lines of JSON as input: what the native command and the package's command both print.

use super::{Analyzer, Options};
use crate::error::{Error, ErrorKind};
use crate::report::{Claim, to_json};
use serde::{Deserialize, Serialize};

/// A printed line of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// JSON without a line feed.
    pub json: String,
    /// False where it holds an error.
    pub ok: bool,
}

#[derive(Deserialize)]
struct RawRecord {
    id: Option<Id>,
    text: Option<String>,
}

/// What the caller knows a text by.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    error: ErrorBody<'a>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'static str,
    message: &'a str,
}

impl Line {
    /// The line that stands where a report could not be made.
    #[must_use]
    pub fn error(error: &Error) -> Self {
        Self::failed(None, error)
    }

    fn failed(id: Option<&Id>, error: &Error) -> Self {
        let body = ErrorBody { code: error.code(), message: error.message() };
        Self { json: to_json(&ErrorLine { id, error: body }), ok: false }
    }
}

/// `json`, an object that is not empty, with another key before its first.
fn with_first<T: Serialize>(key: &str, value: &T, json: &str) -> String {
    format!("{{\"{key}\":{},{}", to_json(value), json.get(1..).unwrap_or(""))
}

fn bad_line(message: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, message)
}

/// A JSON string, or an object with `text` and perhaps `id`; other keys are left alone.
fn record(line: &[u8]) -> Result<(Option<Id>, String), Error> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
    let line = std::str::from_utf8(line)
        .map_err(|e| Error::new(ErrorKind::InvalidEncoding, format!("the line is not UTF-8 at byte {}", e.valid_up_to())))?;
    let json = |e: serde_json::Error| bad_line(format!("the line is not as expected: {e}; give a JSON string or {{\"id\", \"text\"}}"));
    if line.starts_with('{') {
        let raw: RawRecord = serde_json::from_str(line).map_err(json)?;
        let text = raw.text.ok_or_else(|| bad_line("the line has no \"text\"; give a JSON string or {\"id\", \"text\"}".into()))?;
        return Ok((raw.id, text));
    }
    if line.is_empty() {
        return Err(bad_line("the line is empty; give a JSON string or {\"id\", \"text\"}".into()));
    }
    Ok((None, serde_json::from_str(line).map_err(json)?))
}

/// What a printed report holds besides the analysis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Name of the file, printed first.
    pub file: Option<&'a str>,
    /// A claim that the article is held against; the answer is printed last.
    pub claim: Option<&'a str>,
}

impl Analyzer {
    /// The report of a text as JSON without a line feed.
    ///
    /// # Errors
    /// `TooLarge` over `options.max_length`; `InvalidArgument` for a claim without a word.
    pub fn analyze_json(&self, text: &str, options: &Options, asked: Asked<'_>) -> Result<String, Error> {
        let mut report = self.analyze(text, options)?;
        if let Some(claim) = asked.claim {
            report.claim = Some(Claim::from(&self.stance_toward(text, claim, options)?));
        }
        let json = report.in_utf16(text).to_json();
        Ok(match asked.file {
            Some(name) => with_first("file", &name, &json),
            None => json,
        })
    }

    /// The report of one line of a batch: a JSON string or `{"id", "text"}`, `"id"` first where given; the error in its place.
    #[must_use]
    pub fn analyze_line(&self, line: &[u8], options: &Options, claim: Option<&str>) -> Line {
        let (id, text) = match record(line) {
            Ok(record) => record,
            Err(e) => return Line::failed(None, &e),
        };
        match self.analyze_json(&text, options, Asked { file: None, claim }) {
            Ok(json) => Line { json: id.as_ref().map_or_else(|| json.clone(), |id| with_first("id", id, &json)), ok: true },
            Err(e) => Line::failed(id.as_ref(), &e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_a_string_or_an_object_with_text() {
        assert_eq!(record("\u{feff}\"قال\\n\"\r".as_bytes()), Ok((None, "قال\n".into())));
        assert_eq!(record(r#" {"id": "أ1", "text": "قال", "x": [1]}"#.as_bytes()), Ok((Some(Id::Text("أ1".into())), "قال".into())));
        assert_eq!(record(r#"{"text": "", "id": 7}"#.as_bytes()), Ok((Some(Id::Number(7.into())), String::new())));
    }

    #[test]
    fn bad_lines_say_what_is_expected() {
        for (line, code) in [
            (b"".as_slice(), "invalid_argument"),
            (b"{}", "invalid_argument"),
            (b"{\"text\": 5}", "invalid_argument"),
            (b"{\"text\": \"a\", \"id\": {}}", "invalid_argument"),
            (b"[1]", "invalid_argument"),
            (b"\"open", "invalid_argument"),
            (b"\"\\ud800\"", "invalid_argument"),
            (b"\"\xC7\"", "invalid_encoding"),
        ] {
            assert_eq!(record(line).map_err(|e| e.code()), Err(code), "{line:?}");
        }
        let line = Line::error(&bad_line("قال \"".into()));
        assert_eq!(line, Line { json: r#"{"error":{"code":"invalid_argument","message":"قال \""}}"#.into(), ok: false });
    }

    #[test]
    fn a_key_is_put_first() {
        assert_eq!(with_first("file", &"a\"b", "{\"schema\":1}"), r#"{"file":"a\"b","schema":1}"#);
    }
}

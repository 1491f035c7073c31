//! Bytes of a txt, md or html file → the text that is analyzed, the same natively, in Node and in the browser.
//!
//! Offsets in a report of such a file count in this text: decoded, without byte order mark, with line feeds as line ends, and for md and
//! html without markup.

mod codepages;
mod detect;
mod encoding;
mod entities;
mod html;
mod inline;
mod markdown;
mod markup;

use crate::error::{Error, ErrorKind};
use encoding::Encoding;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text: the text as it is.
    Txt,
    /// Markdown: without its marks.
    Md,
    /// HTML: the text of the article.
    Html,
}

impl Kind {
    /// `txt`, `md`, `html`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::Md => "md",
            Self::Html => "html",
        }
    }
}

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// What is analyzed.
    pub text: String,
    /// The encoding that was found or given, as `TextDecoder` names it.
    pub encoding: &'static str,
    /// What it was written in.
    pub kind: Kind,
}

/// How much of a file is searched for a declaration of its encoding.
const HEAD: usize = 4096;

/// Reads a file. `name` (a path or URL will do) tells by its extension what it is written in; `encoding` is a label of the Encoding
/// Standard where the caller knows it, else it is recognised: byte order mark, the page's own declaration, UTF-8, UTF-16, then the
/// likelier of windows-1256, ISO-8859-6 and windows-1252.
///
/// # Errors
/// `InvalidArgument` for an unknown label, `InvalidEncoding` for bytes that are no text.
pub fn decode(bytes: &[u8], name: Option<&str>, encoding: Option<&str>) -> Result<Decoded, Error> {
    let (encoding, body) = choose_encoding(bytes, encoding)?;
    let raw = unix_lines(encoding.decode(body));
    let kind = kind_of(name, &raw);
    let text = match kind {
        Kind::Txt => raw,
        Kind::Md => markdown::text_of(&raw),
        Kind::Html => html::text_of(&raw),
    };
    Ok(Decoded { text, encoding: encoding.name(), kind })
}

/// The encoding, and the bytes after the byte order mark.
fn choose_encoding<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<(Encoding, &'a [u8]), Error> {
    let mark = detect::byte_order_mark(bytes);
    let after = |len: usize| bytes.get(len..).unwrap_or(&[]);
    if let Some(label) = label {
        let given = Encoding::by_label(label).ok_or_else(|| {
            Error::new(ErrorKind::InvalidArgument, format!("unknown encoding «{label}»; known are {}", Encoding::names()))
        })?;
        let utf16 = |e| matches!(e, Encoding::Utf16Le | Encoding::Utf16Be);
        return Ok(match mark {
            Some((e, len)) if e == given || utf16(e) && utf16(given) => (e, after(len)),
            _ => (given, bytes),
        });
    }
    if let Some(what) = detect::not_text(bytes) {
        return Err(not_text(&format!("the bytes are no text; this seems to be {what}")));
    }
    if let Some((encoding, len)) = mark {
        return Ok((encoding, after(len)));
    }
    detect::recognise(bytes, declared(bytes)).map(|e| (e, bytes)).ok_or_else(|| {
        not_text(&format!(
            "the bytes are no text in any encoding that is recognised ({}): they hold NUL or control characters, so this seems to be a binary file",
            Encoding::names()
        ))
    })
}

fn not_text(message: &str) -> Error {
    Error::new(ErrorKind::InvalidEncoding, message)
}

/// What `<meta charset>`, `<meta http-equiv content>` or `<?xml encoding?>` at the start of markup says.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head: String = bytes.iter().take(HEAD).map(|&b| if b.is_ascii() { char::from(b.to_ascii_lowercase()) } else { ' ' }).collect();
    let head = head.trim_start();
    if !head.starts_with('<') {
        return None;
    }
    let label = |text: &str| {
        let value = text.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '?' | '/'))?;
        Encoding::by_label(value.get(..end)?)
    };
    if let Some(xml) = head.strip_prefix("<?xml")
        && let Some(found) = xml.split_once("?>").and_then(|(xml, _)| label(&format!("{}?", xml.split_once("encoding")?.1)))
    {
        return Some(found);
    }
    let metas = markup::Pieces::new(head).filter_map(|p| match p {
        markup::Piece::Open { name: "meta", attributes } => Some(attributes),
        _ => None,
    });
    metas.filter_map(|m| m.split_once("charset")).find_map(|(_, rest)| label(&format!("{rest}>")))
}

/// CR LF and CR as LF.
fn unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// By extension, else by how the text begins. A page that was saved as .txt is still a page.
fn kind_of(name: Option<&str>, text: &str) -> Kind {
    let name = name.unwrap_or("");
    let path = name.split_once(['?', '#']).filter(|_| name.contains("://")).map_or(name, |(path, _)| path);
    let extension = path.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.')).map_or("", |(_, e)| e).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Kind::Html,
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Kind::Md,
        _ if is_page(text) => Kind::Html,
        _ => Kind::Txt,
    }
}

/// True where the text begins as an HTML document does.
fn is_page(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(end) = rest.strip_prefix("<!--").and_then(|r| r.find("-->")).map(|i| i + 7) {
        rest = rest.get(end..).unwrap_or("").trim_start();
    }
    if let Some((_, after)) = rest.strip_prefix("<?xml").and_then(|r| r.split_once("?>")) {
        rest = after.trim_start();
    }
    let begins = |with: &str| rest.as_bytes().get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with.as_bytes()));
    begins("<!doctype html")
        || ["<html", "<head", "<body"]
            .iter()
            .any(|t| begins(t) && matches!(rest.as_bytes().get(t.len()), Some(b'>' | b' ' | b'\n' | b'\t')))
}

#[cfg(test)]
mod tests;

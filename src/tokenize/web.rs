//! Addresses at the start of a text: http and www, e-mail, bare domains.

use super::TokenKind;

/// Last labels that make a dotted name an address without `www`; those that are also English words (in, is, to, me …) are left out.
const TOP_DOMAINS: [&str; 38] = [
    "com", "net", "org", "gov", "edu", "mil", "int", "info", "io", "tv", "co", "ly", "news", "press", "agency", "online", "ae", "sa", "qa",
    "kw", "bh", "om", "ye", "iq", "sy", "lb", "jo", "ps", "eg", "sd", "tn", "dz", "ma", "uk", "de", "fr", "ru", "eu",
];

/// Length and kind of the address that `rest` begins with; else how far this look ahead shows that none begins.
pub(super) fn address(rest: &str) -> Result<(usize, TokenKind), usize> {
    if let Some(len) = url(rest) {
        return Ok((len, TokenKind::Url));
    }
    let run = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-')).count();
    let Some((run_text, after)) = rest.split_at_checked(run) else { return Err(1) };
    if let Some(host) = after.strip_prefix('@') {
        let len = host.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
        let name = host.get(..len).unwrap_or("").trim_end_matches(['.', '-']);
        if name.contains('.') && !name.starts_with('.') {
            return Ok((run + 1 + name.len(), TokenKind::Email));
        }
    }
    let name = run_text.trim_end_matches(['.', '-']);
    let known = |last: &str| TOP_DOMAINS.iter().any(|t| t.eq_ignore_ascii_case(last));
    let is_domain = name.rsplit_once('.').is_some_and(|(host, last)| known(last) && host.bytes().any(|b| b.is_ascii_alphabetic()))
        && !name.contains("..")
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if is_domain {
        let path = rest.get(name.len()..).filter(|p| p.starts_with('/')).map_or(0, body);
        return Ok((name.len() + path, TokenKind::Url));
    }
    Err(run.max(1))
}

/// Length of an address with a scheme or `www.`.
fn url(rest: &str) -> Option<usize> {
    let starts = |p: &str| rest.get(..p.len()).is_some_and(|s| s.eq_ignore_ascii_case(p));
    let prefix = ["http://", "https://", "ftp://", "www."].into_iter().find(|p| starts(p))?;
    let len = prefix.len() + body(rest.get(prefix.len()..)?);
    (len > prefix.len()).then_some(len)
}

/// Length of what can belong to an address, without the punctuation that ends a sentence or a bracket around it.
fn body(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '‘' | '’' | '،' | '؛' | '؟'));
    let all = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
    let closing: &[char] = &['.', ',', ';', ':', '!', '?', '\'', ']', '}', '…', ')', '*'];
    let trimmed = all.trim_end_matches(closing);
    // A bracket that the address itself opened is part of it.
    if trimmed.contains('(') && all.get(trimmed.len()..).is_some_and(|t| t.starts_with(')')) { trimmed.len() + 1 } else { trimmed.len() }
}

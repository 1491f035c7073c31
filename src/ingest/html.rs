//! An HTML page → the text of its article: one line for each block, without menus, scripts and forms.

use super::entities::Entities;
use super::markup::{Piece, Pieces, attributes};
use std::collections::BTreeMap;

/// Never text of an article.
const DROPPED: [&str; 24] = [
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "title",
    "iframe",
    "object",
    "svg",
    "math",
    "canvas",
    "audio",
    "video",
    "select",
    "button",
    "textarea",
    "datalist",
    "dialog",
    "figcaption",
    "noembed",
    "noframes",
    "map",
    "plaintext",
    "xmp",
];

/// Around the article, rarely in it.
const MARGINAL: [&str; 4] = ["nav", "aside", "footer", "menu"];

/// Elements that break the line.
const BLOCKS: [&str; 49] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements that never have content.
const VOID: [&str; 14] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Longest element name of interest.
const NAME: usize = 10;

/// Where a line of text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    /// Number of the outermost `article`, from 1; 0 outside.
    article: u32,
    main: bool,
    form: bool,
    marginal: bool,
    /// In a `header`, which is dropped save for an article's headings.
    header: bool,
    heading: bool,
    dropped: bool,
    pre: bool,
    link: bool,
}

/// A line of text and where it stands.
#[derive(Debug)]
struct Line {
    text: String,
    place: Place,
    /// Letters within links, and all.
    linked: usize,
    letters: usize,
}

/// Reads pieces and builds lines.
#[derive(Default)]
struct Page {
    lines: Vec<Line>,
    text: String,
    linked: usize,
    letters: usize,
    place: Place,
    /// Open elements, with the place around each.
    open: Vec<(&'static str, Place)>,
    /// How many of each name are open: an end tag without a start tag is not searched for.
    count: BTreeMap<&'static str, usize>,
    articles: u32,
}

/// The text of the article.
pub(super) fn text_of(markup: &str) -> String {
    let entities = Entities::new();
    let mut page = Page::default();
    let mut decoded = String::new();
    for piece in Pieces::new(markup) {
        match piece {
            Piece::Text(text) => {
                decoded.clear();
                entities.decode_into(text, &mut decoded);
                page.text(&decoded);
            }
            Piece::Open { name, attributes } => page.open(name, attributes),
            Piece::Close { name } => page.close(name),
        }
    }
    page.break_line();
    page.choose()
}

/// The name in the lists above, lower-case.
fn known(name: &str) -> Option<&'static str> {
    const INLINE: [&str; 2] = ["a", "q"];
    if name.len() > NAME {
        return None;
    }
    let lists: [&[&'static str]; 5] = [&BLOCKS, &DROPPED, &VOID, &MARGINAL, &INLINE];
    lists.into_iter().flatten().find(|n| n.eq_ignore_ascii_case(name)).copied()
}

/// True where an element says that it is not shown or no part of the article.
fn set_apart(text: &str) -> bool {
    attributes(text).any(|(name, value)| {
        let value = value.trim_ascii();
        match name {
            _ if name.eq_ignore_ascii_case("hidden") => true,
            _ if name.eq_ignore_ascii_case("aria-hidden") => value.eq_ignore_ascii_case("true"),
            _ if name.eq_ignore_ascii_case("role") => {
                ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar"]
                    .iter()
                    .any(|r| value.eq_ignore_ascii_case(r))
            }
            _ if name.eq_ignore_ascii_case("style") => {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            }
            _ => false,
        }
    })
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.place.dropped {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.place.pre => self.break_line(),
                '\t' | '\n' | '\r' | '\u{c}' | ' ' if !self.place.pre => {
                    if !self.text.is_empty() && !self.text.ends_with(' ') {
                        self.text.push(' ');
                    }
                }
                '\r' => {}
                _ => {
                    let letter = usize::from(c.is_alphanumeric());
                    self.letters += letter;
                    self.linked += if self.place.link { letter } else { 0 };
                    self.text.push(c);
                }
            }
        }
    }

    fn break_line(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            self.lines.push(Line { text: text.to_string(), place: self.place, linked: self.linked, letters: self.letters });
        }
        self.text.clear();
        (self.linked, self.letters) = (0, 0);
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let Some(name) = known(name) else { return };
        match name {
            "a" => return self.place.link = true,
            "q" => return self.text("“"),
            "br" => return self.break_line(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.break_line();
            self.place.link = false;
            // End tags that may be left out: a block ends a paragraph, an item the item before it.
            self.close_top("p");
            match name {
                "li" | "option" => self.close_top(name),
                "dd" | "dt" => {
                    self.close_top("dd");
                    self.close_top("dt");
                }
                "td" | "th" | "tr" => {
                    self.close_top("td");
                    self.close_top("th");
                    if name == "tr" {
                        self.close_top("tr");
                    }
                }
                _ => {}
            }
        }
        if VOID.contains(&name) {
            return;
        }
        if name == "body" {
            // A head whose end tag is missing ends here.
            self.close("head");
        }
        self.open.push((name, self.place));
        *self.count.entry(name).or_default() += 1;
        let place = &mut self.place;
        match name {
            "article" if place.article == 0 => {
                self.articles += 1;
                place.article = self.articles;
            }
            "main" => place.main = true,
            "form" => place.form = true,
            "header" => place.header = true,
            "pre" => place.pre = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => place.heading = true,
            _ => {}
        }
        place.marginal |= MARGINAL.contains(&name);
        place.dropped |= DROPPED.contains(&name);
        // The whole page may be set apart for the moment when it loads.
        if !matches!(name, "html" | "body") && !attributes.is_empty() && set_apart(attributes) {
            place.marginal = true;
        }
    }

    fn close_top(&mut self, name: &str) {
        if self.open.last().is_some_and(|(n, _)| *n == name) {
            self.close(name);
        }
    }

    fn close(&mut self, name: &str) {
        let Some(name) = known(name) else { return };
        match name {
            "a" => return self.place.link = false,
            "q" => return self.text("”"),
            "br" => return self.break_line(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.break_line();
        }
        if self.count.get(name).is_none_or(|n| *n == 0) {
            return;
        }
        while let Some((top, place)) = self.open.pop() {
            self.place = place;
            if let Some(n) = self.count.get_mut(top) {
                *n -= 1;
            }
            if top == name {
                break;
            }
        }
    }

    /// The lines of the article: of `article`, else of `main`, else of the page without its margins, else all.
    fn choose(self) -> String {
        let letters = |keep: &dyn Fn(&Place) -> bool| -> usize { self.lines.iter().filter(|l| keep(&l.place)).map(|l| l.letters).sum() };
        let clean = |p: &Place| !p.marginal && (!p.header || p.heading && (p.article > 0 || p.main));
        let body = |p: &Place| clean(p) && !p.header && !p.form;
        let everything = letters(&|_| true);
        // Of several articles (teasers, comments) the one that is longer than all others together.
        let mut sizes = vec![0usize; self.articles as usize + 1];
        for line in self.lines.iter().filter(|l| l.place.article > 0 && clean(&l.place)) {
            if let Some(size) = sizes.get_mut(line.place.article as usize) {
                *size += line.letters;
            }
        }
        let in_articles: usize = sizes.iter().sum();
        let longest = (1..=self.articles).find(|&a| sizes.get(a as usize).is_some_and(|s| s * 2 > in_articles));
        // Teasers on a page whose own text stands outside them.
        let teasers = self.articles > 1 && in_articles * 4 < letters(&body);
        if in_articles > 0 && !teasers {
            return self.print(|p| clean(p) && longest.map_or(p.article > 0, |a| p.article == a));
        }
        if letters(&|p| p.main && clean(p)) > 0 {
            return self.print(|p| p.main && clean(p));
        }
        if letters(&body) * 5 > everything {
            return self.print(body);
        }
        // Some systems put the whole page into one form.
        if letters(&clean) * 5 > everything { self.print(clean) } else { self.print(|_| true) }
    }

    fn print(&self, keep: impl Fn(&Place) -> bool) -> String {
        let lines: Vec<&Line> = self.lines.iter().filter(|l| keep(&l.place)).collect();
        let mut out = String::new();
        // Three lines or more of nothing but links are a menu.
        for run in lines.chunk_by(|a, b| a.is_link() == b.is_link()) {
            if run.len() >= 3 && run.len() < lines.len() && run.iter().all(|l| l.is_link()) {
                continue;
            }
            for line in run {
                out.push_str(&line.text);
                out.push('\n');
            }
        }
        out
    }
}

impl Line {
    const fn is_link(&self) -> bool {
        self.linked > 0 && self.linked * 10 >= self.letters * 9
    }
}

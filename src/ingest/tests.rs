//! Bytes of sentences written for these tests, in every encoding.

use super::*;

const NEWS: &str = "أعلنت وزيرة الثقافة، سلمى الخطيب، أن المهرجان سيقام في الرباط؟ نعم: «في آذار» المقبل.";

fn windows_1256(text: &str) -> Vec<u8> {
    encode(text, codepages::windows_1256)
}

fn encode(text: &str, of: fn(u8) -> char) -> Vec<u8> {
    text.chars().map(|c| (0..=255).find(|b| of(*b) == c).unwrap_or_else(|| panic!("no byte for {c}"))).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn read(bytes: &[u8]) -> (String, &'static str) {
    let d = decode(bytes, None, None).unwrap();
    (d.text, d.encoding)
}

#[test]
fn every_encoding_of_arabic_is_recognised() {
    let plain = NEWS.replace(['«', '»'], "");
    assert_eq!(read(NEWS.as_bytes()), (NEWS.into(), "utf-8"));
    assert_eq!(read(&windows_1256(NEWS)), (NEWS.into(), "windows-1256"));
    assert_eq!(read(&encode(&plain, codepages::iso_8859_6)), (plain, "iso-8859-6"));
    assert_eq!(read(&utf16(NEWS, u16::to_le_bytes)), (NEWS.into(), "utf-16le"));
    assert_eq!(read(&utf16(NEWS, u16::to_be_bytes)), (NEWS.into(), "utf-16be"));
}

#[test]
fn a_few_words_are_enough() {
    for words in ["سلام", "قطر", "المغرب", "العراق", "وزارة الخارجية", "قال", "مُدَرِّسٌ", "فلسطين", "كتاب جديد"]
    {
        assert_eq!(read(&windows_1256(words)), (words.into(), "windows-1256"), "{words}");
        assert_eq!(read(&encode(words, codepages::iso_8859_6)), (words.into(), "iso-8859-6"), "{words}");
    }
}

#[test]
fn byte_order_marks_decide_and_are_left_out() {
    let marked = format!("\u{feff}{NEWS}");
    assert_eq!(read(marked.as_bytes()), (NEWS.into(), "utf-8"));
    assert_eq!(read(&utf16(&marked, u16::to_le_bytes)), (NEWS.into(), "utf-16le"));
    assert_eq!(read(&utf16(&marked, u16::to_be_bytes)), (NEWS.into(), "utf-16be"));
    let given = decode(&utf16(&marked, u16::to_be_bytes), None, Some("UTF-16")).unwrap();
    assert_eq!((given.text.as_str(), given.encoding), (NEWS, "utf-16be"));
}

#[test]
fn french_and_english_stay_latin() {
    let text = "Le ministère des Affaires étrangères a été « félicité » à Alger.";
    assert_eq!(read(&encode(text, codepages::windows_1252)), (text.into(), "windows-1252"));
    assert_eq!(read(b"plain ASCII"), ("plain ASCII".into(), "utf-8"));
    assert_eq!(read(b""), (String::new(), "utf-8"));
}

#[test]
fn arabic_with_latin_names_is_still_arabic() {
    let text = "قالت شركة Siemens إن مشروع Gigaset 5 في مصر سيبدأ قريبا، وفق Reuters";
    assert_eq!(read(&windows_1256(text)).1, "windows-1256");
}

#[test]
fn utf8_with_damage_is_still_utf8() {
    let bytes = NEWS.as_bytes();
    let (text, encoding) = read(&bytes[..bytes.len() - 2]);
    assert_eq!(encoding, "utf-8");
    assert!(NEWS.starts_with(text.trim_end_matches('\u{fffd}')));
}

#[test]
fn a_page_may_declare_its_encoding_and_may_be_wrong() {
    let page = |charset: &str| {
        format!("<!DOCTYPE html><html><head><meta charset='{charset}'><title>ع</title></head><body><p>{NEWS}</p></body></html>")
    };
    let text = format!("{NEWS}\n");
    for charset in ["windows-1256", "utf-8", "ISO-8859-6"] {
        let bytes = page(charset).into_bytes();
        assert_eq!(read(&bytes), (text.clone(), "utf-8"), "UTF-8 that calls itself {charset}");
    }
    assert_eq!(read(&windows_1256(&page("cp1256"))), (text.clone(), "windows-1256"));
    assert_eq!(read(&windows_1256(&page("utf-8"))), (text.clone(), "windows-1256"));
    let http = page("x").replace("<meta charset='x'>", "<META http-equiv=Content-Type content=\"text/html; charset=windows-1252\">");
    let french = http.replace(NEWS, "été");
    assert_eq!(read(&encode(&french.replace('ع', ""), codepages::windows_1252)), ("été\n".into(), "windows-1252"));
}

#[test]
fn a_given_encoding_is_believed_and_an_unknown_one_refused() {
    let bytes = windows_1256("قطر");
    assert_eq!(decode(&bytes, None, Some(" CP1256 ")).unwrap().text, "قطر");
    assert_eq!(decode(&bytes, None, Some("latin1")).unwrap().text, "ÞØÑ");
    let e = decode(&bytes, None, Some("cp-1256")).unwrap_err();
    assert_eq!(e.code(), "invalid_argument");
    assert!(e.message().contains("cp-1256") && e.message().contains("windows-1256"), "{e}");
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    for (bytes, word) in [
        (b"%PDF-1.7 \x01\x02".as_slice(), "PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "docx"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "Office"),
        (b"\xFF\xFE\0\0\x42\x06\0\0", "UTF-32"),
        (b"abc\0def\0\0\x01 ghij klmn", "NUL"),
    ] {
        let e = decode(bytes, Some("a.txt"), None).unwrap_err();
        assert_eq!(e.code(), "invalid_encoding");
        assert!(e.message().contains(word), "{word}: {e}");
    }
    assert!(decode("GIF8 اسم قديم".as_bytes(), None, None).is_ok());
}

#[test]
fn line_ends_become_line_feeds() {
    assert_eq!(read("أ\r\nب\rج\n".as_bytes()).0, "أ\nب\nج\n");
}

#[test]
fn the_kind_follows_the_extension_and_else_the_content() {
    let kind = |name: &str, text: &str| decode(text.as_bytes(), Some(name), None).unwrap().kind;
    assert_eq!(kind("a.HTM", "نص"), Kind::Html);
    assert_eq!(kind("b.c/a.md", "نص"), Kind::Md);
    assert_eq!(kind("https://x.example/a.html?q=1.txt#md", "نص"), Kind::Html);
    assert_eq!(kind("a", "\n<!-- c --><!DOCTYPE HTML>نص"), Kind::Html);
    assert_eq!(kind("a.txt", "<html lang=ar>نص"), Kind::Html);
    assert_eq!(kind("a.txt", "<htmlx> نص"), Kind::Txt);
    assert_eq!(kind("md", "نص"), Kind::Txt);
    assert_eq!(kind("a.txt", "# نص"), Kind::Txt);
}

fn html(markup: &str) -> String {
    decode(markup.as_bytes(), Some("a.html"), None).unwrap().text
}

#[test]
fn an_article_comes_out_of_its_page() {
    let page = "<html><head><title>العنوان في الشريط</title><style>p{}</style></head><body><header><h1>اسم الموقع</h1></header>\
        <nav><a href=/>الرئيسية</a></nav><div>إعلان</div>
        <article><header><h1>عنوان   الخبر</h1><p>شارك</p></header>
        <p>افتتحت <b>الو</b>زيرة\n   المعرض.<br>وقالت: &quot;نعم&quot;</p><script>var a='<p>';</script>
        <figure><img alt=صورة><figcaption>تعليق</figcaption></figure><ul><li>أول<li>ثان</ul>
        <aside>اقرأ أيضا</aside><form><input><button>أرسل</button></form></article><footer>حقوق</footer></body></html>";
    // A form's words stay in no article.
    assert_eq!(html(page), "عنوان الخبر\nافتتحت الوزيرة المعرض.\nوقالت: \"نعم\"\nأول\nثان\n");
}

#[test]
fn a_page_without_article_loses_its_margins_only() {
    let page = "<body><div id=m><a>سياسة</a><br><a>رياضة</a><br><a>صحة</a></div><div role=navigation>قائمة</div><p hidden>خفي<p>نص <a href=x>ظاهر</a> طويل<table><tr><td>خلية<td>أخرى</table><div style='display: none'>لا</div></body>";
    assert_eq!(html(page), "نص ظاهر طويل\nخلية\nأخرى\n");
    assert_eq!(html("<main><p>متن</p></main><div>غيره</div>"), "متن\n");
    assert_eq!(html("<form id=aspnet><p>الصفحة كلها في نموذج</p></form>"), "الصفحة كلها في نموذج\n");
    assert_eq!(html("نص بلا وسوم"), "نص بلا وسوم\n");
}

#[test]
fn teasers_do_not_hide_the_text() {
    let text = "كلمة ".repeat(200);
    let page = format!("<div><p>{text}</p></div><article>خبر آخر</article><article>خبر ثالث</article>");
    assert!(html(&page).starts_with(text.trim()));
}

fn md(source: &str) -> String {
    decode(source.as_bytes(), Some("a.md"), None).unwrap().text
}

#[test]
fn markdown_loses_its_marks() {
    let source = "---\ntitle: لا\n---\n# عنوان #\n\nقالت **ليلى** و*سعاد*\nإن [التقرير](http://x.example/a_(b)_c \"ت\") ![صورة](i.png)صحيح[^1].\n\n\
        > اقتباس\n> طويل\n\n- أول\n  تابع\n- [x] ثان\n1. ثالث\n\nعنوان ثان\n=====\n\n| أ | ب |\n|---|:-:|\n| ج | د\\|ه |\n\n\
        ```rust\nlet a = 1;\n```\n---\nسطر  \nوسطر\\\nوآخر\n\n[^1]: حاشية\n[ref]: http://x.example\n\n[نص][ref] و[ref] و[غيره] <b>غامق</b> <http://y.example> `كود *هنا*` &amp; \\*نجمة\\*\n";
    assert_eq!(
        md(source),
        "عنوان\nقالت ليلى وسعاد إن التقرير صحيح.\nاقتباس طويل\nأول تابع\nثان\nثالث\nعنوان ثان\nأ\nب\nج\nد|ه\nlet a = 1;\nسطر\nوسطر\nوآخر\nحاشية\nنص وref و[غيره] غامق http://y.example كود *هنا* & *نجمة*\n"
    );
}

#[test]
fn markdown_marks_within_words_and_sums_stay() {
    assert_eq!(md("اسم_الملف_الأول و 2 * 3 * 4 و ~5 و #قطر"), "اسم_الملف_الأول و 2 * 3 * 4 و ~5 و #قطر\n");
    assert_eq!(md("كان ذلك في\n2019. ثم انتهى"), "كان ذلك في 2019. ثم انتهى\n");
    assert_eq!(md("***كل*** ~~محذوف~~ **نصف"), "كل محذوف **نصف\n");
    assert_eq!(md("<div>أ</div>\n<!-- لا\nلا -->\nب<br>ج"), "أ\nب\nج\n");
}

#[test]
fn hostile_markup_takes_linear_time() {
    let n = 200_000;
    let start = std::time::Instant::now();
    for unit in [
        "<", "<a ", "</p>", "<div>", "<!--", "&", "&#", "<a b='", "<script>", "[", "](", "[a](", "![", "*a ", "_", "`", "``a`", "> ", "- ",
        "|", "|-\n", "(", "\\", "<b>*", "][", "[^", "~~", "<p><div>", "<svg>", "1. ",
    ] {
        let source = unit.repeat(n / unit.len());
        let _ = (html(&source), md(&source));
        let mixed = format!("[x]: y\n\n<article>{source}\n</article>");
        let _ = (html(&mixed), md(&mixed));
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

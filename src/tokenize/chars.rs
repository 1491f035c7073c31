//! A character → the class that the scanner goes by.

use unicode_normalization::char::is_combining_mark;

/// Classes of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    /// Ends a line.
    Break,
    Arabic,
    Latin,
    Digit,
    /// A letter of another script.
    Other,
    /// Joins whatever stands before it.
    Mark,
    Emoji,
    Punct,
}

pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Latin,
        '0'..='9' | '٠'..='٩' | '۰'..='۹' => Class::Digit,
        ' ' | '\t' => Class::Space,
        '\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\0'..='\u{7F}' => Class::Punct,
        '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{066E}' | '\u{066F}' | '\u{0671}'..='\u{06D3}' => Class::Arabic,
        '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' => Class::Mark,
        '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' => Class::Mark,
        '\u{06D5}' | '\u{06EE}' | '\u{06EF}' | '\u{06FA}'..='\u{06FF}' => Class::Arabic,
        '\u{0600}'..='\u{06FF}' => Class::Punct,
        '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{0887}' | '\u{08A0}'..='\u{08C9}' => Class::Arabic,
        '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => Class::Latin,
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' if c.is_alphabetic() => Class::Arabic,
        _ if is_emoji(c) => Class::Emoji,
        _ if is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}') => Class::Mark,
        _ if c.is_alphabetic() => Class::Other,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_whitespace() => Class::Space,
        _ => Class::Punct,
    }
}

/// Characters that are shown as emoji by themselves (Unicode `Emoji_Presentation` and the pictographic blocks).
fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{1F000}'..='\u{1FAFF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{231A}'
            | '\u{231B}'
            | '\u{23E9}'..='\u{23FA}'
            | '\u{2B05}'..='\u{2B07}'
            | '\u{2B1B}'
            | '\u{2B1C}'
            | '\u{2B50}'
            | '\u{2B55}'
    )
}

/// What may follow within one emoji: variation selectors, skin tones, keycap, tags.
pub(super) fn extends_emoji(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}' | '\u{E0020}'..='\u{E007F}')
}

pub(super) fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

//! The rules: what one character becomes. One small function a rule; a profile chooses among them.

use super::profile::Profile;

/// What is to be done with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Keep,
    To(char),
    /// Left out; it belongs to the character before it.
    DropMark,
    /// Left out; it belongs to nothing.
    DropControl,
    /// Replaced by its compatibility decomposition, whose characters go through the rules again.
    Decompose,
    /// A hamza above: joins و ي ى to ؤ ئ, is dropped elsewhere.
    JoinHamza,
    /// A zero-width joiner: stays within emoji, is dropped elsewhere.
    Joiner,
    Lower,
}

/// Harakat and tanwin, shadda, sukun, dagger alef (Unicode block Arabic, "points" and U+0670).
fn strip_harakat(c: char) -> Option<Step> {
    matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}').then_some(Step::DropMark)
}

/// Tatweel only stretches.
fn strip_tatweel(c: char) -> Option<Step> {
    (c == '\u{0640}').then_some(Step::DropMark)
}

/// Quranic annotation, honorifics, maddah and hamza as combining marks, small waw and yeh (blocks Arabic, Arabic Extended-A and -B),
/// also the spacing presentation forms of harakat, whose decomposition would leave a space in the word.
fn strip_marks(c: char) -> Option<Step> {
    match c {
        '\u{0654}' => Some(Step::JoinHamza),
        '\u{0610}'..='\u{061A}'
        | '\u{0653}'
        | '\u{0655}'..='\u{065F}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}'
        | '\u{0898}'..='\u{089F}'
        | '\u{08CA}'..='\u{08E1}'
        | '\u{08E3}'..='\u{08FF}'
        | '\u{FC5E}'..='\u{FC63}'
        | '\u{FCF2}'..='\u{FCF4}'
        | '\u{FE70}'..='\u{FE72}'
        | '\u{FE74}'
        | '\u{FE76}'..='\u{FE7F}' => Some(Step::DropMark),
        _ => None,
    }
}

/// Bidi controls (UAX 9), zero-width characters, word joiner and invisible operators, grapheme joiner, soft hyphen, byte order mark.
fn strip_invisible(c: char) -> Option<Step> {
    match c {
        '\u{200D}' => Some(Step::Joiner),
        '\u{00AD}'
        | '\u{034F}'
        | '\u{061C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200C}'
        | '\u{200E}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => Some(Step::DropControl),
        _ => None,
    }
}

/// Arabic presentation forms A and B (NFKC of those ranges), and the Latin ligatures that PDF files leave. ﷺ and ﷻ stand for several
/// words and stay one sign.
fn resolve_forms(c: char) -> Option<Step> {
    matches!(c, '\u{FB00}'..='\u{FB06}' | '\u{FB50}'..='\u{FDF9}' | '\u{FDFC}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        .then_some(Step::Decompose)
}

/// Letters of Persian, Urdu, Kurdish and Sindhi keyboards that stand for Arabic ones and look like them. گ پ چ ژ ڤ are letters of their own.
fn resolve_look_alikes(c: char) -> Option<Step> {
    let to = match c {
        'ک' | '\u{06AA}' => 'ك',
        'ی' | 'ے' | '\u{06D3}' | '\u{063D}' => 'ي',
        'ہ' | 'ھ' | 'ە' | '\u{06C0}' | '\u{06C2}' => 'ه',
        '\u{06C3}' => 'ة',
        '\u{0672}' | '\u{0673}' | '\u{0675}' => 'ا',
        _ => return None,
    };
    Some(Step::To(to))
}

/// Hamza and madda on alef, and the wasla.
fn fold_alef(c: char) -> Option<Step> {
    matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ').then_some(Step::To('ا'))
}

/// Alef maksura, which Egyptian usage does not tell from final yeh.
fn fold_yeh(c: char) -> Option<Step> {
    (c == 'ى').then_some(Step::To('ي'))
}

/// Teh marbuta, often written without its dots.
fn fold_teh(c: char) -> Option<Step> {
    (c == 'ة').then_some(Step::To('ه'))
}

/// Arabic-Indic and extended digits, their decimal and thousands separators and percent sign.
fn fold_digits(c: char) -> Option<Step> {
    let digit = |zero: char| char::from_u32(u32::from('0') + (u32::from(c) - u32::from(zero)));
    let to = match c {
        '٠'..='٩' => digit('٠')?,
        '۰'..='۹' => digit('۰')?,
        '٫' => '.',
        '٬' => ',',
        '٪' => '%',
        _ => return None,
    };
    Some(Step::To(to))
}

/// Spaces that are no U+0020, and separators of lines.
fn fold_spaces(c: char) -> Option<Step> {
    match c {
        '\u{00A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(Step::To(' ')),
        '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}' => Some(Step::To('\n')),
        _ => None,
    }
}

/// Cased letters become small.
fn lower(c: char) -> Option<Step> {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(only), None) if only == c => None,
        (Some(only), None) => Some(Step::To(only)),
        _ => Some(Step::Lower),
    }
}

type Rule = fn(char) -> Option<Step>;

/// The rules of one profile, with the answers for the Arabic block worked out beforehand.
pub(super) struct Rules {
    chosen: Vec<Rule>,
    arabic: [Step; 256],
}

impl Rules {
    pub(super) fn new(p: &Profile) -> Self {
        let all: [(bool, Rule); 11] = [
            (p.harakat, strip_harakat),
            (p.tatweel, strip_tatweel),
            (p.marks, strip_marks),
            (p.invisible, strip_invisible),
            (p.forms, resolve_forms),
            (p.look_alikes, resolve_look_alikes),
            (p.alef, fold_alef),
            (p.yeh, fold_yeh),
            (p.teh, fold_teh),
            (p.digits, fold_digits),
            (p.spaces, fold_spaces),
        ];
        let mut chosen: Vec<Rule> = all.into_iter().filter(|r| r.0).map(|r| r.1).collect();
        if p.lower {
            chosen.push(lower);
        }
        let mut rules = Self { chosen, arabic: [Step::Keep; 256] };
        for i in 0..256u32 {
            if let Some(c) = char::from_u32(0x600 + i)
                && let Some(slot) = rules.arabic.get(i as usize).map(|_| i as usize)
            {
                rules.arabic[slot] = rules.work_out(c);
            }
        }
        rules
    }

    /// The first rule that has something to say, then what the others say of the letter it gives.
    fn work_out(&self, c: char) -> Step {
        let mut step = Step::Keep;
        let mut now = c;
        for rule in &self.chosen {
            match rule(now) {
                None => {}
                Some(Step::To(to)) => {
                    now = to;
                    step = Step::To(to);
                }
                Some(other) => return other,
            }
        }
        step
    }

    pub(super) fn step(&self, c: char) -> Step {
        match c {
            '\u{0600}'..='\u{06FF}' => self.arabic[(c as usize - 0x600) & 0xFF],
            ' '..='~' | '\n' if !c.is_ascii_uppercase() => Step::Keep,
            _ => self.work_out(c),
        }
    }
}

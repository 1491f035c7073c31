//! Profiles: which rules a purpose needs, as data.

/// A set of rules; see `docs/NORMALIZATION.md` for each. All off by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// Mojibake and visual order are repaired first.
    pub repair: bool,
    /// Unicode NFKC, whole. Excludes every rule below.
    pub nfkc: bool,
    /// Arabic presentation forms and Latin ligatures become their letters.
    pub forms: bool,
    /// U+064B-0652 and U+0670 go.
    pub harakat: bool,
    /// The other Arabic combining marks (Quranic signs, honorifics, small letters) go; a combining hamza joins its carrier.
    pub marks: bool,
    /// U+0640 goes.
    pub tatweel: bool,
    /// Bidi controls, zero-width characters, soft hyphens go.
    pub invisible: bool,
    /// Persian, Urdu and Kurdish keyboard forms of Arabic letters become those letters.
    pub look_alikes: bool,
    /// أ إ آ ٱ become ا.
    pub alef: bool,
    /// ى becomes ي.
    pub yeh: bool,
    /// ة becomes ه.
    pub teh: bool,
    /// Arabic-Indic and extended digits with their separators and percent sign become ASCII.
    pub digits: bool,
    /// Every horizontal space becomes U+0020, every line or paragraph separator a line feed.
    pub spaces: bool,
    /// Cased letters become small.
    pub lower: bool,
}

const NONE: Profile = Profile {
    repair: false,
    nfkc: false,
    forms: false,
    harakat: false,
    marks: false,
    tatweel: false,
    invisible: false,
    look_alikes: false,
    alef: false,
    yeh: false,
    teh: false,
    digits: false,
    spaces: false,
    lower: false,
};

impl Profile {
    /// Unicode NFKC and nothing else.
    pub const NFKC: Self = Self { nfkc: true, ..NONE };
    /// The folding that Arabic search libraries agree on: harakat and tatweel dropped, alefs, final yeh and teh marbuta folded; nothing else.
    pub const FOLD: Self = Self { harakat: true, tatweel: true, alef: true, yeh: true, teh: true, ..NONE };
    /// For readers: repairs only, no letter lost.
    pub const DISPLAY: Self = Self { repair: true, ..NONE };
    /// What the tagger and the lexicons see: ى, ة and the hamza carriers ؤ ئ stay, since they tell words apart.
    pub const ML: Self = Self {
        repair: true,
        forms: true,
        harakat: true,
        marks: true,
        tatweel: true,
        invisible: true,
        look_alikes: true,
        alef: true,
        digits: true,
        spaces: true,
        ..NONE
    };
    /// For matching what people type: `ML`, and ى as ي, ة as ه, small Latin letters.
    pub const SEARCH: Self = Self { yeh: true, teh: true, lower: true, ..Self::ML };

    /// All profiles by name.
    pub const ALL: [(&'static str, Self); 5] =
        [("nfkc", Self::NFKC), ("fold", Self::FOLD), ("display", Self::DISPLAY), ("search", Self::SEARCH), ("ml", Self::ML)];

    /// The profile of that name: `nfkc`, `fold`, `display`, `search` or `ml`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(n, _)| *n == name).map(|(_, p)| p)
    }
}

//! The committed model files, compiled into the crate.

/// Containers; each holds sections of its own.
#[rustfmt::skip]
pub const PARTS: &[&[u8]] = &[
    include_bytes!("../../models/abbreviations.bin"),
    include_bytes!("../../models/clitics.bin"),
    include_bytes!("../../models/lexicon.bin"),
    include_bytes!("../../models/tagger.bin"),
    include_bytes!("../../models/speech.bin"),
    include_bytes!("../../models/values.bin"),
    include_bytes!("../../models/claims.bin"),
    include_bytes!("../../models/stance.bin"),
];

//! Corpora of other guidelines → texts whose tokens allow one or several of our labels.
//!
//! A coarser type allows all of ours that it may mean («LOC»: GPE, LOC or FAC), and a word outside may be what that corpus does not mark
//! (a nationality), so that nothing in them contradicts the articles annotated by our own guidelines.

use mizan::Span;
use mizan::tag::EntityType::{self, Event, Fac, Gpe, Loc, Misc, Norp, Org, Per};
use mizan::tag::labels::{O, begin, inside};
use mizan::tokenize::Document;

/// A stretch of a corpus that is read as one article.
#[derive(Default)]
pub struct Text {
    pub text: String,
    /// Where each token of the corpus stands in `text`, and its label.
    pub tokens: Vec<(Span, String)>,
}

/// Which guidelines a corpus follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Anercorp,
    /// The same, each of its types as one of ours (LOC as GPE): for a tagger of that scheme.
    AnercorpAlone,
    Newsfane,
    Aqmar,
    Wojood,
}

/// Sentences that make one text: the files do not mark where articles end.
const SENTENCES: usize = 12;

impl Scheme {
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "anercorp" => Self::Anercorp,
            "anercorp-alone" => Self::AnercorpAlone,
            "newsfane" => Self::Newsfane,
            "aqmar" => Self::Aqmar,
            "wojood" => Self::Wojood,
            _ => return None,
        })
    }

    /// Types that a label of the corpus may mean; none where the words may be a name or not.
    fn types(self, label: &str) -> Option<&'static [EntityType]> {
        Some(match (self, label) {
            (Self::Newsfane, _) => match label {
                "Nation" | "Population-Center" | "State-or-Province" | "County-or-District" => &[Gpe],
                "GPE-Cluster" | "Continent" | "Land" | "Land-Region-Natural" | "Water-Body" => &[Loc, Gpe],
                "Politician" | "Athlete" | "Artist" | "Other_PER" | "Religious_PER" | "Scientist" | "Businessperson" | "Lawyer"
                | "Engineer" => &[Per],
                "Non-Governmental" | "Sports" | "Government" | "Media" | "Commercial" | "Educational" | "Police" | "Medical-Science"
                | "Entertainment" | "Religious_ORG" => &[Org],
                "Building-Grounds" | "Path" | "Airport" | "Subarea-Facility" => &[Fac, Org, Loc],
                "Group" => &[Org, Norp, Per],
                "Book" | "Movie" | "Software" | "Hardware" | "Projectile" | "Shooting" | "Air" => &[Misc],
                _ => return None,
            },
            (Self::AnercorpAlone, "LOC") => &[Gpe],
            (Self::AnercorpAlone, "MISC") => &[Misc],
            (_, "PER" | "PERS") => &[Per],
            (Self::Wojood, "GPE") => &[Gpe, Norp],
            (Self::Wojood, "LOC") => &[Loc, Gpe],
            (Self::Wojood, "FAC") => &[Fac],
            (Self::Wojood, "NORP") => &[Norp],
            (Self::Wojood, "EVENT") => &[Event],
            (Self::Wojood, "LAW" | "PRODUCT" | "LANGUAGE") => &[Misc],
            (Self::Wojood, "ORG") => &[Org],
            (_, "LOC") => &[Gpe, Loc, Fac],
            (_, "ORG") => &[Org],
            (Self::Anercorp, "MISC") => &[Misc, Event, Norp, Org, Fac],
            _ => return None,
        })
    }

    /// What a word outside allows.
    fn outside(self) -> u32 {
        let may = |types: &[EntityType]| types.iter().fold(1 << O, |m, &t| m | 1 << begin(t) | 1 << inside(t));
        match self {
            Self::AnercorpAlone => 1 << O,
            Self::Anercorp | Self::Newsfane => may(&[Norp, Event]),
            Self::Aqmar => may(&[Norp, Event, Misc]),
            Self::Wojood => may(&[Norp]),
        }
    }
}

/// Reads a file of `token TAB label` (or blanks between), an empty line between sentences. Labels may be missing.
pub fn read(path: &str) -> Result<Vec<Text>, String> {
    let all = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let (mut out, mut now, mut sentences) = (Vec::new(), Text::default(), 0);
    for line in all.lines().chain([""]) {
        let mut parts = line.split(['\t', ' ']).filter(|p| !p.is_empty());
        let Some(token) = parts.next() else {
            if !now.text.ends_with('\n') && !now.text.is_empty() {
                now.text.push('\n');
                sentences += 1;
            }
            if sentences == SENTENCES {
                out.push(std::mem::take(&mut now));
                sentences = 0;
            }
            continue;
        };
        let start = now.text.len();
        now.text.extend(token.chars().filter(|c| !matches!(c, '\u{200E}' | '\u{200F}')));
        now.tokens.push((Span::new(start, now.text.len()), parts.next().unwrap_or("O").into()));
        now.text.push(' ');
    }
    out.push(now);
    out.retain(|t| !t.tokens.is_empty());
    Ok(out)
}

/// Labels of later tokens, as bits.
const INSIDE: u32 = 0b1_0101_0101_0101_0100;

impl Text {
    /// Our tokens, and what each allows.
    pub fn allowed(&self, scheme: Scheme) -> (Document<'_>, Vec<u32>) {
        let mut before = "";
        let mut masks = Vec::with_capacity(self.tokens.len());
        for (_, label) in &self.tokens {
            let name = label.get(2..).unwrap_or("");
            let first = label.starts_with('B') || name != before;
            before = name;
            masks.push(match (label.as_str(), scheme.types(name)) {
                ("O", _) => scheme.outside(),
                (_, Some(types)) => types.iter().fold(0, |m, &t| m | 1 << if first { begin(t) } else { inside(t) }),
                (_, None) if scheme == Scheme::Wojood => 1 << O,
                (_, None) => u32::MAX,
            });
        }
        let doc = crate::segment::document(&self.text);
        let mut out = Vec::with_capacity(doc.tokens.len());
        for t in &doc.tokens {
            let k = self.token_at(t.span.start);
            let (start, allowed) = self.tokens.get(k).zip(masks.get(k)).map_or((t.span.start, u32::MAX), |(x, &m)| (x.0.start, m));
            // A later part of the corpus's token goes on with its name.
            out.push(if t.span.start > start && allowed & 1 == 0 { (allowed << 1 | allowed) & INSIDE } else { allowed });
        }
        for s in &doc.sentences {
            if let Some(x) = out.get_mut(s.tokens.start).filter(|x| **x & !INSIDE == 0) {
                *x >>= 1;
            }
        }
        (doc, out)
    }

    /// The corpus's token that holds the byte, or the next one.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|x| x.0.end <= byte)
    }
}

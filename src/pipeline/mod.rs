//! The whole path: text → report. The only module that knows all stages.

mod lines;
mod options;

pub use lines::{Asked, Line};
pub use options::{Options, RawEntity, RawOptions};

use crate::error::{Error, ErrorKind};
use crate::model::Model;
use crate::normalize::normalize_ml;
use crate::report::{Report, utf16_len};
use crate::resolve::{Entity, Resolved, UserEntity, resolve};
use crate::stance::aggregate::aggregate;
use crate::stance::claims::{ClaimModel, ClaimStance, stance_toward};
use crate::stance::model::StanceModel;
use crate::stance::quotes::lexicon::SpeechLexicon;
use crate::stance::quotes::{Quote, Speech, speech};
use crate::stance::{Stance, Target};
use crate::tag::gazetteer::Gazetteer;
use crate::tag::values::{Value, ValueTables, values};
use crate::tag::{EntityType, Mention, Tagger, tag};
use crate::tokenize::{Document, Segmenter};

/// Everything the stages found in one text; spans in bytes of the original.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    /// Text, tokens, sentences.
    pub doc: Document<'a>,
    /// Mentions and entities.
    pub resolved: Resolved,
    /// Dates and amounts.
    pub values: Vec<Value>,
    /// Speech.
    pub quotes: Vec<Quote>,
    /// Directed stances.
    pub stances: Vec<Stance>,
    /// Summed up by target.
    pub targets: Vec<Target>,
}

/// The models, ready to analyze; free to share between threads.
#[derive(Clone, Debug)]
pub struct Analyzer {
    version: String,
    segmenter: Segmenter,
    gazetteer: Gazetteer,
    tagger: Tagger,
    speech: SpeechLexicon,
    values: ValueTables,
    claims: ClaimModel,
    stance: StanceModel,
}

impl Analyzer {
    /// With the models compiled into the crate.
    ///
    /// # Errors
    /// `InvalidModel` where the crate was built with damaged files.
    #[cfg(feature = "embedded")]
    pub fn new() -> Result<Self, Error> {
        Self::with_model(&Model::embedded()?)
    }

    /// With a model that the caller read.
    ///
    /// # Errors
    /// `InvalidModel` where a section is missing or damaged.
    pub fn with_model(model: &Model<'_>) -> Result<Self, Error> {
        let segmenter = Segmenter::read(model)?;
        let tagger = Tagger::read(model.section("tagger")?)?;
        let gazetteer = Gazetteer::read(model.section("gazettr")?)?;
        let speech = SpeechLexicon::read(model.section("speech")?)?;
        let values = ValueTables::read(model.section("values")?)?;
        let claims = ClaimModel::read(model.section("claims")?)?;
        let stance = StanceModel::read(model.section("frames")?, model.section("stance")?)?;
        Ok(Self { version: model.version(), segmenter, gazetteer, tagger, speech, values, claims, stance })
    }

    /// Runs the stages.
    ///
    /// # Errors
    /// `TooLarge` over `options.max_length`.
    pub fn analysis<'a>(&self, text: &'a str, options: &Options) -> Result<Analysis<'a>, Error> {
        check_length(text, options.max_length)?;
        let doc = self.segmenter.document(text);
        let mut mentions = tag(&doc, &self.gazetteer, &self.tagger);
        mentions.retain(|m| m.confidence >= options.min_confidence);
        let (resolved, wanted) = self.resolve_with_targets(&doc, mentions, options);
        let values = if options.values { values(&doc, &self.values, options.reference_date) } else { Vec::new() };
        let speech = if options.quotes || options.stances { speech(&doc, &resolved, &self.speech) } else { Speech::default() };
        let (mut stances, mut targets) = (Vec::new(), Vec::new());
        if options.stances {
            let reading = crate::stance::read(&doc, &resolved, &speech, &self.stance);
            stances = reading.stances;
            stances.retain(|s| s.confidence >= options.min_confidence);
            targets = aggregate(&resolved, &stances, &reading.view, &reading.tallies, &self.stance, &wanted);
        }
        Ok(Analysis { doc, resolved, values, quotes: speech.quotes, stances, targets })
    }

    /// Resolves, and finds the entity of each of `options.targets`: by id or name among the article's entities, else in the gazetteer,
    /// else as a topic, whose occurrences become its mentions.
    fn resolve_with_targets(&self, doc: &Document<'_>, mentions: Vec<Mention>, options: &Options) -> (Resolved, Vec<usize>) {
        if options.targets.is_empty() {
            return (resolve(doc, mentions, &self.gazetteer, &options.entities), Vec::new());
        }
        let mut user = options.entities.clone();
        let first = resolve(doc, mentions.clone(), &self.gazetteer, &user);
        for target in &options.targets {
            if find_target(&first, doc, target).is_some() {
                continue;
            }
            let name = normalize_ml(target.trim());
            let entry = self.gazetteer.lookup(name.text()).first().and_then(|&e| self.gazetteer.entry(e));
            user.push(match entry {
                Some(e) => {
                    UserEntity { id: e.id.clone(), name: target.clone(), en: Some(e.en.clone()), aliases: vec![e.ar.clone()], ty: e.ty }
                }
                None => UserEntity {
                    id: Some(format!("topic:{target}")),
                    name: target.trim().to_string(),
                    en: None,
                    aliases: Vec::new(),
                    ty: EntityType::Misc,
                },
            });
        }
        let added = &user[options.entities.len()..];
        let mut resolved = if added.is_empty() { first } else { resolve(doc, mentions, &self.gazetteer, &user) };
        let mut wanted = Vec::new();
        for target in &options.targets {
            let entity = find_target(&resolved, doc, target).unwrap_or_else(|| {
                let u = added.iter().find(|u| u.name.trim() == target.trim());
                resolved.entities.push(Entity {
                    id: u.and_then(|u| u.id.clone()).unwrap_or_else(|| format!("topic:{target}")),
                    name_ar: target.trim().to_string(),
                    name_en: u.and_then(|u| u.en.clone()),
                    ty: u.map_or(EntityType::Misc, |u| u.ty),
                    salience: 0,
                    mentions: Vec::new(),
                    entry: None,
                });
                resolved.entities.len() - 1
            });
            if !wanted.contains(&entity) {
                wanted.push(entity);
            }
        }
        (resolved, wanted)
    }

    /// Analyzes a text.
    ///
    /// # Errors
    /// `TooLarge` over `options.max_length`.
    pub fn analyze(&self, text: &str, options: &Options) -> Result<Report, Error> {
        let analysis = self.analysis(text, options)?;
        Ok(Report::new(&analysis, &self.version, options))
    }

    /// Scores a whole article against a claim or headline.
    ///
    /// # Errors
    /// `InvalidArgument` where the claim has no word; `TooLarge` over `options.max_length`.
    pub fn stance_toward(&self, text: &str, claim: &str, options: &Options) -> Result<ClaimStance, Error> {
        check_length(text, options.max_length)?;
        check_length(claim, options.max_length)?;
        if !claim.chars().any(char::is_alphanumeric) {
            return Err(Error::new(ErrorKind::InvalidArgument, "the claim is empty; give a sentence or headline"));
        }
        Ok(stance_toward(&self.segmenter.document(text), &self.segmenter.document(claim), &self.claims))
    }

    /// What produced a report: crate version and a hash of the models.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// # Errors
/// `TooLarge` where `text` has more than `max` UTF-16 units.
fn check_length(text: &str, max: usize) -> Result<(), Error> {
    // A text has at most as many units as bytes.
    if text.len() <= max {
        return Ok(());
    }
    let units = utf16_len(text);
    if units <= max {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::TooLarge,
        format!("the text has {units} UTF-16 units, the limit is {max}; raise maxLength or split the text"),
    ))
}

/// The entity that a user's target names: by id, or by any of its names, as normalized text.
fn find_target(resolved: &Resolved, doc: &Document<'_>, target: &str) -> Option<usize> {
    let target = target.trim();
    let topic = format!("topic:{target}");
    let wanted = normalize_ml(target);
    let same = |name: &str| normalize_ml(name).text() == wanted.text();
    resolved
        .entities
        .iter()
        .position(|e| e.id == target || e.id == topic || e.name_en.as_deref() == Some(target) || same(&e.name_ar))
        .or_else(|| {
            let mention = resolved.mentions.iter().position(|m| same(m.span.of(doc.original)))?;
            resolved.entity_of.get(mention).copied()
        })
}

//! Exports for JavaScript: plain objects in, plain objects out, `Error` objects with a stable `code`.

use crate::error::{Error, ErrorKind};
use crate::model::Model;
use crate::normalize::{Profile, normalize};
use crate::pipeline::{Analyzer as Core, Options, RawEntity, RawOptions};
use crate::report::{CSV_HEADER, normalization_map, to_json};
use js_sys::{Array, JSON, Object, Reflect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

fn js_error(error: &Error) -> JsValue {
    let object = js_sys::Error::new(error.message());
    // Setting a property of a fresh, extensible object does not fail.
    let _ = Reflect::set(&object, &"code".into(), &error.code().into());
    object.into()
}

fn argument(message: impl Into<String>) -> JsValue {
    js_error(&Error::new(ErrorKind::InvalidArgument, message))
}

/// Plain data for JavaScript. One string and `JSON.parse` are faster than a call for each field.
fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    JSON::parse(&to_json(value))
}

/// Options as JavaScript writes them, and the names that they may have.
trait JsOptions: Default + DeserializeOwned {
    const NAMES: &'static [&'static str];
}

impl JsOptions for RawOptions {
    const NAMES: &'static [&'static str] = &RawOptions::NAMES;
}

/// serde-wasm-bindgen looks only for the fields it knows, so unknown names are refused here.
fn check_names(value: &JsValue, what: &str, known: &[&str]) -> Result<(), JsValue> {
    if !value.is_object() || Array::is_array(value) {
        return Err(argument(format!("{what} must be an object")));
    }
    for key in Object::keys(value.unchecked_ref::<Object>()).iter() {
        let key = key.as_string().unwrap_or_default();
        if !known.contains(&key.as_str()) {
            return Err(argument(format!("{what}: unknown name «{key}»; names are {}", known.join(", "))));
        }
    }
    Ok(())
}

/// An options object, or its absence.
fn read_options<T: JsOptions>(value: &JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    check_names(value, "options", T::NAMES)?;
    serde_wasm_bindgen::from_value(value.clone()).map_err(|e| argument(format!("options: {e}")))
}

fn options(value: &JsValue) -> Result<Options, JsValue> {
    let raw: RawOptions = read_options(value)?;
    if raw.entities.is_some() {
        let entities = Reflect::get(value, &"entities".into())?;
        for entity in Array::from(&entities).iter() {
            check_names(&entity, "entities", &RawEntity::NAMES)?;
        }
    }
    Options::try_from(raw).map_err(|e| js_error(&e))
}

/// Models in memory; see the package's documentation.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Analyzer(Core);

#[wasm_bindgen]
impl Analyzer {
    /// With the embedded models, or those of `model` (a file that `mizan-tools bundle` writes).
    ///
    /// # Errors
    /// `invalid_model`.
    #[wasm_bindgen(constructor)]
    pub fn new(model: Option<Box<[u8]>>) -> Result<Self, JsValue> {
        let core = match model {
            Some(bytes) => Model::read(&bytes).and_then(|m| Core::with_model(&m)),
            #[cfg(feature = "embedded")]
            None => Core::new(),
            #[cfg(not(feature = "embedded"))]
            None => Err(Error::new(ErrorKind::InvalidModel, "this build holds no models; give the bytes of one")),
        };
        core.map(Self).map_err(|e| js_error(&e))
    }

    /// The report.
    ///
    /// # Errors
    /// `invalid_argument`, `too_large`.
    #[wasm_bindgen(unchecked_return_type = "object")]
    pub fn analyze(&self, text: &str, #[wasm_bindgen(js_name = "options")] opts: JsValue) -> Result<JsValue, JsValue> {
        let options = options(&opts)?;
        let report = self.0.analyze(text, &options).map_err(|e| js_error(&e))?;
        plain(&report.in_utf16(text))
    }

    /// How the whole article stands to a claim.
    ///
    /// # Errors
    /// `invalid_argument`, also for an empty claim; `too_large`.
    #[wasm_bindgen(js_name = stanceToward, unchecked_return_type = "object")]
    pub fn stance_toward(&self, text: &str, claim: &str, opts: JsValue) -> Result<JsValue, JsValue> {
        let found = self.0.stance_toward(text, claim, &options(&opts)?).map_err(|e| js_error(&e))?;
        plain(&crate::report::Claim::from(&found).in_utf16(text))
    }

    /// The report as text, the bytes of the native command: `json` (no line feed at the end), `conll`, `csv` (with its header).
    ///
    /// # Errors
    /// `invalid_argument`, `too_large`.
    pub fn render(&self, text: &str, format: &str, opts: JsValue, file: Option<String>) -> Result<String, JsValue> {
        let options = options(&opts)?;
        let analysis = self.0.analysis(text, &options).map_err(|e| js_error(&e))?;
        let report = crate::report::Report::new(&analysis, self.0.version(), &options);
        match format {
            "json" => Ok(report.in_utf16(text).to_json()),
            "conll" => Ok(report.to_conll(&analysis)),
            "csv" => Ok(format!("{CSV_HEADER}\n{}", report.to_csv(text, file.as_deref().unwrap_or("")))),
            _ => Err(argument(format!("format is «{format}»; formats are json, conll, csv"))),
        }
    }

    /// The line that a batch prints for an input line (a JSON string or `{"id", "text"}`, as UTF-8 bytes), without a line feed; an
    /// object whose `ok` is false where it holds an error.
    ///
    /// # Errors
    /// `invalid_argument` for bad options only.
    #[wasm_bindgen(js_name = analyzeLine, unchecked_return_type = "{ json: string, ok: boolean }")]
    pub fn analyze_line(&self, line: &[u8], opts: JsValue, claim: Option<String>) -> Result<JsValue, JsValue> {
        plain(&self.0.analyze_line(line, &options(&opts)?, claim.as_deref()))
    }

    /// What produced the reports.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        self.0.version().to_string()
    }
}

/// Options of `normalize` as JavaScript writes them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NormalizeOptions {
    profile: Option<String>,
    map: Option<bool>,
}

impl JsOptions for NormalizeOptions {
    const NAMES: &'static [&'static str] = &["profile", "map"];
}

#[wasm_bindgen]
impl Analyzer {
    /// `{ text, map? }` by the rules of a profile (`search` where none is named); `map` leads each UTF-16 unit back to the original.
    ///
    /// # Errors
    /// `invalid_argument`.
    pub fn normalize(&self, text: &str, opts: JsValue) -> Result<JsValue, JsValue> {
        let options: NormalizeOptions = read_options(&opts)?;
        let name = options.profile.as_deref().unwrap_or("search");
        let profile = Profile::by_name(name).ok_or_else(|| {
            let names: Vec<_> = Profile::ALL.iter().map(|(n, _)| *n).collect();
            argument(format!("profile is «{name}»; profiles are {}", names.join(", ")))
        })?;
        let normalized = normalize(text, &profile);
        let object = Object::new();
        Reflect::set(&object, &"text".into(), &normalized.text().into())?;
        if options.map == Some(true) {
            let map = normalization_map(text, &normalized);
            Reflect::set(&object, &"map".into(), &js_sys::Uint32Array::from(map.as_slice()))?;
        }
        Ok(object.into())
    }
}

/// Options of `decode` as JavaScript writes them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct DecodeOptions {
    name: Option<String>,
    encoding: Option<String>,
}

impl JsOptions for DecodeOptions {
    const NAMES: &'static [&'static str] = &["name", "encoding"];
}

/// A file as JavaScript gets it.
#[derive(Serialize)]
struct DecodedFile<'a> {
    text: &'a str,
    encoding: &'static str,
    kind: &'static str,
}

/// Bytes of a txt, md or html file → `{ text, encoding, kind }`; `name` and `encoding` are the options.
///
/// # Errors
/// `invalid_argument`, `invalid_encoding`.
#[wasm_bindgen]
pub fn decode(bytes: &[u8], opts: JsValue) -> Result<JsValue, JsValue> {
    let options: DecodeOptions = read_options(&opts)?;
    let file = crate::ingest::decode(bytes, options.name.as_deref(), options.encoding.as_deref()).map_err(|e| js_error(&e))?;
    plain(&DecodedFile { text: &file.text, encoding: file.encoding, kind: file.kind.name() })
}

/// Marks this instance as torn by a panic: the next call that enters the module is served by a fresh one.
#[wasm_bindgen(js_name = scheduleReinit)]
pub fn schedule_reinit() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Enters the module without an argument. After `scheduleReinit` this takes the fresh instance; a call with arguments would
/// have written them into the torn one.
#[wasm_bindgen]
pub fn touch() {}

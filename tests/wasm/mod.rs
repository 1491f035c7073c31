//! Cases that run in the page (`web.rs`) and in a dedicated worker (`worker.rs`).

use js_sys::{Array, JSON, Object, Reflect};
use mizan::wasm::Analyzer;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const TEXT: &str = "انتقد الرئيس الأمريكي دونالد ترامب إسرائيل بشدة. ورحبت قطر بالموقف الأمريكي 🇶🇦، وقال ترامب: «نحن معكم».";

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn options(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn analyzer() -> Analyzer {
    Analyzer::new(None).unwrap()
}

#[wasm_bindgen_test]
fn a_report_is_a_plain_object_whose_spans_slice_the_javascript_string() {
    let report = analyzer().analyze(TEXT, JsValue::UNDEFINED).unwrap();
    let object: &Object = report.unchecked_ref();
    assert!(Object::get_prototype_of(object).loose_eq(&Object::get_prototype_of(&Object::new())));
    let text = js_sys::JsString::from(TEXT);
    let mentions = Array::from(&get(&report, "mentions"));
    assert!(mentions.length() >= 3, "{} mentions", mentions.length());
    for m in mentions.iter() {
        let (start, end) = (get(&m, "start").as_f64().unwrap() as u32, get(&m, "end").as_f64().unwrap() as u32);
        assert_eq!(JsValue::from(text.slice(start, end)), get(&m, "text"));
    }
}

#[wasm_bindgen_test]
fn rendered_json_equals_stringified_report() {
    let a = analyzer();
    let report = a.analyze(TEXT, JsValue::UNDEFINED).unwrap();
    let json = a.render(TEXT, "json", JsValue::UNDEFINED, None).unwrap();
    assert_eq!(String::from(JSON::stringify(&report).unwrap()), json);
}

#[wasm_bindgen_test]
fn errors_are_error_objects_with_a_code() {
    let a = analyzer();
    for (opts, code) in [
        (r#"{"nonsense": 1}"#, "invalid_argument"),
        (r#"{"minConfidence": 2}"#, "invalid_argument"),
        (r#"{"minConfidence": "x"}"#, "invalid_argument"),
        (r#"[]"#, "invalid_argument"),
        (r#"{"maxLength": 10}"#, "too_large"),
    ] {
        let error = a.analyze(TEXT, options(opts)).unwrap_err();
        assert!(error.is_instance_of::<js_sys::Error>(), "{opts}");
        assert_eq!(get(&error, "code").as_string().as_deref(), Some(code), "{opts}");
    }
    let error = Analyzer::new(Some(Box::from(&b"MZNM\x01"[..]))).unwrap_err();
    assert_eq!(get(&error, "code").as_string().as_deref(), Some("invalid_model"));
}

#[wasm_bindgen_test]
fn empty_and_odd_texts_give_a_report() {
    let a = analyzer();
    for text in ["", "\n\n", "no Arabic at all", "\u{0}\u{FFFD}\u{200F}", &"ا".repeat(100_000)] {
        let report = a.analyze(text, JsValue::UNDEFINED).unwrap();
        assert_eq!(get(&report, "length").as_f64().unwrap() as usize, text.encode_utf16().count());
    }
}

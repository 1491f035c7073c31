//! The wasm exports in a dedicated worker of headless Chromium.
#![cfg(target_family = "wasm")]

mod wasm;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

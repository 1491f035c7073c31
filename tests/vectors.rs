//! What other libraries agree on (`../shared/vectors`); skipped with a message where those files are not at hand.

use mizan::normalize::{Profile, normalize};
use std::path::Path;

fn check(file: &str, profile: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return;
    };
    let profile = Profile::by_name(profile).expect("the profile exists");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("the vectors are JSON lines");
        let (Some(given), Some(expected)) = (case["in"].as_str(), case["out"].as_str()) else { panic!("no in or out: {line}") };
        let got = normalize(given, &profile);
        if got.text() != expected {
            wrong.push(format!("{}: {given:?} gives {:?}, not {expected:?}", case["id"], got.text()));
        }
        count += 1;
    }
    assert!(count > 0, "{file} is empty");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn fold_does_what_its_peers_agree_on() {
    check("consensus_fold_A.jsonl", "fold");
}

#[test]
fn nfkc_does_what_unicode_libraries_agree_on() {
    check("consensus_nfkc.jsonl", "nfkc");
}

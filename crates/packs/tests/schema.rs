//! The JSON Schema for editors: generated from the types, committed, never stale.

use std::path::Path;

#[test]
fn the_committed_schema_is_what_the_types_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/policy.schema.json");
    if std::env::var_os("WRITE_REFERENCE").is_some() {
        std::fs::write(&path, packs::json_schema()).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    // Compared as values: another crate's features may change the order in which keys are written.
    let committed: serde_json::Value = serde_json::from_str(&committed).unwrap_or_default();
    let generated: serde_json::Value = serde_json::from_str(&packs::json_schema()).unwrap();
    assert!(
        committed == generated,
        "docs/reference/policy.schema.json is stale: run the tests with WRITE_REFERENCE=1"
    );
}

#[test]
fn the_schema_speaks_of_every_word_and_of_no_null() {
    let schema = packs::json_schema();
    for word in ["move_to_end", "best_match", "reopen_finder_first", "same_trade", "equal_counts", "off_half"]
    {
        assert!(schema.contains(&format!("\"{word}\"")), "{word}");
    }
    assert!(!schema.contains("null"));
    assert!(schema.contains("\"additionalProperties\": false"));
}

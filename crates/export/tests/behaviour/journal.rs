//! A stranger can check the chain from the file alone.

use fils_export::{JournalLine, JournalWriter};
use fils_order::UtcMs;

use crate::sample::head;

#[test]
fn every_line_is_an_object_that_holds_what_was_hashed() {
    let mut out = Vec::new();
    let mut writer = JournalWriter::begin(&mut out, &head());
    let line = JournalLine {
        seq: 7,
        at: UtcMs(1_795_213_800_250),
        kind: "query_answered",
        by: "fils",
        order: Some("T1-1"),
        refund: None,
        // Spaces and order as they were written: they are hashed.
        params: r#"{"b": 1,"a":"شاي"}"#,
        raw: Some("{\"a\":\n1}"),
        prev: [0; 32],
        hash: [0xAB; 32],
    };
    writer.line(&line).unwrap();
    writer
        .line(&JournalLine {
            seq: 8,
            raw: None,
            ..line
        })
        .unwrap();
    writer.finish().unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), 2);
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["seq"], 7);
    assert_eq!(first["at"], 1_795_213_800_250_i64);
    assert_eq!(first["time"], "2026-11-21T02:30:00+04:00");
    assert_eq!(first["params"], r#"{"b": 1,"a":"شاي"}"#);
    assert_eq!(first["raw"], "{\"a\":\n1}");
    assert_eq!(first["refund"], serde_json::Value::Null);
    assert_eq!(first["prev"], "0".repeat(64));
    assert_eq!(first["hash"], "ab".repeat(32));
    assert_eq!(first["till"], "T1");
    assert_eq!(first["range"], "2026-11-01/2026-11-30");
    assert_eq!(first["program"], "Fils 0.1.0");
    assert_eq!(first.get("training"), None);
}

use std::io::{Cursor, Read as _};

use payby_sandbox::CustomerAction::Pay;
use payby_sandbox::StatementVersion;
use serde_json::json;

use crate::merchant::*;

const PATH: &str = "/acquire2/download/getOrderStatement";

fn files(zip: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn a_day_with_payments_has_a_zip_half_an_hour_after_midnight() {
    for (version, first_column) in [
        (StatementVersion::V1, "paidTime"),
        (StatementVersion::V2, "merchantOrderNo"),
    ] {
        let sandbox = with(|settings| settings.statement = version);
        // 04:00 in Dubai on the first of January.
        let mut content = order("T-1", "12.30");
        content["subject"] = json!("Tea | cake");
        content["accessoryContent"] = json!({ "terminalDetail": { "terminalId": "till-1" } });
        call(&sandbox, "/acquire2/placeOrder", &content, T0);
        sandbox.customer("T-1", Pay, T0).unwrap();
        let wanted = json!({ "statementDate": "20260101" });
        let ready = T0 + 20 * HOUR + 30 * MINUTE;
        assert_eq!(code(&call(&sandbox, PATH, &wanted, ready - 1)), "62013");
        let reply = raw(&sandbox, PATH, &wanted, ready);
        assert!(sign_of(&reply).is_none());
        let header = |name: &str| {
            let found = reply.headers.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(header("Content-Type"), "application/zip");
        assert_eq!(
            header("Content-Disposition"),
            "attachment; filename=200000000888_20260101Transaction_Settle_Statement.zip"
        );
        let files = files(&reply.body);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Purchase_Statement_01012026_001.csv",
                "Purchase_Settle_Statement_01012026_001.csv"
            ]
        );
        let lines: Vec<_> = files[0].1.lines().collect();
        assert!(
            lines[0].starts_with("mid:200000000888|periodNo:20260102|")
                && lines[0].ends_with("totalCount:1")
        );
        let columns: Vec<_> = lines[1].split('|').collect();
        let cells: Vec<_> = lines[2].split('|').collect();
        assert_eq!(columns[0], first_column);
        assert_eq!(columns.len(), cells.len());
        let cell = |name: &str| cells[columns.iter().position(|column| *column == name).unwrap()];
        assert_eq!(cell("paidTime"), "2026-01-01T04:00:00+0400");
        assert_eq!(cell("totalAmount"), "12.30");
        assert_eq!(cell("subject"), "Tea   cake");
        assert_eq!(cell("terminalId"), "till-1");
    }
}

#[test]
fn a_day_without_payments_has_none() {
    let sandbox = sandbox();
    let reply = call(&sandbox, PATH, &json!({ "statementDate": "20251230" }), T0);
    assert_eq!(code(&reply), "62013");
    assert_eq!(
        code(&call(
            &sandbox,
            PATH,
            &json!({ "statementDate": "2025-12-30" }),
            T0
        )),
        "400"
    );
}

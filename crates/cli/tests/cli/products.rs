//! `fils products`: files in, files out, and nothing half-imported.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::rig::{Ended, fils, run};

/// A home set up for training, and a folder for files.
fn shop() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    products(&home, &["init", "--training"]).exits(0);
    (dir, home)
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = fils(home);
    command.arg("--json").args(args);
    command
}

fn products(home: &Path, args: &[&str]) -> Ended {
    run(command(home, args))
}

fn file(dir: &tempfile::TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn codes(home: &Path, text: &str) -> Vec<String> {
    let found = products(home, &["products", "search", text]).exits(0);
    found
        .lines
        .iter()
        .map(|line| line["code"].as_str().unwrap().to_owned())
        .collect()
}

const LIST: &str = "name;code;vat;price;barcodes;unit;category;name_ar\n\
    Milk 1 L;M1;5;12.50;6291041500213 ; 036000291452;piece;Dairy;حليب\n";

const GOOD: &str = "code,name,name_ar,barcodes,price,vat,category,unit\n\
    M1,Milk,حليب,6291041500213;036000291452,12.50,5,Dairy,piece\n\
    D1,Dates,تمر,,1020,0,,kg\n\
    T1,Tailoring,,,open,exempt,Services,\n";

#[test]
fn a_list_is_imported_found_and_exported_again() {
    let (dir, home) = shop();
    let list = file(&dir, "list.csv", GOOD);
    let ended = products(&home, &["products", "import", &list]).exits(0);
    assert_eq!(
        ended.lines,
        [json!({ "added": 3, "changed": 0, "refused": 0 })]
    );
    assert_eq!(codes(&home, "mil"), ["M1"]);
    assert_eq!(codes(&home, "تمر"), ["D1"]);
    assert_eq!(codes(&home, "036000291452"), ["M1"]);
    assert_eq!(codes(&home, "nothing"), [""; 0]);
    let milk = products(&home, &["products", "search", "m1"]).exits(0);
    assert_eq!(
        milk.last(),
        &json!({
            "code": "M1", "name": "Milk", "name_ar": "حليب", "barcodes": ["6291041500213", "0036000291452"],
            "price": "12.50", "vat": "5", "category": "Dairy", "unit": "piece", "colour": null, "active": true,
        })
    );
    // Words need no quotation marks.
    let open = products(&home, &["products", "search", "tail", "oring"]).exits(0);
    assert_eq!(open.lines.len(), 0);
    let open = products(&home, &["products", "search", "tailoring"]).exits(0);
    assert_eq!(open.last()["price"], Value::Null);

    let to = dir.path().join("out.csv");
    let ended = products(&home, &["products", "export", to.to_str().unwrap()]).exits(0);
    assert_eq!(ended.last()["products"], 3);
    let text = fs::read_to_string(&to).unwrap();
    assert!(
        text.starts_with("code,name,name_ar,barcodes,price,vat,"),
        "{text}"
    );
    let again = products(&home, &["products", "import", to.to_str().unwrap()]).exits(0);
    assert_eq!(
        again.last(),
        &json!({ "added": 0, "changed": 0, "refused": 0 })
    );
    products(&home, &["products", "export", "out.xlsx"]).refused("export_not_csv");
}

#[test]
fn columns_stand_in_any_order_and_a_semicolon_may_separate_them() {
    let (dir, home) = shop();
    let wrong = file(&dir, "list.csv", LIST);
    // Semicolons that separate columns and barcodes at once cannot be told apart.
    let ended = products(&home, &["products", "import", &wrong]).exits(2);
    assert_eq!(ended.lines[0]["row"], 2);
    assert_eq!(ended.lines[0]["code"], "extra_cells");
    let right = file(
        &dir,
        "list.csv",
        LIST.replace(
            "6291041500213 ; 036000291452",
            "\"6291041500213;036000291452\"",
        ),
    );
    products(&home, &["products", "import", &right]).exits(0);
    assert_eq!(codes(&home, "036000291452"), ["M1"]);
}

#[test]
fn refused_rows_are_named_and_hold_up_no_others() {
    let (dir, home) = shop();
    let list = file(
        &dir,
        "list.csv",
        format!("{GOOD}M1,Milk again,,,1,5,,\nX,Wrong,,6291041500214,1.005,7,,box\n"),
    );
    let refused = |ended: &Ended| -> Vec<(u64, String)> {
        let rows = ended.lines.iter().filter(|line| line["row"].is_u64());
        rows.map(|line| {
            assert!(line["reason"].as_str().unwrap().ends_with('.'), "{line}");
            (
                line["row"].as_u64().unwrap(),
                line["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
    };
    let rows = [
        (5, "code_twice".to_owned()),
        (6, "amount_too_many_decimals".to_owned()),
    ];
    let summary = json!({ "added": 3, "changed": 0, "refused": 2 });

    let dry = products(&home, &["products", "import", &list, "--dry-run"]).exits(3);
    assert_eq!((refused(&dry), dry.last()), (rows.to_vec(), &summary));
    assert_eq!(codes(&home, "milk"), [""; 0]);

    let nothing = products(&home, &["products", "import", "--all-or-nothing", &list]).exits(2);
    assert_eq!(refused(&nothing), rows);
    assert_eq!(
        nothing.last(),
        &json!({ "added": 0, "changed": 0, "refused": 2 })
    );
    assert_eq!(codes(&home, "milk"), [""; 0]);

    let done = products(&home, &["products", "import", &list]).exits(3);
    assert_eq!((refused(&done), done.last()), (rows.to_vec(), &summary));
    let reasons = done.lines[1]["reason"].as_str().unwrap();
    assert!(
        reasons.contains("1.005") && reasons.contains("box"),
        "{reasons}"
    );
    assert_eq!(codes(&home, "milk"), ["M1"]);

    let only_bad = file(&dir, "bad.csv", "code,name,price,vat\n,Nobody,1,5\n");
    products(&home, &["products", "import", &only_bad]).exits(2);
}

#[test]
fn a_file_that_is_no_list_is_refused_as_a_whole() {
    let (dir, home) = shop();
    for (content, error) in [
        (&b"code,price\nA,1\n"[..], "import_missing_columns"),
        (b"", "import_empty"),
        (b"code,name,price,vat\n\xFFA,Tea,1,5\n", "import_not_utf8"),
        (b"PK\x03\x04 and nothing more", "import_bad_workbook"),
        (b"\xD0\xCF\x11\xE0", "import_old_excel"),
    ] {
        let list = file(&dir, "list.csv", content);
        products(&home, &["products", "import", &list]).refused(error);
    }
    products(&home, &["products", "import", "/nonexistent/list.csv"]).refused("import_cannot_read");
    products(&home, &["products", "import"]).refused("usage");
    products(&home, &["products", "search"]).refused("usage");
    products(&home, &["products"]).refused("usage");
}

#[test]
fn a_home_that_is_not_set_up_has_no_products() {
    let dir = tempfile::tempdir().unwrap();
    let list = file(&dir, "list.csv", GOOD);
    for args in [
        &["import", &list][..],
        &["search", "tea"],
        &["export", &list],
    ] {
        let mut all = vec!["products"];
        all.extend(args);
        let message = products(&dir.path().join("home"), &all).refused("not_set_up");
        assert!(message.contains("fils init"), "{message}");
    }
    assert_eq!(fs::read_to_string(&list).unwrap(), GOOD);
}

#[test]
fn a_person_sees_how_far_it_is_and_what_came_of_it() {
    let (dir, home) = shop();
    let mut list = String::from("code,name,price,vat,supplier\n");
    for n in 0..20_000 {
        writeln!(list, "C{n},Tea {n},1.50,5,Somebody").unwrap();
    }
    list.push_str("Z,,1.50,5,\n");
    let list = file(&dir, "list.csv", list);
    let mut command = fils(&home);
    command.args(["products", "import", &list]);
    let ended = run(command).exits(3);
    assert!(
        ended.err.contains("Checking: 10000 of 20001 rows\n"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("Storing: 20000 of 20000 rows\n"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("“supplier” is passed over"),
        "{}",
        ended.err
    );
    assert!(
        ended.out.contains("Row 20002 (Z): The name is missing"),
        "{}",
        ended.out
    );
    assert!(
        ended
            .out
            .contains("20000 added, 0 changed, 0 unchanged, 1 refused"),
        "{}",
        ended.out
    );
}

#[test]
fn an_import_that_is_killed_or_stopped_leaves_what_was_there() {
    let (dir, home) = shop();
    let before = file(&dir, "before.csv", GOOD);
    products(&home, &["products", "import", &before]).exits(0);
    let mut list = String::from("code,name,price,vat\n");
    for n in 0..40_000 {
        writeln!(list, "C{n},Tea {n},1.50,5").unwrap();
    }
    let list = file(&dir, "list.csv", list);
    for (signal, code) in [("KILL", None), ("INT", Some(2))] {
        let mut command = fils(&home);
        let mut import = command.args(["products", "import", &list]).spawn().unwrap();
        let told = BufReader::new(import.stderr.take().unwrap());
        let mut told = told.lines().map(Result::unwrap);
        assert!(
            told.any(|line| line.starts_with("Storing: 10000 of")),
            "{signal}"
        );
        let id = import.id().to_string();
        let killed = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status();
        assert!(killed.unwrap().success());
        assert_eq!(import.wait().unwrap().code(), code);
        assert_eq!(codes(&home, "tea"), [""; 0], "{signal}");
        assert_eq!(codes(&home, "milk"), ["M1"], "{signal}");
    }
    products(&home, &["products", "import", &list]).exits(0);
    assert_eq!(codes(&home, "c39999"), ["C39999"]);
}

#[test]
fn the_doctor_looks_at_the_products() {
    let (dir, home) = shop();
    let found = |ended: Ended| {
        let check = ended.lines.iter().find(|line| line["check"] == "products");
        check.unwrap()["message"].as_str().unwrap().to_owned()
    };
    let none = products(&home, &["doctor"]).exits(0);
    assert!(found(none).contains("no products yet"));
    let list = file(&dir, "list.csv", GOOD);
    products(&home, &["products", "import", &list]).exits(0);
    assert!(found(products(&home, &["doctor"]).exits(0)).contains("3 products"));
    fs::write(home.join("catalogue.db"), "something else, and long enough").unwrap();
    let wrong = found(products(&home, &["doctor"]).exits(1));
    assert!(wrong.contains("not a catalogue"), "{wrong}");
    products(&home, &["products", "search", "milk"]).refused("catalogue_not_a_catalogue");
}

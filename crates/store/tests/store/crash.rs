//! The power goes, the process is killed: what was acknowledged is there, and nothing else is half there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use fils_store::{Changes, OrderQuery, OrderRow, Store};

use crate::rows::{closed, entry, first_attempt, order_number, update_order};

const DATABASE: &str = "FILS_TEST_CRASH_DATABASE";

/// The child: stores orders until it is killed, and says of each commit that it is done.
#[test]
#[ignore = "the child of a_killed_till_keeps_every_acknowledged_commit"]
fn child() {
    let Some(path) = std::env::var_os(DATABASE) else {
        return;
    };
    let mut store = Store::open(Path::new(&path)).unwrap();
    let from = store
        .reader()
        .unwrap()
        .orders(&OrderQuery::default())
        .unwrap()
        .len();
    let mut out = std::io::stdout().lock();
    for n in from.. {
        let number = format!("A{n}");
        let sale = format!("S{n}");
        let mut changes = first_attempt(&number, &sale);
        changes.journal.push(entry("sent", Some(&number)));
        store.commit(&changes).unwrap();
        writeln!(out, "stored {n}").unwrap();
        let end = Changes {
            journal: vec![entry("closed", Some(&number))],
            ..update_order(closed(&number, &sale), 1)
        };
        store.commit(&end).unwrap();
        writeln!(out, "closed {n}").unwrap();
        out.flush().unwrap();
    }
}

/// Runs a child on `database`, kills it after `count` acknowledgements, and answers all that it had said by then.
fn kill_after(database: &Path, count: usize) -> Vec<(String, usize)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env(DATABASE, database)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines.by_ref() {
        said.extend(acknowledged(&line.unwrap()));
        if said.len() >= count {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // The last line may be cut off: it was not said.
    for line in lines {
        said.extend(acknowledged(&line.unwrap()));
    }
    assert!(
        said.len() >= count,
        "the child ended by itself after {said:?}"
    );
    said
}

fn acknowledged(line: &str) -> Option<(String, usize)> {
    let (word, n) = line
        .rsplit_once("stored ")
        .map(|(_, n)| ("stored", n))
        .or(line.rsplit_once("closed ").map(|(_, n)| ("closed", n)))?;
    Some((word.to_owned(), n.parse().ok()?))
}

#[test]
fn a_killed_till_keeps_every_acknowledged_commit() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("fils.db");
    for count in [1, 2, 7, 40, 130] {
        let said = kill_after(&database, count);
        let store = Store::open(&database).unwrap();
        let reader = store.reader().unwrap();
        let head = reader.check().unwrap();
        let stored = reader.orders(&OrderQuery::default()).unwrap();
        for (word, n) in &said {
            let row = reader.order(&order_number(&format!("A{n}"))).unwrap();
            let row = row.unwrap_or_else(|| panic!("{word} {n} is lost"));
            assert!(
                word == "stored" || row.state == "closed",
                "{n} was closed and is {}",
                row.state
            );
        }
        // Whole transactions only: two entries with an order, one more with its end.
        let closed = stored
            .iter()
            .filter(|row: &&OrderRow| row.state == "closed")
            .count();
        assert_eq!(head.seq, i64::try_from(stored.len() * 2 + closed).unwrap());
        assert!(stored.len() - closed <= said.len());
    }
}

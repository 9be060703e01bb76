//! `fils receipt`: a sale's receipt as a file or on paper, also while a till is open.

use std::path::{Path, PathBuf};

use fils_home::config::Config;
use fils_home::printing::{PrintEnd, print_once};
use fils_home::{Paper, Papers, PapersError};
use fils_sale::receipt::Kind;
use serde_json::{Map, Value, json};

use crate::args::{Global, Receipt};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{home, person};

pub(crate) async fn run(
    global: &Global,
    asked: Receipt,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let home = home(global)?;
    let config = Config::load(&home)?.config;
    let paper = Papers::open(&home)?.find(&asked.number)?;
    let files = drawn(&paper, &asked, &config)?;
    let mut line = about(&paper);
    for (kind, file, bytes) in files {
        write(file, &bytes)?;
        line.insert(kind.to_owned(), json!(file.display().to_string()));
        if !out.is_json() {
            let number = &paper.row.number;
            out.line(&format!("Receipt {number} is in {}.", file.display()));
        }
    }
    if asked.print {
        let (number, by) = (&paper.row.number, person().0);
        let ended = print_once(&home, &config, number, &by, "fils receipt").await?;
        printed(ended)?;
        line.insert("printed".to_owned(), json!(true));
        if !out.is_json() {
            out.line(&format!("Receipt {number} is printed."));
        }
    }
    if out.is_json() {
        out.object(&line);
    }
    Ok(Exit::Done)
}

type Drawn<'a> = (&'static str, &'a PathBuf, Vec<u8>);

/// Every file that is asked for, drawn before the first is written.
fn drawn<'a>(
    paper: &Paper,
    asked: &'a Receipt,
    config: &Config,
) -> Result<Vec<Drawn<'a>>, Failure> {
    let mut config = config.clone();
    if let Some(width) = &asked.width {
        config.set("paper", width)?;
    }
    let width = config.paper;
    let mut files = Vec::new();
    if let Some(file) = &asked.pdf {
        files.push(("pdf", file, paper.pdf(width)?));
    }
    if let Some(file) = &asked.png {
        files.push(("png", file, paper.picture(width)?.png));
    }
    if let Some(file) = &asked.escpos {
        files.push(("escpos", file, paper.escpos(width)?));
    }
    Ok(files)
}

fn about(paper: &Paper) -> Map<String, Value> {
    let receipt = &paper.receipt;
    let line = json!({
        "receipt": paper.row.number,
        "kind": match receipt.kind {
            Kind::Sale => "sale",
            Kind::Refund => "refund",
        },
        "sale": paper.row.sale.as_str(),
        "total": receipt.total.to_string(),
        "vat": receipt.vat.as_ref().map(|vat| vat.amount.to_string()),
    });
    line.as_object().cloned().unwrap_or_default()
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|why| {
        let sentence = format!(
            "{} cannot be written ({why}): check its directory and permissions.",
            file.display()
        );
        Failure::wrong("file_not_written", sentence)
    })
}

fn printed(ended: PrintEnd) -> Result<(), Failure> {
    let failure = |code: &str, message: String, exit| {
        Err(Failure {
            exit,
            ..Failure::wrong(code, message)
        })
    };
    match ended {
        PrintEnd::Printed => Ok(()),
        PrintEnd::NotPrinted(fault) => failure(&fault.code, fault.message, Exit::NotDone),
        PrintEnd::Uncertain(fault) => failure(&fault.code, fault.message, Exit::Person),
        PrintEnd::Waits(fault) => {
            let (code, why) = match fault {
                Some(fault) => (fault.code, format!("{} ", fault.message)),
                None => ("print_waits".to_owned(), String::new()),
            };
            let message =
                format!("{why}The receipt waits in the print queue of the till that is open.");
            failure(&code, message, Exit::Person)
        }
    }
}

impl From<PapersError> for Failure {
    fn from(error: PapersError) -> Self {
        // That there is no receipt is the truth about the sale.
        let no_receipt = matches!(
            error,
            PapersError::NotComplete { .. } | PapersError::Void { .. }
        );
        let exit = if no_receipt {
            Exit::NotDone
        } else {
            Exit::Wrong
        };
        Self {
            exit,
            ..Self::wrong(error.code(), error.to_string())
        }
    }
}

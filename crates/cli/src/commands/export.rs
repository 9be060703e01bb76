//! `fils export`: papers as files, also while a till is open.

use std::io::{self, Write as _};
use std::path::Path;

use fils_home::{VERSION, export_paper, open_office, paper_file, stream_paper};
use fils_office::papers::{PaperAsked, PaperFormat, PaperWritten};
use serde_json::{Value, json};

use crate::args::{Export, Global};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{home, person};

pub(crate) fn run(global: &Global, asked: Export, out: &mut Output) -> Result<Exit, Failure> {
    let office = open_office(&home(global)?)?;
    let from = asked.from.unwrap_or_else(|| office.today());
    let paper = asked.paper.into();
    let wanted = PaperAsked {
        paper,
        to: asked.to.unwrap_or_else(|| from.clone()),
        from,
        format: asked.format.map_or_else(
            || {
                let text =
                    |format: &&PaperFormat| matches!(format, PaperFormat::Csv | PaperFormat::Jsonl);
                let formats = paper.formats().iter();
                formats
                    .copied()
                    .find(|one| text(&one))
                    .unwrap_or(PaperFormat::Csv)
            },
            Into::into,
        ),
        language: asked.lang.into(),
        mark: asked.bom,
        by: person().0,
        version: VERSION.to_owned(),
    };
    if let Some(file) = asked.output {
        let file = paper_file(&office, &wanted, &file)?;
        let written = export_paper(&office, &wanted, &file)?;
        say(&wanted, &written, Some(&file), out);
        return Ok(Exit::Done);
    }
    let mut to = io::stdout().lock();
    let written = stream_paper(&office, &wanted, &mut to)?;
    let flushed = to.flush();
    drop(to);
    flushed.map_err(|why| Failure::wrong("export_failed", format!("Nobody reads it ({why}).")))?;
    if out.is_json() {
        // Standard output has the paper.
        out.say(&about(&wanted, &written, None).to_string());
    }
    Ok(Exit::Done)
}

fn about(asked: &PaperAsked, written: &PaperWritten, file: Option<&Path>) -> Value {
    json!({
        "paper": asked.paper.as_str(),
        "from": asked.from,
        "to": asked.to,
        "format": asked.format.as_str(),
        "rows": written.rows,
        "file": file.map(|file| file.display().to_string()),
        "version": asked.version,
    })
}

fn say(asked: &PaperAsked, written: &PaperWritten, file: Option<&Path>, out: &mut Output) {
    if out.is_json() {
        out.object(&about(asked, written, file));
    } else if let Some(file) = file {
        let rows = match written.rows {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        out.line(&format!(
            "{} of {} to {}, {rows}, is in {}.",
            asked.paper.as_str(),
            asked.from,
            asked.to,
            file.display()
        ));
    }
}

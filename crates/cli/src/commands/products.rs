//! `fils products`: import, find and export what the shop sells, also while a till is open.

use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fils_catalogue::import::{Applied, ImportError, Preview, Progress, Refusals, Source, Stage};
use fils_catalogue::{Mark, Product};
use fils_home::{Home, ProductsError, export_products, open_catalogue};
use serde::Serialize;
use serde_json::json;

use crate::args::{Global, Import, Products};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::stop::Stop;
use crate::watch::home;

/// The most products a search gives: who needs more types more letters.
const MOST: usize = 100;
/// Where progress is written into a file, one line is enough for so many rows.
const STRIDE: usize = 10_000;

pub(crate) async fn run(
    global: &Global,
    asked: Products,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let home = home(global)?;
    match asked {
        Products::Import(asked) => import(home, asked, out).await,
        Products::Search { text } => search(&home, &text.join(" "), out),
        Products::Export { file } => export(&home, &file, out),
    }
}

/// What became of a file.
struct Imported {
    preview: Preview,
    /// None when nothing was to be stored.
    applied: Option<Applied>,
}

async fn import(home: Home, asked: Import, out: &mut Output) -> Result<Exit, Failure> {
    let mut stop = Stop::new().map_err(|error| Failure::wrong("signals", error.to_string()))?;
    let stopped = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stopped);
    let telling = Telling::new(out.is_json());
    let (dry_run, file) = (asked.dry_run, asked.file.clone());
    let mut work =
        tokio::task::spawn_blocking(move || read_and_store(&home, &asked, telling, &seen));
    let ended = loop {
        tokio::select! {
            ended = &mut work => break ended,
            () = stop.asked() => stopped.store(true, Ordering::Relaxed),
        }
    };
    let imported = ended
        .map_err(|error| Failure::wrong("import", error.to_string()))?
        .map_err(failure)?;
    tell(&imported, &file, dry_run, out);
    Ok(verdict(&imported, dry_run))
}

/// Runs on a thread of its own: a large file takes seconds.
fn read_and_store(
    home: &Home,
    asked: &Import,
    mut telling: Telling,
    stopped: &AtomicBool,
) -> Result<Imported, ProductsError> {
    let mut catalogue = open_catalogue(home)?;
    let source = Source::open(&asked.file)?;
    let mut on_progress = |progress| {
        telling.tell(progress);
        if stopped.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let preview = catalogue.preview(&source, &mut on_progress)?;
    let nothing = asked.dry_run || (asked.all_or_nothing && !preview.refused.is_empty());
    let applied = if nothing {
        None
    } else {
        Some(catalogue.apply(&preview, Refusals::LeaveOut, &mut on_progress)?)
    };
    Ok(Imported { preview, applied })
}

fn failure(error: ProductsError) -> Failure {
    let stopped = matches!(error, ProductsError::Import(ImportError::Stopped));
    let failure = Failure::from(error);
    Failure {
        exit: if stopped { Exit::NotDone } else { failure.exit },
        ..failure
    }
}

/// Refused rows wait for a person; a file of which nothing could be taken was not imported. A dry run ends as the import would.
fn verdict(imported: &Imported, dry_run: bool) -> Exit {
    let Preview {
        added,
        changed,
        unchanged,
        refused,
        ..
    } = &imported.preview;
    if refused.is_empty() {
        Exit::Done
    } else if added + changed + unchanged == 0 || (imported.applied.is_none() && !dry_run) {
        Exit::NotDone
    } else {
        Exit::Person
    }
}

fn tell(imported: &Imported, file: &Path, dry_run: bool, out: &mut Output) {
    let preview = &imported.preview;
    for (what, names) in [
        ("column", &preview.ignored_columns),
        ("sheet", &preview.ignored_sheets),
    ] {
        for name in names {
            out.say(&format!("The {what} “{name}” is passed over."));
        }
    }
    for row in &preview.refused {
        if out.is_json() {
            out.object(&json!({
                "row": row.row, "product": row.product, "code": row.code(), "reason": row.reason(),
            }));
        } else {
            let product = row.product.as_deref();
            let product = product.map(|code| format!(" ({code})")).unwrap_or_default();
            out.line(&format!("Row {}{product}: {}", row.row, row.reason()));
        }
    }
    let (added, changed) = match (&imported.applied, dry_run) {
        (Some(applied), _) => (applied.added, applied.changed),
        (None, true) => (preview.added, preview.changed),
        (None, false) => (0, 0),
    };
    let refused = preview.refused.len();
    if out.is_json() {
        out.object(&json!({ "added": added, "changed": changed, "refused": refused }));
        return;
    }
    let file = file.display();
    let unchanged = preview.unchanged;
    out.line(&match (&imported.applied, dry_run) {
        (Some(_), _) => format!(
            "{file}: {added} added, {changed} changed, {unchanged} unchanged, {refused} refused."
        ),
        (None, true) => format!(
            "{file} would add {added} and change {changed}; {unchanged} unchanged, {refused} refused. Nothing was changed."
        ),
        (None, false) => format!("{file}: {refused} refused, so nothing was changed."),
    });
}

/// How far an import is, on standard error for a person: one line that rewrites itself, or in a file now and then a line.
struct Telling {
    quiet: bool,
    rewrites: bool,
}

impl Telling {
    fn new(json: bool) -> Self {
        Self {
            quiet: json,
            rewrites: io::stderr().is_terminal(),
        }
    }

    fn tell(&mut self, progress: Progress) {
        let Progress { stage, done, total } = progress;
        let ended = done == total;
        if self.quiet || !(self.rewrites || ended || done.is_multiple_of(STRIDE)) {
            return;
        }
        let stage = match stage {
            Stage::Checking => "Checking",
            Stage::Storing => "Storing",
        };
        let (start, end) = match (self.rewrites, ended) {
            (false, _) => ("", "\n"),
            (true, false) => ("\r", ""),
            (true, true) => ("\r", "\n"),
        };
        let mut stderr = io::stderr().lock();
        let told = write!(stderr, "{start}{stage}: {done} of {total} rows{end}");
        if let Err(error) = told.and_then(|()| stderr.flush()) {
            tracing::debug!(%error, "standard error is gone");
            self.quiet = true;
        }
    }
}

/// A product, as programs read it.
#[derive(Serialize)]
struct ProductLine<'a> {
    code: &'a str,
    name: &'a str,
    name_ar: Option<&'a str>,
    barcodes: &'a [String],
    /// Decimal text, VAT inside; none when the cashier enters it.
    price: Option<String>,
    vat: &'a str,
    category: Option<&'a str>,
    unit: &'a str,
    colour: Option<&'a str>,
    active: bool,
}

impl<'a> ProductLine<'a> {
    fn of(product: &'a Product) -> Self {
        Self {
            code: &product.code,
            name: &product.name,
            name_ar: product.name_ar.as_deref(),
            barcodes: &product.barcodes,
            price: product.price.map(|price| price.to_string()),
            vat: product.vat.as_str(),
            category: product.category.as_deref(),
            unit: product.unit.as_str(),
            colour: product.colour.as_ref().map(fils_catalogue::Colour::as_str),
            active: product.active,
        }
    }
}

fn search(home: &Home, text: &str, out: &mut Output) -> Result<Exit, Failure> {
    let found = open_catalogue(home)?
        .search(text, MOST, true)
        .map_err(ProductsError::from)?;
    if found.is_empty() && !out.is_json() {
        out.say("No product fits that.");
    }
    for product in &found {
        let line = ProductLine::of(product);
        if out.is_json() {
            out.object(&line);
        } else {
            let price = line.price.as_deref().unwrap_or("open");
            let per = if line.unit == "kg" { "/kg" } else { "" };
            let stopped = if line.active { "" } else { "  (not sold)" };
            let arabic = line.name_ar.map(|name| format!("  {name}"));
            out.line(&format!(
                "{:<14} {:>10}  {}{}{stopped}",
                line.code,
                format!("{price}{per}"),
                line.name,
                arabic.unwrap_or_default(),
            ));
        }
    }
    Ok(Exit::Done)
}

fn export(home: &Home, file: &Path, out: &mut Output) -> Result<Exit, Failure> {
    let count = export_products(&*open_catalogue(home)?, file, Mark::Plain)?;
    let file = file.display();
    if out.is_json() {
        out.object(&json!({ "products": count, "file": file.to_string() }));
    } else {
        out.line(&format!("{count} products are in {file}."));
    }
    Ok(Exit::Done)
}

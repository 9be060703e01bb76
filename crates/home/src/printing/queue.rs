//! The queue in the books: what is next, and every move of a job.

use fils_day::Report;
use fils_order::UtcMs;
use fils_sale::receipt::{PaidBy, Receipt};
use fils_store::prints::{self, PrintRow, PrintState};
use fils_store::receipts::{self, ReceiptRow};
use fils_store::{Books, NewEntry, Reader, Store, StoreError, journal, reports};
use serde_json::{Value, json};

use crate::reporting::ReportPaper;

use super::{PrintFault, PrintStateCode, PrintView, PrintWhat, PrintingError};

/// Who completes a sale when a wallet's proof comes: no hand is at the drawer then.
const TILL: &str = "till";

/// The queue, open for writing.
#[derive(Debug)]
pub(super) struct Queue {
    /// Dropped before the store: the last connection to close may fold the log into the database.
    reader: Reader,
    store: Store,
}

/// Why a job stands where it stands, for what is found after a program ended in the middle of it.
pub(super) fn interrupted() -> PrintFault {
    PrintFault::new(
        "interrupted",
        "Fils was closed while this was being printed: look at the paper before printing again.",
    )
}

impl Queue {
    pub(super) fn new(store: Store) -> Result<Self, StoreError> {
        let reader = store.reader()?;
        Ok(Self { reader, store })
    }

    /// Every job that has not ended, in its order.
    pub(super) fn open(&self) -> Result<Vec<PrintRow>, StoreError> {
        self.reader.look(prints::open)
    }

    /// The same as people see it.
    pub(super) fn views(&self) -> Result<Vec<PrintView>, StoreError> {
        self.reader.look(|conn| {
            prints::open(conn)?
                .into_iter()
                .map(|job| {
                    let receipt = match job.what.receipt() {
                        Some(n) => receipts::by_place(conn, n)?,
                        None => None,
                    };
                    Ok(view(job, receipt))
                })
                .collect()
        })
    }

    /// What was being printed when the program ended is uncertain.
    pub(super) fn take_up(&mut self, now: UtcMs) -> Result<(), StoreError> {
        for job in self.open()? {
            if job.state == PrintState::Printing {
                let fault = interrupted();
                self.advance(
                    job.id,
                    PrintState::Printing,
                    PrintState::Uncertain,
                    Some(&fault),
                    now,
                )?;
            }
        }
        Ok(())
    }

    /// Moves a job on; answers whether it was there.
    pub(super) fn advance(
        &mut self,
        id: i64,
        from: PrintState,
        to: PrintState,
        fault: Option<&PrintFault>,
        now: UtcMs,
    ) -> Result<bool, StoreError> {
        let fault = fault.map(written);
        self.store
            .transact(|tx| prints::advance(tx, id, from, to, fault.as_deref(), now))
    }

    /// Writes down that a job is on its way, with what was wrong before; answers whether it still waited.
    pub(super) fn begin(&mut self, job: &PrintRow, now: UtcMs) -> Result<bool, StoreError> {
        let (from, to) = (PrintState::Waiting, PrintState::Printing);
        let fault = job.fault.as_deref();
        self.store
            .transact(|tx| prints::advance(tx, job.id, from, to, fault, now))
    }

    /// The receipt that a job prints, and whether its paper goes with opening the drawer.
    pub(super) fn receipt(&self, job: &PrintRow, n: i64) -> Result<(Receipt, bool), PrintingError> {
        let row = self
            .reader
            .look(|conn| receipts::by_place(conn, n))?
            .ok_or_else(|| PrintingError::NoSuchReceipt {
                number: n.to_string(),
            })?;
        let receipt = read(&row)?;
        let cash = receipt.payments.iter().any(|payment| match payment.by {
            PaidBy::Cash { .. } => true,
            PaidBy::Wallet { .. } => false,
        });
        let drawer = cash && !job.copy && job.by != TILL;
        let receipt = if job.copy { receipt.as_copy() } else { receipt };
        Ok((receipt, drawer))
    }

    /// The report that a job prints.
    pub(super) fn report(&self, job: &PrintRow) -> Result<ReportPaper, PrintingError> {
        let missing = || PrintingError::NoSuchReceipt {
            number: job.id.to_string(),
        };
        let body = match &job.what {
            prints::PrintWhat::Report(n) => {
                let row = self.reader.look(|conn| reports::by_place(conn, *n))?;
                row.ok_or_else(missing)?.body
            }
            prints::PrintWhat::Look(body) => body.clone(),
            prints::PrintWhat::Receipt(_) | prints::PrintWhat::Drawer => return Err(missing()),
        };
        let report: Report = serde_json::from_str(&body).map_err(|error| {
            tracing::error!(print = job.id, %error, "a stored report cannot be read");
            PrintingError::Unreadable {
                number: job.id.to_string(),
            }
        })?;
        Ok(ReportPaper::of(&report, job.copy))
    }

    /// Lets a person put an uncertain job back.
    pub(super) fn again(&mut self, id: i64, by: &str, now: UtcMs) -> Result<(), PrintingError> {
        self.decide(id, by, now, "print_again", |tx, job| match job.state {
            // It is tried at once, which needs no word in the journal.
            PrintState::Waiting => Ok(false),
            PrintState::Uncertain => {
                let (from, to) = (PrintState::Uncertain, PrintState::Waiting);
                Ok(prints::advance(tx, job.id, from, to, None, now)?)
            }
            PrintState::Printing => Err(PrintingError::UnderWay),
            PrintState::Printed | PrintState::GivenUp => Err(PrintingError::Ended),
        })
    }

    /// Lets a person take a job out.
    pub(super) fn give_up(&mut self, id: i64, by: &str, now: UtcMs) -> Result<(), PrintingError> {
        self.decide(id, by, now, "print_given_up", |tx, job| match job.state {
            PrintState::Waiting | PrintState::Uncertain => {
                let fault = job.fault.as_deref();
                let to = PrintState::GivenUp;
                Ok(prints::advance(tx, job.id, job.state, to, fault, now)?)
            }
            PrintState::Printing => Err(PrintingError::UnderWay),
            PrintState::Printed | PrintState::GivenUp => Err(PrintingError::Ended),
        })
    }

    fn decide(
        &mut self,
        id: i64,
        by: &str,
        now: UtcMs,
        kind: &str,
        work: impl FnOnce(&Books<'_>, &PrintRow) -> Result<bool, PrintingError>,
    ) -> Result<(), PrintingError> {
        self.store.transact(|tx| {
            let job = prints::by_id(tx, id)?.ok_or(PrintingError::Ended)?;
            if work(tx, &job)? {
                let receipt = match job.what.receipt() {
                    Some(n) => receipts::by_place(tx, n)?,
                    None => None,
                };
                let about = match &job.what {
                    prints::PrintWhat::Report(_) | prints::PrintWhat::Look(_) => {
                        json!({ "print": id, "report": true, "copy": job.copy })
                    }
                    prints::PrintWhat::Receipt(_) | prints::PrintWhat::Drawer => {
                        about(id, job.copy, receipt.as_ref())
                    }
                };
                let entry = entry(now, kind, by, &about);
                journal::append(tx, &[entry])?;
            }
            Ok(())
        })
    }

    /// Queues a receipt that a person asks for, unless it still waits.
    pub(super) fn print(
        &mut self,
        number: &str,
        by: &str,
        now: UtcMs,
    ) -> Result<i64, PrintingError> {
        let number = number.trim();
        let (row, before) = self.reader.look(|conn| {
            let row =
                receipts::by_number(conn, number)?.ok_or_else(|| PrintingError::NoSuchReceipt {
                    number: number.to_owned(),
                })?;
            let before = prints::of_receipt(conn, row.n)?;
            Ok::<_, PrintingError>((row, before))
        })?;
        let still =
            |job: &&PrintRow| matches!(job.state, PrintState::Waiting | PrintState::Printing);
        if let Some(waiting) = before.iter().find(still) {
            return Ok(waiting.id);
        }
        let copy = !before.is_empty();
        self.store.transact(|tx| {
            let id = prints::queue(tx, Some(row.n), copy, by, now)?;
            let kind = if copy {
                "receipt_reprinted"
            } else {
                "receipt_printed"
            };
            journal::append(tx, &[entry(now, kind, by, &about(id, copy, Some(&row)))])?;
            Ok(id)
        })
    }
}

/// The receipt as it is stored.
pub(crate) fn read(row: &ReceiptRow) -> Result<Receipt, PrintingError> {
    serde_json::from_str(&row.body).map_err(|error| {
        tracing::error!(receipt = row.number, %error, "a stored receipt cannot be read");
        PrintingError::Unreadable {
            number: row.number.clone(),
        }
    })
}

fn entry(at: UtcMs, kind: &str, by: &str, params: &Value) -> NewEntry {
    NewEntry {
        at,
        kind: kind.to_owned(),
        by: by.to_owned(),
        order: None,
        refund: None,
        params: params.to_string(),
        raw: None,
    }
}

fn about(id: i64, copy: bool, receipt: Option<&ReceiptRow>) -> Value {
    match receipt {
        Some(row) => {
            json!({ "print": id, "receipt": row.number, "sale": row.sale.as_str(), "copy": copy })
        }
        None => json!({ "print": id, "drawer": true }),
    }
}

/// A fault as the books have it.
fn written(fault: &PrintFault) -> String {
    json!(fault).to_string()
}

pub(super) fn fault(text: &str) -> PrintFault {
    // A sentence alone is what another version wrote.
    serde_json::from_str(text).unwrap_or_else(|_| PrintFault::new("fault", text))
}

fn view(job: PrintRow, receipt: Option<ReceiptRow>) -> PrintView {
    PrintView {
        id: job.id,
        what: match &job.what {
            prints::PrintWhat::Receipt(_) => PrintWhat::Receipt,
            prints::PrintWhat::Report(_) | prints::PrintWhat::Look(_) => PrintWhat::Report,
            prints::PrintWhat::Drawer => PrintWhat::Drawer,
        },
        receipt: receipt.map(|row| row.number),
        copy: job.copy,
        state: match job.state {
            PrintState::Waiting => PrintStateCode::Waiting,
            PrintState::Printing => PrintStateCode::Printing,
            // The queue holds nothing that has ended.
            PrintState::Uncertain | PrintState::Printed | PrintState::GivenUp => {
                PrintStateCode::Uncertain
            }
        },
        fault: job.fault.as_deref().map(fault),
        tries: job.tries,
        at_ms: job.at.0,
        by: job.by,
    }
}

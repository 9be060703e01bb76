//! The printer and its queue, and receipts as pictures and files.

use std::sync::Arc;

use fils_home::printing::{PrinterDevice, PrinterView, PrintingError, printer_devices};
use fils_home::{PaperWidth as Width, Papers, PapersError, Picture, sample_picture};
use tokio::sync::watch;

use super::settings::set;
use super::setup::aside;
use super::{Desk, Who};
use crate::errors::CommandError;
use crate::news::News;
use crate::views::counter::SettingChange;
use crate::views::printing::{PaperWidth, ReceiptPicture};

impl From<PrintingError> for CommandError {
    fn from(error: PrintingError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<PapersError> for CommandError {
    fn from(error: PapersError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<PaperWidth> for Width {
    fn from(width: PaperWidth) -> Self {
        match width {
            PaperWidth::Mm58 => Self::Mm58,
            PaperWidth::Mm80 => Self::Mm80,
            PaperWidth::Mm80Narrow => Self::Mm80Narrow,
        }
    }
}

impl Desk {
    /// Passes on what changes about the printer and its queue, until its till is closed.
    pub(super) async fn follow_prints(self: Arc<Self>, mut printer: watch::Receiver<PrinterView>) {
        while printer.changed().await.is_ok() {
            let view = printer.borrow_and_update().clone();
            self.tell(News::Print(Box::new(view)));
        }
    }

    /// The printer and what waits for it.
    pub(crate) async fn printer(&self) -> Result<PrinterView, CommandError> {
        Ok(self.till().await?.printing.status())
    }

    /// Prints a sample.
    pub(crate) async fn test_print(&self) -> Result<(), CommandError> {
        Ok(self.till().await?.printing.test_print().await?)
    }

    /// Puts a print back into the queue.
    pub(crate) async fn print_again(
        &self,
        who: &Who,
        id: i64,
    ) -> Result<PrinterView, CommandError> {
        let till = self.till().await?;
        Ok(till.printing.print_again(id, &who.name).await?)
    }

    /// Takes a print out of the queue.
    pub(crate) async fn give_up_print(
        &self,
        who: &Who,
        id: i64,
    ) -> Result<PrinterView, CommandError> {
        let till = self.till().await?;
        Ok(till.printing.give_up(id, &who.name).await?)
    }

    /// What is plugged in that may be a printer.
    pub(crate) async fn printer_devices(&self) -> Vec<PrinterDevice> {
        printer_devices().await
    }

    /// Queues a receipt.
    pub(crate) async fn print_receipt(&self, who: &Who, number: &str) -> Result<(), CommandError> {
        let till = self.till().await?;
        till.printing.print(number, &who.name).await?;
        Ok(())
    }

    /// A receipt as it prints.
    pub(crate) async fn receipt_picture(
        &self,
        number: String,
        width: PaperWidth,
    ) -> Result<ReceiptPicture, CommandError> {
        let home = self.home.clone();
        aside(move || {
            let paper = Papers::open(&home)?.numbered(&number)?;
            let picture = paper.picture(width.into())?;
            Ok(shown(paper.row.number, &picture))
        })
        .await
    }

    /// A receipt as the shop would print it with these changes.
    pub(crate) async fn receipt_sample(
        &self,
        changes: Vec<SettingChange>,
        width: PaperWidth,
    ) -> Result<ReceiptPicture, CommandError> {
        let mut config = self.loaded()?;
        for change in &changes {
            if let Err(refused) = set(&mut config, change) {
                // Whoever still types sees the rest meanwhile, and why elsewhere.
                tracing::debug!(
                    setting = change.name,
                    code = refused.code,
                    "left out of the sample"
                );
            }
        }
        let now = self.now();
        aside(move || {
            let (number, picture) = sample_picture(&config, width.into(), now)?;
            Ok(shown(number, &picture))
        })
        .await
    }

    /// Writes a receipt as a document where the person wants it; none when they name no place.
    pub(crate) async fn save_receipt(
        self: &Arc<Self>,
        number: String,
    ) -> Result<Option<String>, CommandError> {
        let desk = Arc::clone(self);
        aside(move || {
            let paper = Papers::open(&desk.home)?.numbered(&number)?;
            let pdf = paper.pdf(desk.loaded()?.paper)?;
            let Some(file) = desk.place_for(&format!("{}.pdf", paper.row.number)) else {
                return Ok(None);
            };
            std::fs::write(&file, pdf).map_err(|why| {
                let sentence = format!(
                    "{} cannot be written ({why}): choose another folder, or make room on the disk.",
                    file.display()
                );
                CommandError::new("file_not_written", sentence)
            })?;
            Ok(Some(file.display().to_string()))
        })
        .await
    }
}

fn shown(number: String, picture: &Picture) -> ReceiptPicture {
    ReceiptPicture {
        number,
        png: picture.data_url(),
        width: picture.width,
        height: picture.height,
    }
}

#[cfg(test)]
mod tests;

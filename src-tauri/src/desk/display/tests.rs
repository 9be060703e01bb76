#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use fils_people::Role;
use tauri::ipc::{Channel, InvokeResponseBody};

use super::*;
use crate::desk::counter::Wish;
use crate::desk::tests::{Notebook, desk_choosing};
use crate::desk::{Who, held};
use crate::views::display::DisplayStage;
use crate::views::{CustomerAct, FaultCode, FaultForm};
use fils_counter::view::VatCode;

/// A page of the customer's screen that keeps what it is told.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<DisplayView>>>, Arc<tokio::sync::Notify>);

impl Page {
    fn of(desk: &Desk) -> Self {
        let page = Self::default();
        let here = page.clone();
        desk.watch_display(Channel::new(move |body| {
            let InvokeResponseBody::Json(text) = body else {
                panic!("not what a page reads")
            };
            held(&here.0).push(serde_json::from_str(&text).unwrap());
            here.1.notify_waiters();
            Ok(())
        }));
        page
    }

    fn last(&self) -> DisplayView {
        held(&self.0).last().cloned().unwrap()
    }

    /// Waits, for at most 30 seconds, until it shows what fits.
    async fn until(&self, fits: impl Fn(&DisplayView) -> bool) -> DisplayView {
        let seen = async {
            loop {
                let mut told = std::pin::pin!(self.1.notified());
                told.as_mut().enable();
                let last = self.last();
                if fits(&last) {
                    return last;
                }
                told.await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(30), seen).await;
        found.unwrap_or_else(|_| panic!("never; it shows {:#?}", self.last()))
    }

    async fn stage(&self, stage: DisplayStage) -> DisplayView {
        self.until(|view| view.stage == stage).await
    }
}

async fn manned(dir: &tempfile::TempDir) -> (Arc<Desk>, Notebook, Page) {
    let (desk, notebook) = desk_choosing(dir, true, None);
    desk.app().await;
    desk.seat("Noor", Role::Owner);
    desk.tell_app().await;
    let page = Page::of(&desk);
    (desk, notebook, page)
}

fn noor() -> Who {
    Who::named("Noor")
}

async fn karak(desk: &Desk, amount: &str) {
    let wish = Wish::AddAmount {
        amount: amount.to_owned(),
        name: Some("Karak".to_owned()),
        vat: VatCode::Standard,
    };
    desk.edit(noor(), wish).await.unwrap();
}

/// A sale of one tea whose QR the customer sees.
async fn asked(desk: &Desk, page: &Page) -> (String, String) {
    karak(desk, "3.50").await;
    let sale = desk.start_sale(noor()).await.unwrap().sale;
    let charged = desk.charge_sale(noor(), &sale, None, None, None).await;
    let order = charged.unwrap().order;
    desk.show_customer(None, Some(order.clone())).await.unwrap();
    let view = page.stage(DisplayStage::Pay).await;
    assert_eq!(view.amount.unwrap().text, "3.50");
    assert!(view.qr.is_some() && view.ends_at_ms.is_some());
    assert_eq!(view.lines[0].name, "Karak");
    (sale, order)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_reads_along_scans_and_is_thanked() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, notebook, page) = manned(&dir).await;
    notebook.until("customer auto").await;
    let view = page.stage(DisplayStage::Welcome).await;
    assert!(view.training);
    assert_eq!(view.languages, ["en", "ar"]);

    karak(&desk, "1").await;
    let view = page.stage(DisplayStage::Basket).await;
    assert_eq!(view.total.unwrap().text, "1.00");
    desk.edit(noor(), Wish::Clear).await.unwrap();
    page.stage(DisplayStage::Welcome).await;

    let (sale, order) = asked(&desk, &page).await;
    desk.training_customer(&order, CustomerAct::Scan)
        .await
        .unwrap();
    page.stage(DisplayStage::Scanned).await;
    desk.training_customer(&order, CustomerAct::Pay)
        .await
        .unwrap();
    let view = page.stage(DisplayStage::Thanks).await;
    assert_eq!((view.qr, view.ends_at_ms), (None, None));
    // The till goes to the sale, and the thanks stay.
    desk.show_customer(Some(sale), None).await.unwrap();
    assert_eq!(page.last().stage, DisplayStage::Thanks);
    // The next customer's goods end them.
    desk.show_customer(None, None).await.unwrap();
    karak(&desk, "2").await;
    page.stage(DisplayStage::Basket).await;
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_qr_goes_with_the_wish_to_cancel_even_when_payby_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _, page) = manned(&dir).await;
    let (_, order) = asked(&desk, &page).await;
    let cut = FaultForm {
        kind: FaultCode::NetworkDown,
        op: None,
        count: 1,
    };
    desk.training_fault(&cut).await.unwrap();
    desk.cancel(&noor(), &order).await.unwrap();
    let view = page.until(|view| view.qr.is_none()).await;
    assert_eq!(view.stage, DisplayStage::Checking);
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_locks_the_till_leaves_the_payment_to_its_customer_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _, page) = manned(&dir).await;
    let (sale, order) = asked(&desk, &page).await;
    desk.lock().await;
    let view = page.until(|view| view.lines.is_empty()).await;
    assert_eq!(view.stage, DisplayStage::Pay);
    assert!(view.qr.is_some());
    desk.cancel(&noor(), &order).await.unwrap();
    page.until(|view| view.qr.is_none()).await;
    page.stage(DisplayStage::Welcome).await;

    desk.seat("Noor", Role::Owner);
    desk.tell_app().await;
    desk.show_customer(Some(sale), None).await.unwrap();
    let view = page.stage(DisplayStage::Basket).await;
    assert_eq!(view.total.unwrap().text, "3.50");
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_is_thanked_for_with_the_change_and_the_thanks_end() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _, page) = manned(&dir).await;
    karak(&desk, "3.50").await;
    let sale = desk.start_sale(noor()).await.unwrap().sale;
    desk.show_customer(Some(sale.clone()), None).await.unwrap();
    let view = desk.take_cash(noor(), &sale, "2").await.unwrap();
    assert!(!view.complete);
    let view = page.until(|view| view.due.is_some()).await;
    assert_eq!(view.stage, DisplayStage::Basket);
    assert_eq!(view.paid.unwrap().text, "2.00");
    desk.take_cash(noor(), &sale, "5").await.unwrap();
    let view = page.stage(DisplayStage::Thanks).await;
    assert_eq!(view.change.unwrap().text, "3.50");
    page.stage(DisplayStage::Welcome).await;
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_refused_and_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _, page) = manned(&dir).await;
    asked(&desk, &page).await;
    let none = desk.show_customer(Some("nothing".to_owned()), None).await;
    assert!(none.is_err());
    assert_eq!(page.last().stage, DisplayStage::Welcome);
    desk.shut().await;
}

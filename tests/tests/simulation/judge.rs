//! What must be true at the end of a day.

use fils_checkout::view::{OrderView, StateView};
use fils_order::OrderNumber;
use payby_sandbox::OrderStatus;

use super::day::Day;

impl Day {
    /// A till that starts once more asks about everything, and then knows.
    pub(super) async fn look_back(&mut self) {
        let open = self.world.checkout().open_orders().await.unwrap();
        for view in open {
            let told = !view.unfinished && view.alert.is_some();
            assert!(told, "still open and nobody is told: {view:#?}");
        }
        let refunds = self.world.checkout().open_refunds().await.unwrap();
        for view in refunds {
            let told = view.state == "needs_review" && view.alert.is_some();
            assert!(told, "a refund is still open and nobody is told: {view:#?}");
        }
        self.world.restart().await;
        self.world.sleep(0.5).await;
        self.world.checkout().asked(None).await.unwrap();
        self.world.sleep(30.0).await;
        self.world.witness.look();
    }

    pub(super) async fn judge(&mut self) {
        for written in self.world.witness.orders() {
            let number = written.order.number;
            let view = self.world.view(&number).await;
            let state = view.state.as_str();
            self.seen.insert(state.to_owned());
            if let Some(reason) = &view.reason {
                self.seen.insert(format!("{state} {reason}"));
            }
            self.truth(&view);
        }
        self.world.finish();
    }

    /// Till and PayBy agree, or a person is told why not.
    fn truth(&self, view: &OrderView) {
        let number: OrderNumber = view.order.parse().unwrap();
        let order = self.world.at_payby(&number);
        let asks_a_person = matches!(view.state, StateView::PaidLate | StateView::NeedsReview)
            && view.alert.is_some()
            && (view.state == StateView::PaidLate || view.reason.is_some());
        let paid = order.as_ref().is_some_and(|order| order.paid_at.is_some());
        let fits = match order.as_ref().map(|order| (order.status, order.revoked)) {
            None => view.state == StateView::Closed,
            Some((OrderStatus::Created, _)) => false,
            Some((OrderStatus::PaidSuccess | OrderStatus::Settled, false)) => {
                let given_back = order.as_ref().map(|order| order.refunded.clone());
                let refunded = view.reason.as_deref() == Some("refunded");
                view.state == StateView::Paid
                    || asks_a_person
                    || (view.state == StateView::Closed
                        && refunded
                        && given_back.as_deref()
                            == Some(view.amount.text.replace(',', "").as_str()))
            }
            Some((OrderStatus::Failure, _) | (_, true)) => view.state == StateView::Closed,
        };
        let fits = fits || (asks_a_person && (paid || view.state == StateView::NeedsReview));
        assert!(fits, "the till says {view:#?}, and PayBy says {order:#?}");
        let paid_here = matches!(view.state, StateView::Paid | StateView::PaidLate);
        assert!(!paid_here || paid, "paid at the till alone: {view:#?}");
        if let Some(order) = order.filter(|_| paid_here) {
            let ours = view.refunded.text.replace(',', "");
            assert_eq!(ours, order.refunded, "money given back: {view:#?}");
        }
    }
}

//! Closing the window without leaving a payment alone.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fils_checkout::view::AlertKind;
use fils_order::{Span, UtcMs};

use super::{Desk, Stage, held};
use crate::news::News;
use crate::views::CloseDecision;

/// Whoever wants to close again after this long, without having answered, has screens that do not answer.
const NO_ANSWER: Span = Span::secs(3);

/// Commands under way get this long to end before the program does.
const LAST_COMMANDS: Duration = Duration::from_secs(5);

/// How far the window is with closing.
#[derive(Debug, Default)]
pub(super) enum Closing {
    /// It is open.
    #[default]
    No,
    /// The person was asked at this time.
    Asked(UtcMs),
    /// It is hidden until everything is settled. What needed a person then is known.
    Background(BTreeMap<String, AlertKind>),
    /// The program ends.
    Leaving,
}

impl Desk {
    /// Whether the program may end now. Otherwise [`Desk::close_requested`] decides.
    pub(crate) fn may_end(&self) -> bool {
        matches!(*held(&self.closing), Closing::Leaving)
    }

    /// Somebody wants to close the window: asks while payments are under way, and ends otherwise.
    pub(crate) async fn close_requested(&self) {
        let open = self.unsettled().await;
        if open == 0 {
            self.leave().await;
            return;
        }
        let unanswered = {
            let mut closing = held(&self.closing);
            match *closing {
                Closing::Asked(at) if self.now().since(at) > NO_ANSWER => true,
                Closing::No | Closing::Asked(_) => {
                    *closing = Closing::Asked(self.now());
                    false
                }
                // Hidden, or ending already.
                Closing::Background(_) | Closing::Leaving => return,
            }
        };
        if unanswered {
            tracing::warn!("the screens did not answer; the till goes on in the background");
            self.close_decision(CloseDecision::Background).await;
        } else {
            let open = u32::try_from(open).unwrap_or(u32::MAX);
            self.tell(News::CloseRequested(open));
        }
    }

    /// The person's answer.
    pub(crate) async fn close_decision(&self, decision: CloseDecision) {
        match decision {
            CloseDecision::Stay => *held(&self.closing) = Closing::No,
            CloseDecision::Background => {
                let known = held(&self.floor).alerts();
                *held(&self.closing) = Closing::Background(known);
                if let Some(front) = self.front.get() {
                    front.hide();
                }
                self.go_on_closing().await;
            }
            CloseDecision::Quit => self.leave().await,
        }
    }

    /// Fils was started again: the window comes back.
    pub(crate) fn recall(&self) {
        {
            let mut closing = held(&self.closing);
            if matches!(*closing, Closing::Leaving) {
                return;
            }
            *closing = Closing::No;
        }
        if let Some(front) = self.front.get() {
            front.show();
        }
    }

    /// In the background: ends once everything is settled, and comes back when something new needs a person.
    pub(super) async fn go_on_closing(&self) {
        let news = {
            let floor = held(&self.floor);
            let closing = held(&self.closing);
            let Closing::Background(known) = &*closing else {
                return;
            };
            let new_alert = floor
                .alerts()
                .iter()
                .any(|(about, code)| known.get(about) != Some(code));
            (new_alert, floor.unsettled())
        };
        match news {
            (true, _) => self.recall(),
            // What was heard may be behind the driver: a payment that has just been started must not be left alone.
            (false, 0) if self.unsettled().await == 0 => {
                if matches!(*held(&self.closing), Closing::Background(_)) {
                    self.leave().await;
                }
            }
            (false, _) => {}
        }
    }

    async fn unsettled(&self) -> usize {
        // While it is being opened (a keyring may ask a person), nobody waits for it: go by what was said last.
        let Ok(till) = self.till.try_read() else {
            return held(&self.floor).unsettled();
        };
        let Some(till) = till.as_ref() else { return 0 };
        let orders = till.checkout.open_orders().await;
        let refunds = till.checkout.open_refunds().await;
        match (orders, refunds) {
            (Ok(orders), Ok(refunds)) => {
                let orders = orders.iter().filter(|order| order.unfinished).count();
                orders + refunds.iter().filter(|refund| !refund.is_final).count()
            }
            // The driver is being taken up again: go by what it said last.
            (Err(_), _) | (_, Err(_)) => held(&self.floor).unsettled(),
        }
    }

    /// Closes the till and ends the program. What is unfinished is taken up at the next start.
    async fn leave(&self) {
        {
            let mut closing = held(&self.closing);
            if matches!(*closing, Closing::Leaving) {
                return;
            }
            *closing = Closing::Leaving;
        }
        self.shut().await;
        if let Some(front) = self.front.get() {
            front.exit();
        }
    }

    /// Closes the till for good, after the commands that are under way.
    pub(crate) async fn shut(&self) {
        self.stage.send_replace(Stage::Closed);
        match tokio::time::timeout(LAST_COMMANDS, self.till.write()).await {
            Ok(mut place) => {
                if let Some(till) = place.take() {
                    till.close().await;
                }
            }
            // The next start takes everything up, as after a power cut.
            Err(_) => {
                tracing::warn!("the till is still being opened or asked, and ends all the same")
            }
        }
    }

    /// As [`Desk::close_requested`], for callers that cannot wait.
    pub(crate) fn request_close(self: &Arc<Self>) {
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move { desk.close_requested().await });
    }
}

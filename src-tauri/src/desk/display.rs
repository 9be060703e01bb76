//! The customer's screen: what it shows follows from what the screens are told and from what the cashier has in front. A QR leaves it
//! with the very word of the driver that the order waits no longer.

mod scene;

use fils_counter::Counter;
use fils_home::Till;
use fils_home::config::Mode;
use fils_order::{OrderNumber, SaleId};
use tauri::ipc::Channel;

use super::{Desk, held};
use crate::errors::CommandError;
use crate::news::News;
use crate::views::display::DisplayView;
use scene::{Scene, Shop};

/// The customer's screen and what it goes by.
#[derive(Default)]
pub(super) struct Display {
    scene: Scene,
    /// Where the page listens. There is one page.
    to: Option<Channel<DisplayView>>,
    told: Option<DisplayView>,
}

impl Desk {
    /// A page of the customer's screen hears from now on what it shows; first what it shows now.
    pub(crate) fn watch_display(&self, to: Channel<DisplayView>) {
        let mut display = held(&self.display);
        display.to = Some(to);
        display.told = None;
        self.renew(&mut display);
    }

    /// The customer sees what the screens are told, where it is theirs.
    pub(super) fn show(&self, news: &News) {
        let mut display = held(&self.display);
        display.scene.hear(news, self.now());
        self.renew(&mut display);
    }

    /// What only time changes: thanks end.
    pub(super) fn renew_display(&self) {
        self.renew(&mut held(&self.display));
    }

    /// Tells the page where it would show something else. Under the lock, so that what is older never comes later.
    fn renew(&self, display: &mut Display) {
        let Some(to) = &display.to else { return };
        let view = display.scene.view(self.now());
        if display.told.as_ref() == Some(&view) {
            return;
        }
        if let Err(error) = to.send(view.clone()) {
            tracing::info!(%error, "the customer's screen is gone");
            display.to = None;
        }
        display.told = Some(view);
    }

    /// The shop's names and languages, as the open till has them.
    pub(super) fn name_display(&self, till: &Till) {
        let shop = till.config.receipt_shop();
        held(&self.display).scene.shop = Shop {
            name: shop.name,
            name_ar: shop.name_ar,
            languages: till.config.customer_languages.clone(),
            training: till.config.mode == Mode::Training,
        };
    }

    /// The cashier has a sale or a payment in front, or neither.
    ///
    /// # Errors
    /// When there is no such sale or payment; the customer sees neither then.
    pub(crate) async fn show_customer(
        &self,
        sale: Option<String>,
        order: Option<String>,
    ) -> Result<(), CommandError> {
        {
            let mut display = held(&self.display);
            display.scene.turn(sale, order);
            self.renew(&mut display);
        }
        let found = self.find_in_front().await;
        if let Err(error) = &found {
            tracing::warn!(
                code = error.code,
                "the customer cannot be shown what is in front"
            );
        }
        found
    }

    /// Finds everything anew: not all that happened was heard.
    pub(super) async fn refresh_display(&self) {
        held(&self.display).scene.forget();
        let basket = self.at_counter(Counter::basket).await;
        let found = match basket {
            Ok(basket) => {
                held(&self.display).scene.found_basket(basket);
                self.find_in_front().await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = found {
            tracing::warn!(code = error.code, "what the customer sees may be behind");
        }
        self.renew_display();
    }

    /// Looks up what is in front. What is told meanwhile is heard, for the scene knows already what it waits for.
    async fn find_in_front(&self) -> Result<(), CommandError> {
        let (_, order) = held(&self.display).scene.in_front();
        if let Some(order) = order {
            let number: OrderNumber = order.parse()?;
            let found = self.said(self.till().await?.checkout.order(number).await)?;
            let mut display = held(&self.display);
            display.scene.found_order(found);
            self.renew(&mut display);
        }
        let (sale, order) = held(&self.display).scene.in_front();
        let Some(sale) = sale else { return Ok(()) };
        let sale: SaleId = sale.parse()?;
        match self.at_counter(move |counter| counter.sale(&sale)).await {
            Ok(sale) => {
                let mut display = held(&self.display);
                display.scene.found_sale(sale);
                self.renew(&mut display);
                Ok(())
            }
            // A payment from before there were sales has none to show.
            Err(_) if order.is_some() => Ok(()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;

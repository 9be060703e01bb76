use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use fils_tests::{PATIENCE, TillHome, Window};
use serde_json::json;

use crate::goods::{DATES, KARAK, MUG, SHELF, SHOP};
use crate::small::smaller;

const SOON: Duration = Duration::from_mins(1);

/// How the screens look in one folder of pictures.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) arabic: bool,
    pub(crate) dark: bool,
}

impl Look {
    /// The folder's name.
    pub(crate) fn name(self) -> String {
        let language = if self.arabic { "ar" } else { "en" };
        let theme = if self.dark { "dark" } else { "light" };
        format!("{language}-{theme}")
    }

    fn preferences(self) -> String {
        let language = if self.arabic { "ar" } else { "en" };
        let theme = if self.dark { "dark" } else { "light" };
        json!({ "language": language, "theme": theme, "guide": false }).to_string()
    }
}

/// One run through the till, and the folder its pictures go to.
struct Album {
    window: Window,
    folder: PathBuf,
    look: Look,
}

/// Takes every picture of one look.
pub(crate) async fn take(look: Look) -> Result<()> {
    let empty = TillHome::new()?;
    let album = Album::open(&empty, look, &[]).await?;
    album.the_first_start().await?;
    album.window.close().await?;

    let home = TillHome::new()?;
    let mut init = vec!["init", "--training", "--set"];
    init.extend(SHOP);
    home.fils(&init)?;
    let shelf = home.home().join("shelf.csv");
    std::fs::write(&shelf, SHELF)?;
    home.fils(&["products", "import", &shelf.to_string_lossy()])?;
    let album = Album::open(&home, look, &["--training"]).await?;
    album.people_come().await?;
    album.a_shift_opens().await?;
    album.a_basket().await?;
    album.cash().await?;
    album.a_wallet().await?;
    album.trouble().await?;
    album.goods_come_back().await?;
    album.the_shop().await?;
    album.the_day_ends().await?;
    album.window.close().await
}

impl Album {
    async fn open(home: &TillHome, look: Look, args: &[&str]) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../docs/pictures")
            .join(look.name());
        std::fs::create_dir_all(&folder)?;
        let window = Window::open(home, args).await?;
        window.resize(1280, 800).await?;
        let keep = "localStorage.setItem('fils.preferences', arguments[0]); location.reload()";
        let client = window.client();
        client
            .execute(keep, vec![json!(look.preferences())])
            .await?;
        Ok(Self {
            window,
            folder,
            look,
        })
    }

    /// What a person types, in the language of the screens.
    fn say<'a>(&self, english: &'a str, arabic: &'a str) -> &'a str {
        if self.look.arabic { arabic } else { english }
    }

    async fn save(&self, name: &str) -> Result<()> {
        // Movement would make every run's pictures differ, and so would a message that is just going away.
        let still = "const done = arguments[0]; \
             document.querySelectorAll('[data-testid=toast] button').forEach((button) => button.click()); \
             document.activeElement?.blur(); \
             for (const a of document.getAnimations()) { try { a.finish() } catch { a.cancel() } } \
             requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        let client = self.window.client();
        client.execute_async(still, Vec::new()).await?;
        let path = self.folder.join(name).with_extension("png");
        std::fs::write(&path, smaller(&self.window.picture().await?)?)
            .with_context(|| format!("could not write {}", path.display()))?;
        println!("{}", path.display());
        Ok(())
    }

    /// Puts a dialog away as Escape does.
    async fn escape(&self, dialog: &str) -> Result<()> {
        let away = "document.querySelector('dialog[open]')?.dispatchEvent(new Event('cancel', { cancelable: true }))";
        self.window.run(away).await?;
        self.window.until_gone(dialog).await
    }

    async fn type_into(&self, field: &str, text: &str) -> Result<()> {
        self.window.find(field).await?.send_keys(text).await?;
        Ok(())
    }

    async fn status(&self, english: &str, arabic: &str) -> Result<()> {
        self.window
            .until("payment-status", self.say(english, arabic), SOON)
            .await
    }

    /// Does something in the training drawer and puts the drawer away again.
    async fn train(&self, what: &str) -> Result<()> {
        self.window.touch("training-drawer-toggle").await?;
        self.window.touch(&format!("training-{what}")).await?;
        self.window.touch("training-drawer-toggle").await?;
        self.window.until_gone("training-drawer").await
    }

    async fn scan(&self, code: &str, total: &str) -> Result<()> {
        self.window.scan(code).await?;
        self.window.until("basket-total", total, PATIENCE).await
    }

    async fn the_first_start(&self) -> Result<()> {
        self.window.find("choose-training").await?;
        self.save("first-start").await?;
        self.window.touch("connect-account").await?;
        self.window.find("partner-id").await?;
        self.save("connect-account").await
    }

    async fn people_come(&self) -> Result<()> {
        self.window.find("owner-name").await?;
        self.save("first-owner").await?;
        self.window.come_as_owner().await?;
        self.window.touch("nav-settings").await?;
        self.window.touch("part-people").await?;
        self.window.touch("open-people").await?;
        for (name, role, pin) in [
            (self.say("Amal", "أمل"), "cashier", "314159"),
            (self.say("Badr", "بدر"), "manager", "271828"),
        ] {
            self.window.touch("person-add").await?;
            self.type_into("person-name", name).await?;
            self.window
                .run(&format!(
                    "document.querySelector('[data-testid=person-role-{role}]').click()"
                ))
                .await?;
            if role == "manager" {
                self.save("person").await?;
            }
            self.window.touch("person-save").await?;
            self.window.pin(pin).await?;
            self.window.pin(pin).await?;
            self.window.until("roster", name, PATIENCE).await?;
        }
        self.save("people").await?;
        self.window.touch("lock-till").await?;
        self.window.find("lock-screen").await?;
        self.window.touch_person(self.say("Amal", "أمل")).await?;
        self.window.find("pin-1").await?;
        self.save("lock").await?;
        self.window.pin("314159").await?;
        self.window.find("nav-till").await?;
        Ok(())
    }

    async fn a_shift_opens(&self) -> Result<()> {
        self.window.touch("nav-shift").await?;
        self.type_into("float", "200").await?;
        self.window
            .until("open-shift-confirm", "200.00", PATIENCE)
            .await?;
        self.save("shift-open").await?;
        self.window.touch("open-shift-confirm").await?;
        self.window.find("shift-now").await?;
        self.window.touch("nav-till").await?;
        self.window.find("product-KARAK").await?;
        self.save("till-empty").await
    }

    async fn a_basket(&self) -> Result<()> {
        self.scan(KARAK, "5.00").await?;
        self.scan(KARAK, "10.00").await?;
        self.scan(DATES, "34.50").await?;
        self.window.touch("product-BAKLAVA").await?;
        self.window.find("ask-number").await?;
        self.window.touch("ask-key-0").await?;
        self.window.touch("ask-key-dot").await?;
        self.window.touch("ask-key-3").await?;
        self.save("weight").await?;
        self.window.touch("ask-add").await?;
        self.window.until("basket-total", "63.00", PATIENCE).await?;
        self.window.touch("open-extras").await?;
        self.window.touch("sale-key-5").await?;
        self.save("discount").await?;
        self.window.touch("extras-save").await?;
        self.window.until("basket-total", "59.85", PATIENCE).await?;
        self.save("till").await?;
        self.window.touch("line-change").await?;
        self.window.find("line-dialog").await?;
        self.save("line").await?;
        self.escape("line-dialog").await?;
        self.type_into("product-search", self.say("da", "قه"))
            .await?;
        self.window.until_gone("product-KARAK").await?;
        self.save("search").await?;
        self.window.touch("way-amount").await?;
        self.window.find("amount-display").await?;
        self.save("amount").await?;
        self.window.touch("open-park").await?;
        self.type_into("park-name", self.say("Blue shirt", "القميص الأزرق"))
            .await?;
        self.save("park").await?;
        self.window.touch("park-go").await?;
        self.window.until("parked-count", "1", PATIENCE).await?;
        self.window.touch("open-parked").await?;
        self.window.first_of("take-up-").await?;
        self.save("parked").await?;
        self.escape("parked-dialog").await
    }

    async fn cash(&self) -> Result<()> {
        self.scan(MUG, "35.00").await?;
        self.window.touch("open-extras").await?;
        for key in ["5", "0"] {
            self.window.touch(&format!("sale-key-{key}")).await?;
        }
        self.window.touch("extras-save").await?;
        self.window.find("approval").await?;
        self.save("approval").await?;
        self.window.touch("approval-cancel").await?;
        self.window.until_gone("approval").await?;
        self.escape("extras-dialog").await?;
        self.window.touch("pay").await?;
        self.window.touch("pay-key-5").await?;
        self.window.touch("pay-key-0").await?;
        self.window.until("tender-cash", "15.00", PATIENCE).await?;
        self.save("pay").await?;
        self.window.touch("tender-cash").await?;
        self.window.find("change-amount").await?;
        self.save("change").await?;
        self.window.touch("new-sale").await
    }

    async fn a_wallet(&self) -> Result<()> {
        self.window.touch("open-parked").await?;
        let sale = self.window.first_of("take-up-").await?;
        self.window.touch(&format!("take-up-{sale}")).await?;
        self.window.until("basket-total", "59.85", PATIENCE).await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.window.find("qr").await?;
        self.status("Waiting", "بانتظار").await?;
        self.save("payment").await?;
        self.window.touch("training-drawer-toggle").await?;
        self.window.find("training-pay").await?;
        self.save("training").await?;
        self.window.touch("training-drawer-toggle").await?;
        self.train("scan").await?;
        self.status("Scanned", "مسح").await?;
        self.save("scanned").await?;
        self.train("pay").await?;
        self.window.until("receipt-number", "T1-", SOON).await?;
        self.save("paid").await?;
        self.window.touch("new-sale").await
    }

    async fn trouble(&self) -> Result<()> {
        // Refused, and then paid in cash.
        self.scan(KARAK, "5.00").await?;
        self.scan(KARAK, "10.00").await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.window.find("qr").await?;
        self.train("decline").await?;
        self.window.until("due-amount", "10.00", SOON).await?;
        self.window.until_gone("wallet-held").await?;
        self.window.find("payment-status").await?;
        self.save("refused").await?;
        self.window.touch("tender-cash").await?;
        self.window.find("receipt-number").await?;
        self.window.touch("new-sale").await?;

        // Paid after it was cancelled.
        self.scan(DATES, "24.50").await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.status("Waiting", "بانتظار").await?;
        self.train("pay-late").await?;
        self.window.touch("cancel-payment").await?;
        self.window.find("alert-bar").await?;
        self.window.touch("nav-alerts").await?;
        self.window.until_gone("payment-status").await?;
        self.window.until_gone("qr").await?;
        self.save("alerts").await?;

        self.window.touch("nav-till").await?;
        self.scan(MUG, "35.00").await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.status("Waiting", "بانتظار").await?;
        self.train("network-down").await?;
        self.window.find("offline-bar").await?;
        self.save("offline").await?;
        self.train("clear").await?;
        self.window.until_gone("offline-bar").await?;
        self.window.touch("nav-orders").await?;
        self.window.until_gone("payment-status").await?;
        self.save("orders").await?;
        let last = self.window.first_of("order-row-").await?;
        self.window.touch(&format!("order-row-{last}")).await?;
        self.window.first_of("story-").await?;
        self.save("order").await
    }

    async fn goods_come_back(&self) -> Result<()> {
        self.window.touch("nav-receipts").await?;
        self.window.find("receipt-T1-000002").await?;
        self.save("receipts").await?;
        self.window.touch("receipt-T1-000002").await?;
        self.window.find("paper-picture").await?;
        self.save("receipt").await?;
        self.window.touch("give-back").await?;
        let line = self.window.first_of("give-all-").await?;
        self.window.touch(&format!("give-line-{line}-more")).await?;
        self.window.until("give-preview", "4.75", PATIENCE).await?;
        self.window.touch("way-cash").await?;
        self.type_into("give-reason", self.say("Was cold", "كان باردًا"))
            .await?;
        self.save("give-back").await?;
        self.window.touch("give-confirm").await?;
        self.window.find("approval").await?;
        self.window.touch_person(self.say("Badr", "بدر")).await?;
        self.window.pin("271828").await?;
        self.window.until_gone("give-back-dialog").await?;
        self.window.first_of("credit-note-").await?;
        self.window.find("paper-picture").await?;
        self.save("credit-note").await
    }

    async fn the_shop(&self) -> Result<()> {
        self.window.touch("nav-products").await?;
        self.window.find("products-count").await?;
        self.window.find("product-KARAK").await?;
        self.save("products").await?;
        self.window.touch("product-MUG").await?;
        self.window.find("product-dialog").await?;
        self.save("product").await?;
        self.escape("product-dialog").await?;
        self.window.touch("products-import").await?;
        self.window.find("import-choose").await?;
        self.save("import").await?;
        self.window.touch("import-cancel").await?;
        self.window.touch("nav-settings").await?;
        for part in ["shop", "money", "printer", "display", "barcodes", "lock"] {
            self.window.touch(&format!("part-{part}")).await?;
            if part == "shop" {
                self.window.find("receipt-sample").await?;
            }
            self.save(&format!("settings-{part}")).await?;
        }
        self.window.touch("open-preferences").await?;
        self.window.find("preferences-close").await?;
        self.save("preferences").await?;
        self.window.touch("preferences-close").await?;
        self.window.touch("open-shortcuts").await?;
        self.window.find("shortcuts").await?;
        self.save("shortcuts").await?;
        self.escape("shortcuts").await
    }

    async fn the_day_ends(&self) -> Result<()> {
        self.window.touch("nav-shift").await?;
        self.window.find("shift-now").await?;
        self.save("shift").await?;
        self.window.touch("move-drop").await?;
        self.window.find("move-reason").await?;
        self.save("drop").await?;
        self.escape("move-reason").await?;
        self.window.touch("close-shift-begin").await?;
        self.window.find("open-things").await?;
        self.save("close-open-things").await?;
        self.window.touch("things-seen").await?;
        self.window.touch("to-count").await?;
        for (fils, pieces) in [(20_000, "1"), (2000, "2"), (500, "1")] {
            self.type_into(&format!("pieces-{fils}"), pieces).await?;
        }
        self.window.until("count-total", "245.00", PATIENCE).await?;
        self.save("close-count").await?;
        self.window.touch("to-compare").await?;
        self.window.find("difference").await?;
        self.save("close-compare").await?;
        self.window.touch("close-confirm").await?;
        self.window.find("shift-closed").await?;
        self.save("shift-closed").await
    }
}

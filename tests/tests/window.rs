//! The real window, in training mode: a cashier's hands on the screen, a customer's in the training drawer.

mod evening;
mod interrupted;
mod shift;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fils_tests::{PATIENCE, PIN, TillHome, Window};
use serde_json::json;
use tokio::sync::{Mutex, MutexGuard};

/// A web view is a heavy thing: on a machine of two cores two at once only wait for each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Queries are 2 to 6 s apart, so what a customer does is seen a little later.
const SOON: Duration = Duration::from_secs(30);

/// What a small shop sells, as its owner would write it down.
const GOODS: &str = "code,name,name_ar,barcodes,price,vat,category,unit
KARAK,Karak tea,شاي كرك,6291003000010,5.00,5,Drinks,piece
WATER,Water,ماء,6291003000027,1.00,0,Drinks,piece
DATES,Dates,تمر,6291003000034,24.50,5,Sweets,piece
MUG,Mug,كوب,6291003000041,35.00,5,Gifts,piece
";

/// A till in the hands of its owner.
struct Till {
    window: Window,
    home: TillHome,
    turn: MutexGuard<'static, ()>,
}

impl Till {
    async fn open() -> Result<Self> {
        let turn = ONE_AT_A_TIME.lock().await;
        let home = TillHome::new()?;
        let window = Window::open_as_owner(&home, &["--training"]).await?;
        Ok(Self { window, home, turn })
    }

    /// A till that sells [`GOODS`], and nobody has come to yet.
    async fn stocked() -> Result<Self> {
        let turn = ONE_AT_A_TIME.lock().await;
        let home = TillHome::new()?;
        home.fils(&["init", "--training", "--set", "trn=100123456700003"])?;
        let list = home.home().join("goods.csv");
        std::fs::write(&list, GOODS)?;
        home.fils(&["products", "import", &list.to_string_lossy()])?;
        let window = Window::open(&home, &["--training"]).await?;
        Ok(Self { window, home, turn })
    }

    /// Ends the program as a power cut does, and opens it again.
    async fn cut_off(self) -> Result<Self> {
        let Self { window, home, turn } = self;
        window.kill();
        let window = Window::open_as_owner(&home, &["--training"]).await?;
        Ok(Self { window, home, turn })
    }

    /// Types an amount on the screen's keypad.
    async fn amount(&self, amount: &str) -> Result<()> {
        for key in amount.chars() {
            let key = if key == '.' {
                "key-dot".to_owned()
            } else {
                format!("key-{key}")
            };
            self.window.touch(&key).await?;
        }
        self.window.until("amount-display", amount, PATIENCE).await
    }

    /// Charges an amount and waits for the QR. Gives the order's number.
    async fn charge(&self, amount: &str) -> Result<String> {
        self.amount(amount).await?;
        self.window.touch("charge").await?;
        self.window.find("qr").await?;
        self.status("Waiting for the customer").await?;
        self.window
            .until("payment-amount", amount, PATIENCE)
            .await?;
        self.open_order().await
    }

    /// The number of the one order that is under way.
    async fn open_order(&self) -> Result<String> {
        // The strip is drawn a moment after the payment itself.
        self.window.first_of("open-payment-").await
    }

    /// Waits until the payment on the screen says `words`.
    async fn status(&self, words: &str) -> Result<()> {
        self.window.until("payment-status", words, SOON).await
    }

    /// Lets the training drawer do something.
    async fn train(&self, what: &str) -> Result<()> {
        let what = format!("training-{what}");
        if !self.window.has(&what).await? {
            self.window.touch("training-drawer-toggle").await?;
        }
        self.window.touch(&what).await
    }

    async fn close(self) -> Result<()> {
        self.window.close().await
    }
}

#[tokio::test]
async fn a_customer_scans_and_pays() -> Result<()> {
    let till = Till::open().await?;
    till.charge("12.50").await?;
    till.train("scan").await?;
    till.status("Scanned").await?;
    till.train("pay").await?;
    till.status("Paid").await?;
    till.window
        .until("payment-amount", "12.50", PATIENCE)
        .await?;
    ensure!(
        !till.window.has("qr").await?,
        "the QR is still shown after payment"
    );

    till.window.touch("new-sale").await?;
    till.window
        .until("amount-display", "0.00", PATIENCE)
        .await?;
    till.close().await
}

#[tokio::test]
async fn the_qr_on_the_screen_can_be_read_by_a_phone() -> Result<()> {
    let till = Till::open().await?;
    till.charge("3.00").await?;
    // The code fades in: like a phone, look until it can be read.
    let start = Instant::now();
    let text = loop {
        match qr_in(&till.window.picture().await?) {
            Err(_) if start.elapsed() < PATIENCE => {}
            read => break read?,
        }
    };
    ensure!(
        text.starts_with("http"),
        "the QR says {text:?}, which no phone opens"
    );
    till.close().await
}

#[tokio::test]
async fn a_cancel_is_shown_once_payby_has_confirmed_it() -> Result<()> {
    let till = Till::open().await?;
    let order = till.charge("7.25").await?;
    till.window.touch("cancel-payment").await?;
    till.status("Cancelled").await?;
    ensure!(
        !till.window.has("qr").await?,
        "the QR is still shown after the cancel"
    );

    till.window.touch("nav-orders").await?;
    till.window
        .until(&format!("order-row-{order}"), "7.25", PATIENCE)
        .await?;
    till.close().await
}

#[tokio::test]
async fn a_customer_declines() -> Result<()> {
    let till = Till::open().await?;
    till.charge("40.00").await?;
    till.train("scan").await?;
    till.status("Scanned").await?;
    till.train("decline").await?;
    till.window.until_gone("qr").await?;
    let said = till.window.text("payment-status").await?;
    ensure!(
        !said.contains("Paid"),
        "declined, but the screen says {said:?}"
    );
    till.close().await
}

#[tokio::test]
async fn a_payment_made_while_the_network_was_lost_is_found() -> Result<()> {
    let till = Till::open().await?;
    till.charge("99.95").await?;
    till.train("network-down").await?;
    till.train("pay").await?;
    // The customer has paid; the till cannot know, says so, and does not guess.
    till.window.find("offline-bar").await?;
    let said = till.window.text("payment-status").await?;
    ensure!(
        !said.contains("Paid"),
        "nothing proves it yet, but the screen says {said:?}"
    );

    till.train("clear").await?;
    till.status("Paid").await?;
    till.window.until_gone("offline-bar").await?;
    till.close().await
}

#[tokio::test]
async fn a_payment_survives_the_till_being_killed() -> Result<()> {
    let till = Till::open().await?;
    let order = till.charge("18.00").await?;
    let till = till.cut_off().await?;
    till.window.touch(&format!("open-payment-{order}")).await?;
    till.window
        .until("payment-amount", "18.00", PATIENCE)
        .await?;
    till.window.find("qr").await?;
    till.train("pay").await?;
    till.status("Paid").await?;
    till.close().await
}

#[tokio::test]
async fn a_scanner_charges_the_customers_code_and_never_the_amount() -> Result<()> {
    let till = Till::open().await?;
    till.amount("6.50").await?;
    till.window.scan("281234567890123456").await?;
    till.window
        .until("payment-amount", "6.50", PATIENCE)
        .await?;
    till.status("Paid").await?;
    till.close().await
}

#[tokio::test]
async fn several_payments_are_under_way_at_once() -> Result<()> {
    let till = Till::open().await?;
    let first = till.charge("1.11").await?;
    till.window.touch("new-sale").await?;
    till.amount("2.22").await?;
    till.window.touch("charge").await?;
    till.window
        .until("payment-amount", "2.22", PATIENCE)
        .await?;
    till.train("pay").await?;
    till.status("Paid").await?;

    till.window.touch(&format!("open-payment-{first}")).await?;
    till.window
        .until("payment-amount", "1.11", PATIENCE)
        .await?;
    let said = till.window.text("payment-status").await?;
    ensure!(
        said.contains("Waiting"),
        "one payment's result landed on another: {said:?}"
    );
    till.close().await
}

#[tokio::test]
async fn whoever_leaves_locks_the_till_and_a_payment_goes_on() -> Result<()> {
    let till = Till::open().await?;
    let order = till.charge("5.50").await?;
    till.window.touch("lock-till").await?;
    till.window.find("lock-under-way").await?;
    ensure!(
        !till.window.has("nav-orders").await?,
        "nobody is signed in, and the orders can be reached"
    );
    till.window.pin("135792").await?;
    till.window
        .until("pin-problem", "not the PIN", PATIENCE)
        .await?;
    till.window.pin(PIN).await?;
    till.window.touch(&format!("open-payment-{order}")).await?;
    till.train("pay").await?;
    till.status("Paid").await?;

    // A till that was locked, or ended, is locked when it is opened again.
    till.window.touch("lock-till").await?;
    let Till { window, home, turn } = till;
    window.kill();
    let window = Window::open(&home, &["--training"]).await?;
    window.find("lock-screen").await?;
    window.close().await?;
    drop((home, turn));
    Ok(())
}

#[tokio::test]
async fn a_cashier_asks_a_manager_on_the_spot() -> Result<()> {
    let till = Till::open().await?;
    till.window.touch("nav-settings").await?;
    till.window.touch("part-people").await?;
    till.window.touch("open-people").await?;
    till.window.touch("person-add").await?;
    till.window
        .find("person-name")
        .await?
        .send_keys("Ali")
        .await?;
    till.window.touch("person-save").await?;
    till.window.pin("314159").await?;
    till.window.pin("314159").await?;
    till.window.until("roster", "Ali", PATIENCE).await?;
    till.window.touch("lock-till").await?;
    till.window.find("lock-screen").await?;
    till.window.touch_person("Ali").await?;
    till.window.pin("314159").await?;
    till.window.until("lock-till", "Ali", PATIENCE).await?;

    till.window.touch("nav-settings").await?;
    till.window.touch("part-lock").await?;
    let seconds = till.window.find("setting-idle_lock_s").await?;
    seconds.clear().await?;
    seconds.send_keys("10").await?;
    till.window.touch("settings-save").await?;
    till.window
        .until("approval", "wants to change settings", PATIENCE)
        .await?;
    till.window.pin(PIN).await?;
    till.window.until_gone("approval").await?;
    till.window.until_gone("settings-save").await?;
    let config = std::fs::read_to_string(till.home.home().join("config.toml"))?;
    ensure!(config.contains("idle_lock_s = 600"), "{config}");
    till.close().await
}

#[tokio::test]
async fn the_window_reaches_nothing_but_its_own_core() -> Result<()> {
    let till = Till::open().await?;
    till.window.find("amount-display").await?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}/", listener.local_addr()?);
    let script = "const [url, done] = arguments; \
         fetch(url, { mode: 'no-cors' }).then(() => done('let out'), () => done('refused'))";
    let said = till
        .window
        .client()
        .execute_async(script, vec![json!(url)])
        .await?;
    ensure!(
        said == json!("refused"),
        "the content security policy let a request out"
    );
    ensure!(listener.accept().is_err(), "a request left the window");
    till.close().await
}

/// What the QR in a picture of the screen says.
fn qr_in(png: &[u8]) -> Result<String> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("a picture too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let bytes = info.color_type.samples();
    let (width, height) = (usize::try_from(info.width)?, usize::try_from(info.height)?);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        pixels[(y * width + x) * bytes]
    });
    let found = picture.detect_grids();
    ensure!(found.len() == 1, "{} QR codes on the screen", found.len());
    Ok(found[0].decode()?.1)
}

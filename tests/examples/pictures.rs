//! Drives the real window through its screens and saves what it shows: `cargo xtask pictures`.

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    album::take().await
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window is driven on Linux only.");
}

#[cfg(target_os = "linux")]
mod album {
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use anyhow::{Context, Result};
    use fils_tests::{PATIENCE, TillHome, Window};

    const SOON: Duration = Duration::from_mins(1);

    /// One run through the till, and the folder its pictures go to.
    struct Album {
        window: Window,
        folder: PathBuf,
    }

    /// Takes every picture.
    pub(crate) async fn take() -> Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
        std::fs::create_dir_all(&folder)?;
        first_start(&folder).await?;

        let home = TillHome::new()?;
        let album = Album {
            window: Window::open_as_owner(&home, &["--training"]).await?,
            folder,
        };
        album.window.resize(1280, 800).await?;
        album.window.find("amount-display").await?;
        album.a_sale().await?;
        album.more_sales().await?;
        album.odd_things().await?;
        album.the_day().await?;
        album.window.close().await
    }

    async fn first_start(folder: &Path) -> Result<()> {
        let home = TillHome::new()?;
        let album = Album {
            window: Window::open(&home, &[]).await?,
            folder: folder.to_path_buf(),
        };
        album.window.resize(1280, 800).await?;
        album.window.find("choose-training").await?;
        album.save("first-start").await?;
        album.window.touch("connect-account").await?;
        album.save("connect-account").await?;
        album.window.close().await
    }

    impl Album {
        async fn save(&self, name: &str) -> Result<()> {
            // Movement would make every run's pictures differ: let the page finish what it plays.
            let still = "const done = arguments[0]; \
                 for (const a of document.getAnimations()) { try { a.finish() } catch { a.cancel() } } \
                 requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
            self.window
                .client()
                .execute_async(still, Vec::new())
                .await?;
            let path = self.folder.join(name).with_extension("png");
            std::fs::write(&path, self.window.picture().await?)
                .with_context(|| format!("could not write {}", path.display()))?;
            println!("{}", path.display());
            Ok(())
        }

        async fn amount(&self, amount: &str, description: &str) -> Result<()> {
            for key in amount.chars() {
                let key = if key == '.' {
                    "key-dot".to_owned()
                } else {
                    format!("key-{key}")
                };
                self.window.touch(&key).await?;
            }
            self.window
                .until("amount-display", amount, PATIENCE)
                .await?;
            if !description.is_empty() {
                self.window
                    .find("description")
                    .await?
                    .send_keys(description)
                    .await?;
            }
            Ok(())
        }

        async fn charge(&self, amount: &str, description: &str) -> Result<()> {
            self.window.touch("nav-till").await?;
            self.amount(amount, description).await?;
            self.window.touch("charge").await?;
            self.window.find("qr").await?;
            self.status("Waiting").await
        }

        async fn status(&self, words: &str) -> Result<()> {
            self.window.until("payment-status", words, SOON).await
        }

        /// Does something in the training drawer and puts the drawer away again.
        async fn train(&self, what: &str) -> Result<()> {
            self.window.touch("training-drawer-toggle").await?;
            self.window.touch(&format!("training-{what}")).await?;
            if self.window.has(&format!("training-{what}")).await? {
                self.window.touch("training-drawer-toggle").await?;
            }
            Ok(())
        }

        async fn a_sale(&self) -> Result<()> {
            self.save("till-empty").await?;
            self.amount("48.50", "Two mugs and a karak").await?;
            self.save("till").await?;
            self.window.touch("scan-code").await?;
            self.window.find("scan-field").await?;
            self.save("scan").await?;
            self.window.type_keys("\u{e00c}").await?;
            self.window.until_gone("scan-field").await?;
            self.window.touch("charge").await?;
            self.window.find("qr").await?;
            self.status("Waiting").await?;
            self.save("payment").await?;
            self.window.touch("training-drawer-toggle").await?;
            self.window.find("training-pay").await?;
            self.save("training").await?;
            self.window.touch("training-drawer-toggle").await?;
            self.train("scan").await?;
            self.status("Scanned").await?;
            self.save("scanned").await?;
            self.train("pay").await?;
            self.status("Paid").await?;
            self.save("paid").await
        }

        async fn more_sales(&self) -> Result<()> {
            self.charge("120.00", "Gift box").await?;
            self.train("pay").await?;
            self.status("Paid").await?;
            self.charge("15.75", "Dates, 500 g").await?;
            self.window.touch("cancel-payment").await?;
            self.status("Cancelled").await?;
            self.save("cancelled").await?;
            self.charge("64.00", "Abaya alteration").await?;
            self.train("pay-late").await?;
            self.window.touch("cancel-payment").await?;
            self.window.find("alert-bar").await?;
            self.save("paid-late").await
        }

        async fn odd_things(&self) -> Result<()> {
            self.window.touch("nav-alerts").await?;
            self.window.until_gone("payment-status").await?;
            self.save("alerts").await?;
            self.charge("32.00", "Saffron, 2 g").await?;
            self.train("network-down").await?;
            self.window.find("offline-bar").await?;
            self.save("offline").await?;
            self.train("clear").await?;
            self.window.until_gone("offline-bar").await?;
            self.status("Waiting").await
        }

        async fn the_day(&self) -> Result<()> {
            self.window.touch("nav-orders").await?;
            self.window.until_gone("payment-status").await?;
            self.save("orders").await?;
            // The first sale of the day is the list's last.
            let last = "const rows = document.querySelectorAll('[data-testid^=order-row-]'); \
                 return rows[rows.length - 1].dataset.testid";
            let last = self.window.run(last).await?;
            let last = last.as_str().context("the list of orders is empty")?;
            self.window.touch(last).await?;
            self.save("order").await
        }
    }
}

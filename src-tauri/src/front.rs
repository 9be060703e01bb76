//! What the till needs of the window: to be told, shown, hidden, ended, and to ask for a file. Tests stand a notebook in its place.

use std::path::PathBuf;

use fils_home::CustomerDisplay;
use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};
use tauri_specta::Event as _;

use crate::customer;
use crate::news::{
    AppChanged, BasketChanged, Changed, CloseRequested, DrawerChanged, ImportProgress, Matching,
    News, PrintChanged, RefundChanged, Resync, SaleChanged,
};

/// The label of the till's window, in `tauri.conf.json` and `capabilities/main.json`.
pub(crate) const MAIN: &str = "main";

/// The window, seen from behind.
pub(crate) trait Front: Send + Sync + 'static {
    /// Tells the screens what changed.
    fn tell(&self, news: News);
    /// Brings the window to the front, wherever it was.
    fn show(&self);
    /// Takes the window away; the program goes on.
    fn hide(&self);
    /// Ends the program.
    fn exit(&self);
    /// Shows the customer a screen of their own, where there is one and the shop wants it.
    fn customer(&self, wanted: CustomerDisplay);
    /// Lets the person choose a private key's file; none when they do not. Blocks until they have.
    fn pick_key_file(&self) -> Option<PathBuf>;
    /// Lets the person choose a file of products; none when they do not. Blocks until they have.
    fn pick_import_file(&self) -> Option<PathBuf>;
    /// Lets the person choose a statement of PayBy's; none when they do not. Blocks until they have.
    fn pick_statement_file(&self) -> Option<PathBuf>;
    /// Lets the person choose a folder; none when they do not. Blocks until they have.
    fn pick_folder(&self) -> Option<PathBuf> {
        None
    }
    /// Lets the person choose a backup; none when they do not. Blocks until they have.
    fn pick_backup_file(&self) -> Option<PathBuf> {
        None
    }
    /// Lets the person choose where a new file goes, with a name to start from; none when they do not. Blocks until they have.
    fn pick_place(&self, name: &str) -> Option<PathBuf>;
}

/// The real window.
pub(crate) struct WindowFront<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> WindowFront<R> {
    fn window(&self, act: impl Fn(&tauri::WebviewWindow<R>) -> tauri::Result<()>) {
        let Some(window) = self.0.get_webview_window(MAIN) else {
            tracing::warn!("there is no window");
            return;
        };
        if let Err(error) = act(&window) {
            tracing::warn!(%error, "the window did not do what it was asked");
        }
    }

    /// A dialog before the window.
    fn dialog(&self, title: &str) -> FileDialogBuilder<R> {
        let dialog = self.0.dialog().file().set_title(title);
        match self.0.get_webview_window(MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

impl<R: Runtime> Front for WindowFront<R> {
    fn tell(&self, news: News) {
        let told = match news {
            News::Order(order) => Changed { order: *order }.emit(&self.0),
            News::Refund(refund) => RefundChanged { refund: *refund }.emit(&self.0),
            News::App(app) => AppChanged(*app).emit(&self.0),
            News::Basket(basket) => BasketChanged(*basket).emit(&self.0),
            News::Sale(sale) => SaleChanged(*sale).emit(&self.0),
            News::Drawer => DrawerChanged.emit(&self.0),
            News::Print(printer) => PrintChanged(*printer).emit(&self.0),
            News::Resync => Resync.emit(&self.0),
            News::Import { done, all } => ImportProgress { done, all }.emit(&self.0),
            News::Matching(progress) => Matching(*progress).emit(&self.0),
            News::CloseRequested(open) => CloseRequested { open }.emit(&self.0),
        };
        if let Err(error) = told {
            tracing::warn!(%error, "the screens could not be told");
        }
    }

    fn show(&self) {
        self.window(|window| {
            window.show()?;
            window.unminimize()?;
            window.set_focus()
        });
        customer::look(&self.0);
    }

    fn hide(&self) {
        self.window(tauri::WebviewWindow::hide);
        customer::look(&self.0);
    }

    fn exit(&self) {
        self.0.exit(0);
    }

    fn customer(&self, wanted: CustomerDisplay) {
        customer::want(&self.0, wanted);
    }

    fn pick_key_file(&self) -> Option<PathBuf> {
        let dialog = self
            .dialog("Fils: choose the private key")
            .add_filter("Keys", &["pem", "key", "der", "txt"])
            .add_filter("All files", &["*"]);
        on_this_computer(dialog.blocking_pick_file()?)
    }

    fn pick_import_file(&self) -> Option<PathBuf> {
        let dialog = self
            .dialog("Fils: choose a list of products")
            .add_filter("CSV, Excel", &["csv", "xlsx", "tsv", "txt"])
            .add_filter("All files", &["*"]);
        on_this_computer(dialog.blocking_pick_file()?)
    }

    fn pick_statement_file(&self) -> Option<PathBuf> {
        let dialog = self
            .dialog("Fils: choose PayBy's statement")
            .add_filter("ZIP, CSV", &["zip", "csv", "txt"])
            .add_filter("All files", &["*"]);
        on_this_computer(dialog.blocking_pick_file()?)
    }

    fn pick_folder(&self) -> Option<PathBuf> {
        let dialog = self.dialog("Fils: choose a folder for backups");
        on_this_computer(dialog.blocking_pick_folder()?)
    }

    fn pick_backup_file(&self) -> Option<PathBuf> {
        let dialog = self
            .dialog("Fils: choose a backup")
            .add_filter("Backups", &["zip", "age"])
            .add_filter("All files", &["*"]);
        on_this_computer(dialog.blocking_pick_file()?)
    }

    fn pick_place(&self, name: &str) -> Option<PathBuf> {
        let mut dialog = self.dialog("Fils: save the file").set_file_name(name);
        if let Some((_, end)) = name.rsplit_once('.') {
            dialog = dialog.add_filter(end.to_uppercase(), &[end]);
        }
        on_this_computer(dialog.blocking_save_file()?)
    }
}

fn on_this_computer(chosen: FilePath) -> Option<PathBuf> {
    match chosen.into_path() {
        Ok(path) => Some(path),
        Err(error) => {
            tracing::warn!(%error, "what was chosen is no file on this computer");
            None
        }
    }
}

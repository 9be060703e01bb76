//! The window and its parts, put together.

use std::sync::Arc;

use fils_home::Home;
use tauri::plugin::TauriPlugin;
use tauri::{App, AppHandle, Builder, PhysicalSize, RunEvent, Runtime, Window, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;
use tauri_specta::collect_events;

use crate::commands;
use crate::customer::{self, CUSTOMER, CustomerWindow};
use crate::desk::Desk;
use crate::front::{MAIN, WindowFront};
use crate::gate::Gate;
use crate::instance;
use crate::news::{
    AppChanged, BasketChanged, Changed, CloseRequested, DrawerChanged, ImportProgress, Matching,
    PrintChanged, RefundChanged, Resync, SaleChanged,
};

/// The commands and events, with their types.
fn interface<R: Runtime>() -> tauri_specta::Builder<R> {
    tauri_specta::Builder::new()
        .commands(commands::collected())
        .events(collect_events![
            AppChanged,
            BasketChanged,
            Changed,
            CloseRequested,
            DrawerChanged,
            ImportProgress,
            Matching,
            PrintChanged,
            RefundChanged,
            Resync,
            SaleChanged,
        ])
        // What is not there is null, both ways: one type serves for asking and for being told.
        .disable_serde_phases()
        // Fils and milliseconds stay far below 2^53.
        .dangerously_cast_bigints_to_number()
}

/// The desk behind any window, a real one or a test's.
fn behind<R: Runtime>(builder: Builder<R>, desk: &Arc<Desk>) -> Builder<R> {
    let interface = interface::<R>();
    builder
        .manage(Gate::before(desk))
        .manage(CustomerWindow::default())
        .invoke_handler(interface.invoke_handler())
        .plugin(start(desk, interface))
}

/// Opens the home as soon as it is known that no other window has it, and before the window is made: both take their time.
fn start<R: Runtime>(desk: &Arc<Desk>, interface: tauri_specta::Builder<R>) -> TauriPlugin<R> {
    let desk = Arc::clone(desk);
    tauri::plugin::Builder::new("desk")
        .setup(move |app, _| {
            interface.mount_events(app);
            desk.face(Box::new(WindowFront(app.clone())));
            customer::look_after(app);
            desk.open_in_background();
            Ok(())
        })
        .on_window_ready(|window| {
            if window.label() == MAIN
                && let Err(error) = fit(&window)
            {
                tracing::warn!(%error, "the window could not be fitted to its screen");
            }
        })
        .build()
}

/// A screen smaller than the window, as many tills have, is filled: no button may lie outside.
fn fit<R: Runtime>(window: &Window<R>) -> tauri::Result<()> {
    let Some(screen) = window.current_monitor()? else {
        return Ok(());
    };
    let (size, room) = (window.outer_size()?, screen.size());
    if size.width > room.width || size.height > room.height {
        window.set_size(PhysicalSize::new(
            size.width.min(room.width),
            size.height.min(room.height),
        ))?;
        window.set_position(*screen.position())?;
        window.maximize()?;
    }
    Ok(())
}

/// The program with its window.
pub(crate) fn build(desk: &Arc<Desk>, home: &Home) -> tauri::Result<App<Wry>> {
    let mut builder = Builder::default();
    // First of all plugins: a second start ends here.
    if let Some(one_window) = instance::plugin(desk, home) {
        builder = builder.plugin(one_window);
    }
    behind(builder, desk)
        .plugin(tauri_plugin_dialog::init())
        .plugin(window_state(home))
        .build(tauri::generate_context!())
}

/// Where the window was and how large, kept in the home. Whether it was hidden is not: the next start shows it.
fn window_state<R: Runtime>(home: &Home) -> TauriPlugin<R> {
    let kept =
        StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    let file = std::path::absolute(home.dir()).unwrap_or_else(|_| home.dir().to_path_buf());
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(kept)
        // Where it is follows from the screens that are there.
        .with_denylist(&[CUSTOMER])
        .with_filename(file.join("window.json").to_string_lossy())
        .build()
}

/// What the program does when the system or the person says something to the window.
pub(crate) fn on_event<R: Runtime>(desk: Arc<Desk>) -> impl FnMut(&AppHandle<R>, RunEvent) {
    move |app, event| match event {
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if !desk.may_end() => {
            api.prevent_close();
            // The customer's goes with the till's, and not by itself.
            if label != CUSTOMER {
                desk.request_close();
            }
        }
        // The till may be on another screen now, or the customer's window gone.
        RunEvent::WindowEvent {
            event:
                WindowEvent::Moved(_) | WindowEvent::ScaleFactorChanged { .. } | WindowEvent::Destroyed,
            ..
        } => customer::look(app),
        // Cmd+Q on macOS, where it asks the program and not the window.
        RunEvent::ExitRequested { api, .. } if !desk.may_end() => {
            api.prevent_exit();
            desk.request_close();
        }
        // The dock's icon, the twin of a second start elsewhere.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => desk.recall(),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

//! The customer's window: on a screen that the till is not on, as long as there is one. It takes neither focus nor keys, and goes when
//! the till's window goes.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use fils_home::CustomerDisplay;
use tauri::window::Color;
use tauri::{
    AppHandle, Manager as _, Monitor, PhysicalPosition, PhysicalSize, Runtime, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder,
};

use crate::front::MAIN;

/// The label of the customer's window, in `capabilities/customer.json`.
pub(crate) const CUSTOMER: &str = "customer";
/// What it shows before its page does: the page's ground.
const GROUND: Color = Color(0x0d, 0x0f, 0x12, 0xff);
/// How often it is looked after: screens come and go without a word on some systems.
const LOOK_AFTER: Duration = Duration::from_secs(3);

/// A screen, in pixels of the whole desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Screen {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let (at, size) = (monitor.position(), monitor.size());
        Self {
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
        }
    }
}

impl Screen {
    /// Whether a part of it is a part of the other one, as when one mirrors the other.
    fn meets(&self, other: &Self) -> bool {
        let apart = |a: i32, long: u32, b: i32| i64::from(a) + i64::from(long) <= i64::from(b);
        !(apart(self.x, self.width, other.x)
            || apart(other.x, other.width, self.x)
            || apart(self.y, self.height, other.y)
            || apart(other.y, other.height, self.y))
    }
}

/// The screen for the customer: never the one that the till is on. None while it is not known where the till is.
fn choose(wanted: CustomerDisplay, screens: &[Screen], till: Option<Screen>) -> Option<Screen> {
    let till = till?;
    let free = |screen: &&Screen| !screen.meets(&till);
    match wanted {
        CustomerDisplay::Off => None,
        CustomerDisplay::Auto => screens.iter().find(free).copied(),
        CustomerDisplay::Screen(number) => {
            let place = usize::from(number).checked_sub(1)?;
            screens.get(place).filter(free).copied()
        }
    }
}

/// What the customer's window is to be, and where it is.
#[derive(Debug)]
pub(crate) struct CustomerWindow {
    wanted: Mutex<CustomerDisplay>,
    placed: Mutex<Option<Screen>>,
}

impl Default for CustomerWindow {
    fn default() -> Self {
        Self {
            wanted: Mutex::new(CustomerDisplay::Off),
            placed: Mutex::new(None),
        }
    }
}

/// What a panic left behind a lock is whole: it is written in one go.
fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The shop wants it there from now on.
pub(crate) fn want<R: Runtime>(app: &AppHandle<R>, wanted: CustomerDisplay) {
    *held(&app.state::<CustomerWindow>().wanted) = wanted;
    look(app);
}

/// Looks after it as long as the program runs.
pub(crate) fn look_after<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut looks = tokio::time::interval(LOOK_AFTER);
        loop {
            looks.tick().await;
            let wanted = *held(&app.state::<CustomerWindow>().wanted);
            if wanted != CustomerDisplay::Off {
                look(&app);
            }
        }
    });
}

/// Puts it where it belongs, where windows are made.
pub(crate) fn look<R: Runtime>(app: &AppHandle<R>) {
    let there = app.clone();
    let looked = app.run_on_main_thread(move || {
        if let Err(error) = put(&there) {
            tracing::warn!(%error, "the customer's window could not be put on its screen");
        }
    });
    if let Err(error) = looked {
        tracing::debug!(%error, "the program ends");
    }
}

fn put<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let Some(till) = app.get_webview_window(MAIN) else {
        return Ok(());
    };
    let state = app.state::<CustomerWindow>();
    let wanted = *held(&state.wanted);
    let place = if wanted != CustomerDisplay::Off && till.is_visible()? {
        let screens: Vec<Screen> = till
            .available_monitors()?
            .iter()
            .map(Screen::from)
            .collect();
        let here = till.current_monitor()?.as_ref().map(Screen::from);
        choose(wanted, &screens, here)
    } else {
        None
    };
    let mut placed = held(&state.placed);
    match (app.get_webview_window(CUSTOMER), place) {
        (Some(_), Some(place)) if *placed == Some(place) => Ok(()),
        // Another one is made at its place with the next look, once this one is gone.
        (Some(window), _) => {
            *placed = None;
            window.destroy()
        }
        (None, Some(place)) => {
            open(app, &till, place)?;
            *placed = Some(place);
            Ok(())
        }
        (None, None) => Ok(()),
    }
}

fn open<R: Runtime>(
    app: &AppHandle<R>,
    till: &WebviewWindow<R>,
    place: Screen,
) -> tauri::Result<()> {
    let had_focus = till.is_focused()?;
    let page = WebviewUrl::App("customer.html".into());
    let window = WebviewWindowBuilder::new(app, CUSTOMER, page)
        .title("Fils: customer")
        .decorations(false)
        .resizable(false)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .zoom_hotkeys_enabled(false)
        .background_color(GROUND)
        .disable_drag_drop_handler()
        .visible(false)
        .build()?;
    // The size as well as the full screen: not every desktop knows the latter.
    window.set_position(PhysicalPosition::new(place.x, place.y))?;
    window.set_size(PhysicalSize::new(place.width, place.height))?;
    window.show()?;
    window.set_fullscreen(true)?;
    if had_focus {
        till.set_focus()?;
    }
    tracing::info!(?place, "the customer's window is open");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILL: Screen = screen(0, 0, 1920, 1080);
    const POLE: Screen = screen(1920, 0, 800, 480);
    const WALL: Screen = screen(0, -1080, 1920, 1080);

    const fn screen(x: i32, y: i32, width: u32, height: u32) -> Screen {
        Screen {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn by_itself_it_takes_the_first_screen_that_the_till_is_not_on() {
        let auto = |screens: &[Screen], till| choose(CustomerDisplay::Auto, screens, till);
        assert_eq!(auto(&[TILL, POLE], Some(TILL)), Some(POLE));
        assert_eq!(auto(&[TILL, POLE, WALL], Some(POLE)), Some(TILL));
        assert_eq!(auto(&[WALL, TILL, POLE], Some(TILL)), Some(WALL));
    }

    #[test]
    fn with_one_screen_there_is_none_whatever_is_set() {
        let all = [
            CustomerDisplay::Auto,
            CustomerDisplay::Screen(1),
            CustomerDisplay::Screen(2),
            CustomerDisplay::Off,
        ];
        for wanted in all {
            assert_eq!(choose(wanted, &[TILL], Some(TILL)), None, "{wanted}");
            assert_eq!(choose(wanted, &[], Some(TILL)), None, "{wanted}");
        }
    }

    #[test]
    fn a_numbered_screen_is_taken_unless_the_till_is_on_it() {
        let screens = [TILL, POLE, WALL];
        let numbered = |number, till| choose(CustomerDisplay::Screen(number), &screens, Some(till));
        assert_eq!(numbered(3, TILL), Some(WALL));
        assert_eq!(numbered(2, TILL), Some(POLE));
        assert_eq!(numbered(2, POLE), None);
        assert_eq!(numbered(1, POLE), Some(TILL));
        assert_eq!(numbered(4, TILL), None);
    }

    #[test]
    fn off_is_off_and_a_mirror_of_the_till_is_no_screen_of_its_own() {
        assert_eq!(
            choose(CustomerDisplay::Off, &[TILL, POLE], Some(TILL)),
            None
        );
        let mirror = screen(0, 0, 1280, 1024);
        assert_eq!(
            choose(CustomerDisplay::Auto, &[TILL, mirror], Some(TILL)),
            None
        );
    }

    #[test]
    fn while_nobody_knows_where_the_till_is_nothing_covers_it() {
        assert_eq!(choose(CustomerDisplay::Auto, &[TILL, POLE], None), None);
        assert_eq!(
            choose(CustomerDisplay::Screen(2), &[TILL, POLE], None),
            None
        );
    }
}

//! One window per home: a second start brings the first one back.

use std::sync::Arc;

use fils_home::Home;
use tauri::Runtime;
use tauri::plugin::TauriPlugin;

use crate::desk::Desk;

/// Finds the window that has this home open, brings it to the front and ends this start. Where there is nobody to ask (Linux
/// without a session bus), the home's lock still refuses a second driver, and the screens say where the till is open.
///
/// Nothing on Windows and macOS for a home that was named: their plugin knows one window per program, so it watches the
/// default home only, and the lock guards the others. On Linux the bus has a name for every home.
pub(crate) fn plugin<R: Runtime>(desk: &Arc<Desk>, home: &Home) -> Option<TauriPlugin<R>> {
    let usual = Home::find(None).is_ok_and(|usual| usual == *home);
    let desk = Arc::clone(desk);
    let builder =
        tauri_plugin_single_instance::Builder::new().callback(move |_, _, _| desk.recall());
    if usual {
        return Some(builder.build());
    }
    named(builder, home)
}

#[cfg(target_os = "linux")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "its twin for other systems has nothing to give"
)]
fn named<R: Runtime>(
    builder: tauri_plugin_single_instance::Builder<R>,
    home: &Home,
) -> Option<TauriPlugin<R>> {
    Some(builder.dbus_id(bus_name(home)).build())
}

/// The twin of the above for Windows and macOS.
#[cfg(not(target_os = "linux"))]
fn named<R: Runtime>(
    _: tauri_plugin_single_instance::Builder<R>,
    _: &Home,
) -> Option<TauriPlugin<R>> {
    None
}

/// A name on the session bus that is the same for every way to write the home's path.
#[cfg(target_os = "linux")]
fn bus_name(home: &Home) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let path = std::fs::canonicalize(home.dir())
        .or_else(|_| std::path::absolute(home.dir()))
        .unwrap_or_else(|_| home.dir().to_path_buf());
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    format!("app.fils.till.h{:016x}", hasher.finish())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_home_has_one_name_however_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("one"), dir.path().join("two"));
        std::fs::create_dir(&one).unwrap();
        std::fs::create_dir(&two).unwrap();
        let name = bus_name(&Home::at(&one));
        assert_eq!(name, bus_name(&Home::at(two.join("../one"))));
        assert_ne!(name, bus_name(&Home::at(&two)));
        assert!(
            name.split('.')
                .all(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
        );
    }
}

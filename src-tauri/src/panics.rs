//! What a panic leaves behind: a line in the log that says where, and nothing that a payment or a key could be read from.

use std::panic::PanicHookInfo;

/// Writes every panic to the log.
pub(crate) fn log_them() {
    std::panic::set_hook(Box::new(|panic| {
        let line = sentence(panic);
        tracing::error!("{line}");
        // Where the log does not work, whoever starts the till by hand still reads it.
        eprintln!("{line}");
    }));
}

/// Where it happened, and why where that is a fixed text: one that was put together may hold what must not be written.
fn sentence(panic: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("without a name").to_owned();
    let place = panic
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    match panic.payload().downcast_ref::<&'static str>() {
        Some(why) => format!("a panic in thread {thread} at {place}: {why}"),
        None => format!("a panic in thread {thread} at {place}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// The hook is the whole program's.
    #[test]
    fn a_panic_is_told_without_what_it_was_about() {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(|panic| {
            if std::thread::current().name() == Some("teller") {
                SAID.lock().unwrap().push(sentence(panic));
            }
        }));
        let secret = "4929";
        let teller = |panics: fn(&str)| {
            std::thread::Builder::new()
                .name("teller".to_owned())
                .spawn(move || panics(secret))
                .unwrap()
                .join()
        };
        teller(|secret| panic!("the code {secret} is wrong")).unwrap_err();
        teller(|_| panic!("a fixed text")).unwrap_err();
        std::panic::set_hook(before);
        let said = SAID.lock().unwrap();
        assert!(said[0].contains("panics.rs") && !said[0].contains(secret));
        assert!(said[1].ends_with("a fixed text"));
    }
}

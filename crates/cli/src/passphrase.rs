//! Where the passphrase of the sealed key comes from. It is never printed.

use std::path::Path;

use secrecy::SecretString;

use crate::args::Global;
use crate::exit::Failure;

/// The passphrase at hand: the named file's first line, else `FILS_PASSPHRASE`.
pub(crate) fn at_hand(global: &Global) -> Result<Option<SecretString>, Failure> {
    match &global.passphrase_file {
        Some(path) => read(path).map(Some),
        None => Ok(std::env::var("FILS_PASSPHRASE")
            .ok()
            .filter(|text| !text.is_empty())
            .map(SecretString::from)),
    }
}

fn read(path: &Path) -> Result<SecretString, Failure> {
    let text = std::fs::read_to_string(path).map_err(|why| {
        let sentence = format!(
            "The passphrase file {} cannot be read ({why}): check its name and permissions.",
            path.display()
        );
        Failure::wrong("passphrase_file", sentence)
    })?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(SecretString::from(line)),
        Some(_) | None => {
            let sentence = format!(
                "The passphrase file {} is empty: write the passphrase on its first line.",
                path.display()
            );
            Err(Failure::wrong("passphrase_file", sentence))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    #[test]
    fn it_is_the_first_line_without_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("passphrase");
        for text in [
            "four simple words",
            "four simple words\n",
            "four simple words\r\n",
        ] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(
                read(&path).unwrap().expose_secret(),
                "four simple words",
                "{text:?}"
            );
        }
        std::fs::write(&path, "\n").unwrap();
        assert_eq!(read(&path).unwrap_err().code, "passphrase_file");
        assert!(
            read(&dir.path().join("none"))
                .unwrap_err()
                .message
                .contains("none")
        );
    }
}

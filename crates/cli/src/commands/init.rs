//! `fils init`: set the till up.

use std::path::Path;

use fils_home::vault::{KeyPlace, keyring_available};
use fils_home::{Account, Home, set_up_account, set_up_training};
use payby::keys::{KeyError, PrivateKey, PublicKey};
use serde_json::json;
use url::Url;

use crate::args::{Global, Init};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::passphrase;
use crate::watch::home;

pub(crate) async fn run(global: &Global, asked: Init, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    let settings = pairs(&asked.settings)?;
    if asked.training {
        set_up_training(&home, &settings)?;
        tell(&home, "training", None, out);
        return Ok(Exit::Done);
    }
    let account = account(global, asked).await?;
    let public_pem = account.private_key.public_pem();
    let at = home.clone();
    // Sealing is hard work, and the keyring may ask a person.
    let done = tokio::task::spawn_blocking(move || set_up_account(&at, account, &settings)).await;
    done.map_err(|error| Failure::wrong("set_up", error.to_string()))??;
    tell(&home, "live", Some(&public_pem), out);
    Ok(Exit::Done)
}

fn pairs(settings: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
        None => Err(Failure::wrong(
            "usage",
            format!("“{text}” is not a setting: write it as key=value."),
        )),
    };
    settings.iter().map(pair).collect()
}

async fn account(global: &Global, asked: Init) -> Result<Account, Failure> {
    let lacks = || {
        Failure::wrong(
            "usage",
            "An account needs --base-url, --partner-id, --private-key and --payby-public-key.",
        )
    };
    let (Some(base_url), Some(partner_id), Some(private_key), Some(payby_key)) = (
        asked.base_url,
        asked.partner_id,
        asked.private_key,
        asked.payby_public_key,
    ) else {
        return Err(lacks());
    };
    let base_url = Url::parse(base_url.trim()).map_err(|error| {
        let sentence = format!(
            "“{base_url}” is not an address ({error}): write it as https://api.payby.com/sgs/api."
        );
        Failure::wrong("base_url", sentence)
    })?;
    let private_key = read("--private-key", &private_key, PrivateKey::from_bytes)?;
    let payby_key = read("--payby-public-key", &payby_key, PublicKey::from_bytes)?;
    if private_key.check_pair(&payby_key).is_ok() {
        let sentence = "--payby-public-key is the public half of this till's own key: take PayBy's public key from the PayBy portal.";
        return Err(Failure::wrong("key_own_public", sentence));
    }
    let passphrase = passphrase::at_hand(global)?;
    let key_place = match &passphrase {
        Some(_) => KeyPlace::Sealed,
        None => keyring().await?,
    };
    Ok(Account {
        base_url,
        partner_id: partner_id.trim().to_owned(),
        private_key,
        payby_key,
        key_place,
        passphrase,
    })
}

async fn keyring() -> Result<KeyPlace, Failure> {
    let asked = tokio::task::spawn_blocking(keyring_available).await;
    asked
        .map_err(|error| Failure::wrong("no_keyring", error.to_string()))?
        .map_err(|error| {
            let sentence =
                format!("{error} Set FILS_PASSPHRASE, or name a file with --passphrase-file.");
            Failure::wrong(error.code(), sentence)
        })?;
    Ok(KeyPlace::Keyring)
}

fn read<T>(
    option: &str,
    path: &Path,
    key: impl FnOnce(&[u8]) -> Result<T, KeyError>,
) -> Result<T, Failure> {
    let bytes = std::fs::read(path).map_err(|why| {
        let sentence = format!(
            "{option}: {} cannot be read ({why}): check its name and permissions.",
            path.display()
        );
        Failure::wrong("key_file", sentence)
    })?;
    key(&bytes).map_err(|error| {
        Failure::wrong(
            error.code(),
            format!("{option} {}: {error}", path.display()),
        )
    })
}

fn tell(home: &Home, mode: &str, public_pem: Option<&str>, out: &mut Output) {
    let dir = home.dir().display();
    if out.is_json() {
        let mut line = json!({ "home": dir.to_string(), "mode": mode });
        if let (Some(line), Some(pem)) = (line.as_object_mut(), public_pem) {
            line.insert("public_key".to_owned(), json!(pem));
        }
        out.object(&line);
        return;
    }
    match public_pem {
        None => out.line(&format!("Fils is set up for training in {dir}; no money will move.")),
        Some(pem) => out.line(&format!(
            "Fils is set up in {dir}. Register this public key in the PayBy portal, then run `fils doctor`:\n{}",
            pem.trim_end()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_a_name_and_a_value() {
        let read = pairs(&["a=1".to_owned(), "b =x=y".to_owned(), "c=".to_owned()]).unwrap();
        let expected = [("a", "1"), ("b", "x=y"), ("c", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(read, expected);
        assert_eq!(
            pairs(&["payment_window_s".to_owned()]).unwrap_err().code,
            "usage"
        );
    }
}

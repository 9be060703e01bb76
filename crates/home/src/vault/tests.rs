//! What opens the key, and what is said when it does not open.

use keyring_core::api::CredentialStoreApi as _;

use super::*;

/// Shaped like a key; no test here needs a real one.
fn pem(length: usize) -> SecretString {
    let der: Vec<u8> = (0..length)
        .map(|n| u8::try_from(n * 7 % 251).unwrap())
        .collect();
    lengthen(&[&[0x30_u8], der.as_slice()].concat()).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn home() -> (tempfile::TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    (dir, home)
}

#[test]
fn a_sealed_key_opens_with_its_passphrase_only() {
    let (_dir, home) = home();
    let key = pem(1200);
    let phrase = secret("correct horse");
    keep(KeyPlace::Sealed, &home, "200000000001", &key, Some(&phrase)).unwrap();
    let opened = open(KeyPlace::Sealed, &home, "200000000001", Some(&phrase)).unwrap();
    assert_eq!(opened.expose_secret(), key.expose_secret());
    let wrong = open(
        KeyPlace::Sealed,
        &home,
        "200000000001",
        Some(&secret("Correct horse")),
    )
    .unwrap_err();
    assert!(matches!(wrong, VaultError::WrongPassphrase), "{wrong}");
    let none = open(KeyPlace::Sealed, &home, "200000000001", None).unwrap_err();
    assert!(matches!(none, VaultError::PassphraseNeeded), "{none}");
    let file = std::fs::read(home.sealed_key()).unwrap();
    let text = String::from_utf8_lossy(&file);
    assert!(!text.contains("PRIVATE KEY") && !text.contains("correct horse"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.sealed_key())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn sealing_twice_never_gives_the_same_file() {
    let (key, phrase) = (pem(100), secret("p"));
    assert_ne!(seal(&key, &phrase).unwrap(), seal(&key, &phrase).unwrap());
}

#[test]
fn the_costs_are_above_what_owasp_asks_for() {
    let sealed = seal(&pem(10), &secret("p")).unwrap();
    let cost = cost_of(&sealed[9..]).unwrap();
    assert_eq!(cost, COST);
    assert!(cost.memory_kib >= 19 * 1024 && cost.passes >= 2);
}

#[test]
fn a_damaged_file_is_told_from_a_wrong_passphrase() {
    let phrase = secret("p");
    let sealed = seal(&pem(10), &phrase).unwrap();
    let path = PathBuf::from("key.sealed");
    for place in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[place] ^= 0x01;
        let error = unseal(&damaged, &phrase, path.clone()).unwrap_err();
        assert!(
            matches!(error, VaultError::Damaged { .. }),
            "byte {place}: {error}"
        );
    }
    for length in [0, 7, 8, 9, layout::HEADER, sealed.len() - 1] {
        let error = unseal(&sealed[..length], &phrase, path.clone()).unwrap_err();
        assert!(
            matches!(error, VaultError::Damaged { .. }),
            "{length} bytes: {error}"
        );
    }
    let mut newer = sealed;
    newer[8] = 9;
    assert!(matches!(
        unseal(&newer, &phrase, path),
        Err(VaultError::Newer { .. })
    ));
}

#[test]
fn a_header_that_was_changed_with_its_checksum_does_not_open() {
    let phrase = secret("p");
    let mut sealed = seal(&pem(10), &phrase).unwrap();
    // Cheaper costs, as someone would set who wants to try passphrases.
    sealed[9..13].copy_from_slice(&64_u32.to_be_bytes());
    let end = sealed.len() - layout::CHECKSUM;
    let sum = digest(&SHA256, &sealed[..end]);
    sealed[end..].copy_from_slice(sum.as_ref());
    let error = unseal(&sealed, &phrase, PathBuf::from("key.sealed")).unwrap_err();
    assert!(matches!(error, VaultError::WrongPassphrase), "{error}");
    // And ones that would keep the till busy for hours are not worked on at all.
    sealed[9..13].copy_from_slice(&u32::MAX.to_be_bytes());
    let sum = digest(&SHA256, &sealed[..end]);
    sealed[end..].copy_from_slice(sum.as_ref());
    let error = unseal(&sealed, &phrase, PathBuf::from("key.sealed")).unwrap_err();
    assert!(matches!(error, VaultError::Damaged { .. }), "{error}");
}

#[test]
fn what_is_missing_is_said() {
    let (_dir, home) = home();
    let missing = open(KeyPlace::Sealed, &home, "a", Some(&secret("p"))).unwrap_err();
    assert!(matches!(missing, VaultError::NoFile { .. }), "{missing}");
    let empty = keep(KeyPlace::Sealed, &home, "a", &pem(10), Some(&secret(""))).unwrap_err();
    assert!(matches!(empty, VaultError::PassphraseEmpty), "{empty}");
    let gone = Home::at(home.dir().join("gone"));
    let error = keep(KeyPlace::Sealed, &gone, "a", &pem(10), Some(&secret("p"))).unwrap_err();
    assert!(
        matches!(
            error,
            VaultError::File {
                doing: "written",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_keyring_gives_back_what_it_was_given() {
    let store = keyring_core::mock::Store::new().unwrap();
    let entry = Entry {
        inner: store.build("Fils", "200000000001 in /home", None).unwrap(),
    };
    let missing = open_from(&entry, "200000000001").unwrap_err();
    assert!(
        matches!(missing, VaultError::NotInKeyring { .. }),
        "{missing}"
    );
    // As long as the DER of a key of 4,096 bits: it must fit Windows's 2,560 bytes.
    for key in [
        pem(2374),
        secret("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"),
    ] {
        keep_in(&entry, "200000000001", &key).unwrap();
        assert!(entry.get_secret().unwrap().len() <= 2560);
        let opened = open_from(&entry, "200000000001").unwrap();
        assert_eq!(opened.expose_secret(), key.expose_secret());
    }
    entry.set_secret(b"").unwrap();
    let damaged = open_from(&entry, "200000000001").unwrap_err();
    assert!(
        matches!(damaged, VaultError::KeyringDamaged { .. }),
        "{damaged}"
    );
}

#[test]
fn a_keyring_that_refuses_is_told_from_none() {
    let denied = keyring::Error::NoStorageAccess("locked".into());
    assert!(matches!(
        sort(denied, "a"),
        VaultError::KeyringDenied { .. }
    ));
    assert!(matches!(
        sort(keyring::Error::NoDefaultStore, "a"),
        VaultError::NoKeyring { .. }
    ));
    let garbled = sort(keyring::Error::BadEncoding(b"secret".to_vec()), "a");
    assert!(!format!("{garbled} {garbled:?}").contains("secret"));
}

const CHILD: &str = "FILS_TEST_NO_KEYRING";

/// Runs in the child, whose desktop has no session bus.
#[tokio::test]
#[ignore = "the child of a_computer_without_a_keyring_says_so"]
async fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let (_dir, home) = home();
    let account = "200000000001";
    for outcome in [
        keyring_available(),
        keep(KeyPlace::Keyring, &home, account, &pem(10), None),
        open(KeyPlace::Keyring, &home, account, None).map(drop),
    ] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, VaultError::NoKeyring { .. }), "{error:?}");
        assert!(
            error.to_string().contains("give a passphrase instead"),
            "{error}"
        );
    }
}

/// On Windows and macOS the keyring is part of the system and never missing.
#[cfg(target_os = "linux")]
#[test]
fn a_computer_without_a_keyring_says_so() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["vault::tests::child", "--exact", "--ignored"])
        .env(CHILD, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env_remove("XDG_RUNTIME_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

/// Leaves an entry "fils-test" behind in the keyring.
#[tokio::test]
#[ignore = "asks this computer's own keyring: run it by hand on a desktop"]
async fn this_computers_keyring_keeps_a_key() {
    let (_dir, home) = home();
    keyring_available().unwrap();
    let missing = open(KeyPlace::Keyring, &home, "fils-test", None).unwrap_err();
    assert!(
        matches!(missing, VaultError::NotInKeyring { .. }),
        "{missing}"
    );
    for key in [pem(1200), pem(2374)] {
        keep(KeyPlace::Keyring, &home, "fils-test", &key, None).unwrap();
        let opened = open(KeyPlace::Keyring, &home, "fils-test", None).unwrap();
        assert_eq!(opened.expose_secret(), key.expose_secret());
    }
}

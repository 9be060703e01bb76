//! What a configuration file may hold, and what is said of one that is unfit.

use proptest::prelude::*;

use super::*;

const LIVE: &str = r#"# Our shop.
mode = "live"
base_url = "https://uat.test2pay.com/sgs/api"
partner_id = "200000000001"
payby_public_key = """
-----BEGIN PUBLIC KEY-----
AAAA
-----END PUBLIC KEY-----
"""
key_store = "sealed"
payment_window_s = 60 # customers here are quick
"#;

fn home(config: &str) -> (tempfile::TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    std::fs::write(home.config(), config).unwrap();
    (dir, home)
}

fn text(home: &Home) -> String {
    std::fs::read_to_string(home.config()).unwrap()
}

#[test]
fn a_file_is_read_and_the_rest_is_default() {
    let (_dir, home) = home(LIVE);
    let Loaded { config, unknown } = Config::load(&home).unwrap();
    assert_eq!(
        (config.mode, config.key_store),
        (Mode::Live, KeyPlace::Sealed)
    );
    assert_eq!((config.payment_window_s, config.scanned_extra_s), (60, 30));
    assert_eq!(config.payee(), Some("200000000001"));
    assert!(
        config
            .payby_public_key
            .unwrap()
            .starts_with("-----BEGIN PUBLIC KEY-----\nAAAA")
    );
    assert!(unknown.is_empty());
}

#[test]
fn the_defaults_are_the_houses() {
    assert_eq!(Config::default().rules(), Rules::default());
    for setting in settings::ALL.iter().filter(|setting| setting.settable) {
        let value = (setting.get)(&Config::default());
        assert!(
            (setting.set)(&mut Config::default(), value.as_deref()),
            "{}",
            setting.name
        );
    }
}

#[test]
fn comments_and_unknown_keys_stay() {
    let (_dir, home) = home(&format!("{LIVE}paymnt_window_s = 5\nnewer = {{ a = 1 }}\n"));
    let loaded = Config::load(&home).unwrap();
    assert_eq!(loaded.unknown, ["paymnt_window_s", "newer"]);
    assert!(loaded.warnings()[0].contains("`paymnt_window_s`"));
    let mut config = loaded.config;
    config.set("payment_window_s", "45").unwrap();
    config.set("merchant_name", "Café “No. 1”").unwrap();
    config.save(&home).unwrap();
    let text = text(&home);
    for part in [
        "# Our shop.",
        "payment_window_s = 45 # customers here are quick",
        "paymnt_window_s = 5",
        "newer = { a = 1 }",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let again = Config::load(&home).unwrap().config;
    assert_eq!(again.merchant_name.as_deref(), Some("Café “No. 1”"));
    assert_eq!(again.payby_public_key, config.payby_public_key);
}

#[test]
fn a_new_file_holds_what_was_chosen() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let mut config = Config::default();
    config.set("notify_listen", "127.0.0.1:9099").unwrap();
    config.save(&home).unwrap();
    assert_eq!(
        text(&home),
        "mode = \"training\"\nkey_store = \"keyring\"\nnotify_listen = \"127.0.0.1:9099\"\n"
    );
    config.set("notify_listen", "").unwrap();
    config.save(&home).unwrap();
    assert!(!text(&home).contains("notify_listen"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.config())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn an_unknown_setting_is_refused_with_those_there_are() {
    for name in [
        "payment_window",
        "mode",
        "base_url",
        "partner_id",
        "",
        "file",
    ] {
        let error = Config::default().set(name, "1").unwrap_err();
        assert!(
            matches!(error, ConfigError::UnknownSetting { .. }),
            "{name}: {error}"
        );
        let text = error.to_string();
        assert!(
            text.contains("payment_window_s, ")
                && text.contains("notify_public_url")
                && !text.contains("base_url,"),
            "{text}"
        );
    }
}

#[test]
fn a_value_out_of_its_range_is_refused_with_the_range() {
    for (name, low, high) in [
        ("payment_window_s", 20, 120),
        ("scanned_extra_s", 0, 30),
        ("expiry_extra_s", 30, 600),
        ("query_every_ms", 2000, 3000),
        ("cancel_every_s", 3, 10),
        ("unresolved_exit_s", 0, 3600),
        ("business_day_start_h", 0, 23),
    ] {
        let mut config = Config::default();
        config.set(name, &low.to_string()).unwrap();
        config.set(name, &high.to_string()).unwrap();
        assert_eq!(config.get(name), Some(high.to_string()));
        for bad in [
            (low - 1).to_string(),
            (high + 1).to_string(),
            "2.5".into(),
            "ten".into(),
            "99999999999999999999".into(),
        ] {
            let error = config.set(name, &bad).unwrap_err();
            let expected = format!(
                "`{name}` cannot be `{bad}`: it must be a whole number from {low} to {high}."
            );
            assert_eq!(error.to_string(), expected);
        }
        assert_eq!(
            config.get(name),
            Some(high.to_string()),
            "a refused value changes nothing"
        );
    }
}

#[test]
fn texts_are_checked() {
    let mut config = Config::default();
    for (name, bad) in [
        ("payee_mid", "2000 0000"),
        ("payee_mid", "2000000000011"),
        ("till_prefix", "till 1"),
        ("till_prefix", "seventeen-letters"),
        ("notify_listen", "9099"),
        ("notify_listen", "shop:9099"),
        ("notify_public_url", "ftp://shop.example/"),
        ("notify_public_url", "shop.example"),
        ("merchant_name", "a\nb"),
        ("language", "tlh"),
    ] {
        assert!(
            matches!(config.set(name, bad), Err(ConfigError::BadValue { .. })),
            "{name}={bad}"
        );
    }
    assert!(config.set("store_id", &"x".repeat(201)).is_err());
    for (name, good) in [
        ("payee_mid", "200000000002"),
        ("till_prefix", "Till-1_b"),
        ("notify_listen", "[::1]:9099"),
        ("notify_public_url", "https://shop.example/payby"),
        ("merchant_name", "مقهى"),
    ] {
        config.set(name, good).unwrap();
        assert_eq!(config.get(name).as_deref(), Some(good));
    }
    assert_eq!(config.payee(), Some("200000000002"));
}

#[test]
fn money_travels_encrypted_except_on_this_computer() {
    let with = |url: &str| home(&LIVE.replace("https://uat.test2pay.com/sgs/api", url));
    for good in [
        "https://api.payby.com/sgs/api",
        "http://127.0.0.1:8080/sgs/api",
        "http://[::1]:1/",
        "http://localhost:8080/sgs/api",
    ] {
        let (_dir, home) = with(good);
        assert!(Config::load(&home).is_ok(), "{good}");
    }
    for bad in [
        "http://api.payby.com/sgs/api",
        "http://localhost.example/",
        "ftp://127.0.0.1/",
        "https://u:p@api.payby.com/",
        "api.payby.com",
    ] {
        let (_dir, home) = with(bad);
        let error = Config::load(&home).unwrap_err();
        assert!(
            matches!(
                error,
                ConfigError::BadLine {
                    line: 3,
                    name: "base_url",
                    ..
                }
            ),
            "{bad}: {error}"
        );
        assert!(error.to_string().contains("https://"), "{error}");
    }
}

#[test]
fn what_is_unfit_is_said_with_its_line() {
    let cases = [
        (
            "mode = \"training\"\npayment_window_s = 5\n",
            "line 2: `payment_window_s` must be a whole number from 20 to 120",
        ),
        (
            "mode = \"training\"\n\npayment_window_s = \"60\"\n",
            "line 3",
        ),
        ("till_prefix = 1\n", "line 1: `till_prefix` must be"),
        (
            "mode = \"practice\"\n",
            "line 1: `mode` must be \"training\" or \"live\"",
        ),
        ("mode = \"training\"\n= 3\n", "not understood at line 2"),
        (
            "mode = \"training\"\nmode = \"live\"\n",
            "not understood at line 2",
        ),
        ("mode = \"live\"\npartner_id = \"2\"\n", "lacks `base_url`"),
        (
            "payby_public_key = \"-----BEGIN PRIVATE KEY-----\"\n",
            "must be PayBy's public key",
        ),
    ];
    for (content, part) in cases {
        let (_dir, home) = home(content);
        let error = Config::load(&home).unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains(part) && said.ends_with('.') && !said.contains('\n'),
            "{content}: {said}"
        );
        assert!(said.contains("config.toml"), "{said}");
        assert_eq!(text(&home), content);
    }
}

#[test]
fn a_file_that_is_not_there_or_not_text() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let error = Config::load(&home).unwrap_err();
    assert!(matches!(error, ConfigError::NotSetUp { .. }));
    assert!(
        error.to_string().contains("fils init --training"),
        "{error}"
    );
    std::fs::write(home.config(), b"mode = \"training\"\n# caf\xe9\n").unwrap();
    let error = Config::load(&home).unwrap_err();
    assert!(
        matches!(error, ConfigError::NotToml { line: 2, .. }),
        "{error}"
    );
    std::fs::remove_file(home.config()).unwrap();
    std::fs::create_dir(home.config()).unwrap();
    assert!(matches!(
        Config::load(&home),
        Err(ConfigError::Unreadable { .. })
    ));
}

#[test]
fn nothing_unfit_is_ever_saved() {
    let (_dir, home) = home(LIVE);
    let mut config = Config::load(&home).unwrap().config;
    config.payment_window_s = 5;
    assert!(matches!(
        config.save(&home),
        Err(ConfigError::BadValue {
            name: "payment_window_s",
            ..
        })
    ));
    config.payment_window_s = 60;
    config.base_url = None;
    assert!(matches!(
        config.save(&home),
        Err(ConfigError::Lacks {
            name: "base_url",
            ..
        })
    ));
    assert_eq!(text(&home), LIVE);
}

#[test]
fn an_agreed_fee_is_a_percentage_and_other_tills_are_prefixes() {
    let mut config = Config::default();
    assert_eq!(config.payby_fee_ppm(), None);
    for (text, ppm) in [
        ("1.50", 15_000),
        ("0", 0),
        ("100", 1_000_000),
        ("2.3456", 23_456),
    ] {
        config.set("payby_fee_percent", text).unwrap();
        assert_eq!(config.payby_fee_ppm(), Some(ppm), "{text}");
    }
    for wrong in ["1.50 %", "-1", "100.01", "1.23456", "1,5", ".5", "one"] {
        assert!(config.set("payby_fee_percent", wrong).is_err(), "{wrong}");
    }
    config.set("payby_fee_percent", "").unwrap();
    assert_eq!(config.payby_fee_ppm(), None);
    config.set("other_tills", "T2, T3").unwrap();
    assert_eq!(config.other_tills, ["T2", "T3"]);
    assert!(config.set("other_tills", "T2,,T3").is_err());
    config.set("other_tills", "").unwrap();
    assert!(config.other_tills.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_file_makes_it_fall_over(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        std::fs::write(home.config(), content).unwrap();
        if let Err(error) = Config::load(&home) {
            prop_assert!(!error.to_string().contains('\n'));
        }
    }

    #[test]
    fn what_is_saved_is_what_is_loaded(window in 20..=120_u32, hour in 0..=23_u8, name in "[^\\pC]{1,60}", prefix in "[A-Za-z0-9_-]{1,16}") {
        prop_assume!(!name.trim().is_empty());
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let mut config = Config { payment_window_s: window, business_day_start_h: hour, ..Config::default() };
        config.set("merchant_name", &name).unwrap();
        config.set("till_prefix", &prefix).unwrap();
        config.save(&home).unwrap();
        let loaded = Config::load(&home).unwrap();
        for name in setting_names() {
            prop_assert_eq!(loaded.config.get(name), config.get(name));
        }
        prop_assert!(loaded.unknown.is_empty());
    }
}

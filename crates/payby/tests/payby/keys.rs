use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payby::keys::{FieldError, KeyError, PrivateKey, PublicKey};
use proptest::prelude::*;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use secrecy::ExposeSecret as _;

macro_rules! data {
    ($file:literal) => {
        include_str!(concat!("../data/", $file))
    };
}

const VECTORS: [(&str, &str); 3] = [
    (data!("request.json"), data!("request.sign")),
    (data!("request_utf8.json"), data!("request_utf8.sign")),
    (data!("request_empty.json"), data!("request_empty.sign")),
];

fn merchant() -> PrivateKey {
    PrivateKey::from_pem(data!("merchant_pkcs8.pem")).unwrap()
}

fn gateway() -> PrivateKey {
    PrivateKey::from_pem(data!("payby_pkcs8.pem")).unwrap()
}

#[test]
fn signs_as_openssl_does() {
    for (body, sign) in VECTORS {
        assert_eq!(merchant().sign(body.as_bytes()).unwrap(), sign);
    }
}

#[test]
fn verifies_what_openssl_signed() {
    let key = PublicKey::from_pem(data!("merchant_spki.pem")).unwrap();
    for (body, sign) in VECTORS {
        assert!(key.verify(body.as_bytes(), sign));
        assert!(key.verify(body.as_bytes(), &format!(" {sign}\r\n")));
    }
}

#[test]
fn one_changed_byte_is_another_body() {
    let (body, sign) = VECTORS[0];
    let key = PublicKey::from_pem(data!("merchant_spki.pem")).unwrap();
    for place in 0..body.len() {
        let mut changed = body.as_bytes().to_vec();
        changed[place] ^= 1;
        assert!(!key.verify(&changed, sign), "byte {place}");
    }
    let longer = format!("{body}\n");
    assert!(!key.verify(longer.as_bytes(), sign));
}

#[test]
fn what_is_no_signature_verifies_nothing() {
    let (body, sign) = VECTORS[0];
    let key = PublicKey::from_pem(data!("merchant_spki.pem")).unwrap();
    for wrong in [
        "",
        "=",
        "not base64!",
        "AAAA",
        &sign[..340],
        &format!("{sign}{sign}"),
    ] {
        assert!(!key.verify(body.as_bytes(), wrong), "{wrong}");
    }
    let other = PublicKey::from_pem(data!("payby_spki.pem")).unwrap();
    assert!(!other.verify(body.as_bytes(), sign));
}

#[test]
fn both_libraries_read_every_form_of_the_same_key() {
    let spki = PublicKey::from_pem(data!("merchant_spki.pem")).unwrap();
    let bare: String = data!("merchant_spki.pem")
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let der = STANDARD.decode(&bare).unwrap();
    let windows = data!("merchant_spki.pem").replace('\n', "\r\n");
    let with_text = format!(
        "\u{feff}Public key of the till\n{}",
        data!("merchant_spki.pem")
    );
    for same in [
        PublicKey::from_pem(data!("merchant_public_pkcs1.pem")).unwrap(),
        PublicKey::from_pem(&bare).unwrap(),
        PublicKey::from_pem(&windows).unwrap(),
        PublicKey::from_pem(&with_text).unwrap(),
        PublicKey::from_bytes(&der).unwrap(),
        PublicKey::from_pem(&spki.to_pem()).unwrap(),
    ] {
        assert_eq!(same, spki);
    }
    assert_eq!(spki.to_pem(), data!("merchant_spki.pem"));
    assert_eq!(spki.bits(), 2048);

    let bare: String = data!("merchant_pkcs8.pem")
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    for same in [
        PrivateKey::from_pem(data!("merchant_pkcs1.pem")).unwrap(),
        PrivateKey::from_pem(&bare).unwrap(),
        PrivateKey::from_bytes(&STANDARD.decode(&bare).unwrap()).unwrap(),
        PrivateKey::from_pem(merchant().to_pkcs8_pem().unwrap().expose_secret()).unwrap(),
    ] {
        same.check_pair(&spki).unwrap();
        assert_eq!(same.sign(VECTORS[0].0.as_bytes()).unwrap(), VECTORS[0].1);
    }
}

#[test]
fn a_file_with_both_halves_gives_the_wanted_one() {
    let both = concat!(data!("merchant_spki.pem"), data!("merchant_pkcs8.pem"));
    let private = PrivateKey::from_pem(both).unwrap();
    private
        .check_pair(&PublicKey::from_pem(both).unwrap())
        .unwrap();
}

#[test]
fn every_wrong_private_key_is_named() {
    for (file, error) in [
        ("", KeyError::Empty),
        (" \n\t", KeyError::Empty),
        ("hello", KeyError::NotAKey),
        (data!("request.json"), KeyError::NotAKey),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            KeyError::NotAKey,
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQ", KeyError::NotAKey),
        (data!("encrypted_pkcs8.pem"), KeyError::Encrypted),
        (data!("encrypted_pkcs1.pem"), KeyError::Encrypted),
        (data!("merchant_spki.pem"), KeyError::PublicGiven),
        (data!("merchant_public_pkcs1.pem"), KeyError::PublicGiven),
        (data!("certificate.pem"), KeyError::Certificate),
        (data!("ec_pkcs8.pem"), KeyError::NotRsa),
        (data!("short_pkcs8.pem"), KeyError::TooShort { bits: 1024 }),
        (
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ== till",
            KeyError::Ssh,
        ),
    ] {
        let found = PrivateKey::from_pem(file).unwrap_err();
        assert_eq!(found, error, "{file}");
        assert_one_sentence(&found);
    }
}

#[test]
fn every_wrong_public_key_is_named() {
    for (file, error) in [
        ("", KeyError::Empty),
        ("hello", KeyError::NotAKey),
        (data!("merchant_pkcs8.pem"), KeyError::PrivateGiven),
        (data!("merchant_pkcs1.pem"), KeyError::PrivateGiven),
        (data!("encrypted_pkcs8.pem"), KeyError::Encrypted),
        (data!("certificate.pem"), KeyError::Certificate),
        (data!("ec_spki.pem"), KeyError::NotRsa),
        (data!("short_spki.pem"), KeyError::TooShort { bits: 1024 }),
    ] {
        let found = PublicKey::from_pem(file).unwrap_err();
        assert_eq!(found, error, "{file}");
        assert_one_sentence(&found);
    }
}

fn assert_one_sentence(error: &KeyError) {
    let text = error.to_string();
    assert!(text.ends_with('.') && !text.contains(". "), "{text}");
    assert!(error.code().starts_with("key_"));
}

#[test]
fn a_damaged_private_key_is_refused() {
    let bare: String = data!("merchant_pkcs8.pem")
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let mut der = STANDARD.decode(&bare).unwrap();
    // Inside the modulus, the private exponent and the two primes.
    for place in [100, 400, 620, 750] {
        der[place] ^= 0x55;
        assert!(PrivateKey::from_bytes(&der).is_err(), "byte {place}");
        der[place] ^= 0x55;
    }
    assert!(PrivateKey::from_bytes(&der).is_ok());
    assert!(PrivateKey::from_bytes(&der[..600]).is_err());
}

#[test]
fn halves_of_different_pairs_do_not_match() {
    let other = PublicKey::from_pem(data!("payby_spki.pem")).unwrap();
    assert_eq!(merchant().check_pair(&other), Err(KeyError::Mismatch));
}

#[test]
fn a_made_key_works_and_comes_back_from_its_pem() {
    let key = PrivateKey::generate().unwrap();
    let again = PrivateKey::from_pem(key.to_pkcs8_pem().unwrap().expose_secret()).unwrap();
    let public = PublicKey::from_pem(&key.public_pem()).unwrap();
    again.check_pair(&public).unwrap();
    let sign = again.sign(b"body").unwrap();
    assert!(public.verify(b"body", &sign));
    assert_eq!(public.bits(), 2048);
}

#[test]
fn a_key_cannot_be_printed() {
    let printed = format!("{:?} {:#?}", merchant(), merchant());
    let pem = data!("merchant_pkcs8.pem").replace('\n', "");
    for start in (40..pem.len() - 60).step_by(16) {
        assert!(!printed.contains(&pem[start..start + 16]));
    }
    assert!(printed.contains("PublicKey"));
}

#[test]
fn opens_what_openssl_encrypted() {
    assert_eq!(
        gateway().decrypt_field(data!("field.enc")).unwrap(),
        "+971-585812345"
    );
    let two = gateway()
        .decrypt_field(data!("field_two_blocks.enc"))
        .unwrap();
    assert_eq!(two, format!("{}tail", "x".repeat(245)));
}

#[test]
fn a_field_for_somebody_else_does_not_open() {
    for wrong in ["***", "AAAA", data!("field.enc")] {
        assert_eq!(merchant().decrypt_field(wrong), Err(FieldError::Decrypt));
    }
}

#[test]
fn long_fields_travel_in_blocks_of_245_bytes() {
    for (length, blocks) in [(1, 1), (245, 1), (246, 2), (490, 2), (491, 3)] {
        let closed = gateway()
            .public_key()
            .encrypt_field(&"a".repeat(length))
            .unwrap();
        assert_eq!(STANDARD.decode(closed).unwrap().len(), blocks * 256);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_two_libraries_agree_on_signatures(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let ours = merchant().sign(&body).unwrap();

        let theirs_key = rsa::RsaPrivateKey::from_pkcs8_pem(data!("merchant_pkcs8.pem")).unwrap();
        let theirs = SigningKey::<Sha256>::new(theirs_key).sign(&body).to_bytes();
        prop_assert_eq!(&ours, &STANDARD.encode(&theirs));

        let public = rsa::RsaPublicKey::from_public_key_pem(data!("merchant_spki.pem")).unwrap();
        let bytes = STANDARD.decode(&ours).unwrap();
        let parsed = Signature::try_from(bytes.as_slice()).unwrap();
        prop_assert!(VerifyingKey::<Sha256>::new(public).verify(&body, &parsed).is_ok());

        let pem: String = data!("merchant_public_pkcs1.pem").lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(pem).unwrap();
        let aws = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
        prop_assert!(aws.verify(&body, &theirs).is_ok());
        prop_assert!(merchant().public_key().verify(&body, &ours));
    }

    #[test]
    fn any_text_comes_back_from_an_encrypted_field(text in "\\PC{0,400}") {
        let closed = gateway().public_key().encrypt_field(&text).unwrap();
        prop_assert_eq!(gateway().decrypt_field(&closed).unwrap(), text);
    }

    #[test]
    fn no_file_breaks_the_reader(file in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(PrivateKey::from_bytes(&file).is_err());
        prop_assert!(PublicKey::from_bytes(&file).is_err());
    }
}

//! PINs: what may be one, and how it is kept.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

/// Fewest digits.
pub const MIN_DIGITS: usize = 6;
/// Most digits.
pub const MAX_DIGITS: usize = 12;
/// Bytes of salt that a hash takes.
pub const SALT: usize = 16;

/// What a new hash costs: OWASP's first choice for argon2id, 19 MiB and two passes.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Above this a kept hash is taken for damaged rather than worked on for minutes.
const COSTLIEST_KIB: u32 = 256 * 1024;
const COSTLIEST_PASSES: u32 = 16;

/// Why what was typed cannot be a PIN. None of these texts holds a digit of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Something other than digits.
    #[error("A PIN is made of digits only: type it again.")]
    NotDigits,
    /// Fewer than [`MIN_DIGITS`].
    #[error("The PIN is too short: it has at least {MIN_DIGITS} digits.")]
    TooShort,
    /// More than [`MAX_DIGITS`].
    #[error("The PIN is too long: it has at most {MAX_DIGITS} digits.")]
    TooLong,
    /// One digit all along. Only for a new PIN.
    #[error("A PIN of one digit all along is the first that others try: choose another.")]
    AllEqual,
    /// Digits in order, up or down. Only for a new PIN.
    #[error(
        "A PIN of digits in order, such as 123456, is the first that others try: choose another."
    )]
    Run,
}

impl PinError {
    /// The error's stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDigits => "pin_not_digits",
            Self::TooShort => "pin_too_short",
            Self::TooLong => "pin_too_long",
            Self::AllEqual => "pin_all_equal",
            Self::Run => "pin_run",
        }
    }
}

/// A PIN as it was typed: digits, Arabic ones read as Latin. Wiped from memory afterwards; `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Pin(SecretString);

impl Pin {
    /// Reads what was typed by somebody who has a PIN.
    ///
    /// # Errors
    /// [`PinError::NotDigits`], [`PinError::TooShort`] or [`PinError::TooLong`]: it cannot be anybody's PIN.
    pub fn typed(text: &SecretString) -> Result<Self, PinError> {
        // Room for all of it at once: a string that grows leaves copies behind.
        let mut digits = String::with_capacity(MAX_DIGITS);
        let mut fault = None;
        for c in text.expose_secret().chars() {
            match latin(c) {
                None => fault = Some(PinError::NotDigits),
                Some(_) if digits.len() == MAX_DIGITS => {
                    fault = fault.or(Some(PinError::TooLong));
                }
                Some(digit) => digits.push(digit),
            }
        }
        if digits.len() < MIN_DIGITS {
            fault = fault.or(Some(PinError::TooShort));
        }
        match fault {
            None => Ok(Self(SecretString::from(digits))),
            Some(fault) => {
                digits.zeroize();
                Err(fault)
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// The digit as an ASCII one: Latin, Arabic (٠–٩) and Persian (۰–۹) keyboards type the same PIN.
fn latin(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => c.to_digit(10),
        '\u{0660}'..='\u{0669}' => u32::from(c).checked_sub(0x0660),
        '\u{06F0}'..='\u{06F9}' => u32::from(c).checked_sub(0x06F0),
        _ => None,
    }?;
    char::from_digit(value, 10)
}

/// A PIN that is good enough to be kept.
#[derive(Debug, Clone)]
pub struct NewPin(Pin);

impl NewPin {
    /// Reads a PIN that somebody chose.
    ///
    /// # Errors
    /// When it cannot be a PIN, or is one that others would try first.
    pub fn chosen(text: &SecretString) -> Result<Self, PinError> {
        let pin = Pin::typed(text)?;
        // Steps from digit to digit, 9 to 0 being one up.
        let all_are = |step: u8| {
            pin.bytes()
                .windows(2)
                .all(|pair| (pair[1] + 10 - pair[0]) % 10 == step)
        };
        if all_are(0) {
            return Err(PinError::AllEqual);
        }
        if all_are(1) || all_are(9) {
            return Err(PinError::Run);
        }
        Ok(Self(pin))
    }
}

/// Why a hash could not be made or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinHashError {
    /// What was kept is not a hash of ours.
    #[error("The PIN kept for this person is damaged: give this person a new one.")]
    Damaged,
    /// The computer cannot work it out.
    #[error("The PIN could not be worked on ({why}): free some memory, then try again.")]
    Derivation {
        /// What went wrong.
        why: String,
    },
}

impl PinHashError {
    /// The error's stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "pin_damaged",
            Self::Derivation { .. } => "pin_derivation",
        }
    }
}

/// A PIN as it is kept: an argon2id hash as a PHC string. `Debug` does not show it, for a PIN has few digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PinHash(String);

impl PinHash {
    /// Hashes a PIN with `salt`, random bytes that are used once. Takes tens of milliseconds and 19 MiB: call it where waiting is
    /// allowed.
    ///
    /// # Errors
    /// [`PinHashError::Derivation`].
    pub fn of(pin: &NewPin, salt: &[u8; SALT]) -> Result<Self, PinHashError> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|why| {
            PinHashError::Derivation {
                why: why.to_string(),
            }
        })?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(pin.0.bytes(), salt)
            .map(|hash| Self(hash.to_string()))
            .map_err(derivation)
    }

    /// Reads a hash that was kept.
    ///
    /// # Errors
    /// [`PinHashError::Damaged`] when it is not an argon2id hash of a cost within reason.
    pub fn read(kept: &str) -> Result<Self, PinHashError> {
        let (hash, params) = parse(kept)?;
        let sane = params.m_cost() <= COSTLIEST_KIB
            && params.t_cost() <= COSTLIEST_PASSES
            && params.p_cost() <= 4
            && hash.salt.is_some()
            && hash.hash.is_some();
        if sane {
            Ok(Self(kept.to_owned()))
        } else {
            Err(PinHashError::Damaged)
        }
    }

    /// The PHC string, to be kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the hash of `pin`. Compares in constant time; takes as long as making one.
    ///
    /// # Errors
    /// When it cannot be worked out, which says nothing about the PIN.
    pub fn matches(&self, pin: &Pin) -> Result<bool, PinHashError> {
        let (hash, _) = parse(&self.0)?;
        match Argon2::default().verify_password(pin.bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(why) => Err(derivation(why)),
        }
    }

    /// Whether it was made at another cost than new ones are: hash the PIN again at the next login.
    pub fn is_outdated(&self) -> bool {
        parse(&self.0).map_or(true, |(hash, params)| {
            hash.version != Some(Version::V0x13.into())
                || (params.m_cost(), params.t_cost(), params.p_cost())
                    != (MEMORY_KIB, PASSES, LANES)
        })
    }

    /// The hash of a PIN that has just matched this one, at today's cost.
    ///
    /// # Errors
    /// [`PinHashError::Derivation`].
    pub fn renewed(pin: &Pin, salt: &[u8; SALT]) -> Result<Self, PinHashError> {
        Self::of(&NewPin(pin.clone()), salt)
    }
}

fn parse(kept: &str) -> Result<(PasswordHash, Params), PinHashError> {
    let hash = PasswordHash::new(kept).map_err(|_| PinHashError::Damaged)?;
    let params = Params::try_from(&hash).map_err(|_| PinHashError::Damaged)?;
    if hash.algorithm == Algorithm::Argon2id.ident() {
        Ok((hash, params))
    } else {
        Err(PinHashError::Damaged)
    }
}

fn derivation(why: argon2::password_hash::Error) -> PinHashError {
    PinHashError::Derivation {
        why: why.to_string(),
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash([REDACTED])")
    }
}

impl TryFrom<String> for PinHash {
    type Error = PinHashError;

    fn try_from(kept: String) -> Result<Self, PinHashError> {
        Self::read(&kept)
    }
}

impl From<PinHash> for String {
    fn from(hash: PinHash) -> Self {
        hash.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    fn chosen(text: &str) -> Result<NewPin, PinError> {
        NewPin::chosen(&secret(text))
    }

    fn typed(text: &str) -> Pin {
        Pin::typed(&secret(text)).unwrap()
    }

    #[test]
    fn a_pin_has_six_to_twelve_digits() {
        assert_eq!(chosen("18273").unwrap_err(), PinError::TooShort);
        assert_eq!(chosen("").unwrap_err(), PinError::TooShort);
        assert!(chosen("182736").is_ok());
        assert!(chosen("182736182736").is_ok());
        assert_eq!(chosen("1827361827361").unwrap_err(), PinError::TooLong);
        for wrong in ["18273a", "182 736", "-182736", "1827361827361x", "x"] {
            assert_eq!(chosen(wrong).unwrap_err(), PinError::NotDigits, "{wrong}");
        }
    }

    #[test]
    fn pins_that_others_try_first_are_not_taken() {
        for equal in ["000000", "7777777", "٣٣٣٣٣٣"] {
            assert_eq!(chosen(equal).unwrap_err(), PinError::AllEqual);
        }
        for run in ["123456", "654321", "456789012", "210987", "١٢٣٤٥٦"] {
            assert_eq!(chosen(run).unwrap_err(), PinError::Run, "{run}");
        }
        for fair in ["123457", "112233", "135791", "100000"] {
            assert!(chosen(fair).is_ok(), "{fair}");
        }
        // Somebody who types one at login is told that it is wrong, like any other.
        assert!(Pin::typed(&secret("123456")).is_ok());
    }

    #[test]
    fn an_arabic_keyboard_types_the_same_pin() {
        let hash = PinHash::of(&chosen("182730").unwrap(), &[7; SALT]).unwrap();
        assert!(hash.matches(&typed("١٨٢٧٣٠")).unwrap());
        assert!(hash.matches(&typed("۱۸۲۷۳۰")).unwrap());
    }

    #[test]
    fn only_the_pin_itself_matches_and_nothing_prints_it() {
        let pin = chosen("182736").unwrap();
        let hash = PinHash::of(&pin, &[1; SALT]).unwrap();
        assert!(hash.matches(&typed("182736")).unwrap());
        for wrong in ["182737", "1827360", "0182736"] {
            assert!(!hash.matches(&typed(wrong)).unwrap(), "{wrong}");
        }
        assert!(!format!("{pin:?} {hash:?}").contains("182736"));
        assert!(!format!("{hash:?}").contains("argon2"));
    }

    #[test]
    fn a_hash_costs_what_was_promised_and_survives_being_kept() {
        let hash = PinHash::of(&chosen("182736").unwrap(), &[1; SALT]).unwrap();
        assert!(
            hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.as_str()
        );
        assert!(!hash.is_outdated());
        let kept = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<PinHash>(&kept).unwrap(), hash);
        let other = PinHash::of(&chosen("182736").unwrap(), &[2; SALT]).unwrap();
        assert_ne!(
            hash, other,
            "two people with one PIN are not seen to have it"
        );
    }

    #[test]
    fn a_cheaper_hash_is_still_read_and_made_anew() {
        let params = Params::new(256, 1, 1, None).unwrap();
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(b"182736", b"some salt of 16b")
            .unwrap()
            .to_string();
        let cheap = PinHash::read(&cheap).unwrap();
        assert!(cheap.matches(&typed("182736")).unwrap());
        assert!(cheap.is_outdated());
        let renewed = PinHash::renewed(&typed("182736"), &[3; SALT]).unwrap();
        assert!(renewed.matches(&typed("182736")).unwrap() && !renewed.is_outdated());
    }

    #[test]
    fn what_is_not_such_a_hash_is_damaged() {
        let hash = PinHash::of(&chosen("182736").unwrap(), &[1; SALT]).unwrap();
        let costly = hash.as_str().replace("m=19456", "m=4000000");
        let other = hash.as_str().replace("argon2id", "argon2i");
        let torn = hash.as_str().rsplit_once('$').unwrap().0.to_owned();
        for damaged in ["", "182736", "$argon2id$", &costly, &other, &torn] {
            assert_eq!(
                PinHash::read(damaged).unwrap_err(),
                PinHashError::Damaged,
                "{damaged}"
            );
        }
        assert!(serde_json::from_str::<PinHash>("\"182736\"").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_a_pin_or_a_reason(text in "\\PC{0,16}") {
            let digits = text.chars().filter(|c| latin(*c).is_some()).count();
            let fits = digits == text.chars().count() && (MIN_DIGITS..=MAX_DIGITS).contains(&digits);
            prop_assert_eq!(Pin::typed(&secret(&text)).is_ok(), fits);
        }
    }
}

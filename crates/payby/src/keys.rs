//! The two keys of a PayBy account: the private one that signs, the public one that verifies.
//!
//! A signature is the standard base64 of `SHA256withRSA` (PKCS#1 v1.5) over the exact bytes of a body, as PayBy's
//! public documentation, "Signature", describes it. Each side keeps a [`PrivateKey`] and gives the other its
//! [`PublicKey`]; a till uses its own private key and PayBy's public one, a simulated gateway the reverse.
//!
//! The `rsa` crate reads, makes and verifies; whatever touches a private exponent after that runs in aws-lc, because
//! the `rsa` crate's private operations leak timing (RUSTSEC-2023-0071).

mod read;

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::{
    Document, EncodePrivateKey as _, EncodePublicKey as _, LineEnding, SecretDocument,
};
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::Verifier as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use secrecy::SecretString;
use zeroize::Zeroizing;

use read::Half;

/// The shortest RSA key that is accepted, in bits.
pub const MIN_BITS: usize = 2048;
/// The longest RSA key that is accepted, in bits.
pub const MAX_BITS: usize = 4096;
/// Plain bytes in one block of an encrypted field: what fits a 2048-bit key with PKCS#1 v1.5 padding. PayBy's
/// documentation fixes the block, whatever the key's length.
const FIELD_BLOCK: usize = 245;

/// Why a key cannot be used. Every message is one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Nothing but white space was given.
    #[error(
        "There is no key here; choose the PEM file of the key or paste its whole text, with the BEGIN and END lines."
    )]
    Empty,
    /// The bytes are not a key in any form that is read.
    #[error(
        "This is not a key file; choose a PEM file, whose first line is like -----BEGIN PRIVATE KEY----- or -----BEGIN PUBLIC KEY-----."
    )]
    NotAKey,
    /// The private key is sealed with a passphrase.
    #[error(
        "This private key is encrypted with a passphrase; make an unencrypted copy (openssl pkey -in key.pem -out plain.pem) and import that."
    )]
    Encrypted,
    /// A public key was given where a private one is needed.
    #[error(
        "This is a public key, and the private half of the pair is needed here; choose the file that begins with -----BEGIN PRIVATE KEY-----."
    )]
    PublicGiven,
    /// A private key was given where a public one is needed.
    #[error(
        "This is a private key, and a public key is needed here; choose the file that begins with -----BEGIN PUBLIC KEY-----, and keep the private one to yourself."
    )]
    PrivateGiven,
    /// An X.509 certificate or a request for one.
    #[error(
        "This is a certificate, not a key; take the public key out of it (openssl x509 -pubkey -noout -in cert.pem) and use that."
    )]
    Certificate,
    /// A key in OpenSSH's own format.
    #[error(
        "This key is in OpenSSH's format; convert it to PEM (ssh-keygen -p -m PKCS8 -f key for a private key, ssh-keygen -e -m PKCS8 -f key for a public one) and use that."
    )]
    Ssh,
    /// A key of another kind: elliptic curve, Ed25519, DSA.
    #[error("This key is not an RSA key, and PayBy only takes RSA; make an RSA key of 2048 bits.")]
    NotRsa,
    /// Shorter than [`MIN_BITS`].
    #[error("This key has only {bits} bits, which is too short to be safe; make one of 2048 bits.")]
    TooShort {
        /// The length of the key's modulus in bits.
        bits: usize,
    },
    /// Longer than [`MAX_BITS`].
    #[error(
        "This key has {bits} bits, more than the 4096 that can be used; make one of 2048 bits."
    )]
    TooLong {
        /// The length of the key's modulus in bits.
        bits: usize,
    },
    /// The form is right and the numbers are not: they do not make a working RSA key.
    #[error(
        "This key is damaged, its numbers do not fit together; export it again from where it was made."
    )]
    Damaged,
    /// A private and a public key that were given as a pair are not one.
    #[error(
        "The private and the public key do not belong together; choose both halves of the same pair."
    )]
    Mismatch,
    /// The machine could not make a key.
    #[error(
        "The computer could not make a new key; try again, and if it goes on, restart the computer."
    )]
    Generation,
}

impl KeyError {
    /// A short name that does not change with the wording, for programs that choose their own words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "key_empty",
            Self::NotAKey => "key_not_a_key",
            Self::Encrypted => "key_encrypted",
            Self::PublicGiven => "key_public_given",
            Self::PrivateGiven => "key_private_given",
            Self::Certificate => "key_certificate",
            Self::Ssh => "key_ssh",
            Self::NotRsa => "key_not_rsa",
            Self::TooShort { .. } => "key_too_short",
            Self::TooLong { .. } => "key_too_long",
            Self::Damaged => "key_damaged",
            Self::Mismatch => "key_mismatch",
            Self::Generation => "key_generation",
        }
    }
}

/// Signing failed inside the cryptographic library; nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request could not be signed with this private key")]
pub struct SignError;

/// A field could not be encrypted or decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// Encrypting failed inside the cryptographic library.
    #[error("the field could not be encrypted with this public key")]
    Encrypt,
    /// The text is not the base64 of whole blocks made for this key.
    #[error("the field was not encrypted for this key")]
    Decrypt,
}

/// A private RSA key: signs what its owner sends, and opens the fields that were encrypted for it.
///
/// It cannot be printed, and its memory is wiped when dropped. Share it with `Arc`.
pub struct PrivateKey {
    pair: RsaKeyPair,
    pkcs8: SecretDocument,
    public: PublicKey,
}

impl PrivateKey {
    /// Makes a new key of 2048 bits. Takes from a tenth of a second to a few seconds.
    pub fn generate() -> Result<Self, KeyError> {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, MIN_BITS)
            .map_err(|_| KeyError::Generation)?;
        Self::from_rsa(&key)
    }

    /// Reads PEM text: PKCS#8 (`PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`), or the base64 inside it alone.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(text.as_bytes())
    }

    /// Reads a key file: PEM as [`PrivateKey::from_pem`] does, or DER.
    pub fn from_bytes(file: &[u8]) -> Result<Self, KeyError> {
        let pkcs1 = read::pkcs1(file, Half::Private)?;
        let key = RsaPrivateKey::from_pkcs1_der(&pkcs1).map_err(|_| KeyError::Damaged)?;
        Self::from_rsa(&key)
    }

    fn from_rsa(key: &RsaPrivateKey) -> Result<Self, KeyError> {
        let pkcs8 = key.to_pkcs8_der().map_err(|_| KeyError::Damaged)?;
        let pair = RsaKeyPair::from_pkcs8(pkcs8.as_bytes()).map_err(|_| KeyError::Damaged)?;
        let public = PublicKey::from_rsa(key.to_public_key())?;
        Ok(Self {
            pair,
            pkcs8,
            public,
        })
    }

    /// The public half, to be given to the other side.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// The public half as PEM (SPKI, `PUBLIC KEY`), as PayBy's merchant portal takes it.
    pub fn public_pem(&self) -> String {
        self.public.to_pem()
    }

    /// The key as unencrypted PKCS#8 PEM, for sealing in a keyring or an encrypted file.
    pub fn to_pkcs8_pem(&self) -> Result<SecretString, KeyError> {
        let pem: Zeroizing<String> = self
            .pkcs8
            .to_pem("PRIVATE KEY", LineEnding::LF)
            .map_err(|_| KeyError::Damaged)?;
        Ok(SecretString::from(pem.as_str()))
    }

    /// Signs the exact bytes of a body and gives the value of the `sign` header.
    pub fn sign(&self, body: &[u8]) -> Result<String, SignError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                body,
                &mut signature,
            )
            .map_err(|_| SignError)?;
        Ok(STANDARD.encode(signature))
    }

    /// Fails with [`KeyError::Mismatch`] when `public` is not this key's other half.
    pub fn check_pair(&self, public: &PublicKey) -> Result<(), KeyError> {
        if self.public == *public {
            Ok(())
        } else {
            Err(KeyError::Mismatch)
        }
    }

    /// Opens a field that [`PublicKey::encrypt_field`] closed for this key: the receiving side's half of PayBy's
    /// field encryption, for a simulated gateway and for tests.
    pub fn decrypt_field(&self, base64: &str) -> Result<String, FieldError> {
        let cipher = STANDARD.decode(base64).map_err(|_| FieldError::Decrypt)?;
        let key = PrivateDecryptingKey::from_pkcs8(self.pkcs8.as_bytes())
            .map_err(|_| FieldError::Decrypt)?;
        let key = Pkcs1PrivateDecryptingKey::new(key).map_err(|_| FieldError::Decrypt)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(cipher.len()));
        let mut block = Zeroizing::new(vec![0; key.min_output_size()]);
        for part in cipher.chunks(key.key_size_bytes()) {
            let opened = key
                .decrypt(part, &mut block)
                .map_err(|_| FieldError::Decrypt)?;
            plain.extend_from_slice(opened);
        }
        String::from_utf8(plain.to_vec()).map_err(|_| FieldError::Decrypt)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// A public RSA key: verifies what its owner signed, and encrypts fields only its owner can open.
#[derive(Clone)]
pub struct PublicKey {
    verifier: VerifyingKey<Sha256>,
    spki: Document,
    bits: usize,
}

impl PublicKey {
    /// Reads PEM text: SPKI (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC KEY`), or the base64 inside it alone, as merchant
    /// portals show it.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(text.as_bytes())
    }

    /// Reads a key file: PEM as [`PublicKey::from_pem`] does, or DER.
    pub fn from_bytes(file: &[u8]) -> Result<Self, KeyError> {
        let pkcs1 = read::pkcs1(file, Half::Public)?;
        let parts =
            rsa::pkcs1::RsaPublicKey::try_from(pkcs1.as_slice()).map_err(|_| KeyError::Damaged)?;
        let key = RsaPublicKey::new(
            rsa::BigUint::from_bytes_be(parts.modulus.as_bytes()),
            rsa::BigUint::from_bytes_be(parts.public_exponent.as_bytes()),
        )
        .map_err(|_| KeyError::Damaged)?;
        Self::from_rsa(key)
    }

    fn from_rsa(key: RsaPublicKey) -> Result<Self, KeyError> {
        use rsa::traits::PublicKeyParts as _;
        let spki = key.to_public_key_der().map_err(|_| KeyError::Damaged)?;
        let bits = key.n().bits();
        Ok(Self {
            verifier: VerifyingKey::new(key),
            spki,
            bits,
        })
    }

    /// Whether `sign` is this key's signature over exactly these bytes. Anything that is not one is `false`.
    pub fn verify(&self, body: &[u8], sign: &str) -> bool {
        STANDARD
            .decode(sign.trim())
            .ok()
            .and_then(|bytes| Signature::try_from(bytes.as_slice()).ok())
            .is_some_and(|signature| self.verifier.verify(body, &signature).is_ok())
    }

    /// Encrypts a field that must not travel readable (a transfer's beneficiary): RSA PKCS#1 v1.5, blocks of 245
    /// bytes joined, base64. The result differs at every call.
    pub fn encrypt_field(&self, text: &str) -> Result<String, FieldError> {
        let key =
            PublicEncryptingKey::from_der(self.spki.as_bytes()).map_err(|_| FieldError::Encrypt)?;
        let key = Pkcs1PublicEncryptingKey::new(key).map_err(|_| FieldError::Encrypt)?;
        let mut block = vec![0; key.ciphertext_size()];
        let mut joined = Vec::new();
        for part in text.as_bytes().chunks(FIELD_BLOCK) {
            let closed = key
                .encrypt(part, &mut block)
                .map_err(|_| FieldError::Encrypt)?;
            joined.extend_from_slice(closed);
        }
        Ok(STANDARD.encode(joined))
    }

    /// The key as PEM (SPKI, `PUBLIC KEY`).
    pub fn to_pem(&self) -> String {
        let base64 = STANDARD.encode(self.spki.as_bytes());
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for (place, letter) in base64.chars().enumerate() {
            if place > 0 && place % 64 == 0 {
                pem.push('\n');
            }
            pem.push(letter);
        }
        pem.push_str("\n-----END PUBLIC KEY-----\n");
        pem
    }

    /// The length of the key's modulus in bits.
    pub fn bits(&self) -> usize {
        self.bits
    }

    /// SHA-256 of the key's SPKI form in hexadecimal: the same key has the same fingerprint in any file.
    pub fn fingerprint(&self) -> String {
        use fmt::Write as _;
        Sha256::digest(self.spki.as_bytes())
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a String cannot fail.
                write!(hex, "{byte:02x}").unwrap_or_default();
                hex
            })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki.as_bytes() == other.spki.as_bytes()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("bits", &self.bits)
            .field("sha256", &self.fingerprint())
            .finish_non_exhaustive()
    }
}

//! Finding an RSA key in what a person chose or pasted, and saying precisely why there is none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1;
use rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfo, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::{KeyError, MAX_BITS, MIN_BITS};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// How the object identifiers of password-based encryption (PKCS#5) begin in DER.
const PKCS5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Private,
    Public,
}

/// The wanted half as PKCS#1 DER, its length checked.
pub(super) fn pkcs1(file: &[u8], wanted: Half) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = der(file, wanted)?;
    let (found, key, bits) = look_into(&der)?;
    match (wanted, found) {
        (Half::Private, Half::Public) => Err(KeyError::PublicGiven),
        (Half::Public, Half::Private) => Err(KeyError::PrivateGiven),
        (Half::Private, Half::Private) | (Half::Public, Half::Public) => match bits {
            ..MIN_BITS => Err(KeyError::TooShort { bits }),
            MIN_BITS..=MAX_BITS => Ok(key),
            _ => Err(KeyError::TooLong { bits }),
        },
    }
}

/// The DER bytes, out of PEM or bare base64 when the file is text.
fn der(file: &[u8], wanted: Half) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let Ok(text) = std::str::from_utf8(file) else {
        return Ok(Zeroizing::new(file.to_vec()));
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if text.starts_with("ssh-") {
        return Err(KeyError::Ssh);
    }
    let blocks = blocks(text);
    let marker = match wanted {
        Half::Private => "PRIVATE KEY",
        Half::Public => "PUBLIC KEY",
    };
    let chosen = blocks
        .iter()
        .find(|block| block.label.ends_with(marker))
        .or(blocks.first());
    match chosen {
        None => base64(text),
        Some(block) => {
            block.check_kind()?;
            base64(block.content)
        }
    }
}

fn base64(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let packed: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect(),
    );
    STANDARD
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| KeyError::NotAKey)
}

/// One `-----BEGIN x-----` … `-----END x-----` of a PEM file.
struct Block<'a> {
    label: &'a str,
    content: &'a str,
}

impl Block<'_> {
    fn check_kind(&self) -> Result<(), KeyError> {
        match self.label {
            "ENCRYPTED PRIVATE KEY" => Err(KeyError::Encrypted),
            // OpenSSL's older way to seal a key: headers before the base64.
            _ if self.content.contains(",ENCRYPTED") => Err(KeyError::Encrypted),
            "OPENSSH PRIVATE KEY" | "SSH2 PUBLIC KEY" => Err(KeyError::Ssh),
            "EC PRIVATE KEY" | "EC PARAMETERS" | "DSA PRIVATE KEY" => Err(KeyError::NotRsa),
            label if label.contains("CERTIFICATE") => Err(KeyError::Certificate),
            _ => Ok(()),
        }
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, from_label)) = rest.split_once("-----BEGIN ") {
        let Some((label, from_content)) = from_label.split_once("-----") else {
            break;
        };
        let Some((content, after)) = from_content.split_once("-----END ") else {
            break;
        };
        found.push(Block { label, content });
        rest = after;
    }
    found
}

/// Which half the DER holds, the key itself as PKCS#1, and its length in bits.
fn look_into(der: &[u8]) -> Result<(Half, Zeroizing<Vec<u8>>, usize), KeyError> {
    if let Ok(info) = PrivateKeyInfo::try_from(der) {
        if info.algorithm.oid != RSA {
            return Err(KeyError::NotRsa);
        }
        return private(info.private_key).ok_or(KeyError::Damaged);
    }
    if let Some(found) = private(der) {
        return Ok(found);
    }
    if let Ok(info) = SubjectPublicKeyInfoRef::try_from(der) {
        if info.algorithm.oid != RSA {
            return Err(KeyError::NotRsa);
        }
        let key = info.subject_public_key.as_bytes();
        return key.and_then(public).ok_or(KeyError::Damaged);
    }
    if let Some(found) = public(der) {
        return Ok(found);
    }
    let head = &der[..der.len().min(40)];
    if head.windows(PKCS5.len()).any(|window| window == PKCS5) {
        return Err(KeyError::Encrypted);
    }
    Err(KeyError::NotAKey)
}

fn private(der: &[u8]) -> Option<(Half, Zeroizing<Vec<u8>>, usize)> {
    let key = pkcs1::RsaPrivateKey::try_from(der).ok()?;
    let bits = bits(key.modulus.as_bytes());
    Some((Half::Private, Zeroizing::new(der.to_vec()), bits))
}

fn public(der: &[u8]) -> Option<(Half, Zeroizing<Vec<u8>>, usize)> {
    let key = pkcs1::RsaPublicKey::try_from(der).ok()?;
    let bits = bits(key.modulus.as_bytes());
    Some((Half::Public, Zeroizing::new(der.to_vec()), bits))
}

fn bits(modulus: &[u8]) -> usize {
    let digits = modulus.iter().skip_while(|byte| **byte == 0);
    match digits.clone().next() {
        None => 0,
        Some(first) => digits.count() * 8 - first.leading_zeros() as usize,
    }
}

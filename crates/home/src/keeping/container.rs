//! The file of a backup: a ZIP archive, encrypted with `age` and a passphrase where one is given. Both are formats that other
//! programs open, should Fils ever not be at hand.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use age::{DecryptError, Decryptor, Encryptor, scrypt};
use aws_lc_rs::digest::{Context, SHA256};
use secrecy::{ExposeSecret as _, SecretString};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::error::KeepingError;
use super::manifest::{FORM, Manifest, Part, WHAT};

/// The manifest's name in the archive.
const MANIFEST: &str = "manifest.json";
/// No manifest is larger.
const MANIFEST_LIMIT: u64 = 1024 * 1024;
/// What an encrypted file begins with.
const AGE: &[u8] = b"age-encryption.org/";
/// How hard a passphrase is to try: 2 to this power, about half a second.
const WORK: u8 = 17;
/// The hardest that is opened.
const MOST_WORK: u8 = 22;
/// Enough for text that repeats itself, without slowing a till down.
const COMPRESSION: i64 = 3;

/// Ends long work early.
pub(super) type Stop = AtomicBool;

/// Writes the archive `to`, which must not be there, and makes it durable. The manifest gets its parts here.
pub(super) fn write(
    to: &Path,
    parts: &[(&'static str, PathBuf)],
    manifest: &mut Manifest,
    passphrase: Option<&SecretString>,
    stop: &Stop,
) -> Result<(), KeepingError> {
    let failed = |why| KeepingError::writing(to, why);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(to).map_err(failed)?;
    let buffered = BufWriter::with_capacity(1 << 20, &mut file);
    match passphrase {
        None => {
            let mut out = pack(buffered, to, parts, manifest, stop)?;
            out.flush().map_err(failed)?;
        }
        Some(passphrase) => {
            let mut recipient = scrypt::Recipient::new(age_secret(passphrase)?);
            recipient.set_work_factor(WORK);
            let sealed = Encryptor::with_recipients(std::iter::once(&recipient as _))
                .map_err(|error| failed(io::Error::other(error.to_string())))?
                .wrap_output(buffered)
                .map_err(failed)?;
            let mut out = pack(sealed, to, parts, manifest, stop)?
                .finish()
                .map_err(failed)?;
            out.flush().map_err(failed)?;
        }
    }
    file.sync_all().map_err(failed)
}

fn age_secret(passphrase: &SecretString) -> Result<age::secrecy::SecretString, KeepingError> {
    let text = passphrase.expose_secret();
    if text.is_empty() {
        return Err(KeepingError::PassphraseEmpty);
    }
    Ok(age::secrecy::SecretString::from(text))
}

fn pack<W: Write>(
    out: W,
    to: &Path,
    parts: &[(&'static str, PathBuf)],
    manifest: &mut Manifest,
    stop: &Stop,
) -> Result<W, KeepingError> {
    let failed = |why| KeepingError::writing(to, why);
    let zipped = |why: ZipError| failed(io_of(why));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION))
        .large_file(true);
    let mut zip = ZipWriter::new_stream(out);
    manifest.parts.clear();
    for (name, path) in parts {
        zip.start_file(*name, options).map_err(zipped)?;
        let unread = |why| KeepingError::Unreadable {
            path: path.clone(),
            why,
        };
        let mut file = File::open(path).map_err(unread)?;
        let mut hashed = Hashed::new(&mut zip);
        pour(&mut file, &mut hashed, unread, failed, stop)?;
        manifest.parts.push(hashed.part(name));
    }
    zip.start_file(MANIFEST, options).map_err(zipped)?;
    let text = serde_json::to_vec_pretty(manifest).map_err(|why| failed(why.into()))?;
    zip.write_all(&text).map_err(failed)?;
    Ok(zip.finish().map_err(zipped)?.into_inner())
}

/// Copies everything, in pieces that let others have the disk, and can be ended between any two.
fn pour(
    from: &mut impl Read,
    to: &mut impl Write,
    unread: impl Fn(io::Error) -> KeepingError,
    unwritten: impl Fn(io::Error) -> KeepingError,
    stop: &Stop,
) -> Result<(), KeepingError> {
    let mut piece = vec![0; 1 << 18];
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(KeepingError::Stopped);
        }
        let length = match from.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unread(error)),
        };
        to.write_all(&piece[..length]).map_err(&unwritten)?;
        std::thread::yield_now();
    }
}

/// Copies a whole file to where there is none, and makes it durable.
pub(super) fn copy(from: &Path, to: &Path, stop: &Stop) -> Result<(), KeepingError> {
    let unread = |why| KeepingError::Unreadable {
        path: from.to_path_buf(),
        why,
    };
    let failed = |why| KeepingError::writing(to, why);
    let mut source = File::open(from).map_err(unread)?;
    let mut target = File::create_new(to).map_err(failed)?;
    pour(&mut source, &mut target, unread, failed, stop)?;
    target.sync_all().map_err(failed)
}

fn io_of(error: ZipError) -> io::Error {
    if let ZipError::Io(error) = error {
        error
    } else {
        io::Error::new(io::ErrorKind::InvalidData, error.to_string())
    }
}

/// Counts and hashes what goes through.
struct Hashed<W> {
    inner: W,
    digest: Context,
    bytes: u64,
}

impl<W> Hashed<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            digest: Context::new(&SHA256),
            bytes: 0,
        }
    }

    fn part(self, name: &str) -> Part {
        let sha256 = self.digest.finish().as_ref().iter().fold(
            String::with_capacity(64),
            |mut text, byte| {
                use std::fmt::Write as _;
                // Writing into a string cannot fail.
                let _: std::fmt::Result = write!(text, "{byte:02x}");
                text
            },
        );
        Part {
            name: name.to_owned(),
            bytes: self.bytes,
            sha256,
        }
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.inner.write(bytes)?;
        self.digest.update(&bytes[..length]);
        self.bytes += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A backup, open for reading.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<Box<dyn ReadSeek>>>,
    path: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) encrypted: bool,
    pub(super) bytes: u64,
}

/// Whether the file is encrypted.
pub(super) fn is_encrypted(path: &Path) -> Result<bool, KeepingError> {
    let unread = |why| KeepingError::Unreadable {
        path: path.to_path_buf(),
        why,
    };
    let mut start = Vec::new();
    File::open(path)
        .map_err(unread)?
        .take(AGE.len() as u64)
        .read_to_end(&mut start)
        .map_err(unread)?;
    Ok(start == AGE)
}

/// Opens a backup and reads what it says of itself.
pub(super) fn open(
    path: &Path,
    passphrase: Option<&SecretString>,
) -> Result<Archive, KeepingError> {
    let encrypted = is_encrypted(path)?;
    let unread = |why| KeepingError::Unreadable {
        path: path.to_path_buf(),
        why,
    };
    let file = File::open(path).map_err(unread)?;
    let bytes = file.metadata().map_err(unread)?.len();
    let plain: Box<dyn ReadSeek> = if encrypted {
        let passphrase = passphrase.ok_or_else(|| KeepingError::PassphraseNeeded {
            path: path.to_path_buf(),
        })?;
        decrypt(path, file, passphrase)?
    } else {
        Box::new(file)
    };
    let not_ours = || KeepingError::NotABackup {
        path: path.to_path_buf(),
    };
    let damaged = |why: ZipError| KeepingError::reading(path, io_of(why));
    let mut zip = match ZipArchive::new(BufReader::with_capacity(1 << 18, plain)) {
        Ok(zip) => zip,
        // What is encrypted with a passphrase that opens it was a backup; what begins like an archive, probably.
        Err(error) if encrypted || begins_like_one(path) => return Err(damaged(error)),
        Err(_) => return Err(not_ours()),
    };
    let mut text = Vec::new();
    match zip.by_name(MANIFEST) {
        Ok(part) => part
            .take(MANIFEST_LIMIT)
            .read_to_end(&mut text)
            .map_err(|why| KeepingError::reading(path, why))?,
        Err(ZipError::FileNotFound) => return Err(not_ours()),
        Err(error) => return Err(damaged(error)),
    };
    let manifest = understood(path, &text)?;
    Ok(Archive {
        zip,
        path: path.to_path_buf(),
        manifest,
        encrypted,
        bytes,
    })
}

fn begins_like_one(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut start))
        .is_ok_and(|()| start == *b"PK\x03\x04")
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "age's ways to fail may grow"
)]
fn decrypt(
    path: &Path,
    file: File,
    passphrase: &SecretString,
) -> Result<Box<dyn ReadSeek>, KeepingError> {
    let mut identity = scrypt::Identity::new(age_secret(passphrase)?);
    identity.set_max_work_factor(MOST_WORK);
    let failed = |error: DecryptError| match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => KeepingError::PassphraseWrong,
        DecryptError::Io(why) => KeepingError::reading(path, why),
        other => KeepingError::Damaged {
            path: path.to_path_buf(),
            why: other.to_string(),
        },
    };
    let sealed =
        Decryptor::new_buffered(BufReader::with_capacity(1 << 18, file)).map_err(failed)?;
    let plain = sealed
        .decrypt(std::iter::once(&identity as _))
        .map_err(failed)?;
    Ok(Box::new(plain))
}

fn understood(path: &Path, text: &[u8]) -> Result<Manifest, KeepingError> {
    let path = path.to_path_buf();
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(text) else {
        return Err(KeepingError::NotABackup { path });
    };
    if value["what"] != WHAT {
        return Err(KeepingError::NotABackup { path });
    }
    let program = value["program"].as_str().unwrap_or_default().to_owned();
    let newer = value["form"].as_u64().is_none_or(|form| form > FORM.into())
        || value["schema"]
            .as_i64()
            .is_none_or(|schema| schema > fils_store::backup::schema());
    if newer {
        return Err(KeepingError::Newer { path, program });
    }
    serde_json::from_value(value).map_err(|why| KeepingError::Damaged {
        path,
        why: why.to_string(),
    })
}

impl Archive {
    /// Reads every part through `into`, which answers where to put it, and compares it with the manifest.
    fn read_all(
        &mut self,
        stop: &Stop,
        mut into: impl FnMut(&str) -> Result<Box<dyn Write>, KeepingError>,
    ) -> Result<(), KeepingError> {
        let path = self.path.clone();
        for part in &self.manifest.parts {
            let damaged = |why: &str| KeepingError::Damaged {
                path: path.clone(),
                why: format!("{}: {why}", part.name),
            };
            let mut source = match self.zip.by_name(&part.name) {
                Ok(source) => source,
                Err(ZipError::FileNotFound) => return Err(damaged("it is missing")),
                Err(error) => return Err(KeepingError::reading(&path, io_of(error))),
            };
            let mut target = Hashed::new(into(&part.name)?);
            pour(
                &mut source,
                &mut target,
                |why| KeepingError::reading(&path, why),
                |why| KeepingError::writing(Path::new(&part.name), why),
                stop,
            )?;
            target
                .flush()
                .map_err(|why| KeepingError::writing(Path::new(&part.name), why))?;
            if target.part(&part.name) != *part {
                return Err(damaged("it is not what was written"));
            }
        }
        Ok(())
    }

    /// Reads every byte again and compares it with the manifest.
    pub(super) fn verify(&mut self, stop: &Stop) -> Result<(), KeepingError> {
        self.read_all(stop, |_| Ok(Box::new(io::sink())))
    }

    /// Takes the parts out into `dir`, under their names, each durable.
    pub(super) fn extract(
        &mut self,
        dir: &Path,
        known: &[&str],
        stop: &Stop,
    ) -> Result<(), KeepingError> {
        let path = self.path.clone();
        self.read_all(stop, |name| {
            // Names come from the file, so only those that are known become files.
            if !known.contains(&name) {
                return Err(KeepingError::Damaged {
                    path: path.clone(),
                    why: format!("{name} does not belong there"),
                });
            }
            let target = dir.join(name);
            let file =
                File::create_new(&target).map_err(|why| KeepingError::writing(&target, why))?;
            Ok(Box::new(Synced(file)))
        })
    }
}

/// A file whose flush reaches the disk.
struct Synced(File);

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

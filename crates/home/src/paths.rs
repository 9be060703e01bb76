//! Where a till keeps its things.

use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// A home directory: everything of one till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

/// Why there is no home directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HomeError {
    /// The platform names no data directory for this user.
    #[error("This user has no data directory: name one with --home or FILS_HOME.")]
    NoDefault,
    /// The directory cannot be made.
    #[error("The directory {} cannot be made ({why}): make it, or name another one with --home.", .dir.display())]
    NotMade {
        /// The directory.
        dir: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

impl HomeError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoDefault => "home_unknown",
            Self::NotMade { .. } => "home_not_made",
        }
    }
}

impl Home {
    /// The directory a person named, with `--home` or `FILS_HOME`.
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self(dir.into())
    }

    /// The directory a person named, else the platform's data directory of this user on this computer:
    /// `~/.local/share/fils` on Linux, `%LOCALAPPDATA%\Fils\data` on Windows, `~/Library/Application Support/Fils` on macOS.
    ///
    /// # Errors
    /// [`HomeError::NoDefault`] when there is neither.
    pub fn find(named: Option<PathBuf>) -> Result<Self, HomeError> {
        match named {
            Some(dir) => Ok(Self(dir)),
            None => ProjectDirs::from("", "", "Fils")
                .map(|dirs| Self(dirs.data_local_dir().to_path_buf()))
                .ok_or(HomeError::NoDefault),
        }
    }

    /// Makes the directory, for this user only, unless it is there.
    ///
    /// # Errors
    /// [`HomeError::NotMade`].
    pub fn make(&self) -> Result<(), HomeError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        // On Windows a user's data directory is already closed to other users.
        builder.create(&self.0).map_err(|why| HomeError::NotMade {
            dir: self.0.clone(),
            why,
        })
    }

    /// The directory itself.
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// The configuration.
    pub fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("fils.db")
    }

    /// The shop's products.
    pub fn catalogue(&self) -> PathBuf {
        self.0.join("catalogue.db")
    }

    /// The merchant's private key, sealed with a passphrase.
    pub fn sealed_key(&self) -> PathBuf {
        self.0.join("key.sealed")
    }

    /// The journal's end at each Z report, a line each.
    pub fn journal_heads(&self) -> PathBuf {
        self.0.join("journal-heads")
    }

    /// The directory of the backups.
    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// The directory of the logs.
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_directory_wins() {
        let home = Home::find(Some("/somewhere/else".into())).unwrap();
        assert_eq!(home.dir(), Path::new("/somewhere/else"));
        assert_eq!(
            home.database(),
            Path::new("/somewhere/else").join("fils.db")
        );
    }

    #[test]
    fn a_new_one_is_private_and_making_it_twice_is_fine() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path().join("a").join("b"));
        home.make().unwrap();
        home.make().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(home.dir()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        std::fs::write(dir.path().join("file"), "").unwrap();
        let error = Home::at(dir.path().join("file").join("home"))
            .make()
            .unwrap_err();
        assert!(error.to_string().contains("--home"), "{error}");
    }
}

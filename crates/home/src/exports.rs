//! Papers as files: whole or not at all, under a name that says what they are.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fils_office::Office;
use fils_office::papers::{PaperAsked, PaperTo, PaperWritten, PapersError};

use crate::products::beside;

/// The program's version, as papers name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportsError {
    /// The paper cannot be made.
    #[error(transparent)]
    Paper(#[from] PapersError),
    /// The file cannot be written.
    #[error("The file {} cannot be written ({why}): choose another place, or check the disk.", .path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

impl ExportsError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Paper(error) => error.code(),
            Self::NotWritten { .. } => "export_failed",
        }
    }
}

/// Where a paper goes when `to` is wanted: into the folder under a name of its own, or into the file.
///
/// # Errors
/// What cannot be asked for.
pub fn paper_file(office: &Office, asked: &PaperAsked, to: &Path) -> Result<PathBuf, ExportsError> {
    let name = office.paper_name(asked)?;
    Ok(if to.is_dir() {
        to.join(name)
    } else {
        to.to_path_buf()
    })
}

/// Writes a paper to the file `to`. A file that is there is replaced when the paper is whole and on the disk, and otherwise left alone.
///
/// # Errors
/// [`ExportsError`].
pub fn export_paper(
    office: &Office,
    asked: &PaperAsked,
    to: &Path,
) -> Result<PaperWritten, ExportsError> {
    // What cannot be asked for leaves no trace.
    office.paper_name(asked)?;
    let unwritten = |why| ExportsError::NotWritten {
        path: to.to_path_buf(),
        why,
    };
    let unfinished = beside(to).map_err(unwritten)?;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&unfinished)
        .map_err(unwritten)?;
    let written = into(office, asked, &file, &unwritten).and_then(|written| {
        std::fs::rename(&unfinished, to).map_err(unwritten)?;
        Ok(written)
    });
    if written.is_err()
        && let Err(why) = std::fs::remove_file(&unfinished)
    {
        tracing::warn!(%why, file = %unfinished.display(), "an unfinished paper is left behind");
    }
    written
}

fn into(
    office: &Office,
    asked: &PaperAsked,
    file: &File,
    unwritten: &impl Fn(io::Error) -> ExportsError,
) -> Result<PaperWritten, ExportsError> {
    let to = file.try_clone().map_err(unwritten)?;
    let written = office.write_paper(asked, PaperTo::File(to))?;
    file.sync_all().map_err(unwritten)?;
    Ok(written)
}

/// Writes a paper that is text to wherever text goes.
///
/// # Errors
/// [`ExportsError::Paper`]; a workbook or a document needs a file.
pub fn stream_paper(
    office: &Office,
    asked: &PaperAsked,
    to: &mut dyn Write,
) -> Result<PaperWritten, ExportsError> {
    Ok(office.write_paper(asked, PaperTo::Stream(to))?)
}

#[cfg(test)]
mod tests {
    use fils_office::papers::{PaperCode, PaperFormat, PaperLanguage};

    use super::*;
    use crate::{Home, open_office, set_up_training};

    fn asked(paper: PaperCode, format: PaperFormat) -> PaperAsked {
        PaperAsked {
            paper,
            from: "2026-11-01".to_owned(),
            to: "2026-11-30".to_owned(),
            format,
            language: PaperLanguage::En,
            mark: false,
            by: "Amina".to_owned(),
            version: VERSION.to_owned(),
        }
    }

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path().join("home"));
        set_up_training(&home, &[]).unwrap();
        let office = open_office(&home).unwrap();
        (dir, office)
    }

    #[test]
    fn every_paper_of_a_shop_that_sold_nothing_can_be_made_in_every_form() {
        let (dir, office) = office();
        for view in office.papers().papers {
            for format in view.formats {
                for language in [PaperLanguage::En, PaperLanguage::Ar] {
                    let mut asked = asked(view.paper, format);
                    asked.language = language;
                    let to = paper_file(&office, &asked, dir.path()).unwrap();
                    let name = to.file_name().unwrap().to_string_lossy().into_owned();
                    assert!(name.contains("2026-11-01_2026-11-30"), "{name}");
                    assert!(
                        name.contains("TRAINING") && name.contains(VERSION),
                        "{name}"
                    );
                    export_paper(&office, &asked, &to).unwrap();
                    let journal = view.paper == PaperCode::Journal;
                    assert_eq!(
                        std::fs::metadata(&to).unwrap().len() == 0,
                        journal,
                        "{name}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_asked_for_leaves_no_file() {
        let (dir, office) = office();
        let to = dir.path().join("paper");
        let wrong = |change: &dyn Fn(&mut PaperAsked)| {
            let mut asked = asked(PaperCode::Takings, PaperFormat::Csv);
            change(&mut asked);
            let error = export_paper(&office, &asked, &to).unwrap_err();
            assert!(!to.exists(), "{error}");
            error.code()
        };
        assert_eq!(
            wrong(&|asked| asked.from = "2026-12-01".to_owned()),
            "days_backwards"
        );
        assert_eq!(
            wrong(&|asked| asked.from = "1900-01-01".to_owned()),
            "too_many_days"
        );
        assert_eq!(wrong(&|asked| asked.to = "soon".to_owned()), "bad_day");
        assert_eq!(
            wrong(&|asked| asked.format = PaperFormat::Jsonl),
            "paper_not_as"
        );
        let mut out = Vec::new();
        let pdf = asked(PaperCode::Takings, PaperFormat::Pdf);
        let error = stream_paper(&office, &pdf, &mut out).unwrap_err();
        assert_eq!(error.code(), "paper_needs_file");
    }

    #[test]
    fn a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it() {
        let (dir, office) = office();
        let to = dir.path().join("folder");
        std::fs::create_dir(&to).unwrap();
        std::fs::write(to.join("inside"), "x").unwrap();
        let asked = asked(PaperCode::Vat, PaperFormat::Csv);
        let error = export_paper(&office, &asked, &to).unwrap_err();
        assert_eq!(error.code(), "export_failed");
        let left = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(left, 2, "the home and the folder");
    }

    #[test]
    fn who_takes_a_paper_out_is_written_down() {
        let (dir, office) = office();
        let vat = asked(PaperCode::Vat, PaperFormat::Csv);
        let written = export_paper(&office, &vat, &dir.path().join("vat.csv")).unwrap();
        office.exported(&vat, &written, None).unwrap();
        let mut out = Vec::new();
        let mut journal = asked(PaperCode::Journal, PaperFormat::Jsonl);
        (journal.from, journal.to) = (office.today(), office.today());
        let rows = stream_paper(&office, &journal, &mut out).unwrap().rows;
        let text = String::from_utf8(out).unwrap();
        let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(text.lines().count(), usize::try_from(rows).unwrap());
        assert_eq!(last["kind"], "exported");
        assert_eq!(last["by"], "Amina");
        assert!(
            last["params"]
                .as_str()
                .unwrap()
                .contains("\"paper\":\"vat\"")
        );
    }
}

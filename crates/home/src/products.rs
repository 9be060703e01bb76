//! The shop's products, in the home of its till: a file of their own beside the books.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use fils_catalogue::import::ImportError;
use fils_catalogue::{Catalogue, CatalogueError, Mark, ProductError, Reader};

use crate::config::{Config, ConfigError};
use crate::paths::Home;

/// What a list looks like, with the mark by which Excel knows UTF-8.
const SAMPLE: &str = "\u{FEFF}code,name,name_ar,barcodes,price,vat,category,unit
1001,Karak Tea,شاي كرك,,2.00,5,Hot drinks,piece
1002,Drinking Water 500 ml,مياه شرب ٥٠٠ مل,6291000500018,1.00,5,Drinks,piece
1003,Medjool Dates,تمر مجهول,,65.00,5,Dates,kg
1004,Paracetamol 500 mg,باراسيتامول ٥٠٠ ملغ,6291000900016;6291000900023,8.50,0,Pharmacy,piece
1005,Gift wrapping,تغليف هدايا,,open,5,Services,piece
";

/// Why products cannot be read, changed, imported or exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProductsError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The catalogue.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The file to import.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A workbook was asked for.
    #[error("Products are exported as CSV, which Excel opens: choose a name that ends in .csv instead of {}.", .path.display())]
    NotCsv {
        /// The file.
        path: PathBuf,
    },
    /// The export cannot be written.
    #[error("The file {} cannot be written ({why}): choose another place, or check the disk.", .path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

impl ProductsError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config(error) => error.code(),
            Self::Catalogue(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::NotCsv { .. } => "export_not_csv",
            Self::NotWritten { .. } => "export_failed",
        }
    }
}

impl From<ProductError> for ProductsError {
    fn from(error: ProductError) -> Self {
        Self::Catalogue(error.into())
    }
}

/// Opens the catalogue of a home that is set up; makes an empty one where there is none. Needs no lock: products may be changed
/// while a till sells.
///
/// # Errors
/// [`ProductsError::Config`] when nobody has set the home up; [`ProductsError::Catalogue`] when its file is unfit.
pub fn open_catalogue(home: &Home) -> Result<Catalogue, ProductsError> {
    Config::load(home)?;
    Ok(Catalogue::open(&home.catalogue())?)
}

/// Writes every product to the file `to`, whole or not at all, and gives their number. A file that is there is replaced.
///
/// # Errors
/// [`ProductsError::NotCsv`] for the name of a workbook; [`ProductsError::NotWritten`]; those of reading the catalogue.
pub fn export_products(catalogue: &Reader, to: &Path, mark: Mark) -> Result<u64, ProductsError> {
    let workbook = to.extension().is_some_and(|end| {
        ["xlsx", "xls", "ods"]
            .iter()
            .any(|one| end.eq_ignore_ascii_case(one))
    });
    if workbook {
        return Err(ProductsError::NotCsv {
            path: to.to_path_buf(),
        });
    }
    put_in_place(to, |file| write(catalogue, file, mark))
}

/// Writes a short list of products to the file `to`, for somebody to fill in and import.
///
/// # Errors
/// [`ProductsError::NotWritten`].
pub fn export_sample(to: &Path) -> Result<(), ProductsError> {
    put_in_place(to, |mut file| {
        file.write_all(SAMPLE.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|why| unwritten(to, why))
    })
}

fn unwritten(to: &Path, why: io::Error) -> ProductsError {
    ProductsError::NotWritten {
        path: to.to_path_buf(),
        why,
    }
}

/// Writes a new file and puts it in the place of `to`, or leaves everything as it was.
fn put_in_place<T>(
    to: &Path,
    work: impl FnOnce(File) -> Result<T, ProductsError>,
) -> Result<T, ProductsError> {
    let unwritten = |why| unwritten(to, why);
    let beside = beside(to).map_err(unwritten)?;
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .map_err(unwritten)?;
    let written = work(file).and_then(|count| {
        std::fs::rename(&beside, to).map_err(unwritten)?;
        Ok(count)
    });
    if written.is_err()
        && let Err(why) = std::fs::remove_file(&beside)
    {
        tracing::warn!(%why, file = %beside.display(), "an unfinished export is left behind");
    }
    written
}

/// A name beside `to` that nothing else has, so that a rename can put the finished file in its place.
pub(crate) fn beside(to: &Path) -> io::Result<PathBuf> {
    let name = to
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}", std::process::id()));
    Ok(to.with_file_name(hidden))
}

fn write(catalogue: &Reader, file: File, mark: Mark) -> Result<u64, ProductsError> {
    let mut to = BufWriter::new(file);
    let count = catalogue.export_csv(&mut to, mark)?;
    to.flush()
        .and_then(|()| to.get_ref().sync_all())
        .map_err(|e| CatalogueError::Export {
            detail: e.to_string(),
        })?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use fils_catalogue::Product;
    use fils_catalogue::import::{Refusals, Source};
    use std::ops::ControlFlow;

    use super::*;

    fn training() -> (tempfile::TempDir, Home) {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path().join("home"));
        crate::set_up_training(&home, &[]).unwrap();
        (dir, home)
    }

    fn tea() -> Product {
        Product {
            code: "TEA".to_owned(),
            name: "Tea".to_owned(),
            name_ar: Some("شاي".to_owned()),
            barcodes: Vec::new(),
            price: None,
            vat: fils_sale::VatClass::Standard,
            category: None,
            colour: None,
            unit: fils_sale::Unit::Piece,
            active: true,
        }
    }

    #[test]
    fn a_home_that_is_not_set_up_has_no_catalogue() {
        let dir = tempfile::tempdir().unwrap();
        let error = open_catalogue(&Home::at(dir.path())).unwrap_err();
        assert_eq!(error.code(), "not_set_up");
        assert!(error.to_string().contains("fils init"), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_home_s_products_are_in_a_file_beside_its_books() {
        let (_dir, home) = training();
        open_catalogue(&home).unwrap().put(&tea()).unwrap();
        assert!(home.catalogue().is_file());
        let again = open_catalogue(&home).unwrap();
        assert_eq!(again.by_code("tea").unwrap(), Some(tea()));
        std::fs::write(
            home.catalogue(),
            "this is no database, however long it may be",
        )
        .unwrap();
        let error = open_catalogue(&home).unwrap_err();
        assert_eq!(error.code(), "catalogue_not_a_catalogue");
    }

    #[test]
    fn the_sample_is_a_list_that_can_be_imported() {
        let (dir, home) = training();
        let to = dir.path().join("sample.csv");
        export_sample(&to).unwrap();
        let catalogue = open_catalogue(&home).unwrap();
        let shown = catalogue
            .preview(&Source::open(&to).unwrap(), &mut |_| {
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(
            (shown.added, shown.refused, shown.ignored_columns),
            (5, vec![], vec![])
        );
        let nowhere = dir.path().join("nowhere").join("sample.csv");
        assert_eq!(export_sample(&nowhere).unwrap_err().code(), "export_failed");
    }

    #[test]
    fn an_export_is_whole_or_not_there_and_comes_back_as_it_was() {
        let (dir, home) = training();
        let mut catalogue = open_catalogue(&home).unwrap();
        catalogue.put(&tea()).unwrap();
        let to = dir.path().join("shop.csv");
        std::fs::write(&to, "what was there before").unwrap();
        assert_eq!(export_products(&catalogue, &to, Mark::Plain).unwrap(), 1);
        assert!(std::fs::read_to_string(&to).unwrap().starts_with("code,"));
        let source = Source::open(&to).unwrap();
        let shown = catalogue
            .preview(&source, &mut |_| ControlFlow::Continue(()))
            .unwrap();
        assert_eq!(
            (shown.unchanged, shown.added, shown.refused.len()),
            (1, 0, 0)
        );
        catalogue
            .apply(&shown, Refusals::Forbid, &mut |_| ControlFlow::Continue(()))
            .unwrap();

        let folder = dir.path().join("folder");
        std::fs::create_dir_all(folder.join("full")).unwrap();
        for (to, code) in [
            (dir.path().join("shop.XLSX"), "export_not_csv"),
            (dir.path().join("nowhere").join("shop.csv"), "export_failed"),
            (folder.clone(), "export_failed"),
        ] {
            let error = export_products(&catalogue, &to, Mark::Plain).unwrap_err();
            assert_eq!(error.code(), code, "{error}");
        }
        let left = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(left, 3, "the home, the export and the folder");
    }
}

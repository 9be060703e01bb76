//! The shop's products. They have a file of their own, so nothing here waits for a payment, and no payment for it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use fils_catalogue::import::{Change, ImportError, Preview, Progress, Refusals, Source};
use fils_catalogue::{Catalogue, CatalogueError, Mark, Product, ProductError, Reader};
use fils_home::{Home, ProductsError, export_products, export_sample, open_catalogue};

use super::setup::aside;
use super::{Desk, Who, held};
use crate::errors::CommandError;
use crate::news::News;
use crate::views::products::{
    ImportPreview, ImportRow, ProductForm, ProductView, ProductsQuery, ProductsView, RefusedRow,
};

/// The most products one page has.
const PAGE: u32 = 500;
/// How many rows of a kind a preview names.
const NAMED: usize = 200;

impl From<ProductsError> for CommandError {
    fn from(error: ProductsError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<CatalogueError> for CommandError {
    fn from(error: CatalogueError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<ProductError> for CommandError {
    fn from(error: ProductError) -> Self {
        Self::of(error.code(), &error)
    }
}

/// The home's catalogue, opened when it is first needed: once for the scanner, once for the screens, once to be written, so that a
/// scan waits for neither a list nor an import.
pub(super) struct Shelf {
    home: Home,
    scans: Mutex<Option<Reader>>,
    lists: Mutex<Option<Reader>>,
    writes: Mutex<Option<Catalogue>>,
    picked: Mutex<Option<Picked>>,
}

/// A file somebody has chosen and not imported yet.
struct Picked {
    preview: Preview,
    shown: ImportPreview,
}

impl Shelf {
    pub(super) fn of(home: Home) -> Self {
        Self {
            home,
            scans: Mutex::default(),
            lists: Mutex::default(),
            writes: Mutex::default(),
            picked: Mutex::default(),
        }
    }

    /// A reader; makes the catalogue where there is none, and brings an older one up to date.
    fn reader(&self) -> Result<Reader, ProductsError> {
        match Reader::open(&self.home.catalogue()) {
            Err(
                CatalogueError::Missing { .. }
                | CatalogueError::MissingDirectory { .. }
                | CatalogueError::Older { .. },
            ) => Ok(open_catalogue(&self.home)?.reader()?),
            opened => Ok(opened?),
        }
    }

    fn read<T, E: From<ProductsError>>(
        &self,
        place: &Mutex<Option<Reader>>,
        work: impl FnOnce(&Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut place = held(place);
        let reader = match place.take() {
            Some(reader) => reader,
            None => self.reader()?,
        };
        let done = work(&reader)?;
        // One that failed is opened anew.
        *place = Some(reader);
        Ok(done)
    }

    fn write<T, E: From<ProductsError>>(
        &self,
        work: impl FnOnce(&mut Catalogue) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut place = held(&self.writes);
        let mut catalogue = match place.take() {
            Some(catalogue) => catalogue,
            None => open_catalogue(&self.home)?,
        };
        let done = work(&mut catalogue);
        *place = Some(catalogue);
        done
    }

    fn put(&self, form: ProductForm) -> Result<ProductView, CommandError> {
        let before = form.before.clone();
        let product = form.product()?;
        self.write(|catalogue| {
            match &before {
                Some(code) => catalogue.replace(code, &product)?,
                None => catalogue.add(&product)?,
            }
            Ok(ProductView::from(product))
        })
    }

    fn pick(
        &self,
        file: &Path,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ImportPreview, CommandError> {
        let source = Source::open(file)?;
        // A reader of its own: a large file takes seconds.
        let reader = self.reader()?;
        let preview = reader.preview(&source, on_progress)?;
        let name = file.file_name().unwrap_or(file.as_os_str());
        let shown = shown(&reader, &preview, name.to_string_lossy().into_owned())?;
        *held(&self.picked) = Some(Picked {
            preview,
            shown: shown.clone(),
        });
        Ok(shown)
    }

    fn apply(
        &self,
        refusals: Refusals,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ImportPreview, CommandError> {
        let Some(picked) = held(&self.picked).take() else {
            return Err(CommandError::new(
                "import_nothing_picked",
                "There is no file to import: choose it again.",
            ));
        };
        let applied = self.write(|catalogue| {
            Ok::<_, CommandError>(catalogue.apply(&picked.preview, refusals, on_progress))
        })?;
        match applied {
            Ok(_) => Ok(picked.shown),
            // What was looked at is not what is there.
            Err(ImportError::Stale) => Err(ImportError::Stale.into()),
            Err(error) => {
                *held(&self.picked) = Some(picked);
                Err(error.into())
            }
        }
    }
}

/// A preview as the screen shows it: the figures, and the first rows of each kind.
fn shown(reader: &Reader, preview: &Preview, file: String) -> Result<ImportPreview, CommandError> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mut rows: HashMap<bool, Vec<ImportRow>> = HashMap::new();
    for row in preview.rows() {
        let is_new = row.change == Change::Added;
        let named = rows.entry(is_new).or_default();
        if named.len() < NAMED {
            let before = if is_new {
                None
            } else {
                reader.by_code(&row.product.code)?.map(ProductView::from)
            };
            named.push(ImportRow {
                row: row.row,
                product: row.product.clone().into(),
                before,
            });
        }
    }
    let refused = preview.refused.iter().take(NAMED);
    Ok(ImportPreview {
        file,
        added: count(preview.added),
        changed: count(preview.changed),
        unchanged: count(preview.unchanged),
        refused: count(preview.refused.len()),
        first_added: rows.remove(&true).unwrap_or_default(),
        first_changed: rows.remove(&false).unwrap_or_default(),
        first_refused: refused.map(RefusedRow::from).collect(),
        ignored_columns: preview.ignored_columns.clone(),
        ignored_sheets: preview.ignored_sheets.clone(),
    })
}

impl Desk {
    /// Works with the shelf off the async threads.
    async fn at_the_shelf<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shelf) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let kept = Arc::clone(&self.shelf);
        aside(move || work(&kept)).await
    }

    /// The product with this code, active or not.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub(crate) async fn product_by_code(
        &self,
        code: &str,
    ) -> Result<Option<Product>, CommandError> {
        let code = code.to_owned();
        self.at_the_shelf(move |shelf| {
            shelf.read(&shelf.scans, |reader| Ok(reader.by_code(&code)?))
        })
        .await
    }

    /// The product with this barcode, active or not. The barcode is in the form `fils_sale::barcode::normalise` gives.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub(crate) async fn product_by_barcode(
        &self,
        barcode: &str,
    ) -> Result<Option<Product>, CommandError> {
        let barcode = barcode.to_owned();
        self.at_the_shelf(move |shelf| {
            shelf.read(&shelf.scans, |reader| Ok(reader.by_barcode(&barcode)?))
        })
        .await
    }

    /// A page of products.
    pub(crate) async fn products(
        &self,
        query: ProductsQuery,
    ) -> Result<ProductsView, CommandError> {
        self.at_the_shelf(move |shelf| {
            let mut page = query.page();
            page.limit = page.limit.min(PAGE);
            let listed = shelf.read(&shelf.lists, |reader| {
                Ok::<_, CommandError>(reader.list(&query.text, &page)?)
            })?;
            Ok(ProductsView {
                products: listed.products.into_iter().map(ProductView::from).collect(),
                count: listed.count,
                more: listed.more,
            })
        })
        .await
    }

    /// The categories with products that are sold, by name.
    pub(crate) async fn categories(&self) -> Result<Vec<String>, CommandError> {
        self.at_the_shelf(|shelf| {
            let categories = shelf.read(&shelf.lists, |reader| {
                Ok::<_, CommandError>(reader.categories()?)
            })?;
            Ok(categories.into_iter().filter_map(|one| one.name).collect())
        })
        .await
    }

    /// Keeps a product that somebody has entered.
    pub(crate) async fn put_product(&self, form: ProductForm) -> Result<ProductView, CommandError> {
        self.at_the_shelf(move |shelf| shelf.put(form)).await
    }

    /// Writes down who changed the shelf.
    pub(crate) async fn note_products(&self, who: Who, which: String) -> Result<(), CommandError> {
        self.at_counter(move |counter| {
            let approved_by = who.approved_by.as_deref();
            counter.note_change("products_changed", &[which], approved_by, &who.name)
        })
        .await
    }

    /// Lets the person choose a file of products and says what importing it would do; none when they choose none.
    pub(crate) async fn pick_import(
        self: &Arc<Self>,
    ) -> Result<Option<ImportPreview>, CommandError> {
        let desk = Arc::clone(self);
        aside(move || {
            let chosen = desk.front.get().and_then(|front| front.pick_import_file());
            let pick = |file: PathBuf| desk.shelf.pick(&file, &mut |done| desk.told(done));
            chosen.map(pick).transpose()
        })
        .await
    }

    /// Imports the file that was chosen, all of it or, when the person wants that, without the refused rows.
    pub(crate) async fn apply_import(
        self: &Arc<Self>,
        leave_out_refused: bool,
    ) -> Result<ImportPreview, CommandError> {
        let desk = Arc::clone(self);
        let refusals = if leave_out_refused {
            Refusals::LeaveOut
        } else {
            Refusals::Forbid
        };
        aside(move || desk.shelf.apply(refusals, &mut |done| desk.told(done))).await
    }

    /// Forgets the file that was chosen. A long list is large.
    pub(crate) fn drop_import(&self) {
        drop(held(&self.shelf.picked).take());
    }

    /// Tells the screens how far an import is.
    fn told(&self, progress: Progress) -> ControlFlow<()> {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.tell(News::Import {
            done: count(progress.done),
            all: count(progress.total),
        });
        ControlFlow::Continue(())
    }

    /// Lets the person choose a place, writes every product there, and says where; none when they choose none.
    pub(crate) async fn export_products(self: &Arc<Self>) -> Result<Option<String>, CommandError> {
        let desk = Arc::clone(self);
        aside(move || {
            let name = format!("products-{}.csv", desk.now().to_dubai().format("%Y-%m-%d"));
            let Some(file) = desk.place_for(&name) else {
                return Ok(None);
            };
            // A reader of its own: so many products take a moment.
            let reader = desk.shelf.reader()?;
            export_products(&reader, &file, Mark::ForSpreadsheets)?;
            Ok(Some(file.display().to_string()))
        })
        .await
    }

    /// Lets the person choose a place, writes a short list there that shows what can be imported, and says where.
    pub(crate) async fn export_sample(self: &Arc<Self>) -> Result<Option<String>, CommandError> {
        let desk = Arc::clone(self);
        aside(move || {
            let Some(file) = desk.place_for("products-sample.csv") else {
                return Ok(None);
            };
            export_sample(&file)?;
            Ok(Some(file.display().to_string()))
        })
        .await
    }

    /// Where the person wants a file to be. Not every dialog adds the ending.
    pub(super) fn place_for(&self, name: &str) -> Option<PathBuf> {
        let mut file = self.front.get()?.pick_place(name)?;
        if file.extension().is_none() {
            file.set_extension(Path::new(name).extension().unwrap_or_default());
        }
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use fils_counter::view::{UnitCode, VatCode};

    use super::super::tests::{Notebook, desk_choosing};
    use super::*;

    /// A desk whose person always chooses the file `list.csv`, and that file.
    async fn shop() -> (tempfile::TempDir, Arc<Desk>, Notebook, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("list.csv");
        let (desk, notebook) = desk_choosing(&dir, true, Some(list.clone()));
        drop(desk.app().await);
        (dir, desk, notebook, list)
    }

    fn tea() -> ProductForm {
        ProductForm {
            before: None,
            code: "TEA".to_owned(),
            name: " Karak Tea ".to_owned(),
            name_ar: "شاي كرك".to_owned(),
            barcodes: vec!["6291041500213".to_owned()],
            price_text: "٢٫٥٠".to_owned(),
            vat: VatCode::Standard,
            category: "Drinks".to_owned(),
            colour: Some("#1A7F37".to_owned()),
            unit: UnitCode::Piece,
            active: true,
        }
    }

    async fn listed(desk: &Desk, text: &str) -> Vec<String> {
        let query = ProductsQuery {
            text: text.to_owned(),
            limit: 10,
            ..ProductsQuery::default()
        };
        let shown = desk.products(query).await.unwrap();
        shown.products.into_iter().map(|one| one.code).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_product_is_entered_found_and_changed() {
        let (_dir, desk, _, _) = shop().await;
        assert_eq!(listed(&desk, "").await, [""; 0]);
        let kept = desk.put_product(tea()).await.unwrap();
        assert_eq!(kept.name, "Karak Tea");
        assert_eq!(kept.price.unwrap().text, "2.50");
        assert_eq!(kept.colour.as_deref(), Some("#1a7f37"));
        for text in ["", "kar", "شاي", "tea", "62910"] {
            assert_eq!(listed(&desk, text).await, ["TEA"], "{text}");
        }
        assert_eq!(desk.categories().await.unwrap(), ["Drinks"]);
        let by_code = desk.product_by_code("tea").await.unwrap().unwrap();
        let by_barcode = desk.product_by_barcode("6291041500213").await.unwrap();
        assert_eq!(Some(by_code), by_barcode);
        assert_eq!(desk.product_by_barcode("96385074").await.unwrap(), None);

        let again = desk.put_product(tea()).await.unwrap_err();
        assert_eq!(again.code, "code_taken");
        let changed = ProductForm {
            before: Some("TEA".to_owned()),
            code: "KARAK".to_owned(),
            price_text: String::new(),
            active: false,
            ..tea()
        };
        let kept = desk.put_product(changed).await.unwrap();
        assert_eq!((kept.code.as_str(), kept.price), ("KARAK", None));
        assert_eq!(listed(&desk, "").await, [""; 0]);
        let inactive = ProductsQuery {
            inactive: true,
            limit: 10,
            ..ProductsQuery::default()
        };
        assert_eq!(desk.products(inactive).await.unwrap().count, 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_entered_wrong_is_refused_with_its_code() {
        let (_dir, desk, _, _) = shop().await;
        for (form, code) in [
            (
                ProductForm {
                    code: " ".to_owned(),
                    ..tea()
                },
                "code_missing",
            ),
            (
                ProductForm {
                    name: String::new(),
                    ..tea()
                },
                "name_missing",
            ),
            (
                ProductForm {
                    price_text: "1.005".to_owned(),
                    ..tea()
                },
                "amount_too_many_decimals",
            ),
            (
                ProductForm {
                    price_text: "0".to_owned(),
                    ..tea()
                },
                "amount_zero",
            ),
            (
                ProductForm {
                    barcodes: vec!["6291041500214".to_owned()],
                    ..tea()
                },
                "barcode_check_digit",
            ),
            (
                ProductForm {
                    colour: Some("green".to_owned()),
                    ..tea()
                },
                "colour_unknown",
            ),
            (
                ProductForm {
                    before: Some("NONE".to_owned()),
                    ..tea()
                },
                "product_not_found",
            ),
        ] {
            assert_eq!(desk.put_product(form).await.unwrap_err().code, code);
        }
        assert_eq!(listed(&desk, "").await, [""; 0]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_file_is_shown_before_it_is_imported() {
        let (dir, desk, notebook, list) = shop().await;
        desk.put_product(tea()).await.unwrap();
        let nothing = desk.apply_import(true).await.unwrap_err();
        assert_eq!(nothing.code, "import_nothing_picked");

        let mut csv = String::from("code,name,price,vat,supplier\nTEA,Karak,3.00,5,x\nBAD,,1,7,\n");
        for n in 0..1000 {
            writeln!(csv, "C{n},Coffee {n},1.50,5,").unwrap();
        }
        std::fs::write(&list, csv).unwrap();
        let shown = desk.pick_import().await.unwrap().unwrap();
        assert_eq!(
            (shown.added, shown.changed, shown.unchanged, shown.refused),
            (1000, 1, 0, 1)
        );
        assert_eq!(shown.file, "list.csv");
        assert_eq!(shown.first_added.len(), NAMED);
        let change = &shown.first_changed[0];
        let price = |product: &ProductView| product.price.as_ref().map(|price| price.fils);
        assert_eq!(price(change.before.as_ref().unwrap()), Some(250));
        assert_eq!((change.row, price(&change.product)), (2, Some(300)));
        let refused = &shown.first_refused[0];
        let codes: Vec<&str> = refused
            .problems
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert_eq!(
            (refused.row, codes),
            (3, vec!["vat_class_unknown", "name_missing"])
        );
        assert_eq!(shown.ignored_columns, ["supplier"]);
        assert_eq!(
            listed(&desk, "coffee").await,
            [""; 0],
            "nothing is changed yet"
        );

        let refused = desk.apply_import(false).await.unwrap_err();
        assert_eq!(refused.code, "import_refused_rows");
        assert_eq!(desk.apply_import(true).await.unwrap(), shown);
        assert_eq!(listed(&desk, "karak").await, ["TEA"]);
        assert_eq!(listed(&desk, "coffee").await.len(), 10);
        assert!(notebook.lines().contains(&"import 1001 of 1001".to_owned()));

        desk.pick_import().await.unwrap();
        desk.drop_import();
        let again = desk.apply_import(true).await.unwrap_err();
        assert_eq!(again.code, "import_nothing_picked");
        let exported = desk.export_products().await.unwrap().unwrap();
        let path = Path::new(&exported);
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name.starts_with("products-2"), "{name}");
        assert_eq!(path.extension().unwrap(), "csv");
        assert!(Path::new(&exported).starts_with(dir.path()));
        let text = std::fs::read_to_string(&exported).unwrap();
        assert!(text.starts_with('\u{FEFF}') && text.lines().count() == 1002);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_sample_is_written_where_the_person_wants_it() {
        let (dir, desk, _, _) = shop().await;
        let written = desk.export_sample().await.unwrap().unwrap();
        assert_eq!(Path::new(&written), dir.path().join("products-sample.csv"));
        assert!(Path::new(&written).is_file());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_preview_that_is_out_of_date_is_not_imported() {
        let (_dir, desk, _, list) = shop().await;
        std::fs::write(&list, "code,name,price,vat\nA,Coffee,1.50,5\n").unwrap();
        desk.pick_import().await.unwrap();
        desk.put_product(tea()).await.unwrap();
        let stale = desk.apply_import(false).await.unwrap_err();
        assert_eq!(stale.code, "import_stale");
        desk.pick_import().await.unwrap();
        desk.apply_import(false).await.unwrap();
        assert_eq!(listed(&desk, "").await, ["A", "TEA"]);
    }
}

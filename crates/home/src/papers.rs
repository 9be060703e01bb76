//! Receipts and credit notes as they were issued, drawn for screens, files and printers. Works also while another program drives.

mod sample;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fils_order::{OrderNumber, SaleId, UtcMs};
use fils_paper::{Cut, Options, PaperError, Scale, Width, draw, escpos};
use fils_sale::receipt::Receipt;
use fils_store::receipts::{self, ReceiptRow};
use fils_store::{Reader, StoreError, orders, sales};

use crate::config::Config;
use crate::paths::Home;
use crate::printing::{PrintingError, read};

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PapersError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// What is stored is not a receipt.
    #[error(transparent)]
    Record(#[from] PrintingError),
    /// No receipt, sale or order has this number.
    #[error("There is no receipt, sale or order “{asked}”: check the number.")]
    NoSuch {
        /// What was asked for.
        asked: String,
    },
    /// The sample does not add up.
    #[error("The sample cannot be drawn ({0}): report this.")]
    Sample(String),
    /// The sale is not paid.
    #[error(
        "Sale {sale} is not complete, so it has no receipt yet: take what is still due, or wait until the payment is proved."
    )]
    NotComplete {
        /// The sale.
        sale: SaleId,
    },
    /// The sale was given up.
    #[error("Sale {sale} is void, so it has no receipt.")]
    Void {
        /// The sale.
        sale: SaleId,
    },
}

impl PapersError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Store(error) => error.code(),
            Self::Paper(error) => error.code(),
            Self::Record(error) => error.code(),
            Self::NoSuch { .. } => "no_such_receipt",
            Self::Sample(_) => "receipt_sample",
            Self::NotComplete { .. } => "sale_not_complete",
            Self::Void { .. } => "sale_void",
        }
    }
}

/// A receipt's picture for a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The picture, as PNG, with two pixels to the dot.
    pub png: Vec<u8>,
    /// How wide it is shown, in dots of 1/203 inch.
    pub width: u32,
    /// How high it is shown, likewise.
    pub height: u32,
}

impl Picture {
    /// The picture as an address that holds it: `data:image/png;base64,…`.
    pub fn data_url(&self) -> String {
        format!("data:image/png;base64,{}", STANDARD.encode(&self.png))
    }
}

/// A paper that was issued.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// Its row in the books.
    pub row: ReceiptRow,
    /// What it says.
    pub receipt: Receipt,
}

impl Paper {
    fn of(row: ReceiptRow) -> Result<Self, PapersError> {
        let receipt = read(&row)?;
        Ok(Self { row, receipt })
    }

    /// The picture for a screen.
    ///
    /// # Errors
    /// [`PapersError::Paper`].
    pub fn picture(&self, width: Width) -> Result<Picture, PapersError> {
        picture(&self.receipt, width)
    }

    /// The document.
    ///
    /// # Errors
    /// [`PapersError::Paper`].
    pub fn pdf(&self, width: Width) -> Result<Vec<u8>, PapersError> {
        Ok(draw(&self.receipt, width)?.pdf()?)
    }

    /// The bytes for a thermal printer of this width, the cut included. They open no drawer.
    ///
    /// # Errors
    /// [`PapersError::Paper`].
    pub fn escpos(&self, width: Width) -> Result<Vec<u8>, PapersError> {
        let options = Options {
            cut: Cut::Partial,
            drawer: None,
            dots_per_line: width.dots(),
        };
        Ok(escpos(&draw(&self.receipt, width)?.raster()?, &options)?)
    }
}

/// The papers of a home, open for reading.
#[derive(Debug)]
pub struct Papers {
    /// `None` before the first payment: there is no database yet.
    reader: Option<Reader>,
}

impl Papers {
    /// Opens them.
    ///
    /// # Errors
    /// [`PapersError::Store`].
    pub fn open(home: &Home) -> Result<Self, PapersError> {
        match Reader::open(&home.database()) {
            Ok(reader) => Ok(Self {
                reader: Some(reader),
            }),
            Err(StoreError::Missing { .. } | StoreError::MissingDirectory { .. }) => {
                Ok(Self { reader: None })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The paper with this printed number.
    ///
    /// # Errors
    /// [`PapersError::NoSuch`].
    pub fn numbered(&self, number: &str) -> Result<Paper, PapersError> {
        self.paper(number)?.ok_or_else(|| no_such(number))
    }

    /// The paper with this number, or the receipt of the sale with this number, or of the sale that this order pays for.
    ///
    /// # Errors
    /// [`PapersError::NoSuch`], and what keeps the sale from having a receipt.
    pub fn find(&self, asked: &str) -> Result<Paper, PapersError> {
        let asked = asked.trim();
        if let Some(paper) = self.paper(asked)? {
            return Ok(paper);
        }
        let sale = self.sale(asked)?.ok_or_else(|| no_such(asked))?;
        self.of_sale(sale)
    }

    fn paper(&self, number: &str) -> Result<Option<Paper>, PapersError> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let row = reader.look::<_, StoreError>(|conn| receipts::by_number(conn, number.trim()))?;
        row.map(Paper::of).transpose()
    }

    /// The sale that a number names, its own or that of an order of it.
    fn sale(&self, number: &str) -> Result<Option<SaleId>, PapersError> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let found = reader.look::<_, StoreError>(|conn| {
            if let Ok(id) = number.parse::<SaleId>()
                && let Some(sale) = sales::by_id(conn, &id)?
            {
                return Ok(Some(sale.id));
            }
            match number.parse::<OrderNumber>() {
                Ok(order) => Ok(orders::by_number(conn, &order)?.map(|order| order.sale)),
                Err(_) => Ok(None),
            }
        });
        Ok(found?)
    }

    fn of_sale(&self, sale: SaleId) -> Result<Paper, PapersError> {
        let Some(reader) = &self.reader else {
            return Err(PapersError::NotComplete { sale });
        };
        let (row, void) = reader.look::<_, StoreError>(|conn| {
            Ok((
                receipts::of_sale(conn, &sale)?,
                sales::void_of(conn, &sale)?.is_some(),
            ))
        })?;
        match row {
            Some(row) => Paper::of(row),
            None if void => Err(PapersError::Void { sale }),
            None => Err(PapersError::NotComplete { sale }),
        }
    }
}

fn picture(receipt: &Receipt, width: Width) -> Result<Picture, PapersError> {
    let page = draw(receipt, width)?;
    Ok(Picture {
        png: page.png(Scale::Two)?,
        width: u32::from(width.dots() + 2 * width.margin()),
        height: page.height,
    })
}

/// A receipt as this configuration prints it, with goods of no shop, and its number.
///
/// # Errors
/// [`PapersError::Paper`].
pub fn sample_picture(
    config: &Config,
    width: Width,
    now: UtcMs,
) -> Result<(String, Picture), PapersError> {
    let receipt =
        sample::receipt(config, now).map_err(|error| PapersError::Sample(error.to_string()))?;
    let drawn = picture(&receipt, width)?;
    Ok((receipt.number, drawn))
}

fn no_such(asked: &str) -> PapersError {
    PapersError::NoSuch {
        asked: asked.to_owned(),
    }
}

//! Receipts as the screens show them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The paper that a picture is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) enum PaperWidth {
    /// 58 mm.
    #[serde(rename = "58")]
    Mm58,
    /// 80 mm.
    #[serde(rename = "80")]
    Mm80,
    /// 80 mm in printers of 42 columns.
    #[serde(rename = "80-narrow")]
    Mm80Narrow,
}

/// A receipt as it prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ReceiptPicture {
    /// The receipt's number.
    pub(crate) number: String,
    /// The picture as a `data:` address, with two pixels to the dot.
    pub(crate) png: String,
    /// How wide it is shown, in dots of 1/203 inch.
    pub(crate) width: u32,
    /// How high it is shown, likewise.
    pub(crate) height: u32,
}

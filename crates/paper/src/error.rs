//! What can keep a receipt from being drawn.

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A face in this program cannot be read.
    #[error("The receipt's font cannot be read. Install Fils again.")]
    Font,
    /// The receipt is longer than a picture or a page can be.
    #[error("The receipt is too long to be drawn. Split the sale into several.")]
    TooLarge,
    /// The picture is wider than the printer's line.
    #[error(
        "The receipt is {picture} dots wide and the printer prints {printer}. Choose the paper width that is in the printer."
    )]
    TooWide {
        /// The picture's dots.
        picture: usize,
        /// The printer's dots.
        printer: usize,
    },
    /// The PDF library refused.
    #[error("The PDF cannot be written ({0}). Print the receipt, or save it as a picture.")]
    Pdf(String),
}

impl PaperError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Font => "font_unreadable",
            Self::TooLarge => "receipt_too_long",
            Self::TooWide { .. } => "paper_too_wide",
            Self::Pdf(_) => "pdf_failed",
        }
    }
}

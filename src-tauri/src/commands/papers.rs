//! Papers as files.

use fils_office::papers::{PaperCode, PaperFormat, PaperLanguage, PapersView};

use super::Answer;
use crate::desk::papers::Wanted;
use crate::gate::Pass;

/// What can be exported, and as what.
#[tauri::command]
#[specta::specta]
pub(crate) async fn papers(pass: Pass) -> Answer<PapersView> {
    pass.allows(async |desk, _| desk.papers().await).await
}

/// Writes a paper of these business days, both included, into a file that the person names, and says where it is; null when they name none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_paper(
    pass: Pass,
    paper: PaperCode,
    from: String,
    to: String,
    format: PaperFormat,
    language: PaperLanguage,
) -> Answer<Option<String>> {
    let wanted = Wanted {
        paper,
        from,
        to,
        format,
        language,
    };
    pass.allows(async move |desk, who| desk.export_paper(who, wanted).await)
        .await
}

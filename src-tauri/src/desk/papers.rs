//! Papers as files: the person names the place, the office writes.

use fils_home::{ExportsError, VERSION, export_paper};
use fils_office::papers::{
    PaperAsked, PaperCode, PaperFormat, PaperLanguage, PapersError, PapersView,
};

use super::setup::aside;
use super::{Desk, Who};
use crate::errors::CommandError;

impl From<ExportsError> for CommandError {
    fn from(error: ExportsError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<PapersError> for CommandError {
    fn from(error: PapersError) -> Self {
        Self::of(error.code(), &error)
    }
}

/// What a person wants as a file.
pub(crate) struct Wanted {
    pub(crate) paper: PaperCode,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) format: PaperFormat,
    pub(crate) language: PaperLanguage,
}

impl Desk {
    /// What can be exported.
    pub(crate) async fn papers(&self) -> Result<PapersView, CommandError> {
        Ok(self.till().await?.office.papers())
    }

    /// Lets the person choose a place, writes the paper there, writes down who took it, and says where it is; none when they choose no
    /// place.
    pub(crate) async fn export_paper(
        self: &std::sync::Arc<Self>,
        who: Who,
        wanted: Wanted,
    ) -> Result<Option<String>, CommandError> {
        let desk = std::sync::Arc::clone(self);
        let office = self.till().await?.office.clone();
        aside(move || {
            let asked = PaperAsked {
                paper: wanted.paper,
                from: wanted.from,
                to: wanted.to,
                format: wanted.format,
                language: wanted.language,
                // Who opens it is a person with a spreadsheet.
                mark: true,
                by: who.name,
                version: VERSION.to_owned(),
            };
            let name = office.paper_name(&asked)?;
            let Some(file) = desk.place_for(&name) else {
                return Ok(None);
            };
            let written = export_paper(&office, &asked, &file)?;
            office
                .exported(&asked, &written, who.approved_by.as_deref())
                .map_err(|error| CommandError::of(error.code(), &error))?;
            Ok(Some(file.display().to_string()))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::tests::desk_choosing;
    use super::*;

    fn wanted(paper: PaperCode, format: PaperFormat) -> Wanted {
        Wanted {
            paper,
            from: "2026-11-01".to_owned(),
            to: "2026-11-30".to_owned(),
            format,
            language: PaperLanguage::Ar,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_paper_is_where_the_person_wants_it_and_the_books_say_who_took_it() {
        let dir = tempfile::tempdir().unwrap();
        let (desk, _) = desk_choosing(&dir, true, Some(dir.path().join("any")));
        drop(desk.app().await);
        let papers = desk.papers().await.unwrap().papers;
        assert_eq!(papers.len(), PaperCode::ALL.len());
        let takings = wanted(PaperCode::Takings, PaperFormat::Csv);
        let saved = desk.export_paper(Who::named("Mona"), takings).await;
        let saved = saved.unwrap().unwrap();
        let text = std::fs::read_to_string(&saved).unwrap();
        assert!(text.starts_with("\u{FEFF}يوم العمل,"), "{text}");
        let name = Path::new(&saved).file_name().unwrap().to_string_lossy();
        assert!(
            name.contains("takings") && name.contains("2026-11-01_2026-11-30"),
            "{name}"
        );

        let today = desk.till().await.unwrap().office.today();
        let mut journal = wanted(PaperCode::Journal, PaperFormat::Jsonl);
        (journal.from, journal.to) = (today.clone(), today);
        let saved = desk.export_paper(Who::named("Mona"), journal).await;
        let text = std::fs::read_to_string(saved.unwrap().unwrap()).unwrap();
        let exported = text
            .lines()
            .find(|line| line.contains("\"exported\""))
            .unwrap();
        assert!(exported.contains("\"by\":\"Mona\""), "{exported}");

        let pdf = wanted(PaperCode::Journal, PaperFormat::Pdf);
        let refused = desk
            .export_paper(Who::named("Mona"), pdf)
            .await
            .unwrap_err();
        assert_eq!(refused.code, "paper_not_as");
    }
}

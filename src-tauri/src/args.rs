//! How the till is started.

use std::path::PathBuf;

use clap::Parser;

/// The Fils desktop till.
#[derive(Debug, Parser)]
#[command(name = "fils-till", version, about)]
pub(crate) struct Args {
    /// Where nothing is set up, set up training: a PayBy inside Fils, without real money.
    #[arg(long)]
    pub(crate) training: bool,
    /// The till's directory, instead of the platform's data directory.
    #[arg(long, value_name = "DIR", env = "FILS_HOME")]
    pub(crate) home: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_is_started_with_or_without_words() {
        let plain = Args::try_parse_from(["fils-till"]).unwrap();
        assert!(!plain.training);
        let words = ["fils-till", "--training", "--home", "/till"];
        let trained = Args::try_parse_from(words).unwrap();
        assert!(trained.training);
        assert_eq!(trained.home, Some(PathBuf::from("/till")));
        assert!(Args::try_parse_from(["fils-till", "--live"]).is_err());
    }
}

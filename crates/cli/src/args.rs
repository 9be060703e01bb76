//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use fils_office::papers::{PaperCode, PaperFormat, PaperLanguage};

/// Takes PayBy wallet payments without a window.
#[derive(Debug, Parser)]
#[command(name = "fils", version, about, after_help = EXITS)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str = "Exit codes: 0 done and proved; 1 wrong use or set-up; 2 not done, and that is proved; \
                     3 a person has to look, or nothing is proved.";

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Global {
    /// The till's directory: configuration, database, key and logs
    #[arg(long, global = true, env = "FILS_HOME", value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Print one JSON object per line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// A file with the passphrase of the sealed key (or set `FILS_PASSPHRASE`)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set the till up: for training, or with a `PayBy` account
    Init(Init),
    /// Take a payment and wait for the truth about it
    Charge(Charge),
    /// Cancel an order and wait until `PayBy` has confirmed
    Cancel {
        /// The merchant order number
        order: String,
    },
    /// Give money back
    Refund {
        /// The merchant order number
        order: String,
        /// How much, such as 12.50
        #[arg(allow_negative_numbers = true)]
        amount: String,
        /// Why, in a few words
        #[arg(long)]
        reason: String,
    },
    /// Decide about an order that waits for a person
    Decide {
        /// The merchant order number
        order: String,
        /// keep a late payment, revoke it, or close an order that `PayBy` never proves either way
        decision: Choice,
        /// Why, in a few words
        #[arg(long)]
        reason: String,
    },
    /// Take up everything unfinished
    Recover {
        /// End after this many seconds, whatever is left
        #[arg(long = "for", value_name = "SECONDS")]
        seconds: Option<u64>,
    },
    /// List orders
    Orders {
        /// Of this business day instead of today's
        #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "all")]
        day: Option<String>,
        /// Of every day
        #[arg(long)]
        all: bool,
    },
    /// Show one order, its refunds and its journal
    Show {
        /// The merchant order number
        order: String,
    },
    /// Find orders by anything: number, product, amount, cashier
    Find(Find),
    /// Ask `PayBy` what a number is, whoever made it; the till must not be open elsewhere
    Lookup {
        /// What it is the number of
        what: LookUpName,
        /// The number, ours or `PayBy`'s
        number: String,
    },
    /// Import, find and export what the shop sells
    #[command(subcommand)]
    Products(Products),
    /// Add, stop and list the people who use the till, also while it is open
    #[command(subcommand)]
    People(People),
    /// Write a sale's receipt into a file, or print it
    Receipt(Receipt),
    /// Sell goods by their barcodes
    Sell(Sell),
    /// Show what a business day came to and what needs a person
    Day {
        /// The day instead of today
        #[arg(value_name = "YYYY-MM-DD")]
        day: Option<String>,
    },
    /// Look at the day (x), or close it (z)
    Report(Report),
    /// Compare the till's money with `PayBy`'s order list and statements; without an option, all that is due
    Reconcile(Reconcile),
    /// Write a paper of some days: csv, xlsx, pdf; the journal as JSON lines
    Export(Export),
    /// Fill an empty training till with products and sales that are made up
    Generate(Generate),
    /// Find out what is wrong with this till and what to do
    Doctor,
    /// Verify the whole journal and say where it breaks, also while the till is open
    Audit(Audit),
    /// Make a backup and read it again, also while the till is open
    Backup(Backup),
    /// Bring a backup back
    Restore(Restore),
    /// Run a `PayBy` on this computer, for trying and testing
    Sandbox(Sandbox),
}

/// Every word must be found; without words every order fits.
#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    /// A number or its last digits, a product in either language, an amount, a cashier
    pub(crate) text: Vec<String>,
    /// Not before this business day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: Option<String>,
    /// Not after this business day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) to: Option<String>,
    /// Only paid so
    #[arg(long)]
    pub(crate) tender: Option<TenderName>,
    /// Only of this cashier
    #[arg(long, value_name = "NAME")]
    pub(crate) cashier: Option<String>,
    /// Only with a product of this category; an empty text for one without
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    /// At most so many, the newest first
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: u32,
}

/// What an order was paid with.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TenderName {
    /// Notes and coins
    Cash,
    /// A wallet
    Wallet,
}

/// What can be looked up at `PayBy`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LookUpName {
    /// A payment
    Payment,
    /// A refund
    Refund,
    /// A transfer
    Transfer,
}

impl LookUpName {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Transfer => "transfer",
        }
    }
}

/// The same numbers, seed and last day give the same products, sales, orders and receipts in a till with the same settings.
#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// How many products
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) products: u32,
    /// How many sales
    #[arg(long, value_name = "N", default_value_t = 5000)]
    pub(crate) sales: u32,
    /// What chance starts from
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The last business day; without it today, up to now, which no other day repeats
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<String>,
    /// Hide this many differences of every kind between the till and `PayBy`, and write down which
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) mistakes: u32,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// x looks and closes nothing; z closes the oldest business day that is not closed
    pub(crate) kind: ReportKind,
    /// Of this business day instead; a z only when it is the oldest that is not closed
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) day: Option<String>,
    /// Who makes it, and who signs off
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Close the day although something is open, for this reason
    #[arg(long, value_name = "REASON")]
    pub(crate) sign_off: Option<String>,
    /// Write it into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Print it
    #[arg(long)]
    pub(crate) print: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReportKind {
    X,
    Z,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Audit {
    /// A file with ends of the journal that were kept elsewhere: journal heads, an exported journal, or what an audit printed as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) heads: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Put it into this folder, and nowhere else; without it, into the home and the second place
    #[arg(long, value_name = "DIR")]
    pub(crate) to: Option<PathBuf>,
    /// Encrypt it with the passphrase of --passphrase-file (or `FILS_PASSPHRASE`)
    #[arg(long)]
    pub(crate) encrypt: bool,
    /// Mark it as the archive of this year, for the shelf
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(u16).range(2000..=2999))]
    pub(crate) year: Option<u16>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup
    pub(crate) file: PathBuf,
    /// Put books that have sales aside; without it, they are left alone
    #[arg(long)]
    pub(crate) replace: bool,
    /// Say what the backup is and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// A paper: a list, or everything an accountant needs.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Which paper
    pub(crate) paper: PaperName,
    /// The first business day; without it today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: Option<String>,
    /// The last business day, which is in it; without it the first
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) to: Option<String>,
    /// As what; without it csv, and jsonl for the journal
    #[arg(long)]
    pub(crate) format: Option<PaperForm>,
    /// In which language
    #[arg(long, default_value = "en")]
    pub(crate) lang: PaperLang,
    /// Begin CSV with the mark by which Excel knows UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// Into this file, or into this folder under a name of its own; without it csv and jsonl go to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperName {
    /// Everything that adds up to `PayBy`'s money
    Accountant,
    /// What each day sold and gave back
    Takings,
    /// VAT by class and day
    Vat,
    /// Every sale and how it was paid
    Orders,
    /// Receipts and credit notes in their sequence
    Receipts,
    /// Cancelled payments
    Cancellations,
    /// Shifts and what was counted
    Shifts,
    /// What was compared with `PayBy`
    Matching,
    /// The journal, with its hashes
    Journal,
}

impl From<PaperName> for PaperCode {
    fn from(name: PaperName) -> Self {
        match name {
            PaperName::Accountant => Self::Accountant,
            PaperName::Takings => Self::Takings,
            PaperName::Vat => Self::Vat,
            PaperName::Orders => Self::Orders,
            PaperName::Receipts => Self::Receipts,
            PaperName::Cancellations => Self::Cancellations,
            PaperName::Shifts => Self::Shifts,
            PaperName::Matching => Self::Matching,
            PaperName::Journal => Self::Journal,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperForm {
    Csv,
    Xlsx,
    Pdf,
    Jsonl,
}

impl From<PaperForm> for PaperFormat {
    fn from(form: PaperForm) -> Self {
        match form {
            PaperForm::Csv => Self::Csv,
            PaperForm::Xlsx => Self::Xlsx,
            PaperForm::Pdf => Self::Pdf,
            PaperForm::Jsonl => Self::Jsonl,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperLang {
    En,
    Ar,
}

impl From<PaperLang> for PaperLanguage {
    fn from(lang: PaperLang) -> Self {
        match lang {
            PaperLang::En => Self::En,
            PaperLang::Ar => Self::Ar,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum People {
    /// List everybody
    List,
    /// Add somebody; the first one is an owner
    Add {
        /// The name on screens and papers
        name: String,
        /// What they may do
        #[arg(long)]
        role: RoleName,
        #[command(flatten)]
        pin: PinSource,
    },
    /// Stop somebody, who stays in the books
    Stop {
        /// Their name
        name: String,
    },
    /// Give somebody another PIN, which also ends a wait
    NewPin {
        /// Their name
        name: String,
        #[command(flatten)]
        pin: PinSource,
    },
}

/// Where a new PIN comes from.
#[derive(Debug, clap::Args)]
pub(crate) struct PinSource {
    /// The environment variable that holds the PIN; without it, the PIN is read from standard input
    #[arg(long, value_name = "VAR")]
    pub(crate) pin_env: Option<String>,
}

/// What somebody is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    /// Sells
    Cashier,
    /// Sells, decides, sets up the till
    Manager,
    /// All of it
    Owner,
}

/// A person's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Choice {
    /// Keep the late payment and the sale
    Keep,
    /// Give the money back
    Revoke,
    /// End the order without proof; it stays watched
    Close,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Train with the `PayBy` inside Fils; no money moves
    #[arg(long, conflicts_with_all = ["base_url", "partner_id", "private_key", "payby_public_key"])]
    pub(crate) training: bool,
    /// Where `PayBy` answers, such as <https://uat.test2pay.com/sgs/api>
    #[arg(long, value_name = "URL", required_unless_present = "training")]
    pub(crate) base_url: Option<String>,
    /// The merchant's id at `PayBy`
    #[arg(long, value_name = "ID", required_unless_present = "training")]
    pub(crate) partner_id: Option<String>,
    /// The till's private key, a PEM file
    #[arg(long, value_name = "PEM", required_unless_present = "training")]
    pub(crate) private_key: Option<PathBuf>,
    /// `PayBy`'s public key, a PEM file
    #[arg(long, value_name = "PEM", required_unless_present = "training")]
    pub(crate) payby_public_key: Option<PathBuf>,
    /// Set a rule by its name; an empty value unsets it
    #[arg(long = "set", value_name = "key=value", num_args = 1..)]
    pub(crate) settings: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Charge {
    /// How much, such as 12.50
    #[arg(allow_negative_numbers = true)]
    pub(crate) amount: String,
    /// What the customer reads, at most 64 characters
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,
    /// The customer's payment code, as scanned; without it, the customer scans ours
    #[arg(long, value_name = "CODE")]
    pub(crate) scan: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Sell {
    /// A barcode or a product's code, and how many after an x: `6291003000010x3`, `TOMATOx0.350`
    #[arg(required = true, value_name = "BARCODE[xQTY]")]
    pub(crate) goods: Vec<String>,
    /// Take this much cash; without it, and without --wallet, exactly what the goods cost
    #[arg(
        long,
        value_name = "AMOUNT",
        conflicts_with = "wallet",
        allow_negative_numbers = true
    )]
    pub(crate) cash: Option<String>,
    /// Ask a wallet and wait for the truth
    #[arg(long)]
    pub(crate) wallet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Products {
    /// Take products from a file: those that are new are added, those that differ are changed
    Import(Import),
    /// Find products by a part of their name in either language, their code or a barcode
    Search {
        /// What a cashier would type
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Write every product into a CSV file that can be imported again
    Export {
        /// The file; one that is there is replaced
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A CSV file or an Excel workbook whose first row names the columns, in any order: code, name, `name_ar`, barcodes (separated by
    /// ;), price (VAT inside, or open), vat (5, 0 or exempt), category, unit (piece or kg)
    pub(crate) file: PathBuf,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Import nothing when a row is refused, instead of leaving that row out
    #[arg(long)]
    pub(crate) all_or_nothing: bool,
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("to").args(["pdf", "png", "escpos", "print"]).required(true).multiple(true)))]
pub(crate) struct Receipt {
    /// The number of the receipt, the sale, or one of its orders
    pub(crate) number: String,
    /// Write it as a document
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Write it as a picture
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
    /// Write the bytes for a thermal printer
    #[arg(long, value_name = "FILE")]
    pub(crate) escpos: Option<PathBuf>,
    /// Print it on the till's printer: as a copy when it was printed before
    #[arg(long)]
    pub(crate) print: bool,
    /// The paper of the files instead of the till's: 58, 80, or 80-narrow for printers of 42 columns
    #[arg(long, value_name = "MM")]
    pub(crate) width: Option<String>,
}

/// What stands for the day before this one.
pub(crate) const YESTERDAY: &str = "yesterday";

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("with").args(["day", "from", "statement", "fetch", "explain"])))]
pub(crate) struct Reconcile {
    /// With `PayBy`'s order list of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) day: Option<String>,
    /// With `PayBy`'s order list from this day
    #[arg(long, value_name = "YYYY-MM-DD", requires = "to")]
    pub(crate) from: Option<String>,
    /// up to this one
    #[arg(long, value_name = "YYYY-MM-DD", requires = "from")]
    pub(crate) to: Option<String>,
    /// With a statement in a file, the ZIP or a CSV file out of it; this needs no connection
    #[arg(long, value_name = "FILE")]
    pub(crate) statement: Option<PathBuf>,
    /// With the statement of this day, which `PayBy` is asked for; yesterday's when no day is named
    #[arg(long, value_name = "YYYY-MM-DD", num_args = 0..=1, default_missing_value = YESTERDAY)]
    pub(crate) fetch: Option<String>,
    /// Say why the differences of this order, refund or number of `PayBy`'s are as they are
    #[arg(long, value_name = "NUMBER", requires = "reason")]
    pub(crate) explain: Option<String>,
    /// The reason
    #[arg(long, value_name = "TEXT", requires = "explain")]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Sandbox {
    /// The port to listen on; any free one without it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Where the keys of both sides are; those that are missing are made
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// The merchant's id
    #[arg(long, value_name = "ID", default_value = payby_sandbox::Settings::PARTNER_ID)]
    pub(crate) partner_id: String,
    /// How many times faster than real time `PayBy`'s own delays run
    #[arg(
        long,
        value_name = "X",
        default_value_t = 1.0,
        allow_negative_numbers = true
    )]
    pub(crate) speed: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_parser_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_negative_amount_reaches_the_till() {
        let args =
            Args::try_parse_from(["fils", "charge", "-5", "--json", "--home", "/x"]).unwrap();
        assert!(args.global.json);
        assert!(matches!(args.command, Command::Charge(Charge { amount, .. }) if amount == "-5"));
    }

    #[test]
    fn what_every_command_takes_may_stand_anywhere() {
        for line in [
            "fils --json --home /x orders",
            "fils orders --home /x --json",
            "fils --home /x orders --json",
        ] {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert!(
                args.global.json && args.global.home == Some("/x".into()),
                "{line}"
            );
        }
    }

    #[test]
    fn a_till_is_set_up_for_training_or_with_a_whole_account() {
        let account = "--base-url https://a --partner-id 1 --private-key k --payby-public-key p";
        for line in [
            "--training",
            account,
            "--training --set a=1 b=2 --set c=3",
            &format!("{account} --set a=1"),
        ] {
            assert!(
                Args::try_parse_from(format!("fils init {line}").split(' ')).is_ok(),
                "{line}"
            );
        }
        for line in [
            "--set a=1",
            "--partner-id 1",
            &format!("--training {account}"),
        ] {
            assert!(
                Args::try_parse_from(format!("fils init {line}").split(' ')).is_err(),
                "{line}"
            );
        }
    }
}

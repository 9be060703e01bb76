//! A till with 100,000 products and a million past sales: how soon it is there, how soon it finds, rings up and prints.
//!
//! The till is made once and kept beside the programs; it is some gigabytes. Starting is measured in processes of their own, so that
//! nothing but the start is in their memory.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fils_catalogue::{Catalogue, Page, Product};
use fils_generate::{Wanted, fill};
use fils_home::{Day, Home, Opening, OrderFilter, OrdersQuery, open, set_up_training};
use fils_paper::{Cut, Drawer, Options, Width, draw, escpos};
use fils_sale::receipt::Receipt;
use fils_sale::{Edit, Quantity};
use fils_store::{Reader, StoreError, receipts};
use serde::{Deserialize, Serialize};

use crate::find;
use crate::sample::Sample;

const PRODUCTS: u32 = 100_000;
const SALES: u32 = 1_000_000;
const SEED: u64 = 1;
/// The last of its days: the past is the same whenever it is made.
const UNTIL: &str = "2026-06-30";
/// Changed when what is made changes.
const EDITION: u32 = 1;

const STARTS: u32 = 9;
const KEYSTROKES: usize = 3000;
const BASKETS: usize = 10;
const LINES: usize = 20;
const PAPERS: i64 = 300;
/// The argument that makes this program a till that only starts.
const START: &str = "--start";

/// What a start came to.
#[derive(Serialize, Deserialize)]
struct Started {
    open_us: u64,
    lists_us: u64,
    resident_kb: u64,
}

/// Whether this process is one that only starts, and then what it found.
pub(crate) async fn only_starts() -> Result<bool> {
    let mut words = std::env::args().skip_while(|word| word != START).skip(1);
    let Some(folder) = words.next() else {
        return Ok(false);
    };
    let started = start(&Home::at(folder)).await?;
    println!("{}", serde_json::to_string(&started)?);
    Ok(true)
}

pub(crate) async fn measure() -> Result<()> {
    println!("\nA till with {PRODUCTS} products and {SALES} past sales");
    let home = made()?;
    starts(&home)?;
    search(&home)?;
    find::measure(&home)?;
    scan(&home).await?;
    papers(&home)
}

/// The full till, made now unless it is there.
fn made() -> Result<Home> {
    let beside = std::env::current_exe()?;
    let programs = beside
        .parent()
        .and_then(Path::parent)
        .context("the program lies in no folder")?;
    let folder: PathBuf = programs.join(format!("full-till-{PRODUCTS}-{SALES}-{SEED}-{EDITION}"));
    let home = Home::at(&folder);
    let whole = folder.join("whole");
    if whole.exists() {
        return Ok(home);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let shop = [
        ("merchant_name", "Corner Shop"),
        ("merchant_name_ar", "دكان الزاوية"),
        ("trn", "100000000000003"),
    ];
    set_up_training(
        &home,
        &shop.map(|(name, value)| (name.to_owned(), value.to_owned())),
    )?;
    let wanted = Wanted {
        products: PRODUCTS,
        sales: SALES,
        seed: SEED,
        until: Some(UNTIL.parse()?),
        mistakes: 0,
    };
    let begun = Instant::now();
    fill(&home, wanted, &mut |_| {})?;
    let took = begun.elapsed();
    let bytes = std::fs::metadata(home.database())?.len();
    println!(
        "  made in {} s: {} MB of books, {} bytes a sale",
        took.as_secs(),
        bytes / 1_000_000,
        bytes / u64::from(SALES)
    );
    std::fs::write(whole, took.as_secs().to_string())?;
    Ok(home)
}

/// From nothing to a till that can sell, with the lists its first screens show.
async fn start(home: &Home) -> Result<Started> {
    let begun = Instant::now();
    let till = open(Opening {
        home,
        who: "bench",
        passphrase: None,
    })
    .await?;
    let opened = begun.elapsed();
    let day = Day::On(UNTIL.to_owned());
    let books = till.books()?;
    for day in [Day::Today, day.clone()] {
        let query = OrdersQuery {
            day,
            ..OrdersQuery::default()
        };
        black_box(books.orders(&query)?);
    }
    let alerts = OrdersQuery {
        day: Day::All,
        filter: OrderFilter::Attention,
        ..OrdersQuery::default()
    };
    black_box(books.orders(&alerts)?);
    black_box(books.taken(&day)?);
    let counter = &till.counter;
    black_box(counter.basket()?);
    black_box(counter.parked()?);
    black_box(counter.shift()?);
    black_box(counter.open_things()?);
    black_box(counter.receipts(Some(UNTIL), None)?);
    let catalogue = Catalogue::open(&home.catalogue())?;
    black_box(catalogue.categories()?);
    let page = Page {
        limit: 60,
        ..Page::default()
    };
    black_box(catalogue.page(&page)?);
    let all = begun.elapsed();
    let resident_kb = resident_kb()?;
    till.close().await;
    Ok(Started {
        open_us: u64::try_from(opened.as_micros())?,
        lists_us: u64::try_from(all.as_micros())?,
        resident_kb,
    })
}

/// What this process holds in memory; 0 where the system does not say.
fn resident_kb() -> Result<u64> {
    if !cfg!(target_os = "linux") {
        return Ok(0);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb = line.and_then(|line| line.split_whitespace().next());
    Ok(kb.context("the system tells no VmRSS")?.parse()?)
}

fn starts(home: &Home) -> Result<()> {
    let mut opened = Sample::new("open: recovery, driver, counter")?;
    let mut usable = Sample::new("… and its first lists: usable")?;
    let mut most = 0;
    for _ in 0..STARTS {
        let ended = Command::new(std::env::current_exe()?)
            .arg(START)
            .arg(home.dir())
            .output()?;
        ensure!(
            ended.status.success(),
            "the till did not start: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
        let started: Started = serde_json::from_slice(&ended.stdout)?;
        opened.add(Duration::from_micros(started.open_us))?;
        usable.add(Duration::from_micros(started.lists_us))?;
        most = most.max(started.resident_kb);
    }
    opened.tell("");
    usable.tell("below 1.5 s");
    println!(
        "  memory of the Rust process then: {} MB, below 150 MB",
        most / 1000
    );
    Ok(())
}

/// The active products that can be scanned, some of them.
fn scannable(catalogue: &Catalogue) -> Result<Vec<Product>> {
    let page = Page {
        skip: 20_000,
        limit: 500,
        ..Page::default()
    };
    let products = catalogue.page(&page)?.into_iter();
    Ok(products
        .filter(|product| !product.barcodes.is_empty() && product.price.is_some())
        .collect())
}

/// Every beginning of what cashiers type, in both languages, as a code and as a barcode.
fn search(home: &Home) -> Result<()> {
    let catalogue = Catalogue::open(&home.catalogue())?;
    let mut typed = Vec::new();
    for product in scannable(&catalogue)? {
        let arabic = product.name_ar.clone().unwrap_or_default();
        for text in [&product.name, &arabic, &product.code, &product.barcodes[0]] {
            let letters: Vec<char> = text.chars().take(12).collect();
            typed.extend((1..=letters.len()).map(|end| letters[..end].iter().collect::<String>()));
        }
    }
    let mut keystroke = Sample::new("search, a keystroke")?;
    for text in typed.iter().step_by((typed.len() / KEYSTROKES).max(1)) {
        let begun = Instant::now();
        black_box(catalogue.search(text, 60, false)?);
        keystroke.add(begun.elapsed())?;
    }
    keystroke.tell("below 20 ms");
    Ok(())
}

/// From a barcode to the basket with its new line, on the disk.
async fn scan(home: &Home) -> Result<()> {
    let till = open(Opening {
        home,
        who: "bench",
        passphrase: None,
    })
    .await?;
    let catalogue = Catalogue::open(&home.catalogue())?;
    let products = scannable(&catalogue)?;
    ensure!(products.len() >= LINES, "too few products can be scanned");
    till.counter.edit(Edit::Clear, "bench")?;
    let mut scan = Sample::new("scan to line in the basket, durable")?;
    for basket in 0..BASKETS {
        for line in 0..LINES {
            let code = &products[(basket * LINES + line) % products.len()].barcodes[0];
            let begun = Instant::now();
            let found = catalogue.by_barcode(code)?.context("it is not found")?;
            let item = found.item(None).context("it has no price")?;
            let quantity = Quantity::ONE;
            black_box(till.counter.edit(Edit::Add { item, quantity }, "bench")?);
            scan.add(begun.elapsed())?;
        }
        till.counter.edit(Edit::Clear, "bench")?;
    }
    scan.tell("below 16 ms, with the screen's part");
    till.close().await;
    Ok(())
}

/// From a stored receipt to what a printer is sent.
fn papers(home: &Home) -> Result<()> {
    let reader = Reader::open(&home.database())?;
    let mut drawn = Sample::new("receipt read, drawn and made into dots")?;
    let options = Options {
        cut: Cut::Partial,
        drawer: None::<Drawer>,
        dots_per_line: Width::Mm80.dots(),
    };
    for place in 0..PAPERS {
        let begun = Instant::now();
        let row = reader
            .look(|conn| receipts::by_place(conn, 1 + place * 3001))
            .map_err(|error: StoreError| error)?
            .context("a receipt is missing")?;
        let receipt: Receipt = serde_json::from_str(&row.body)?;
        let page = draw(&receipt, Width::Mm80)?;
        black_box(escpos(&page.raster()?, &options)?);
        drawn.add(begun.elapsed())?;
    }
    drawn.tell("below 30 ms");
    Ok(())
}

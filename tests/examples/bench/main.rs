//! What Fils takes on this machine: `cargo xtask bench`.

mod charge;
mod find;
mod full;
mod parts;
mod sample;
#[cfg(target_os = "linux")]
mod window;

use anyhow::Result;

#[tokio::main]
async fn main() -> Result<()> {
    if full::only_starts().await? {
        return Ok(());
    }
    println!("One part at a time");
    parts::measure()?;
    println!("\nA charge");
    charge::measure().await?;
    full::measure().await?;
    if std::env::args().any(|word| word == "--no-window") {
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    window::measure().await?;
    Ok(())
}

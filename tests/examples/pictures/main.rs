//! Drives the real window through its screens and saves what it shows, in both languages, light and dark: `cargo xtask pictures`.
//! With names of folders such as `ar-dark` only those are taken.

#[cfg(target_os = "linux")]
mod album;
#[cfg(target_os = "linux")]
mod goods;
#[cfg(target_os = "linux")]
mod small;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let only: Vec<String> = std::env::args().skip(1).collect();
    for arabic in [false, true] {
        for dark in [false, true] {
            let look = album::Look { arabic, dark };
            if only.is_empty() || only.contains(&look.name()) {
                album::take(look).await?;
            }
        }
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window is driven on Linux only.");
}

//! What is plugged into this computer, to choose a printer from.

use serde::Serialize;

use crate::connection::{Connection, DEFAULT_BAUD};
use crate::usb;

/// Something that may be a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// How to reach it.
    pub connection: Connection,
    /// What it calls itself, or where it is.
    pub name: String,
}

/// The USB printers and the serial lines of this computer. What cannot be listed is left out: a person can still write where the printer is.
pub async fn devices() -> Vec<Device> {
    let mut found: Vec<Device> = usb::printers()
        .await
        .unwrap_or_default()
        .iter()
        .map(|device| {
            let names = [device.manufacturer_string(), device.product_string()];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            Device {
                connection: Connection::Usb {
                    vendor: device.vendor_id(),
                    product: device.product_id(),
                    serial: device
                        .serial_number()
                        .filter(|serial| !serial.is_empty())
                        .map(str::to_owned),
                },
                name: if name.is_empty() {
                    "USB printer".to_owned()
                } else {
                    name
                },
            }
        })
        .collect();
    let lines = tokio::task::spawn_blocking(serial2::SerialPort::available_ports).await;
    let lines = lines.unwrap_or_else(|_| Ok(Vec::new())).unwrap_or_default();
    found.extend(lines.iter().filter_map(|path| {
        let path = path.to_str()?.to_owned();
        Some(Device {
            name: path.clone(),
            connection: Connection::Serial {
                path,
                baud: DEFAULT_BAUD,
            },
        })
    }));
    found
}

//! Printers on USB, spoken to without a driver of the operating system's.
//!
//! On Linux the kernel's own printer driver steps aside for the time of a job; the account needs access to the device (a udev
//! rule). On Windows the printer needs the `WinUSB` driver instead of the maker's.

use nusb::descriptors::{ConfigurationDescriptor, InterfaceDescriptor, TransferType};
use nusb::transfer::{Bulk, Direction, In, Out};
use nusb::{DeviceInfo, ErrorKind};

use crate::fault::FaultCode;
use crate::line::Line;

/// The USB class of printers.
const PRINTER: u8 = 7;
/// Its protocol with a way back.
const BOTH_WAYS: u8 = 2;
/// Handed to the operating system at once.
const TRANSFER: usize = 4096;

/// Where in a device the printer is.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    interface: u8,
    setting: u8,
    to: u8,
    back: Option<u8>,
}

/// Everything that is plugged in. A computer that has no USB to list has nothing plugged in.
async fn list() -> Result<impl Iterator<Item = DeviceInfo>, FaultCode> {
    nusb::list_devices().await.map_err(|why| {
        if why.kind() == ErrorKind::PermissionDenied {
            FaultCode::NotPermitted
        } else {
            FaultCode::Unplugged
        }
    })
}

/// The printers that are plugged in.
pub(crate) async fn printers() -> Result<Vec<DeviceInfo>, FaultCode> {
    Ok(list()
        .await?
        .filter(|device| {
            device.class() == PRINTER || device.interfaces().any(|part| part.class() == PRINTER)
        })
        .collect())
}

/// Opens the printer of these numbers.
pub(crate) async fn open(
    vendor: u16,
    product: u16,
    serial: Option<&str>,
) -> Result<Line, FaultCode> {
    let wanted = list()
        .await?
        .filter(|device| device.vendor_id() == vendor && device.product_id() == product)
        .find(|device| serial.is_none() || device.serial_number() == serial)
        .ok_or(FaultCode::Unplugged)?;
    let device = wanted.open().await.map_err(|why| fault(&why))?;
    let place = device
        .active_configuration()
        .map_or(None, |configuration| find(&configuration))
        .ok_or(FaultCode::Unusable)?;
    let interface = device
        .detach_and_claim_interface(place.interface)
        .await
        .map_err(|why| fault(&why))?;
    if place.setting != 0 {
        interface
            .set_alt_setting(place.setting)
            .await
            .map_err(|why| fault(&why))?;
    }
    let writer = interface
        .endpoint::<Bulk, Out>(place.to)
        .map_err(|why| fault(&why))?
        .writer(TRANSFER);
    let reader = match place.back {
        Some(back) => Some(
            interface
                .endpoint::<Bulk, In>(back)
                .map_err(|why| fault(&why))?
                .reader(TRANSFER),
        ),
        None => None,
    };
    Ok(Line::Stream {
        reader: reader.map(|reader| Box::new(reader) as _),
        writer: Box::new(writer),
        closes: false,
    })
}

/// The printer in a device: of the printer class, with a way back if there is one; else whatever takes bulk data, for some
/// printers call themselves something else.
fn find(configuration: &ConfigurationDescriptor<'_>) -> Option<Place> {
    let rank = |part: &InterfaceDescriptor<'_>| {
        (
            part.class() == PRINTER,
            part.protocol() == BOTH_WAYS,
            part.alternate_setting() == 0,
        )
    };
    configuration
        .interface_alt_settings()
        .filter_map(|part| {
            let bulk = |direction| {
                part.endpoints()
                    .find(|end| {
                        end.transfer_type() == TransferType::Bulk && end.direction() == direction
                    })
                    .map(|end| end.address())
            };
            let place = Place {
                interface: part.interface_number(),
                setting: part.alternate_setting(),
                to: bulk(Direction::Out)?,
                back: bulk(Direction::In),
            };
            Some((rank(&part), place))
        })
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, place)| place)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nusb's kinds may grow; to a shop they all mean that the printer cannot be used"
)]
fn fault(why: &nusb::Error) -> FaultCode {
    match why.kind() {
        ErrorKind::Disconnected => FaultCode::Unplugged,
        ErrorKind::Busy => FaultCode::Busy,
        ErrorKind::PermissionDenied => FaultCode::NotPermitted,
        _ => FaultCode::Unusable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(number: u8, setting: u8, class: u8, protocol: u8, ends: &[(u8, u8)]) -> Vec<u8> {
        let count = u8::try_from(ends.len()).unwrap();
        let mut bytes = vec![9, 4, number, setting, count, class, 1, protocol, 0];
        for (address, attributes) in ends {
            bytes.extend([7, 5, *address, *attributes, 64, 0, 0]);
        }
        bytes
    }

    fn place(interfaces: &[Vec<u8>]) -> Option<Place> {
        let parts = interfaces.concat();
        let length = u16::try_from(9 + parts.len()).unwrap().to_le_bytes();
        let mut bytes = vec![9, 2, length[0], length[1], 1, 1, 0, 0x80, 50];
        bytes.extend(parts);
        find(&ConfigurationDescriptor::new(&bytes).unwrap())
    }

    #[test]
    fn the_printer_that_answers_is_preferred() {
        let found = place(&[
            interface(0, 0, 3, 0, &[(0x85, 3)]),
            interface(1, 0, PRINTER, 1, &[(0x01, 2)]),
            interface(1, 1, PRINTER, BOTH_WAYS, &[(0x01, 2), (0x82, 2)]),
        ]);
        assert_eq!(
            found,
            Some(Place {
                interface: 1,
                setting: 1,
                to: 0x01,
                back: Some(0x82)
            })
        );
    }

    #[test]
    fn a_printer_that_calls_itself_something_else_is_used_too() {
        let found = place(&[interface(0, 0, 0xFF, 0, &[(0x82, 2), (0x03, 2)])]);
        assert_eq!(
            found,
            Some(Place {
                interface: 0,
                setting: 0,
                to: 0x03,
                back: Some(0x82)
            })
        );
    }

    #[test]
    fn a_keyboard_is_no_printer() {
        assert_eq!(place(&[interface(0, 0, 3, 1, &[(0x81, 3)])]), None);
    }
}

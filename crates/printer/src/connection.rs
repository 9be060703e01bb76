//! Where a printer is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The port on which receipt printers take raw bytes.
pub const DEFAULT_PORT: u16 = 9100;

/// The speed of a serial line that names none.
pub const DEFAULT_BAUD: u32 = 9600;

/// Where a printer is, and how it is reached. As text: `192.168.1.50:9100`, `usb:04b8:0e15`, `usb:04b8:0e15:SERIAL`,
/// `serial:/dev/ttyUSB0@9600`, `serial:COM3@19200`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Connection {
    /// Raw bytes over TCP.
    Network {
        /// A name or an address; an IPv6 address without its brackets.
        host: String,
        /// The port, usually [`DEFAULT_PORT`].
        port: u16,
    },
    /// The USB printer class, without a driver of the operating system's.
    Usb {
        /// The maker's number.
        vendor: u16,
        /// The model's number.
        product: u16,
        /// Which one, where several of a model are plugged in.
        serial: Option<String>,
    },
    /// A serial line: eight bits, no parity, one stop bit, no handshake.
    Serial {
        /// `/dev/ttyUSB0`, `COM3`.
        path: String,
        /// Bits in a second.
        baud: u32,
    },
}

/// Why a text does not say where a printer is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionError {
    /// Nothing was written.
    #[error("Write where the printer is, such as 192.168.1.50:9100.")]
    Empty,
    /// Not a host, or not a port.
    #[error("{text} is not a network address: write one such as 192.168.1.50:9100.")]
    Network {
        /// What was written.
        text: String,
    },
    /// Not a maker's and a model's number.
    #[error("{text} is not a USB printer: write its two numbers, such as usb:04b8:0e15.")]
    Usb {
        /// What was written.
        text: String,
    },
    /// Not a line, or not a speed.
    #[error("{text} is not a serial line: write one such as serial:/dev/ttyUSB0@9600.")]
    Serial {
        /// What was written.
        text: String,
    },
}

impl ConnectionError {
    /// The error's stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "printer_empty",
            Self::Network { .. } => "printer_network",
            Self::Usb { .. } => "printer_usb",
            Self::Serial { .. } => "printer_serial",
        }
    }
}

impl Connection {
    /// The place as sentences name it: `The printer at 192.168.1.50:9100`.
    pub fn place(&self) -> String {
        match self {
            Self::Network { .. } => format!("The printer at {self}"),
            Self::Usb { .. } => format!("The printer {self}"),
            Self::Serial { path, .. } => format!("The printer on {path}"),
        }
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Network { host, port } => write!(f, "{host}:{port}"),
            Self::Usb {
                vendor,
                product,
                serial,
            } => {
                write!(f, "usb:{vendor:04x}:{product:04x}")?;
                serial.iter().try_for_each(|serial| write!(f, ":{serial}"))
            }
            Self::Serial { path, baud } => write!(f, "serial:{path}@{baud}"),
        }
    }
}

impl FromStr for Connection {
    type Err = ConnectionError;

    fn from_str(text: &str) -> Result<Self, ConnectionError> {
        let text = text.trim();
        let wrong = || text.to_owned();
        if text.is_empty() {
            Err(ConnectionError::Empty)
        } else if let Some(rest) = text.strip_prefix("usb:") {
            usb(rest).ok_or_else(|| ConnectionError::Usb { text: wrong() })
        } else if let Some(rest) = text.strip_prefix("serial:") {
            serial(rest).ok_or_else(|| ConnectionError::Serial { text: wrong() })
        } else {
            network(text).ok_or_else(|| ConnectionError::Network { text: wrong() })
        }
    }
}

fn network(text: &str) -> Option<Connection> {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        let port = if rest.is_empty() {
            None
        } else {
            Some(rest.strip_prefix(':')?)
        };
        (host, port)
    } else {
        let (host, port) = match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        };
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if host.is_empty() || !host.chars().all(named) {
            return None;
        }
        (host, port)
    };
    let port = match port {
        None => DEFAULT_PORT,
        Some(port) => port.parse().ok().filter(|&port| port != 0)?,
    };
    Some(Connection::Network {
        host: host.to_owned(),
        port,
    })
}

fn usb(text: &str) -> Option<Connection> {
    let mut parts = text.splitn(3, ':');
    let number = |part: &str| {
        let four = part.len() == 4 && part.chars().all(|c| c.is_ascii_hexdigit());
        four.then(|| u16::from_str_radix(part, 16).ok()).flatten()
    };
    Some(Connection::Usb {
        vendor: number(parts.next()?)?,
        product: number(parts.next()?)?,
        serial: match parts.next() {
            None => None,
            Some("") => return None,
            Some(serial) => Some(serial.to_owned()),
        },
    })
}

fn serial(text: &str) -> Option<Connection> {
    let (path, baud) = match text.rsplit_once('@') {
        Some((path, baud)) => (path, baud.parse().ok()?),
        None => (text, DEFAULT_BAUD),
    };
    let possible = !path.is_empty() && !path.contains(char::is_control);
    (possible && (300..=4_000_000).contains(&baud)).then(|| Connection::Serial {
        path: path.to_owned(),
        baud,
    })
}

impl TryFrom<String> for Connection {
    type Error = ConnectionError;

    fn try_from(text: String) -> Result<Self, ConnectionError> {
        text.parse()
    }
}

impl From<Connection> for String {
    fn from(connection: Connection) -> Self {
        connection.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        for (written, meant) in [
            ("192.168.1.50:9100", "192.168.1.50:9100"),
            (" 192.168.1.50 ", "192.168.1.50:9100"),
            ("printer-1.shop.local:9101", "printer-1.shop.local:9101"),
            ("[fe80::1]", "[fe80::1]:9100"),
            ("usb:04B8:0E15", "usb:04b8:0e15"),
            ("usb:04b8:0e15:X5:77", "usb:04b8:0e15:X5:77"),
            ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0@9600"),
            ("serial:COM3@19200", "serial:COM3@19200"),
        ] {
            let connection: Connection = written.parse().unwrap();
            assert_eq!(connection.to_string(), meant);
            assert_eq!(meant.parse::<Connection>().unwrap(), connection);
            let kept = serde_json::to_string(&connection).unwrap();
            assert_eq!(kept, format!("\"{meant}\""));
            assert_eq!(
                serde_json::from_str::<Connection>(&kept).unwrap(),
                connection
            );
        }
    }

    #[test]
    fn what_is_no_place_is_named() {
        for (written, code) in [
            ("  ", "printer_empty"),
            ("192.168.1.50:0", "printer_network"),
            ("192.168.1.50:99999", "printer_network"),
            ("a b", "printer_network"),
            (":9100", "printer_network"),
            ("fe80::1", "printer_network"),
            ("[x]:1", "printer_network"),
            ("usb:04b8", "printer_usb"),
            ("usb:4b8:0e15", "printer_usb"),
            ("usb:04b8:0e15:", "printer_usb"),
            ("serial:", "printer_serial"),
            ("serial:COM3@fast", "printer_serial"),
            ("serial:COM3@0", "printer_serial"),
        ] {
            let error = written.parse::<Connection>().unwrap_err();
            assert_eq!(error.code(), code, "{written}");
        }
        assert!(serde_json::from_str::<Connection>("\"usb:\"").is_err());
    }
}

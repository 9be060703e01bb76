//! What can be wrong with a printer, and what a person should do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::connection::Connection;

/// What is wrong with a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// No answer on the network.
    NotReachable,
    /// No such USB device or serial line.
    Unplugged,
    /// The operating system denies it to this account.
    NotPermitted,
    /// Another program has it.
    Busy,
    /// It is there, but takes no print data this way.
    Unusable,
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is jammed.
    Cutter,
    /// Too hot, or mending itself.
    Recovering,
    /// A fault that it cannot mend itself.
    Broken,
    /// Offline for a reason that it does not name.
    Offline,
    /// It does not take what is sent.
    Stalled,
    /// The connection broke.
    ConnectionLost,
}

impl FaultCode {
    /// Every code.
    pub const ALL: [Self; 13] = [
        Self::NotReachable,
        Self::Unplugged,
        Self::NotPermitted,
        Self::Busy,
        Self::Unusable,
        Self::PaperOut,
        Self::CoverOpen,
        Self::Cutter,
        Self::Recovering,
        Self::Broken,
        Self::Offline,
        Self::Stalled,
        Self::ConnectionLost,
    ];

    /// The stable code, for programs and catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotReachable => "not_reachable",
            Self::Unplugged => "unplugged",
            Self::NotPermitted => "not_permitted",
            Self::Busy => "busy",
            Self::Unusable => "unusable",
            Self::PaperOut => "paper_out",
            Self::CoverOpen => "cover_open",
            Self::Cutter => "cutter",
            Self::Recovering => "recovering",
            Self::Broken => "broken",
            Self::Offline => "offline",
            Self::Stalled => "stalled",
            Self::ConnectionLost => "connection_lost",
        }
    }

    /// The rest of a sentence that starts with the printer's place.
    const fn says(self) -> &'static str {
        match self {
            Self::NotReachable => "is not reachable: check that it is on and on the network.",
            Self::Unplugged => "is not there: check that it is on and its cable is plugged in.",
            Self::NotPermitted => {
                "may not be used from this account: ask whoever looks after this computer to allow it."
            }
            Self::Busy => "is in use by another program: close that program, then try again.",
            Self::Unusable => {
                "takes no print data this way: choose another connection, or give it the driver for raw printing (on Windows: WinUSB)."
            }
            Self::PaperOut => "is out of paper: put in a new roll.",
            Self::CoverOpen => "has its cover open: close it.",
            Self::Cutter => {
                "has a jammed cutter: switch it off, take out the paper, and switch it on again."
            }
            Self::Recovering => "is too hot or busy with itself: wait a minute.",
            Self::Broken => {
                "has a fault: switch it off and on again, and have it repaired if that does not help."
            }
            Self::Offline => {
                "is offline: press its online or feed button, or switch it off and on again."
            }
            Self::Stalled => {
                "does not take what is sent: check its paper and cover, then switch it off and on again."
            }
            Self::ConnectionLost => "stopped answering: check that it is on and its cable.",
        }
    }
}

/// What is wrong, and with which printer. `Display` is a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong.
    pub code: FaultCode,
    /// The printer.
    pub at: Connection,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.place(), self.code.says())
    }
}

impl std::error::Error for Fault {}

/// What will be wrong soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The roll is nearly used up.
    PaperNearEnd,
}

impl Warning {
    /// The stable code, for programs and catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaperNearEnd => "paper_near_end",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PaperNearEnd => "The printer is nearly out of paper: have a new roll ready.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_place_and_what_to_do() {
        let at: Connection = "192.168.1.50:9100".parse().unwrap();
        let fault = Fault {
            code: FaultCode::NotReachable,
            at,
        };
        assert_eq!(
            fault.to_string(),
            "The printer at 192.168.1.50:9100 is not reachable: check that it is on and on the network."
        );
        assert_eq!(
            serde_json::to_string(&fault).unwrap(),
            r#"{"code":"not_reachable","at":"192.168.1.50:9100"}"#
        );
    }

    #[test]
    fn codes_are_the_same_for_programs_and_in_what_is_kept() {
        for code in FaultCode::ALL {
            assert_eq!(
                serde_json::to_value(code).unwrap().as_str(),
                Some(code.as_str())
            );
        }
        assert_eq!(
            serde_json::to_value(Warning::PaperNearEnd).unwrap(),
            Warning::PaperNearEnd.as_str()
        );
    }
}

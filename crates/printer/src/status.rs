//! What a printer answers when it is asked how it is (ESC/POS `DLE EOT n`, and `GS r 1`).

use serde::{Deserialize, Serialize};

use crate::fault::{FaultCode, Warning};

/// The questions that are answered at once, even in the middle of printing.
pub(crate) const QUESTIONS: [[u8; 3]; 4] = [
    [0x10, 0x04, 1],
    [0x10, 0x04, 2],
    [0x10, 0x04, 3],
    [0x10, 0x04, 4],
];

/// The question that is answered in its turn: when everything sent before it has been worked off.
pub(crate) const IN_TURN: [u8; 3] = [0x1D, b'r', 1];

/// Bits that tell an answer to [`QUESTIONS`]: 0xx1xx10.
pub(crate) const fn answers_at_once(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0010
}

/// Bits that tell an answer to [`IN_TURN`]: 0xx0xxxx.
pub(crate) const fn answers_in_turn(byte: u8) -> bool {
    byte & 0b1001_0000 == 0
}

/// The first of four bytes that some printers send unasked when something changes: 0xx1xx00.
pub(crate) const fn starts_unasked(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0000
}

/// How a printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the printer's sensors: any of them can be on with any other"
)]
pub struct Status {
    /// It prints nothing at the moment.
    pub offline: bool,
    /// The cover is open.
    pub cover_open: bool,
    /// No paper.
    pub paper_out: bool,
    /// Little paper.
    pub paper_near_end: bool,
    /// The cutter is jammed.
    pub cutter: bool,
    /// A fault that it cannot mend.
    pub broken: bool,
    /// Too hot, or another fault that goes away by itself.
    pub recovering: bool,
}

impl Status {
    /// Reads the answers to `DLE EOT` 1 to 4; what was not answered is taken to be well.
    pub(crate) fn read(answers: [Option<u8>; 4]) -> Self {
        let [printer, cause, error, paper] = answers.map(|answer| answer.unwrap_or(0));
        Self {
            offline: printer & 0x08 != 0,
            cover_open: cause & 0x04 != 0,
            paper_out: cause & 0x20 != 0 || paper & 0x60 != 0,
            paper_near_end: paper & 0x0C != 0,
            cutter: error & 0x08 != 0,
            broken: error & 0x20 != 0,
            recovering: error & 0x40 != 0,
        }
    }

    /// What keeps it from printing, the first thing to do first.
    pub const fn fault(&self) -> Option<FaultCode> {
        if self.cover_open {
            Some(FaultCode::CoverOpen)
        } else if self.paper_out {
            Some(FaultCode::PaperOut)
        } else if self.cutter {
            Some(FaultCode::Cutter)
        } else if self.broken {
            Some(FaultCode::Broken)
        } else if self.recovering {
            Some(FaultCode::Recovering)
        } else if self.offline {
            Some(FaultCode::Offline)
        } else {
            None
        }
    }

    /// What will keep it from printing soon.
    pub const fn warning(&self) -> Option<Warning> {
        if self.paper_near_end {
            Some(Warning::PaperNearEnd)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(answers: [u8; 4]) -> Status {
        Status::read(answers.map(Some))
    }

    #[test]
    fn each_sensor_is_read_from_its_bit() {
        let well = [0x12, 0x12, 0x12, 0x12];
        assert_eq!(of(well), Status::default());
        assert_eq!(of(well).fault(), None);
        for (place, byte, fault) in [
            (0, 0x1A, FaultCode::Offline),
            (1, 0x16, FaultCode::CoverOpen),
            (1, 0x32, FaultCode::PaperOut),
            (3, 0x72, FaultCode::PaperOut),
            (2, 0x1A, FaultCode::Cutter),
            (2, 0x32, FaultCode::Broken),
            (2, 0x52, FaultCode::Recovering),
        ] {
            let mut answers = well;
            answers[place] = byte;
            assert_eq!(of(answers).fault(), Some(fault));
        }
        let near = of([0x12, 0x12, 0x12, 0x1E]);
        assert_eq!(
            (near.fault(), near.warning()),
            (None, Some(Warning::PaperNearEnd))
        );
    }

    #[test]
    fn a_drawer_that_is_open_is_no_fault() {
        assert_eq!(of([0x16, 0x12, 0x12, 0x12]), Status::default());
    }

    #[test]
    fn what_was_not_answered_is_taken_to_be_well() {
        assert_eq!(Status::read([Some(0x12), None, None, None]).fault(), None);
    }

    #[test]
    fn every_byte_is_at_most_one_kind_of_answer() {
        for byte in 0..=u8::MAX {
            let kinds = [
                answers_at_once(byte),
                answers_in_turn(byte),
                starts_unasked(byte),
            ];
            assert!(
                kinds.iter().filter(|kind| **kind).count() <= 1,
                "{byte:02x}"
            );
        }
    }
}

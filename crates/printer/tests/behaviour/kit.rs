use std::time::Duration;

use fils_printer::fake::FakePrinter;
use fils_printer::{Connection, FaultCode, Outcome, Patience, send};

/// Short where a test waits for it to be over, long where it must not be.
pub(crate) fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(1),
        write: Duration::from_secs(2),
        printed: Duration::from_secs(2),
        close: Duration::from_secs(5),
    }
}

/// A drawer kick, a picture of 72 bytes across with a frame, and a cut.
pub(crate) fn receipt(rows: u16) -> Vec<u8> {
    let mut job = b"\x1B@\x1Bp\x00\x19\xFA\x1Dv0\x00\x48\x00".to_vec();
    job.extend(rows.to_le_bytes());
    for row in 0..rows {
        let mut line = [0; 72];
        if row == 0 || row + 1 == rows {
            line.fill(0xFF);
        } else {
            line[0] = 0x80;
            line[71] = 0x01;
        }
        job.extend(line);
    }
    job.extend(b"\x1DVB\x00");
    job
}

pub(crate) async fn print(printer: &FakePrinter, job: &[u8]) -> Outcome {
    send(&printer.connection(), job, &patience()).await
}

pub(crate) fn not_sent(at: &Connection, code: FaultCode) -> Outcome {
    Outcome::NotSent(fils_printer::Fault {
        code,
        at: at.clone(),
    })
}

pub(crate) fn uncertain(at: &Connection, code: FaultCode) -> Outcome {
    Outcome::Uncertain(fils_printer::Fault {
        code,
        at: at.clone(),
    })
}

pub(crate) const CONFIRMED: Outcome = Outcome::Sent {
    confirmed: true,
    warning: None,
};

pub(crate) const TAKEN: Outcome = Outcome::Sent {
    confirmed: false,
    warning: None,
};

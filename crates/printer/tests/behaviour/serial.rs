//! Over a pseudo-terminal, which to a program is a serial line.

use std::os::fd::AsRawFd as _;
use std::thread::JoinHandle;
use std::time::Duration;

use fils_printer::{Connection, FaultCode, send};
use serial2::SerialPort;

use crate::kit::{CONFIRMED, TAKEN, not_sent, patience, receipt};

/// Takes bytes until there are `count`, answering questions if it `answers`; what is no question comes back.
fn printer(port: SerialPort, count: usize, answers: bool) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut printed = Vec::new();
        let mut question = Vec::new();
        while printed.len() < count || answers {
            let mut byte = [0];
            match port.read(&mut byte) {
                Ok(1..) => {}
                // The other side has hung up.
                Ok(_) | Err(_) => break,
            }
            question.push(byte[0]);
            let answer = match question[..] {
                [0x10 | 0x1D] | [0x10, 0x04] | [0x1D, b'r'] => continue,
                [0x10, 0x04, 1..=4] => Some(0x12),
                [0x1D, b'r', 1] => Some(0x00),
                _ => None,
            };
            match answer {
                Some(answer) if answers => port.write_all(&[answer]).unwrap(),
                Some(_) => {}
                None => printed.extend(&question),
            }
            question.clear();
        }
        printed
    })
}

fn line() -> (SerialPort, SerialPort, Connection) {
    let (mut ours, theirs) = SerialPort::pair().unwrap();
    ours.set_read_timeout(Duration::from_secs(10)).unwrap();
    let path = std::fs::read_link(format!("/proc/self/fd/{}", theirs.as_raw_fd())).unwrap();
    let at = format!("serial:{}@115200", path.display());
    (ours, theirs, at.parse().unwrap())
}

#[tokio::test]
async fn a_receipt_arrives_over_a_serial_line() {
    let (ours, theirs, at) = line();
    let printer = printer(ours, 0, true);
    assert_eq!(send(&at, &receipt(40), &patience()).await, CONFIRMED);
    drop(theirs);
    assert_eq!(printer.join().unwrap(), receipt(40));
}

#[tokio::test]
async fn a_silent_printer_takes_it_too() {
    let (ours, _theirs, at) = line();
    let job = receipt(40);
    let printer = printer(ours, job.len(), false);
    assert_eq!(send(&at, &job, &patience()).await, TAKEN);
    assert_eq!(printer.join().unwrap(), job);
}

#[tokio::test]
async fn a_line_that_is_not_there_is_unplugged_and_a_file_is_no_line() {
    let missing: Connection = "serial:/dev/no-such-line".parse().unwrap();
    let outcome = send(&missing, &receipt(5), &patience()).await;
    assert_eq!(outcome, not_sent(&missing, FaultCode::Unplugged));
    assert_eq!(
        outcome.to_string(),
        "The printer on /dev/no-such-line is not there: check that it is on and its cable is plugged in."
    );
    let file: Connection = "serial:/dev/null".parse().unwrap();
    let outcome = send(&file, &receipt(5), &patience()).await;
    assert_eq!(outcome, not_sent(&file, FaultCode::Unusable));
}

use std::time::Duration;

use fils_printer::fake::{FakePrinter, Manners, Mishap};
use fils_printer::{Connection, FaultCode, Outcome, Status, Warning, send, status};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::kit::{CONFIRMED, TAKEN, not_sent, patience, print, receipt, uncertain};

#[tokio::test]
async fn a_receipt_arrives_as_it_was_drawn() {
    let printer = FakePrinter::start().unwrap();
    assert_eq!(print(&printer, &receipt(100)).await, CONFIRMED);
    let jobs = printer.jobs_once(1).await;
    assert!(jobs[0].whole);
    assert_eq!(jobs[0].bytes, receipt(100), "questions are not printed");
    let paper = jobs[0].paper(576);
    assert_eq!((paper.height(), paper.kicks), (100, 1));
    assert_eq!(paper.cuts, [100]);
    assert!(!paper.overrun && !paper.torn && paper.unknown.is_empty());
    for (x, y, black) in [
        (0, 0, true),
        (575, 0, true),
        (0, 50, true),
        (1, 50, false),
        (575, 50, true),
        (300, 99, true),
    ] {
        assert_eq!(paper.is_black(x, y), black, "{x},{y}");
    }
}

#[tokio::test]
async fn jobs_arrive_one_after_the_other() {
    let printer = FakePrinter::start().unwrap();
    for rows in 2..5 {
        assert_eq!(print(&printer, &receipt(rows)).await, CONFIRMED);
    }
    let rows: Vec<usize> = printer
        .jobs_once(3)
        .await
        .iter()
        .map(|job| job.paper(576).height())
        .collect();
    assert_eq!(rows, [2, 3, 4]);
}

#[tokio::test]
async fn a_printer_that_answers_nothing_is_taken_as_it_is() {
    let printer = FakePrinter::start().unwrap();
    printer.set_manners(Manners::Silent);
    assert_eq!(print(&printer, &receipt(10)).await, TAKEN);
    assert_eq!(printer.jobs_once(1).await[0].bytes, receipt(10));
    assert_eq!(status(&printer.connection(), &patience()).await, Ok(None));
}

#[tokio::test]
async fn a_printer_that_does_not_say_when_it_is_done_is_looked_after_for_a_while() {
    let printer = FakePrinter::start().unwrap();
    printer.set_manners(Manners::AnswersAtOnceOnly);
    assert_eq!(print(&printer, &receipt(10)).await, TAKEN);
}

#[tokio::test]
async fn what_is_wrong_beforehand_is_said_and_nothing_is_sent() {
    let printer = FakePrinter::start().unwrap();
    let well = Status::default();
    for (wrong, code) in [
        (
            Status {
                paper_out: true,
                ..well
            },
            FaultCode::PaperOut,
        ),
        (
            Status {
                cover_open: true,
                ..well
            },
            FaultCode::CoverOpen,
        ),
        (
            Status {
                cutter: true,
                ..well
            },
            FaultCode::Cutter,
        ),
        (
            Status {
                broken: true,
                ..well
            },
            FaultCode::Broken,
        ),
        (
            Status {
                recovering: true,
                ..well
            },
            FaultCode::Recovering,
        ),
        (
            Status {
                offline: true,
                ..well
            },
            FaultCode::Offline,
        ),
    ] {
        printer.set_status(wrong);
        let outcome = print(&printer, &receipt(5)).await;
        assert_eq!(outcome, not_sent(&printer.connection(), code));
        let seen = status(&printer.connection(), &patience()).await.unwrap();
        assert_eq!(seen.and_then(|seen| seen.fault()), Some(code));
    }
    printer.set_status(well);
    assert_eq!(print(&printer, &receipt(5)).await, CONFIRMED);
    assert_eq!(printer.jobs_once(1).await.len(), 1);
}

#[tokio::test]
async fn little_paper_is_a_warning_and_no_fault() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(Status {
        paper_near_end: true,
        ..Status::default()
    });
    let outcome = print(&printer, &receipt(5)).await;
    assert_eq!(
        outcome,
        Outcome::Sent {
            confirmed: true,
            warning: Some(Warning::PaperNearEnd)
        }
    );
    assert_eq!(
        outcome.to_string(),
        "Printed. The printer is nearly out of paper: have a new roll ready."
    );
}

#[tokio::test]
async fn a_printer_that_is_off_is_named_and_works_again_when_it_is_on() {
    let mut printer = FakePrinter::start().unwrap();
    printer.switch_off().await;
    let outcome = print(&printer, &receipt(5)).await;
    assert_eq!(
        outcome,
        not_sent(&printer.connection(), FaultCode::NotReachable)
    );
    assert_eq!(
        outcome.to_string(),
        format!(
            "The printer at {} is not reachable: check that it is on and on the network.",
            printer.connection()
        )
    );
    printer.switch_on().await.unwrap();
    assert_eq!(print(&printer, &receipt(5)).await, CONFIRMED);
}

#[tokio::test]
async fn what_happens_in_the_middle_leaves_it_uncertain() {
    for (mishap, code) in [
        (Mishap::PaperOut, FaultCode::PaperOut),
        (Mishap::CoverOpen, FaultCode::CoverOpen),
        (Mishap::PowerOff, FaultCode::ConnectionLost),
    ] {
        let printer = FakePrinter::start().unwrap();
        printer.mishap_after(2000, mishap);
        let outcome = print(&printer, &receipt(1000)).await;
        assert_eq!(outcome, uncertain(&printer.connection(), code));
        let kept = serde_json::to_value(&outcome).unwrap();
        assert_eq!(kept["outcome"], "uncertain");
        assert_eq!(kept["code"], code.as_str());
        assert_eq!(serde_json::from_value::<Outcome>(kept).unwrap(), outcome);
        let jobs = printer.jobs_once(1).await;
        assert!(!jobs[0].whole);
        assert_eq!(jobs[0].bytes.len(), 2000);
        let paper = jobs[0].paper(576);
        assert!(paper.torn && paper.cuts.is_empty());
        assert!((20..30).contains(&paper.height()), "{}", paper.height());
        assert!(
            outcome
                .to_string()
                .ends_with("It may have printed in part: look at the paper before printing again.")
        );
    }
}

#[tokio::test]
async fn paper_that_runs_out_with_the_very_last_byte_is_uncertain_too() {
    let printer = FakePrinter::start().unwrap();
    let job = receipt(5);
    printer.mishap_after(job.len(), Mishap::PaperOut);
    assert_eq!(
        print(&printer, &job).await,
        uncertain(&printer.connection(), FaultCode::PaperOut)
    );
}

#[tokio::test]
async fn a_silent_printer_that_dies_or_stalls_leaves_it_uncertain() {
    for (mishap, code) in [
        (Mishap::PowerOff, FaultCode::ConnectionLost),
        (Mishap::Stall, FaultCode::Stalled),
    ] {
        let printer = FakePrinter::start().unwrap();
        printer.set_manners(Manners::Silent);
        printer.mishap_after(2000, mishap);
        // More than the operating systems of both sides keep for later.
        let job: Vec<u8> = std::iter::repeat_n(receipt(10_000), 20).flatten().collect();
        let outcome = print(&printer, &job).await;
        assert_eq!(outcome, uncertain(&printer.connection(), code));
    }
}

#[tokio::test]
async fn a_picture_whose_dots_look_like_questions_is_printed_all_the_same() {
    let printer = FakePrinter::start().unwrap();
    let dots: Vec<u8> = [[0x10, 0x04, 1], [0x10, 0x04, 2], [0x1D, b'r', 1]]
        .iter()
        .flatten()
        .copied()
        .cycle()
        .take(72 * 50)
        .collect();
    let mut job = vec![0x1D, b'v', b'0', 0, 72, 0, 50, 0];
    job.extend(&dots);
    assert_eq!(print(&printer, &job).await, CONFIRMED);
    assert_eq!(
        printer.jobs_once(1).await[0].paper(576).rows().concat(),
        dots
    );
}

/// Whatever a real printer may do: `talk` is its side of one connection.
async fn printer_that<F, T>(talk: F) -> Connection
where
    F: FnOnce(TcpStream) -> T + Send + 'static,
    T: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap().to_string().parse().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        talk(stream).await;
    });
    at
}

async fn expect(stream: &mut TcpStream, bytes: &[u8]) {
    let mut heard = vec![0; bytes.len()];
    stream.read_exact(&mut heard).await.unwrap();
    assert_eq!(heard, bytes);
}

async fn answer_four(stream: &mut TcpStream, first: u8) {
    for (n, answer) in [(1, first), (2, 0x12), (3, 0x12), (4, 0x12)] {
        expect(stream, &[0x10, 0x04, n]).await;
        stream.write_all(&[answer]).await.unwrap();
    }
}

#[tokio::test]
async fn one_that_hangs_up_at_once_has_nothing_of_the_job() {
    let at = printer_that(|stream| async move { drop(stream) }).await;
    let outcome = send(&at, &receipt(5), &patience()).await;
    assert_eq!(outcome, not_sent(&at, FaultCode::ConnectionLost));
}

#[tokio::test]
async fn one_that_hangs_up_when_it_is_asked_has_nothing_of_the_job() {
    let at = printer_that(|mut stream| async move {
        expect(&mut stream, &[0x10, 0x04, 1]).await;
        stream.shutdown().await.unwrap();
        let mut job = Vec::new();
        stream.read_to_end(&mut job).await.unwrap();
        assert!(job.is_empty());
    })
    .await;
    let outcome = send(&at, &receipt(5), &patience()).await;
    assert_eq!(outcome, not_sent(&at, FaultCode::ConnectionLost));
}

/// It prints for longer than it takes to ask, and answers late. Its first answer (the drawer is open) would mean an open cover if
/// it were taken for the second.
#[tokio::test]
async fn one_that_answers_nothing_while_it_prints_is_waited_for() {
    let at = printer_that(|mut stream| async move {
        answer_four(&mut stream, 0x16).await;
        expect(&mut stream, &receipt(5)).await;
        expect(&mut stream, &[0x1D, b'r', 1]).await;
        expect(&mut stream, &[0x10, 0x04, 1]).await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        stream.write_all(&[0x00]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        stream.write_all(&[0x16]).await.unwrap();
        answer_four(&mut stream, 0x16).await;
    })
    .await;
    let patient = fils_printer::Patience {
        printed: Duration::from_secs(20),
        ..patience()
    };
    assert_eq!(send(&at, &receipt(5), &patient).await, CONFIRMED);
}

#[tokio::test]
async fn one_that_never_answers_again_leaves_it_uncertain() {
    let at = printer_that(|mut stream| async move {
        answer_four(&mut stream, 0x12).await;
        // It takes everything, and says nothing more.
        let mut taken = Vec::new();
        stream.read_to_end(&mut taken).await.unwrap();
    })
    .await;
    let outcome = send(&at, &receipt(5), &patience()).await;
    assert_eq!(outcome, uncertain(&at, FaultCode::Stalled));
}

#[tokio::test]
async fn what_it_says_unasked_is_no_answer() {
    let at = printer_that(|mut stream| async move {
        stream.write_all(&[0x10, 0x00, 0x00, 0x00]).await.unwrap();
        answer_four(&mut stream, 0x12).await;
        expect(&mut stream, &receipt(5)).await;
        expect(&mut stream, &[0x1D, b'r', 1]).await;
        stream.write_all(&[0x14, 0x00, 0x00, 0x0F]).await.unwrap();
        // It has no answer to the question that is answered in its turn.
        for n in [1, 2, 3, 4].into_iter().cycle() {
            let mut question = [0; 3];
            if stream.read_exact(&mut question).await.is_err() {
                break;
            }
            assert_eq!(question, [0x10, 0x04, n]);
            stream.write_all(&[0x12]).await.unwrap();
        }
    })
    .await;
    assert_eq!(send(&at, &receipt(5), &patience()).await, TAKEN);
}

#[tokio::test]
async fn a_printer_that_is_not_plugged_in_is_said_to_be_missing() {
    let at: Connection = "usb:fffe:fffe".parse().unwrap();
    let outcome = send(&at, &receipt(5), &patience()).await;
    assert_eq!(outcome, not_sent(&at, FaultCode::Unplugged));
    assert_eq!(
        outcome.to_string(),
        "The printer usb:fffe:fffe is not there: check that it is on and its cable is plugged in."
    );
}

#[tokio::test]
async fn what_is_plugged_in_can_be_listed() {
    for device in fils_printer::devices().await {
        assert_eq!(
            device.connection.to_string().parse(),
            Ok(device.connection.clone())
        );
        assert!(!device.name.is_empty());
    }
}

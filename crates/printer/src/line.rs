//! The line to a printer: bytes there, and bytes back where it answers.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serial2::SerialPort;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::connection::Connection;
use crate::fault::FaultCode;
use crate::usb;

/// Written at once: small enough that a slow printer's progress is seen.
const PIECE: usize = 1024;

/// How long a reader of a serial line blocks its thread.
const SERIAL_TICK: Duration = Duration::from_millis(50);

/// What came back.
pub(crate) enum Heard {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing in the time given, or there is no way back.
    Silence,
    /// The printer has closed its side.
    End,
}

/// An open line.
pub(crate) enum Line {
    /// TCP and USB.
    Stream {
        /// Nothing where the printer only listens.
        reader: Option<Box<dyn AsyncRead + Send + Unpin>>,
        writer: Box<dyn AsyncWrite + Send + Unpin>,
        /// Whether the printer closes its side when it has taken everything.
        closes: bool,
    },
    /// A serial line, whose calls block.
    Serial(Arc<SerialPort>),
}

impl Line {
    /// Opens the line within `patience`.
    pub(crate) async fn open(
        connection: &Connection,
        patience: Duration,
    ) -> Result<Self, FaultCode> {
        match connection {
            Connection::Network { host, port } => {
                let address = (host.as_str(), *port);
                let Ok(Ok(stream)) = timeout(patience, TcpStream::connect(address)).await else {
                    return Err(FaultCode::NotReachable);
                };
                let (reader, writer) = stream.into_split();
                Ok(Self::Stream {
                    reader: Some(Box::new(reader)),
                    writer: Box::new(writer),
                    closes: true,
                })
            }
            Connection::Usb {
                vendor,
                product,
                serial,
            } => {
                let opening = usb::open(*vendor, *product, serial.as_deref());
                match timeout(patience, opening).await {
                    Ok(opened) => opened,
                    Err(_) => Err(FaultCode::Stalled),
                }
            }
            Connection::Serial { path, baud } => {
                let (path, baud) = (path.clone(), *baud);
                in_its_own_thread(move || {
                    let mut port = SerialPort::open(path, baud)?;
                    port.set_read_timeout(SERIAL_TICK)?;
                    port.set_write_timeout(patience)?;
                    port.discard_input_buffer()?;
                    Ok(Self::Serial(Arc::new(port)))
                })
                .await
                .map_err(|why| serial_fault(&why))
            }
        }
    }

    /// Hands over some of `bytes`; how many.
    pub(crate) async fn write(&mut self, bytes: &[u8], patience: Duration) -> io::Result<usize> {
        let piece = bytes.get(..PIECE).unwrap_or(bytes);
        let written = match self {
            Self::Stream { writer, .. } => timeout(patience, writer.write(piece)).await?,
            Self::Serial(port) => {
                let (port, piece) = (Arc::clone(port), piece.to_vec());
                in_its_own_thread(move || port.write(&piece)).await
            }
        }?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        Ok(written)
    }

    /// Waits until what was handed over has left this computer.
    pub(crate) async fn flush(&mut self, patience: Duration) -> io::Result<()> {
        match self {
            Self::Stream { writer, .. } => timeout(patience, writer.flush()).await?,
            Self::Serial(port) => {
                let port = Arc::clone(port);
                timeout(patience, in_its_own_thread(move || port.flush())).await?
            }
        }
    }

    /// Listens until something comes, or `patience` is over.
    pub(crate) async fn read(&mut self, patience: Duration) -> io::Result<Heard> {
        let mut buffer = [0; 64];
        let heard = match self {
            Self::Stream { reader: None, .. } => return Ok(Heard::Silence),
            Self::Stream {
                reader: Some(reader),
                ..
            } => match timeout(patience, reader.read(&mut buffer)).await {
                Ok(heard) => heard?,
                Err(_) => return Ok(Heard::Silence),
            },
            Self::Serial(port) => {
                let port = Arc::clone(port);
                let until = Instant::now() + patience;
                return in_its_own_thread(move || listen(&port, until)).await;
            }
        };
        Ok(match buffer.get(..heard) {
            Some([]) | None => Heard::End,
            Some(bytes) => Heard::Bytes(bytes.to_vec()),
        })
    }

    /// Says that nothing more will come, and waits up to `patience` for the printer to close its side, which it does when it has
    /// taken everything. Many leave it open; that is no fault.
    pub(crate) async fn close(mut self, patience: Duration) -> io::Result<()> {
        if let Self::Stream {
            closes: true,
            writer,
            ..
        } = &mut self
        {
            timeout(patience, writer.shutdown()).await??;
            let until = Instant::now() + patience;
            while let Heard::Bytes(_) = self
                .read(until.saturating_duration_since(Instant::now()))
                .await?
            {}
        }
        Ok(())
    }
}

fn listen(port: &SerialPort, until: Instant) -> io::Result<Heard> {
    let mut buffer = [0; 64];
    loop {
        match port.read(&mut buffer) {
            Ok(heard) => {
                return Ok(match buffer.get(..heard) {
                    Some([]) | None => Heard::End,
                    Some(bytes) => Heard::Bytes(bytes.to_vec()),
                });
            }
            Err(why) if why.kind() != io::ErrorKind::TimedOut => return Err(why),
            Err(_) if Instant::now() >= until => return Ok(Heard::Silence),
            Err(_) => {}
        }
    }
}

/// Runs what blocks where it may.
async fn in_its_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(why) => Err(io::Error::other(why)),
    }
}

fn serial_fault(why: &io::Error) -> FaultCode {
    let kind = why.kind();
    if kind == io::ErrorKind::NotFound {
        FaultCode::Unplugged
    } else if kind == io::ErrorKind::ResourceBusy
        // Windows says so of a line that another program has.
        || (cfg!(windows) && kind == io::ErrorKind::PermissionDenied)
    {
        FaultCode::Busy
    } else if kind == io::ErrorKind::PermissionDenied {
        FaultCode::NotPermitted
    } else {
        FaultCode::Unusable
    }
}

//! Connections that can be cut without an answer, as networks do.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The switch of one connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire {
    cut: Arc<AtomicBool>,
}

impl Wire {
    /// From now on not one byte goes out; the connection ends.
    pub(super) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    fn check(&self) -> io::Result<()> {
        if self.cut.load(Ordering::SeqCst) {
            Err(io::ErrorKind::ConnectionAborted.into())
        } else {
            Ok(())
        }
    }
}

/// A connection with its switch, and the one that ends all.
pub(super) struct Line {
    stream: TcpStream,
    wire: Wire,
    stopped: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// Listens, and gives each connection a switch.
pub(super) struct Lines {
    listener: TcpListener,
    stopped: watch::Receiver<bool>,
}

impl Lines {
    /// Once `stopped` holds true, every connection ends, idle ones and waiting ones too: a till must not go on
    /// talking to a sandbox that is gone.
    pub(super) fn new(listener: TcpListener, stopped: watch::Receiver<bool>) -> Self {
        Self { listener, stopped }
    }
}

impl Listener for Lines {
    type Io = Line;
    type Addr = (SocketAddr, Wire);

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection stays slow");
        }
        let wire = Wire::default();
        let mut stopped = self.stopped.clone();
        let line = Line {
            stream,
            wire: wire.clone(),
            stopped: Box::pin(async move {
                // A sender that is gone has stopped, too.
                let _gone = stopped.wait_for(|stopped| *stopped).await.is_err();
            }),
        };
        (line, (address, wire))
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok((self.listener.local_addr()?, Wire::default()))
    }
}

impl Connected<IncomingStream<'_, Lines>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.remote_addr().1.clone()
    }
}

impl Line {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        // A future that has ended must not be polled again: the switch remembers it.
        self.wire.check()?;
        if self.stopped.as_mut().poll(context).is_ready() {
            self.wire.cut();
        }
        self.wire.check()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

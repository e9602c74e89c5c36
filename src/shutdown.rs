//! The stop request, as a value that the loop can wait for (*graceful shutdown*).
//!
//! Exercise, `stop-1`: `stop` ends the service. This is the service's side.
//! Python: `signal.signal(SIGTERM, handler)`. Here a thread waits for the signal and closes a
//! channel, so that no handler runs in the middle of other code.
//! In production: the `signal-hook` crate, or the signal stream of an async runtime.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal};

/// The receiver of a channel on which nothing is sent. Dropping the sender is the stop request:
/// from then on, `try_recv` and `recv_timeout` return `Disconnected` at once.
pub struct Shutdown(Receiver<Infallible>);

impl Shutdown {
    /// A `Shutdown` and its sender: dropping the sender is the stop request.
    pub fn channel() -> (Sender<Infallible>, Shutdown) {
        let (sender, receiver) = mpsc::channel();
        (sender, Shutdown(receiver))
    }

    /// SIGTERM (`kill`) or SIGINT (Ctrl-C) is the stop request.
    ///
    /// Call it before the process has a second thread: signals are blocked for this thread, and for
    /// those it starts later. SIGHUP stays blocked, so that the service survives the end of its
    /// terminal. So does SIGXFSZ: if a file exceeds `ulimit -f`, `write` returns an error, as it
    /// does on a full disk.
    ///
    /// # Errors
    /// If the signals cannot be blocked, or if no thread can be started.
    pub fn on_signals() -> io::Result<Shutdown> {
        let (sender, shutdown) = Shutdown::channel();
        let waited_for = SigSet::from_iter([Signal::SIGTERM, Signal::SIGINT]);
        waited_for.thread_block()?;
        SigSet::from_iter([Signal::SIGHUP, Signal::SIGXFSZ]).thread_block()?;
        thread::Builder::new().spawn(move || {
            // `sigwait` fails only if the set contains an invalid number, and this one does not.
            let _ = waited_for.wait();
            drop(sender);
        })?;
        Ok(shutdown)
    }

    /// Whether a stop has been requested.
    pub fn is_requested(&self) -> bool {
        self.0.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Sleeps for `span`, or until a stop is requested. Returns whether it is requested.
    pub fn wait(&self, span: Duration) -> bool {
        self.0.recv_timeout(span) == Err(RecvTimeoutError::Disconnected)
    }
}

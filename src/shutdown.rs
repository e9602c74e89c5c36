//! Being asked to stop, as a value that can be waited on.
//!
//! Serves *`stop`: stop the process `backup_service.py`*, from the service's side: `kill` sends
//! SIGTERM, and the service ends by its own will, with nothing half done. Python would install
//! `signal.signal(SIGTERM, handler)`; here a thread of its own waits for the signal and closes a
//! channel, so that nothing ever runs in the middle of something else.
//!
//! In production: the same, or the `signal-hook` crate, or an async runtime's signal stream.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal};

/// The receiving half of a channel on which nothing is ever sent: the request to stop is the end
/// of its sender, and a channel whose sender is gone says so at once, each time it is asked.
pub struct Shutdown(Receiver<Infallible>);

impl Shutdown {
    /// A stop requested by hand: drop the sender.
    pub fn channel() -> (Sender<Infallible>, Shutdown) {
        let (sender, receiver) = mpsc::channel();
        (sender, Shutdown(receiver))
    }

    /// A stop requested by SIGTERM (`kill`) or SIGINT (Ctrl-C).
    ///
    /// Call it before the process has a second thread: signals are blocked for this thread and
    /// those it starts later. SIGHUP is blocked too, and nobody waits for it, so that the service
    /// outlives the terminal it was started from; so is SIGXFSZ, so that a file past `ulimit -f`
    /// is an error of `write` like a full disk, and not the end of the service.
    ///
    /// # Errors
    /// What `pthread_sigmask` or the start of the thread answers.
    pub fn on_signals() -> io::Result<Shutdown> {
        let (sender, shutdown) = Shutdown::channel();
        let waited_for = SigSet::from_iter([Signal::SIGTERM, Signal::SIGINT]);
        waited_for.thread_block()?;
        SigSet::from_iter([Signal::SIGHUP, Signal::SIGXFSZ]).thread_block()?;
        thread::Builder::new().spawn(move || {
            // sigwait(3) fails only for a set that holds no signal; then too, stopping is right.
            let _ = waited_for.wait();
            drop(sender);
        })?;
        Ok(shutdown)
    }

    /// Whether a stop has been requested.
    pub fn is_requested(&self) -> bool {
        self.0.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Sleeps for `span`, or until a stop is requested; says whether one is.
    pub fn wait(&self, span: Duration) -> bool {
        self.0.recv_timeout(span) == Err(RecvTimeoutError::Disconnected)
    }
}

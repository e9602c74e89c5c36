//! Waits for a program that holds a lease on a file.
//!
//! Python: a loop around `os.open` that catches `BlockingIOError`.
//!
//! A file server (Samba, NFS) takes a *lease* on a file that a client caches. Opening the file with
//! `O_NONBLOCK` fails with EWOULDBLOCK, and tells the server to write the cache back and release
//! the lease, which takes a moment. So we try again for a few seconds.

use std::thread;
use std::time::Duration;

use nix::errno::Errno;

use super::error::EntryError;
use super::writer::Writer;

/// How long we wait for one file.
const MAX_WAIT: Duration = Duration::from_secs(5);
/// How long we wait for all files of an archive: other schedules wait meanwhile.
const MAX_TOTAL_WAIT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// How long this archive has waited for leases.
#[derive(Default)]
pub struct LeaseWaits {
    total: Duration,
}

impl LeaseWaits {
    /// Calls `open` until no lease is in its way, the time is up, or the archive is cancelled.
    pub fn open<T>(
        &mut self,
        writer: &Writer,
        open: impl Fn() -> nix::Result<T>,
    ) -> Result<T, EntryError> {
        let mut waited = Duration::ZERO;
        loop {
            match open() {
                Err(Errno::EWOULDBLOCK) if waited < MAX_WAIT && self.total < MAX_TOTAL_WAIT => {
                    writer.check_cancelled()?;
                    thread::sleep(POLL_INTERVAL);
                    waited += POLL_INTERVAL;
                    self.total += POLL_INTERVAL;
                }
                opened => return Ok(opened?),
            }
        }
    }
}

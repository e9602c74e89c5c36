//! Runs the threads that compress blocks: a worker pool.
//!
//! Exercise, `archive-1`: the backup is compressed, here in a fraction of the time.
//! Python: `concurrent.futures.ThreadPoolExecutor`.
//! In production: `rayon`, if the program has other work for its threads.
//!
//! All workers take jobs from one queue. Each job carries a channel for its result. The caller
//! keeps the receivers in order, and so gets the blocks in order, whichever worker is faster.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::block::{Block, Deflater};

/// More threads than these only wait for the one that reads files.
const MAX_THREADS: usize = 12;

/// A block to compress, and where to send it afterwards.
type Job = (Block, Sender<Block>);

/// Threads that compress blocks. They end when this is dropped, since that closes the queue.
pub struct WorkerPool {
    jobs: Sender<Job>,
    queue: Arc<Mutex<Receiver<Job>>>,
    threads: usize,
    max_threads: usize,
}

impl Default for WorkerPool {
    /// A pool without threads: `deflate` starts one per block, up to one per core or `MAX_THREADS`.
    fn default() -> WorkerPool {
        let (jobs, queue) = mpsc::channel();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        WorkerPool {
            jobs,
            queue: Arc::new(Mutex::new(queue)),
            threads: 0,
            max_threads: cores.min(MAX_THREADS),
        }
    }
}

impl WorkerPool {
    /// Gives `block` to a worker, and returns the channel that the compressed block will come from.
    ///
    /// # Errors
    /// If the system refuses to start the first thread.
    pub fn deflate(&mut self, block: Block) -> io::Result<Receiver<Block>> {
        if self.threads < self.max_threads {
            let queue = Arc::clone(&self.queue);
            match thread::Builder::new().spawn(move || work(&queue)) {
                Ok(_) => self.threads += 1,
                // The system may allow no more threads. One is enough.
                Err(_) if self.threads > 0 => self.max_threads = self.threads,
                Err(error) => return Err(error),
            }
        }
        let (sender, receiver) = mpsc::channel();
        // `send` cannot fail: we own the queue's receiver too.
        let _ = self.jobs.send((block, sender));
        Ok(receiver)
    }
}

/// The body of a worker: compresses blocks until the queue is closed.
fn work(queue: &Mutex<Receiver<Job>>) {
    let mut deflater = Deflater::default();
    loop {
        // One idle worker blocks in `recv` holding the mutex; the others block on the mutex. The
        // guard is dropped at the end of this statement, before the block is compressed.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((mut block, sender)) = job else {
            return;
        };
        deflater.deflate(&mut block);
        // It fails if the archive was aborted. The block is not needed then.
        let _ = sender.send(block);
    }
}

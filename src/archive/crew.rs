//! The threads that compress blocks.
//!
//! Serves *The backups will be a compressed file*, in a fraction of the time: Python's
//! `concurrent.futures.ThreadPoolExecutor`. Blocks go into one queue, and whoever is free takes
//! the next. With each goes a channel for its way back, like a numbered tag at a cloakroom: the
//! owner keeps the tags in order, and so gets the blocks in order, whoever was faster.
//!
//! Threads start as there is work for them, one a block, up to one a core, twelve at most.
//!
//! In production: the same, or `rayon`, if the program has other work for its threads.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::block::{Block, Deflater};

/// More threads than these wait for the one that reads.
const MOST_THREADS: usize = 12;

type Job = (Block, Sender<Block>);

/// Threads that compress, none at first; they end when this is dropped.
pub struct Crew {
    jobs: Sender<Job>,
    queue: Arc<Mutex<Receiver<Job>>>,
    threads: usize,
    most: usize,
}

impl Default for Crew {
    fn default() -> Crew {
        let (jobs, queue) = mpsc::channel();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Crew {
            jobs,
            queue: Arc::new(Mutex::new(queue)),
            threads: 0,
            most: cores.min(MOST_THREADS),
        }
    }
}

impl Crew {
    /// Has `block` compressed; it comes out of the answer.
    ///
    /// # Errors
    /// The system has no thread for it.
    pub fn deflate(&mut self, block: Block) -> io::Result<Receiver<Block>> {
        if self.threads < self.most {
            let queue = Arc::clone(&self.queue);
            match thread::Builder::new().spawn(move || work(&queue)) {
                Ok(_) => self.threads += 1,
                // One is enough to go on: the system may allow us no more of them.
                Err(_) if self.threads > 0 => self.most = self.threads,
                Err(error) => return Err(error),
            }
        }
        let (done, comes_back) = mpsc::channel();
        // Nobody hangs up while we hold the queue ourselves.
        let _ = self.jobs.send((block, done));
        Ok(comes_back)
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    let mut deflater = Deflater::default();
    loop {
        // One thread waits at the queue, the others at its door: the lock is released at the end
        // of this statement, before the work begins.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((mut block, done)) = job else {
            return;
        };
        deflater.deflate(&mut block);
        // It fails if the archive was given up; then the block is not missed.
        let _ = done.send(block);
    }
}

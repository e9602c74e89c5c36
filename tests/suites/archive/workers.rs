//! The rules for `archive/workers.rs`. The suite of `archive/gzip.rs` tests the order of the blocks.

use backup::archive::block::Block;

use super::subject::WorkerPool;

/// An archive that is aborted drops its receivers, and then the pool.
#[test]
fn dropped_receiver_stops_no_worker() {
    let mut workers = WorkerPool::default();
    drop(workers.deflate(Block::allocate()).unwrap());
    let receiver = workers.deflate(Block::allocate()).unwrap();
    drop(workers);
    let result = receiver.recv();
    assert!(result.is_ok(), "a block in the queue should be finished");
}

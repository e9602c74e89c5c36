//! The rules for `archive/workers.rs`. The suite of `archive/gzip.rs` tests the order of the blocks.

use backup::archive::block::Block;

use super::subject::WorkerPool;

/// An archive that is aborted drops its receivers, and then the pool.
#[test]
fn dropped_receiver_stops_no_worker() {
    let mut workers = WorkerPool::default();
    let block = || {
        let mut block = Block::allocate();
        block.length = 100_000;
        block
    };
    for _ in 0..20 {
        drop(workers.deflate(block()).unwrap());
    }
    let receiver = workers.deflate(block()).unwrap();
    drop(workers);
    let result = receiver.recv();
    assert!(result.is_ok(), "a block in the queue must be compressed");
}

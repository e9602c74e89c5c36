//! The rules for `archive/workers.rs`.

use backup::archive::block::Block;

use super::subject::WorkerPool;

/// A block of `length` zeros.
fn block(length: usize) -> Block {
    let mut block = Block::allocate();
    block.length = length;
    block
}

/// The results can be received in any order.
#[test]
fn each_block_returns_through_its_own_channel() {
    let mut workers = WorkerPool::default();
    let lengths = (1..40).map(|number| 20_000 / number);
    let in_flight: Vec<_> = lengths
        .map(|length| (length, workers.deflate(block(length)).unwrap()))
        .collect();
    for (length, receiver) in in_flight.into_iter().rev() {
        let block = receiver.recv().unwrap();
        let amount = block.crc.amount() as usize;
        assert_eq!(amount, length, "the block should have its checksum");
        let mut out = Vec::new();
        block.write(&mut out).unwrap();
        assert!(out.len() < length.max(20), "zeros should get smaller");
    }
}

/// An archive that is aborted drops its receivers, and then the pool.
#[test]
fn dropped_receiver_stops_no_worker() {
    let mut workers = WorkerPool::default();
    drop(workers.deflate(block(1)).unwrap());
    let receiver = workers.deflate(block(2)).unwrap();
    drop(workers);
    let result = receiver.recv();
    assert!(result.is_ok(), "a block in the queue should be finished");
}

//! What `archive/crew.rs` must do.

use backup::archive::block::Block;

use super::subject::Crew;

/// A block of so many zeros.
fn block(length: usize) -> Block {
    let mut block = Block::with_room();
    block.length = length;
    block
}

/// Each tag gets back the block that was given in for it, compressed, in whatever order one asks.
#[test]
fn each_block_comes_back_by_its_own_way() {
    let mut crew = Crew::default();
    let lengths = (1..40).map(|number| 20_000 / number);
    let given_in: Vec<_> = lengths
        .map(|length| (length, crew.deflate(block(length)).unwrap()))
        .collect();
    for (length, tag) in given_in.into_iter().rev() {
        let block = tag.recv().unwrap();
        assert_eq!(block.crc.amount() as usize, length, "it is summed up");
        let mut out = Vec::new();
        block.write(&mut out).unwrap();
        assert!(out.len() < length.max(20), "it is compressed");
    }
}

/// An archive that is given up asks for nothing any more, and the threads end.
#[test]
fn nobody_has_to_wait_for_a_block() {
    let mut crew = Crew::default();
    drop(crew.deflate(block(1)).unwrap());
    let tag = crew.deflate(block(2)).unwrap();
    drop(crew);
    assert!(tag.recv().is_ok(), "what was begun is finished");
}

//! The backup manager.

pub mod archive;
pub mod clock;
pub mod printable;
pub mod schedule;
pub mod stop;

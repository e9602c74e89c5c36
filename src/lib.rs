//! The backup manager.

pub mod clock;
pub mod printable;
pub mod schedule;
pub mod service;
pub mod stop;

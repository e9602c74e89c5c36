//! `./backups`: archives are put there, and listed.
//!
//! Serves *The backups will be saved in `./backups`* and `backups`: Python's `pathlib.Path`. The
//! manager lists what is there, and the service alone writes it.

mod list;
mod save;

pub use list::list;
pub use save::{save, sweep};

//! The service: what `backup_service` does between its start and its end.

pub mod due;

//! Waits for archives, and opens them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::TestEnv;
use crate::check::{Failure, Verdict, expect, fail};

impl TestEnv {
    /// Waits for the archive of `name`.
    pub fn saves(&self, name: &str) -> Verdict {
        let archive = format!("backups/{name}.tar");
        if self.until_service_ends(|| self.path(&archive).is_file()) {
            return Ok(());
        }
        if self.services().is_empty() {
            return Err(self.no_service());
        }
        let names = self.names("backups").join(" ");
        let log = self.service_log();
        fail(
            archive,
            format!("in ./backups: [{names}]\nin its log: {log}"),
        )
    }

    /// Saves `path`, due now, under `name`, as a step on the way to the sentence.
    pub fn saved(&self, path: &str, name: &str) -> Verdict {
        self.start_with(&self.clock.due(path, name))?;
        self.saves(name).map_err(Failure::in_setup)
    }

    /// Extracts the archive of `name` with `tar`, which finds out how it is compressed.
    pub fn extract(&self, name: &str) -> Result<PathBuf, Failure> {
        let to = self.dir.with_file_name(format!("restored-{name}"));
        fs::create_dir_all(&to).expect("a directory can be made");
        let archive = self.path(&format!("backups/{name}.tar"));
        let mut tar = Command::new("tar");
        tar.arg("-xf").arg(archive).arg("-C").arg(&to);
        let output = self.run(&mut tar, "`tar -xf`")?;
        expect(
            output.is_success(),
            "`tar -xf` opens the archive",
            output.stderr,
        )?;
        Ok(to)
    }

    /// The same, for an archive that may still be written when its name appears.
    pub fn extract_when_complete(&self, name: &str) -> Result<PathBuf, Failure> {
        let mut extracted = None;
        self.until(|| extracted.insert(self.extract(name)).is_ok());
        extracted.expect("`until` asks at least once")
    }
}

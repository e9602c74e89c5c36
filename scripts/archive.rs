//! `archive SOURCE OUT`: one backup without the service, for `scripts/bench.sh`.

use std::error::Error;
use std::fs::File;
use std::path::Path;

use backup::archive;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [source, out] = &arguments[..] else {
        return Err("usage: archive SOURCE OUT".into());
    };
    let warnings = archive::write(Path::new(source), File::create(out)?, &[], &|| false)?;
    for warning in warnings.texts {
        eprintln!("Warning: {warning}");
    }
    Ok(())
}

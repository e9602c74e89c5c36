//! Makes records of what does not fit in a tar header: a pax extended header.
//!
//! Exercise, `archive-3`: a hint names Python's `tarfile`. This part of it makes pax headers.
//! Python: `tarfile.PAX_FORMAT`.
//!
//! A record is a line `LENGTH KEY=VALUE`. An entry of type `x` carries the records, before the
//! entry that they describe (POSIX `pax`, "pax Extended Header"). Long names, large numbers, times
//! before 1970, after 2242 or with a fraction all become records.
//!
//! GNU tar has an older way (a `././@LongLink` entry, binary numbers), but it has no fractions of a
//! second, and most files have one.

use tar::{EntryType, Header};

/// A second, in nanoseconds.
const SECOND: i128 = 1_000_000_000;

/// The records of one entry.
#[derive(Default)]
pub struct Records(Vec<u8>);

impl Records {
    /// Adds a name. pax requires UTF-8; for any other name a record announces binary values.
    pub fn name(&mut self, key: &str, name: &[u8]) {
        if str::from_utf8(name).is_err() {
            self.add("hdrcharset", b"BINARY");
        }
        self.add(key, name);
    }

    /// Adds a number if it is greater than `max`, the largest that fits in its field.
    pub fn number(&mut self, key: &str, number: u64, max: u64) {
        if number > max {
            self.add(key, number.to_string().as_bytes());
        }
    }

    /// Adds a time, as `stat` gives it. The nanoseconds count forward, also from a negative second:
    /// half a second before 1970 is -1 s and 500,000,000 ns, and becomes `-0.5`.
    pub fn time(&mut self, key: &str, seconds: i64, nanoseconds: i64) {
        let total = i128::from(seconds) * SECOND + i128::from(nanoseconds);
        let sign = if total < 0 { "-" } else { "" };
        let (whole, fraction) = (total.abs() / SECOND, total.abs() % SECOND);
        let text = format!("{sign}{whole}.{fraction:09}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        self.add(key, text.as_bytes());
    }

    /// Adds the records of a sparse file of `size` bytes (GNU tar's manual, "PAX Format, Version
    /// 1.0"). The contents of its entry begin with the map.
    pub fn sparse(&mut self, path: &[u8], size: u64) {
        self.add("GNU.sparse.major", b"1");
        self.add("GNU.sparse.minor", b"0");
        self.name("GNU.sparse.name", path);
        self.add("GNU.sparse.realsize", size.to_string().as_bytes());
    }

    fn add(&mut self, key: &str, value: &[u8]) {
        // The length counts its own digits too: try again until it fits.
        let rest = " =\n".len() + key.len() + value.len();
        let mut length = rest;
        while rest + length.to_string().len() != length {
            length = rest + length.to_string().len();
        }
        self.0
            .extend_from_slice(format!("{length} {key}=").as_bytes());
        self.0.extend_from_slice(value);
        self.0.push(b'\n');
    }

    /// The entry that carries the records. Empty if there are none.
    pub fn into_bytes(self) -> Vec<u8> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut header = Header::new_ustar();
        // Readers ignore the name. The same one in each entry compresses to almost nothing.
        header.as_old_mut().name[..9].copy_from_slice(b"PaxHeader");
        header.set_entry_type(EntryType::XHeader);
        header.set_mode(0o644);
        header.set_size(self.0.len() as u64);
        header.set_cksum();
        let mut bytes = header.as_bytes().to_vec();
        bytes.extend_from_slice(&self.0);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        bytes
    }
}

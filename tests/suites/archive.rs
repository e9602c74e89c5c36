//! What `archive` must do.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use backup::stop::Stop;
use flate2::bufread::GzDecoder;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, mkdirat};
use nix::unistd::mkfifo;
use tar::EntryType;
use tempfile::TempDir;

use super::subject::write;

/// A directory for one test, with the tree `test` in it.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        let home = Home(TempDir::new().unwrap());
        fs::create_dir(home.at("")).unwrap();
        home
    }

    /// A path in the tree.
    fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join("test").join(path)
    }

    fn file(&self, path: impl AsRef<Path>, content: &[u8]) {
        fs::create_dir_all(self.at(&path).parent().unwrap()).unwrap();
        fs::write(self.at(path), content).unwrap();
    }

    /// The archive of the tree, which must raise no warning.
    fn saved(&self) -> Vec<Seen> {
        let (archive, warnings) = save(&self.at("")).unwrap();
        assert_eq!(warnings, [""; 0]);
        entries(&archive)
    }
}

/// An entry of an archive as another program reads it.
#[derive(Debug)]
struct Seen {
    name: Vec<u8>,
    kind: EntryType,
    mode: u32,
    owner: (u64, u64),
    link: Option<Vec<u8>>,
    size_in_header: u64,
    records: Vec<(String, Vec<u8>)>,
    content: Vec<u8>,
}

impl Seen {
    fn name(&self) -> &str {
        str::from_utf8(&self.name).unwrap()
    }

    fn record(&self, key: &str) -> Option<&str> {
        let found = self.records.iter().find(|(name, _)| name == key)?;
        Some(str::from_utf8(&found.1).unwrap())
    }
}

type Saved = io::Result<(Vec<u8>, Vec<String>)>;

fn save(source: &Path) -> Saved {
    let mut archive = Vec::new();
    let (_sender, stop) = Stop::by_hand();
    let warnings = write(source, &mut archive, &[], &stop)?;
    Ok((archive, warnings))
}

fn gunzip(archive: &[u8]) -> Vec<u8> {
    let mut decoder = GzDecoder::new(archive);
    let mut tar = Vec::new();
    decoder.read_to_end(&mut tar).unwrap();
    let rest = decoder.into_inner();
    assert!(
        rest.is_empty(),
        "{} bytes after the gzip member",
        rest.len()
    );
    tar
}

fn entries(archive: &[u8]) -> Vec<Seen> {
    let tar = gunzip(archive);
    assert!(
        tar.len().is_multiple_of(512),
        "a tar archive is whole blocks"
    );
    assert!(
        tar.ends_with(&[0; 1024]),
        "two blocks of zeros end a tar archive"
    );
    let mut archive = tar::Archive::new(&tar[..]);
    let seen = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let records = entry
            .pax_extensions()
            .unwrap()
            .into_iter()
            .flatten()
            .map(|record| {
                let record = record.unwrap();
                (
                    record.key().unwrap().to_owned(),
                    record.value_bytes().to_vec(),
                )
            });
        Seen {
            records: records.collect(),
            name: entry.path_bytes().into_owned(),
            kind: entry.header().entry_type(),
            mode: entry.header().mode().unwrap(),
            owner: (entry.header().uid().unwrap(), entry.header().gid().unwrap()),
            link: entry.link_name_bytes().map(|link| link.into_owned()),
            size_in_header: entry.header().entry_size().unwrap(),
            content,
        }
    });
    seen.collect()
}

fn names(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(Seen::name).collect()
}

#[track_caller]
fn find<'a>(seen: &'a [Seen], name: &str) -> &'a Seen {
    let found = seen.iter().find(|entry| entry.name == name.as_bytes());
    found.unwrap_or_else(|| panic!("no {name:?} in {:?}", names(seen)))
}

/// Bytes that do not compress, different for each seed.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes()
    });
    let mut bytes: Vec<u8> = words.take(length / 8 + 1).flatten().collect();
    bytes.truncate(length);
    bytes
}

#[test]
fn everything_is_saved_in_name_order_below_the_last_name_of_the_source() {
    let home = Home::new();
    for name in ["b", "B", "a/2", "a/10", "a-b", "ab"] {
        home.file(name, name.as_bytes());
    }
    fs::create_dir(home.at("empty")).unwrap();
    let seen = home.saved();
    let expected = [
        "test/",
        "test/B",
        "test/a/",
        "test/a/10",
        "test/a/2",
        "test/a-b",
        "test/ab",
        "test/b",
        "test/empty/",
    ];
    let mut sorted = names(&seen);
    // A directory comes before what is in it; its own place among its neighbours is by its name.
    assert_eq!(sorted.remove(2), "test/a/");
    assert_eq!(sorted, [&expected[..2], &expected[3..]].concat());
    assert_eq!(find(&seen, "test/a/10").content, b"a/10");
    assert_eq!(find(&seen, "test/empty/").kind, EntryType::Directory);
}

#[test]
fn the_same_tree_gives_the_same_bytes_in_whatever_order_it_was_made() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_500);
    let archives = [["a", "b", "c"], ["c", "a", "b"]].map(|order| {
        let home = Home::new();
        for name in order {
            home.file(name, &noise(700_000, name.len() as u64));
            File::open(home.at(name))
                .unwrap()
                .set_modified(time)
                .unwrap();
        }
        File::open(home.at("")).unwrap().set_modified(time).unwrap();
        let archive = save(&home.at("")).unwrap().0;
        assert!(
            archive == save(&home.at("")).unwrap().0,
            "the same tree, the second time"
        );
        archive
    });
    assert!(archives[0] == archives[1], "made in another order");
}

#[test]
fn entries_are_relative_whatever_the_source_is_called() {
    let home = Home::new();
    home.file("sub/file", b"x");
    symlink("test", home.0.path().join("link")).unwrap();
    symlink("test/sub/file", home.0.path().join("link-to-file")).unwrap();
    for (source, expected) in [
        ("test", "test/"),
        ("test/", "test/"),
        ("test/.", "test/"),
        ("test/sub/..", "test/"),
        ("test/sub", "sub/"),
        ("link", "link/"),
        ("link/", "link/"),
        ("link/sub/../sub", "sub/"),
        ("test/sub/file", "file"),
        ("link-to-file", "link-to-file"),
    ] {
        let (archive, warnings) = save(&home.0.path().join(source)).unwrap();
        let seen = entries(&archive);
        assert_eq!(names(&seen)[0], expected, "{source}");
        assert_eq!(seen.last().unwrap().content, b"x", "{source}");
        assert_eq!(warnings, [""; 0], "{source}");
        for name in names(&seen) {
            assert!(
                !name.starts_with('/') && !name.contains(".."),
                "{name} of {source}"
            );
        }
    }
}

#[test]
fn a_device_is_an_entry_and_is_not_read() {
    let (archive, warnings) = save(Path::new("/dev/null")).unwrap();
    let null = &entries(&archive)[0];
    assert_eq!((null.name(), null.kind), ("null", EntryType::Char));
    let tar = gunzip(&archive);
    let mut archive = tar::Archive::new(&tar[..]);
    let raw = archive.entries().unwrap().next().unwrap().unwrap();
    assert_eq!(raw.header().device_major().unwrap(), Some(1));
    assert_eq!(raw.header().device_minor().unwrap(), Some(3));
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn links_in_the_tree_stay_links() {
    let home = Home::new();
    // A record counts its own length: at these it gets one digit longer.
    let long = [100, 101, 985, 986, 987, 988, 989, 4000].map(|length| "x".repeat(length));
    let mut targets = vec!["dangling", "..", "/etc", "loop", "sub/"];
    targets.extend(long.iter().map(String::as_str));
    for (index, target) in targets.iter().enumerate() {
        symlink(target, home.at(format!("link{index}"))).unwrap();
    }
    symlink("loop", home.at("loop")).unwrap();
    let seen = home.saved();
    assert_eq!(seen.len(), 1 + targets.len() + 1, "{:?}", names(&seen));
    for (index, target) in targets.iter().enumerate() {
        let link = find(&seen, &format!("test/link{index}"));
        assert_eq!(link.kind, EntryType::Symlink);
        assert_eq!(link.link.as_deref(), Some(target.as_bytes()));
    }
}

#[test]
fn a_file_with_several_names_is_stored_once() {
    let home = Home::new();
    home.file("a/first", b"content");
    fs::create_dir(home.at("b")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("b/second")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("third")).unwrap();
    symlink("dangling", home.at("x")).unwrap();
    fs::hard_link(home.at("x"), home.at("y")).unwrap();
    // This one has another name, but not in the tree.
    home.file("elsewhere", b"mine");
    fs::hard_link(home.at("elsewhere"), home.0.path().join("outside")).unwrap();
    let seen = home.saved();
    assert_eq!(find(&seen, "test/a/first").content, b"content");
    assert_eq!(find(&seen, "test/elsewhere").content, b"mine");
    for (name, first) in [
        ("test/b/second", "test/a/first"),
        ("test/third", "test/a/first"),
        ("test/y", "test/x"),
    ] {
        let entry = find(&seen, name);
        assert_eq!(
            (entry.kind, entry.size_in_header),
            (EntryType::Link, 0),
            "{name}"
        );
        assert_eq!(entry.link.as_deref(), Some(first.as_bytes()), "{name}");
    }
}

#[test]
fn modes_and_owners_are_saved() {
    let home = Home::new();
    for mode in [0o600, 0o4755, 0o2711, 0o1777, 0o444] {
        let name = format!("{mode:o}");
        home.file(&name, b"");
        fs::set_permissions(home.at(&name), fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(home.at(""), fs::Permissions::from_mode(0o1750)).unwrap();
    let seen = home.saved();
    assert_eq!(find(&seen, "test/").mode, 0o1750);
    for entry in &seen[1..] {
        let there = fs::metadata(home.0.path().join(entry.name())).unwrap();
        assert_eq!(entry.mode, there.mode() & 0o7777, "{}", entry.name());
        assert_eq!(entry.owner, (there.uid().into(), there.gid().into()));
    }
}

#[test]
fn an_owner_too_large_for_its_field_is_a_record() {
    let home = Home::new();
    home.file("small", b"");
    home.file("large", b"");
    if chown(home.at("small"), Some(0o777_7777), Some(0o777_7777)).is_err() {
        eprintln!("skipped: only root gives files away");
        return;
    }
    chown(home.at("large"), Some(0o1000_0000), Some(4_000_000_000)).unwrap();
    let seen = home.saved();
    let (small, large) = (find(&seen, "test/small"), find(&seen, "test/large"));
    assert_eq!(small.owner, (0o777_7777, 0o777_7777));
    assert_eq!((small.record("uid"), small.record("gid")), (None, None));
    assert_eq!(large.record("uid"), Some("2097152"));
    assert_eq!(large.record("gid"), Some("4000000000"));
}

#[test]
fn times_are_saved_to_the_nanosecond() {
    for (seconds, nanoseconds, expected) in [
        (0, 0, None),
        (1_700_000_000, 0, None),
        (1_700_000_000, 123_456_789, Some("1700000000.123456789")),
        (1_700_000_000, 500_000_000, Some("1700000000.5")),
        (1_700_000_000, 1, Some("1700000000.000000001")),
        (1_700_000_010, 10, Some("1700000010.00000001")),
        (-1, 0, Some("-1")),
        (-1, 250_000_000, Some("-0.75")),
        (-2, 500_000_000, Some("-1.5")),
        (-100, 0, Some("-100")),
        (0o777_7777_7777, 0, None),
        (0o1000_0000_0000, 0, Some("8589934592")),
    ] {
        let home = Home::new();
        home.file("file", b"");
        let whole = Duration::from_secs(i64::unsigned_abs(seconds));
        let time = match seconds {
            0.. => SystemTime::UNIX_EPOCH + whole,
            _ => SystemTime::UNIX_EPOCH - whole,
        };
        let time = time + Duration::from_nanos(nanoseconds);
        File::open(home.at("file"))
            .unwrap()
            .set_modified(time)
            .unwrap();
        if fs::metadata(home.at("file")).unwrap().modified().unwrap() != time {
            eprintln!("skipped: the file system has no {seconds}.{nanoseconds:09}");
            continue;
        }
        let (archive, _) = save(&home.at("file")).unwrap();
        let seen = &entries(&archive)[0];
        assert_eq!(seen.record("mtime"), expected, "{seconds}.{nanoseconds:09}");
        if expected.is_none() {
            let tar = gunzip(&archive);
            let header = tar::Header::from_byte_slice(&tar[..512]);
            assert_eq!(header.mtime().unwrap(), seconds.unsigned_abs());
        }
    }
}

#[test]
fn names_are_any_bytes_of_any_length() {
    let home = Home::new();
    let mut expected = vec![b"test/".to_vec()];
    let plain = [
        &b"a b"[..],
        b"-rf",
        b"new\nline",
        b"\xff\xfe",
        b"caf\xc3\xa9",
        b"*?[",
        b"\\",
    ];
    let long = [94, 95, 96, 99, 100, 101, 155, 255].map(|length| vec![b'n'; length]);
    let long_and_odd = [b"\xff".repeat(200), "\u{e9}".repeat(100).into_bytes()];
    for name in plain
        .map(<[u8]>::to_vec)
        .iter()
        .chain(&long)
        .chain(&long_and_odd)
    {
        home.file(OsStr::from_bytes(name), b"x");
        expected.push([b"test/", &name[..]].concat());
    }
    expected.sort();
    let seen = home.saved();
    let found: Vec<&[u8]> = seen.iter().map(|entry| &entry.name[..]).collect();
    assert_eq!(found, expected);
    assert!(seen[1..].iter().all(|entry| entry.content == b"x"));
}

#[test]
fn no_tree_is_too_deep() {
    const DEPTH: usize = 450;
    const NAME: &str = "0123456789"; // 450 times this is longer than any path may be, 4,096 bytes
    let home = Home::new();
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY;
    let mut dir: OwnedFd = open(&home.at(""), flags, Mode::empty()).unwrap();
    for depth in 0..DEPTH {
        if depth % 50 == 0 {
            // Comes after the directory, so that the way back up is walked too.
            openat(&dir, "z", OFlag::O_CREAT | OFlag::O_WRONLY, Mode::S_IRWXU).unwrap();
        }
        mkdirat(&dir, NAME, Mode::S_IRWXU).unwrap();
        dir = openat(&dir, NAME, flags, Mode::empty()).unwrap();
    }
    let seen = home.saved();
    assert_eq!(seen.len(), 1 + DEPTH + DEPTH / 50);
    let deepest = format!("test/{}", format!("{NAME}/").repeat(DEPTH));
    assert_eq!(seen[DEPTH].name(), deepest);
    assert_eq!(seen.last().unwrap().name(), "test/z");
}

#[test]
fn files_of_any_size_come_back() {
    let home = Home::new();
    let sizes = [0, 1, 511, 512, 513, 1023, 1025, 65_535, 65_537];
    for size in sizes {
        home.file(format!("{size:06}"), &noise(size, size as u64));
    }
    let seen = home.saved();
    for (size, entry) in sizes.into_iter().zip(&seen[1..]) {
        assert_eq!(entry.name(), format!("test/{size:06}"));
        assert!(entry.content == noise(size, size as u64), "{size}");
    }
}

#[test]
fn files_of_many_blocks_come_back() {
    let text = |count: usize| (0..count).flat_map(|line| format!("line {line}\n").into_bytes());
    let home = Home::new();
    let contents: [Vec<u8>; 4] = [
        text(120_000).collect(),
        noise(2_500_000, 1),
        [
            noise(1_000_000, 2),
            text(100_000).collect(),
            vec![0; 1_500_000],
        ]
        .concat(),
        noise((1 << 20) - 512, 3),
    ];
    for (index, content) in contents.iter().enumerate() {
        home.file(index.to_string(), content);
    }
    let seen = home.saved();
    for (index, content) in contents.iter().enumerate() {
        let entry = find(&seen, &format!("test/{index}"));
        assert!(entry.content == *content, "file {index} is not what it was");
    }
}

#[test]
fn what_does_not_compress_is_hardly_larger_and_what_does_is_smaller() {
    let home = Home::new();
    home.file("noise", &noise(3 << 20, 1));
    home.file("zeros", &vec![0; 1 << 20]);
    let text: Vec<u8> = (0..250_000)
        .flat_map(|n| format!("{n}\n").into_bytes())
        .collect();
    home.file("text", &text);
    let size = |name| save(&home.at(name)).unwrap().0.len();
    assert!(size("noise") < (3 << 20) + 2048, "{}", size("noise"));
    assert!(size("zeros") < 10_000, "{}", size("zeros"));
    assert!(
        size("text") < text.len() / 2,
        "{} of {}",
        size("text"),
        text.len()
    );
}

#[test]
fn a_fifo_is_not_waited_for_and_a_socket_is_left_out() {
    let home = Home::new();
    mkfifo(&home.at("fifo"), Mode::S_IRWXU).unwrap();
    let _socket = UnixListener::bind(home.at("socket")).unwrap();
    home.file("z", b"after");
    let (archive, warnings) = save(&home.at("")).unwrap();
    let seen = entries(&archive);
    assert_eq!(names(&seen), ["test/", "test/fifo", "test/z"]);
    assert_eq!(seen[1].kind, EntryType::Fifo);
    assert_eq!(warnings, ["test/socket: a socket, left out"]);
}

#[test]
fn what_is_to_be_left_out_is_whatever_it_is_called() {
    let home = Home::new();
    home.file("backups/kept", b"");
    home.file("sub/other/a.tar", b"");
    home.file("sub/lock", b"");
    let left_out = ["sub/other", "sub/lock"].map(|name| {
        let there = fs::metadata(home.at(name)).unwrap();
        (there.dev(), there.ino())
    });
    let save = |source: &str| {
        let mut archive = Vec::new();
        let (_sender, stop) = Stop::by_hand();
        write(&home.at(source), &mut archive, &left_out, &stop).map(|warnings| (archive, warnings))
    };
    let (archive, warnings) = save("").unwrap();
    let seen = entries(&archive);
    assert_eq!(
        names(&seen),
        ["test/", "test/backups/", "test/backups/kept", "test/sub/"]
    );
    assert_eq!(warnings, [""; 0]);
    for source in ["sub/other", "sub/lock"] {
        assert!(save(source).is_err(), "an archive of nothing but {source}");
    }
}

#[test]
fn a_hole_takes_no_time_and_no_room() {
    const TERABYTE: u64 = 1 << 40;
    let home = Home::new();
    let file = File::create(home.at("disk")).unwrap();
    if file.set_len(TERABYTE).is_err() {
        eprintln!("skipped: the file system has no files of a terabyte");
        return;
    }
    file.write_all_at(b"in the middle", TERABYTE / 2).unwrap();
    let (archive, warnings) = save(&home.at("disk")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let seen = &entries(&archive)[0];
    assert_eq!(seen.record("GNU.sparse.name"), Some("disk"));
    assert_eq!(seen.record("GNU.sparse.realsize"), Some("1099511627776"));
    // The content begins with a map: how many parts, then the offset and length of each.
    let map_end = seen.content.iter().position(|byte| *byte == 0).unwrap();
    let map = str::from_utf8(&seen.content[..map_end]).unwrap();
    let numbers: Vec<u64> = map.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers.len() as u64, 1 + 2 * numbers[0], "{map}");
    let mut data = &seen.content[map_end.next_multiple_of(512)..];
    let mut end = 0;
    for part in numbers[1..].chunks(2) {
        let (bytes, rest) = data.split_at(part[1] as usize);
        if let Some(within) = (TERABYTE / 2).checked_sub(part[0])
            && within < part[1]
        {
            assert!(bytes[within as usize..].starts_with(b"in the middle"));
        }
        (data, end) = (rest, part[0] + part[1]);
    }
    assert_eq!((data.len(), end), (0, TERABYTE));
}

#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_saved() {
    let home = Home::new();
    home.file("secret", b"");
    home.file("private/file", b"");
    home.file("z", b"");
    for name in ["secret", "private"] {
        fs::set_permissions(home.at(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if File::open(home.at("secret")).is_ok() {
        eprintln!("skipped: root may read everything");
        return;
    }
    let (archive, warnings) = save(&home.at("")).unwrap();
    assert_eq!(names(&entries(&archive)), ["test/", "test/z"]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    for (warning, name) in warnings.iter().zip(["test/private: ", "test/secret: "]) {
        assert!(
            warning.starts_with(name) && warning.contains("denied"),
            "{warning}"
        );
    }
    assert_eq!(
        save(&home.at("private")).unwrap_err().kind(),
        ErrorKind::PermissionDenied
    );
}

#[test]
fn without_its_source_there_is_no_archive() {
    let home = Home::new();
    let missing = save(&home.at("missing")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    symlink("missing", home.at("dangling")).unwrap();
    assert_eq!(
        save(&home.at("dangling")).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let _socket = UnixListener::bind(home.at("socket")).unwrap();
    assert!(save(&home.at("socket")).is_err());
}

#[test]
fn a_file_that_is_shorter_than_it_said_is_padded() {
    // It says that it has a page, and has a few bytes.
    let source = Path::new("/sys/devices/system/cpu/online");
    let Ok(content) = fs::read(source) else {
        eprintln!("skipped: no {}", source.display());
        return;
    };
    let size = fs::metadata(source).unwrap().len() as usize;
    let (archive, warnings) = save(source).unwrap();
    let seen = &entries(&archive)[0];
    assert_eq!(seen.content.len(), size);
    assert!(seen.content.starts_with(&content));
    assert!(seen.content[content.len()..].iter().all(|byte| *byte == 0));
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("online: shrank"), "{warnings:?}");
}

/// Where an archive goes that lets something happen in the middle of it.
struct Meanwhile<F> {
    archive: Rc<RefCell<Vec<u8>>>,
    happens: Option<F>,
}

impl<F: FnOnce() -> io::Result<()>> Write for Meanwhile<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut archive = self.archive.borrow_mut();
        archive.extend_from_slice(bytes);
        if archive.len() > 100_000
            && let Some(happens) = self.happens.take()
        {
            happens()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Larger than what an archive may keep in memory, so that its beginning is written before its end
/// is read.
const LARGE: usize = 20 << 20;

/// Saves a tree with the file `a`, which is `LARGE`; when its beginning is written, `happens` does.
fn save_meanwhile(home: &Home, stop: &Stop, happens: impl FnOnce() -> io::Result<()>) -> Saved {
    let beginning = noise(1 << 20, 7);
    let file = File::create(home.at("a")).unwrap();
    for offset in (0..LARGE).step_by(beginning.len()) {
        let rest = beginning.len().min(LARGE - offset);
        file.write_all_at(&beginning[..rest], offset as u64)
            .unwrap();
    }
    let archive = Rc::new(RefCell::new(Vec::new()));
    let out = Meanwhile {
        archive: archive.clone(),
        happens: Some(happens),
    };
    let warnings = write(&home.at(""), out, &[], stop)?;
    Ok((archive.take(), warnings))
}

#[test]
fn whatever_happens_meanwhile_the_archive_is_whole_and_each_casualty_named() {
    let home = Home::new();
    home.file("b", b"will vanish");
    home.file("c/inside", b"will be moved");
    home.file("d", b"will be longer");
    home.file("e/inside", b"will vanish too");
    home.file("f", b"will be a FIFO, for which nobody must wait");
    home.file("z", b"stays");
    let outside = home.0.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("inside"), "never to be saved").unwrap();
    let (_sender, stop) = Stop::by_hand();
    let (archive, warnings) = save_meanwhile(&home, &stop, || {
        File::options()
            .write(true)
            .open(home.at("a"))?
            .set_len(1 << 20)?;
        fs::remove_file(home.at("b"))?;
        fs::rename(home.at("c"), home.0.path().join("moved"))?;
        symlink(&outside, home.at("c"))?;
        fs::write(home.at("d"), "longer than before it was opened")?;
        fs::remove_dir_all(home.at("e"))?;
        fs::remove_file(home.at("f"))?;
        Ok(mkfifo(&home.at("f"), Mode::S_IRWXU)?)
    })
    .unwrap();
    let seen = entries(&archive);
    assert_eq!(
        names(&seen),
        ["test/", "test/a", "test/d", "test/f", "test/z"]
    );
    assert_eq!(seen[1].content.len(), LARGE);
    assert!(seen[1].content.ends_with(&[0; 1024]), "the rest is zeros");
    assert_eq!(seen[2].content, b"longer than before it was opened");
    assert_eq!(seen[3].kind, EntryType::Fifo);
    assert_eq!(seen[4].content, b"stays");
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    for (warning, name) in warnings.iter().zip(["a: shrank", "b: ", "c: ", "e: "]) {
        assert!(warning.starts_with(&format!("test/{name}")), "{warning}");
    }
}

#[test]
fn a_file_that_grows_is_cut_at_the_size_first_seen() {
    let home = Home::new();
    home.file("z", b"stays");
    let (_sender, stop) = Stop::by_hand();
    let (archive, warnings) = save_meanwhile(&home, &stop, || {
        let file = File::options().append(true).open(home.at("a"))?;
        (&file).write_all(b"one more line\n")
    })
    .unwrap();
    let seen = entries(&archive);
    assert_eq!(seen[1].content.len(), LARGE);
    assert_eq!(seen[2].content, b"stays");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("test/a: grew"), "{warnings:?}");
}

#[test]
fn a_stop_ends_the_archive_and_leaves_it_visibly_unfinished() {
    let home = Home::new();
    let (sender, stop) = Stop::by_hand();
    let mut sender = Some(sender);
    let mut archive = Vec::new();
    save_meanwhile(&home, &stop, || {
        sender.take();
        Ok(())
    })
    .expect_err("stopped in the middle");
    // In the middle of a file, and in a tree without any.
    fs::create_dir_all(home.at("sub/empty")).unwrap();
    for source in ["a", "sub"] {
        let error = write(&home.at(source), &mut archive, &[], &stop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{source}");
        assert!(
            GzDecoder::new(&archive[..])
                .read_to_end(&mut Vec::new())
                .is_err()
        );
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let home = Home::new();
    home.file("file", b"x");
    let (_sender, stop) = Stop::by_hand();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let error = write(&home.at(""), full(), &[], &stop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    let error = save_meanwhile(&home, &stop, || Err(ErrorKind::StorageFull.into())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}

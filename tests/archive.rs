//! Other programs read our archives: GNU tar, bsdtar, Python and gzip, where they are installed.
//! And a storm of changes while an archive is written.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use backup::archive;
use flate2::read::GzDecoder;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

fn save(source: &Path, archive: &Path) -> Vec<String> {
    archive::write(source, File::create(archive).unwrap(), &[], &|| false).unwrap()
}

/// A tree with something of everything.
fn tree(dir: &Path) -> PathBuf {
    let tree = dir.join("test");
    fs::create_dir(&tree).unwrap();
    let deep: PathBuf = std::iter::repeat_n("d".repeat(190), 3).collect();
    fs::create_dir_all(tree.join(&deep)).unwrap();
    fs::create_dir(tree.join("empty")).unwrap();
    let text: Vec<u8> = (0..60_000)
        .flat_map(|n| format!("{n} ").into_bytes())
        .collect();
    for (name, content) in [
        (OsStr::new("text"), &text[..]),
        (OsStr::new("-dash and space"), b"x"),
        (OsStr::new("new\nline"), b"y"),
        (OsStr::from_bytes(b"\xff\xfe"), b"z"),
        (OsStr::new(&"n".repeat(200)), b"long"),
        (deep.join("leaf").as_os_str(), b"leaf"),
        (OsStr::new("empty file"), b""),
    ] {
        fs::write(tree.join(name), content).unwrap();
    }
    fs::set_permissions(tree.join("text"), fs::Permissions::from_mode(0o4750)).unwrap();
    let holes = File::create(tree.join("holes")).unwrap();
    holes.set_len(9 << 30).unwrap();
    holes.write_all_at(b"middle", 5 << 30).unwrap();
    fs::hard_link(tree.join("text"), tree.join("empty/second name")).unwrap();
    symlink("nowhere", tree.join("dangling")).unwrap();
    symlink("l".repeat(180), tree.join("long link")).unwrap();
    mkfifo(&tree.join("fifo"), Mode::S_IRUSR).unwrap();
    let time = SystemTime::UNIX_EPOCH - Duration::from_secs(86_400);
    File::open(tree.join("new\nline"))
        .unwrap()
        .set_modified(time)
        .unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_500_000_000_001);
    File::open(tree.join("empty"))
        .unwrap()
        .set_modified(time)
        .unwrap();
    tree
}

/// What of a thing must come back to the letter.
#[derive(Debug, PartialEq)]
struct Thing {
    mode: u32,
    fifo: bool,
    size: u64,
    link: Option<PathBuf>,
    content: Vec<u8>,
    names: u64,
}

/// What is in `dir`, and the milliseconds of each thing's time. Those of links are left out: Python
/// has no way to set them.
fn things(dir: &Path) -> BTreeMap<OsString, (Thing, i64)> {
    let mut things = BTreeMap::new();
    let mut to_do = vec![dir.to_owned()];
    while let Some(path) = to_do.pop() {
        let there = path.symlink_metadata().unwrap();
        if there.is_dir() {
            to_do.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        }
        let mut content = Vec::new();
        if there.is_file() {
            // Of nine gigabytes of holes, the beginning and what is in the middle.
            let file = File::open(&path).unwrap();
            (&file).take(1 << 20).read_to_end(&mut content).unwrap();
            let mut middle = [0; 100];
            let read = file.read_at(&mut middle, 5 << 30).unwrap();
            content.extend_from_slice(&middle[..read]);
        }
        let link = there.is_symlink();
        let thing = Thing {
            mode: there.mode(),
            fifo: there.file_type().is_fifo(),
            size: if there.is_file() { there.len() } else { 0 },
            link: link.then(|| fs::read_link(&path).unwrap()),
            content,
            names: if there.is_file() { there.nlink() } else { 0 },
        };
        let milliseconds = match link {
            true => 0,
            false => there.mtime() * 1000 + there.mtime_nsec() / 1_000_000,
        };
        let name = path.strip_prefix(dir).unwrap().into();
        things.insert(name, (thing, milliseconds));
    }
    things
}

/// Restores an archive of everything with `program`, and compares.
fn restores(program: &str, arguments: &[&str]) {
    if Command::new(program).arg("--version").output().is_err() {
        eprintln!("skipped: no {program}");
        return;
    }
    let dir = TempDir::new().unwrap();
    let tree = tree(dir.path());
    assert_eq!(save(&tree, &dir.path().join("t.tar")), [""; 0]);
    fs::create_dir(dir.path().join("restored")).unwrap();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(dir.path().join("restored"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let (before, after) = (things(&tree), things(&dir.path().join("restored/test")));
    assert!(before.keys().eq(after.keys()), "{:?}", after.keys());
    for (name, (thing, time)) in before {
        let (restored, its_time) = &after[&name];
        assert!(thing == *restored, "{name:?} is not what it was");
        // Python counts time in floating point, and may be a little off.
        assert!(time.abs_diff(*its_time) <= 1, "{name:?} has another time");
    }
}

#[test]
fn gnu_tar_restores_it() {
    restores("tar", &["-xpf", "../t.tar"]);
}

#[test]
fn bsdtar_restores_it() {
    restores("bsdtar", &["-xpf", "../t.tar"]);
}

#[test]
fn python_restores_it() {
    let script = "import tarfile\n\
                  archive = tarfile.open('../t.tar')\n\
                  if hasattr(tarfile, 'fully_trusted_filter'):\n    \
                      archive.extraction_filter = tarfile.fully_trusted_filter\n\
                  archive.extractall()";
    restores("python3", &["-c", script]);
}

#[test]
fn gzip_finds_no_fault() {
    let dir = TempDir::new().unwrap();
    save(&tree(dir.path()), &dir.path().join("t.tar"));
    let archive = File::open(dir.path().join("t.tar")).unwrap();
    match Command::new("gzip")
        .arg("-t")
        .stdin(archive)
        .stderr(Stdio::inherit())
        .status()
    {
        Ok(status) => assert!(status.success()),
        Err(_) => eprintln!("skipped: no gzip"),
    }
}

/// Ends the storm when it is dropped, even by a failed assertion.
struct EndOf<'a>(&'a AtomicBool);

impl Drop for EndOf<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_storm_breaks_no_archive() {
    let dir = TempDir::new().unwrap();
    let tree = dir.path().join("test");
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("calm"), "calm").unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                // Each may fail, since each gets in the way of the others.
                for name in ["a", "b", "c"] {
                    let path = tree.join(name);
                    let _ = fs::write(&path, vec![b'x'; 60_000]);
                    let _ = File::options()
                        .write(true)
                        .open(&path)
                        .map(|file| file.set_len(5));
                    let _ = fs::remove_file(&path);
                    let _ = fs::create_dir(&path);
                    let _ = fs::write(path.join("inside"), "inside");
                    let _ = fs::remove_dir_all(&path);
                    let _ = symlink("/etc", &path);
                    let _ = fs::remove_file(&path);
                }
            }
        });
        let _end = EndOf(&over);
        for _ in 0..100 {
            let mut tar = Vec::new();
            archive::write(&tree, &mut tar, &[], &|| false).unwrap();
            let mut tar = tar::Archive::new(GzDecoder::new(&tar[..]));
            let mut calm = String::new();
            for entry in tar.entries().unwrap() {
                let mut entry = entry.unwrap();
                let path = entry.path().unwrap().into_owned();
                let depth = path.components().count();
                assert!(
                    depth < 3 || path.ends_with("inside"),
                    "{path:?} is not in the tree"
                );
                if path.ends_with("calm") {
                    entry.read_to_string(&mut calm).unwrap();
                }
            }
            assert_eq!(calm, "calm");
        }
    });
}

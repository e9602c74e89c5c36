//! *The backups will be a compressed file (`.tar`) for the `path_to_save` directory.*

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::check::{Check, Part, Verdict, expect};
use crate::place::Place;

/// See above.
pub const PART: Part = Part {
    name: "The archives",
    is_beyond: false,
    checks: &[
        Check::new(
            "the archive is compressed",
            "10_compressed",
            it_is_compressed,
        ),
        Check::new(
            "the archive matches the original when it is opened",
            "10_compressed",
            it_matches,
        ),
        Check::new(
            "a single file can be saved as well as a directory",
            "10_compressed",
            saves_a_file,
        ),
        Check::new(
            "the next backup of the same name holds what is there then",
            "09_saved_whole",
            replaces_the_last,
        )
        .that_stops(),
    ],
};

/// Files by their names, with their contents.
type Tree = BTreeMap<String, Vec<u8>>;

fn it_is_compressed(place: &mut Place) -> Verdict {
    let content = "the same line again\n".repeat(10_000);
    place.write("test/notes.txt", &content);
    place.saved("test", "t")?;
    let size = || fs::metadata(place.path("backups/t.tar")).map_or(0, |file| file.len());
    let limit = content.len() as u64 / 4;
    // It may still be written.
    place.until(|| size() > 0);
    thread::sleep(Duration::from_millis(200));
    let found = size();
    expect(
        found > 0 && found < limit,
        format!("less than {limit} bytes for 10000 equal lines"),
        format!("{found} bytes"),
    )
}

fn it_matches(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "some notes\n");
    place.write("test/empty", "");
    place.write("test/deep/er/bytes", [0, 255, 10, 13]);
    place.write("test/a name with spaces", "x".repeat(100_000));
    place.saved("test", "t")?;
    let original = contents(&place.path("test"));
    // It may still be written when its name appears.
    let mut restored = Tree::new();
    let matches = place.until(|| {
        restored = restore(place, "t");
        is_same(&original, &restored)
    });
    if !matches {
        place.extract("t")?;
    }
    expect(matches, names(&original), names(&restored))
}

/// The files below a directory.
pub fn contents(directory: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_symlink() || path.is_file() {
            found.insert(name, fs::read(path).unwrap_or_default());
        } else {
            let below = contents(&path).into_iter();
            found.extend(below.map(|(inner, content)| (format!("{name}/{inner}"), content)));
        }
    }
    found
}

/// The files in the archive of `name`; none while it cannot be opened.
fn restore(place: &Place, name: &str) -> Tree {
    let to = place.extract(name);
    to.map(|to| contents(&to)).unwrap_or_default()
}

/// Whether both are the same tree, whatever directories lead to it in the archive.
fn is_same(original: &Tree, restored: &Tree) -> bool {
    let Some(first) = original.keys().next() else {
        return restored.is_empty();
    };
    let Some(prefix) = restored
        .keys()
        .find_map(|name| name.strip_suffix(first.as_str()))
    else {
        return false;
    };
    original.len() == restored.len()
        && original
            .iter()
            .all(|(name, content)| restored.get(&format!("{prefix}{name}")) == Some(content))
}

fn names(tree: &Tree) -> String {
    let lines = tree
        .iter()
        .map(|(name, content)| format!("{name}, {} bytes\n", content.len()));
    lines.collect()
}

fn saves_a_file(place: &mut Place) -> Verdict {
    place.write("photos.zip", "PK");
    place.start_with(&place.times().due("photos.zip", "z"))?;
    place.saves("z")?;
    let mut restored = Tree::new();
    let matches = place.until(|| {
        restored = restore(place, "z");
        let is_it =
            |(name, content): (&String, &Vec<u8>)| name.ends_with("photos.zip") && content == b"PK";
        restored.len() == 1 && restored.iter().all(is_it)
    });
    expect(matches, "photos.zip, 2 bytes", names(&restored))
}

fn replaces_the_last(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "old");
    place.saved("test", "t")?;
    thread::sleep(Duration::from_millis(300));
    place.given(&["stop"])?;
    place.until(|| place.services().is_empty());
    // Another path: a solution may remember what it has saved today.
    place.write("other/notes.txt", "new");
    place.start_with(&place.times().due("other", "t"))?;
    let mut found = String::new();
    let is_new = place.until(|| {
        let content = restore(place, "t").into_values().next();
        found = String::from_utf8_lossy(&content.unwrap_or_default()).into_owned();
        found == "new"
    });
    expect(is_new, "new", found)
}

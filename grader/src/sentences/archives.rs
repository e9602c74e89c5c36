//! *The backups will be a compressed file (`.tar`) for the `path_to_save` directory.*

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::check::{Check, Part, Verdict, expect};
use crate::test_env::TestEnv;

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
            "the extracted archive matches the original",
            "10_compressed",
            it_matches,
        ),
        Check::new("a single file can be saved", "10_compressed", saves_a_file),
        Check::new(
            "a second backup of the same name has the new content",
            "09_saved_whole",
            replaces_the_last,
        )
        .that_stops(),
    ],
};

/// Files by their names, with their contents.
type Tree = BTreeMap<String, Vec<u8>>;

fn it_is_compressed(env: &mut TestEnv) -> Verdict {
    let content = "the same line again\n".repeat(10_000);
    env.write("test/notes.txt", &content);
    env.saved("test", "t")?;
    let size = || fs::metadata(env.path("backups/t.tar")).map_or(0, |file| file.len());
    let limit = content.len() as u64 / 4;
    // It may still be written.
    env.until(|| size() > 0);
    thread::sleep(Duration::from_millis(200));
    let found = size();
    expect(
        found > 0 && found < limit,
        format!("less than {limit} bytes for 10000 equal lines"),
        format!("{found} bytes"),
    )
}

fn it_matches(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "some notes\n");
    env.write("test/empty", "");
    env.write("test/deep/er/bytes", [0, 255, 10, 13]);
    env.write("test/a name with spaces", "x".repeat(100_000));
    env.make_dir("test/deep/empty directory");
    env.saved("test", "t")?;
    let original = contents(&env.path("test"));
    // It may still be written when its name appears.
    let mut restored = Tree::new();
    let matches = env.until(|| {
        restored = restore(env, "t");
        is_same(&original, &restored)
    });
    if !matches {
        env.extract("t")?;
    }
    expect(matches, names(&original), names(&restored))
}

/// The files and directories below a directory. The name of a directory ends with a slash.
pub fn contents(directory: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_symlink() || path.is_file() {
            found.insert(name, fs::read(path).unwrap_or_default());
        } else {
            found.insert(format!("{name}/"), Vec::new());
            let below = contents(&path).into_iter();
            found.extend(below.map(|(inner, content)| (format!("{name}/{inner}"), content)));
        }
    }
    found
}

/// The files in the archive of `name`; none while it cannot be opened.
fn restore(env: &TestEnv, name: &str) -> Tree {
    let to = env.extract(name);
    to.map(|to| contents(&to)).unwrap_or_default()
}

/// Whether both are the same tree, whatever directories lead to it in the archive.
fn is_same(original: &Tree, restored: &Tree) -> bool {
    let Some(first) = original.keys().next() else {
        return restored.is_empty();
    };
    let mut names = restored.keys();
    let Some(prefix) = names.find_map(|name| name.strip_suffix(&**first)) else {
        return false;
    };
    let inside = |(name, content): (&String, &Vec<u8>)| {
        let inner = name.strip_prefix(prefix)?;
        (!inner.is_empty()).then(|| (inner.to_owned(), content.clone()))
    };
    restored.iter().filter_map(inside).collect::<Tree>() == *original
        && restored
            .keys()
            .all(|name| name.starts_with(prefix) || prefix.starts_with(&**name))
}

/// The files in the archive of `name`, without the directories.
fn restored_files(env: &TestEnv, name: &str) -> Tree {
    let mut files = restore(env, name);
    files.retain(|name, _| !name.ends_with('/'));
    files
}

fn names(tree: &Tree) -> String {
    let line = |(name, content): (&String, &Vec<u8>)| match name.ends_with('/') {
        true => format!("{name}\n"),
        false => format!("{name}, {} bytes\n", content.len()),
    };
    tree.iter().map(line).collect()
}

fn saves_a_file(env: &mut TestEnv) -> Verdict {
    env.write("photos.zip", "PK");
    env.start_with(&env.clock.due("photos.zip", "z"))?;
    env.saves("z")?;
    let mut restored = Tree::new();
    let matches = env.until(|| {
        restored = restored_files(env, "z");
        let is_it =
            |(name, content): (&String, &Vec<u8>)| name.ends_with("photos.zip") && content == b"PK";
        restored.len() == 1 && restored.iter().all(is_it)
    });
    expect(matches, "photos.zip, 2 bytes", names(&restored))
}

fn replaces_the_last(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "old");
    env.saved("test", "t")?;
    thread::sleep(Duration::from_millis(300));
    env.given(&["stop"])?;
    env.until(|| env.services().is_empty());
    // Another path: a solution may remember what it has saved today.
    env.write("other/notes.txt", "new");
    env.start_with(&env.clock.due("other", "t"))?;
    let mut found = String::new();
    let is_new = env.until(|| {
        let content = restored_files(env, "t").into_values().next();
        found = String::from_utf8_lossy(&content.unwrap_or_default()).into_owned();
        found == "new"
    });
    expect(is_new, "new", found)
}

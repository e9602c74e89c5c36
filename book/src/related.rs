//! The module, suite, task and Python lines that belong together.

use crate::chapter::{Reference, fragment};
use crate::files::Project;
use crate::pieces::locate;

const MANAGER: &str = "tests/fixtures/submissions/reference/backup_manager.py";
const SERVICE: &str = "tests/fixtures/submissions/reference/backup_service.py";

/// The piece of the Python solution that does what a module does.
const IN_PYTHON: [(&str, &str, &str); 23] = [
    ("bin/backup_manager", MANAGER, "def main("),
    ("bin/backup_service", SERVICE, "def main("),
    ("cli", MANAGER, "INSTRUCTIONS = "),
    ("outcome", MANAGER, "except (OSError, ValueError)"),
    ("manager/report", MANAGER, "def main("),
    ("manager/start", MANAGER, "def start("),
    ("manager/stop", MANAGER, "def stop("),
    ("manager/create", MANAGER, "def create("),
    ("manager/delete", MANAGER, "def delete("),
    ("manager/list", MANAGER, "def list_schedules("),
    ("manager/backups", MANAGER, "def backups("),
    ("process/spawn", MANAGER, "subprocess.Popen("),
    ("process/find", MANAGER, "def is_held("),
    ("process/kill", MANAGER, "os.kill("),
    ("process/lock", SERVICE, "def alone("),
    ("schedule", SERVICE, "def parse("),
    ("log_line", SERVICE, "def log("),
    ("log_file", SERVICE, "def log("),
    ("service/run", SERVICE, "while True:"),
    ("service/due", SERVICE, "def check("),
    ("clock", SERVICE, "time.sleep(45)"),
    ("backups/save", SERVICE, "def save("),
    ("archive", SERVICE, "with tarfile.open("),
];

/// The Python lines of each module that has some. The margin there leads to the module.
///
/// # Errors
/// If a piece does not occur exactly once: the message names it.
pub fn in_python(project: &Project) -> Result<Vec<Reference>, String> {
    let found = IN_PYTHON.iter().map(|(module, file, piece)| {
        let text = project
            .code
            .get(*file)
            .ok_or(format!("{file} is missing"))?;
        let lines = locate(text, piece).map_err(|fault| format!("{fault} in {file}"))?;
        let page = first(
            project,
            [format!("src/{module}.rs"), format!("src/{module}/mod.rs")],
        );
        let page =
            page.ok_or_else(|| format!("book/src/related.rs: there is no module {module}"))?;
        Ok(Reference {
            file: (*file).to_owned(),
            lines: Some(lines),
            back: format!("{page}.html"),
            label: (*module).to_owned(),
            title: format!("the module {module}"),
        })
    });
    found.collect()
}

/// The first of `paths` that has a page.
fn first(project: &Project, paths: [String; 2]) -> Option<String> {
    let mut paths = paths.into_iter();
    paths.find(|path| project.code.contains_key(path))
}

/// The links at the top of the page of `path`: what it is called, and the address in the book.
pub fn of(path: &str, project: &Project, python: &[Reference]) -> Vec<(&'static str, String)> {
    let Some(module) = module(path, project) else {
        return Vec::new();
    };
    let rust = |root: &str| {
        first(
            project,
            [
                format!("{root}/{module}.rs"),
                format!("{root}/{module}/mod.rs"),
            ],
        )
    };
    // The directory has a suite per file.
    let suite = match module.as_str() {
        "archive" => Some("tests/suites/archive/root.rs".to_owned()),
        _ => rust("tests/suites"),
    };
    let page = |path: Option<String>| path.map(|path| format!("{path}.html"));
    let python = python.iter().find(|lines| lines.label == module);
    let python = python.and_then(|found| {
        Some(format!(
            "{}.html{}",
            found.file,
            fragment(found.lines.as_ref()?)
        ))
    });
    let links = [
        ("module", page(rust("src"))),
        ("suite", page(suite)),
        ("task", page(stub(&module, project))),
        ("Python", python),
    ];
    let links = links.into_iter();
    links
        .filter_map(|(name, address)| Some((name, address?)))
        .collect()
}

/// The module that `path` is, tests, or is the task of: `service/due`.
fn module(path: &str, project: &Project) -> Option<String> {
    let stem = path.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    if let Some(module) = stem
        .strip_prefix("src/")
        .or(stem.strip_prefix("tests/suites/"))
    {
        return Some(module.to_owned());
    }
    let folder = path.strip_prefix("exercises/")?.split('/').next()?;
    let modules = project
        .code
        .keys()
        .filter_map(|path| path.strip_prefix("src/"));
    let mut modules = modules.filter_map(|path| {
        let stem = path.strip_suffix(".rs")?;
        Some(stem.strip_suffix("/mod").unwrap_or(stem).to_owned())
    });
    modules.find(|module| folder_is_of(folder, module))
}

/// Whether the folder of a task, `06_backups_list`, is the one of `module`, `backups/list`.
fn folder_is_of(folder: &str, module: &str) -> bool {
    let task = folder.split_once('_').map_or("", |(_, task)| task);
    let name = module.rsplit('/').next().unwrap_or_default();
    task == name || task == module.replace('/', "_")
}

/// The file in which a learner writes `module`.
fn stub(module: &str, project: &Project) -> Option<String> {
    let is_stub = |path: &&String| {
        let parts: Vec<&str> = path.split('/').collect();
        matches!(parts[..], ["exercises", folder, file]
            if file.ends_with(".rs") && file != "check.rs" && folder_is_of(folder, module))
    };
    project.code.keys().find(is_stub).cloned()
}

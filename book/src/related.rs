//! The module, suite, task and lines of the one page that belong together.

use std::path::Path;

use crate::chapter::{Reference, fragment};
use crate::files::Project;
use crate::pieces::locate;

const MANAGER: &str = "backup_manager";
const SERVICE: &str = "backup_service";

/// The lines of the one page, in Rust and in Python, that do what a module does.
const ON_ONE_PAGE: [(&str, &str, &str, &str); 24] = [
    ("bin/backup_manager", MANAGER, "fn main(", "def main("),
    ("bin/backup_service", SERVICE, "fn main(", "def main("),
    ("cli", MANAGER, "enum Instruction {", "match sys.argv[1:]:"),
    (
        "outcome",
        MANAGER,
        "let message = done",
        "except Exception as error:",
    ),
    (
        "manager/report",
        MANAGER,
        "log(\"backup_manager\"",
        "log(\"backup_manager\"",
    ),
    ("manager/start", MANAGER, "fn start(", "def start("),
    ("manager/stop", MANAGER, "fn stop(", "def stop("),
    ("manager/create", MANAGER, "fn create(", "def create("),
    ("manager/delete", MANAGER, "fn delete(", "def delete("),
    ("manager/list", MANAGER, "fn list(", "def list_schedules("),
    ("manager/backups", MANAGER, "fn backups(", "def backups("),
    ("backups/list", MANAGER, "fn backups(", "def backups("),
    (
        "process/spawn",
        MANAGER,
        "Command::new(",
        "subprocess.Popen(",
    ),
    ("process/find", MANAGER, "fn running(", "def running("),
    (
        "process/kill",
        MANAGER,
        "Signal::SIGTERM)",
        "signal.SIGTERM)",
    ),
    ("schedule", SERVICE, "fn parse(", "def parse("),
    (
        "schedule_file",
        SERVICE,
        "fn read_schedules(",
        "def read_schedules(",
    ),
    ("log_line", SERVICE, "let line = format!(", "def log("),
    ("log_file", SERVICE, "fn append(", "def append("),
    ("service/run", SERVICE, "loop {", "while True:"),
    ("service/due", SERVICE, "Ok([_, time, _])", "if at == now:"),
    ("clock", SERVICE, "sleep(Duration::", "time.sleep(45)"),
    ("backups/save", SERVICE, "fn save(", "def save("),
    ("archive", SERVICE, "tar::Builder::new(", "tarfile.open("),
];

/// The lines of the one page that do what a module does. The margin there leads to the module.
///
/// # Errors
/// If a piece does not occur exactly once: the message names it.
pub fn on_one_page(project: &Project) -> Result<Vec<Reference>, String> {
    let mut references = Vec::new();
    for (module, program, rust, python) in ON_ONE_PAGE {
        let page = first(
            project,
            [format!("src/{module}.rs"), format!("src/{module}/mod.rs")],
        );
        let page = page.ok_or_else(|| format!("book/src/related.rs: there is no src/{module}"))?;
        for (file, piece) in [
            (format!("examples/{program}.rs"), rust),
            (format!("examples/python/{program}.py"), python),
        ] {
            let text = project
                .code
                .get(&file)
                .ok_or(format!("{file} is missing"))?;
            let lines = locate(text, piece);
            let lines = lines.map_err(|fault| format!("book/src/related.rs: {fault} in {file}"))?;
            references.push(Reference {
                file,
                lines: Some(lines),
                back: format!("{page}.html"),
                label: module.to_owned(),
                title: format!("the module {module}"),
            });
        }
    }
    Ok(references)
}

/// The first of `paths` that has a page.
fn first(project: &Project, paths: [String; 2]) -> Option<String> {
    let mut paths = paths.into_iter();
    paths.find(|path| project.code.contains_key(path))
}

/// The links at the top of the page of `path`: what it is called, and the address in the book.
pub fn of(path: &str, project: &Project, one_page: &[Reference]) -> Vec<(&'static str, String)> {
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
    let on_page = |directory: &str| {
        let is_its = |lines: &&Reference| {
            lines.label == module && Path::new(&lines.file).parent() == Some(Path::new(directory))
        };
        let found = one_page.iter().find(is_its)?;
        Some(format!(
            "{}.html{}",
            found.file,
            fragment(found.lines.as_ref()?)
        ))
    };
    let links = [
        ("module", page(rust("src"))),
        ("suite", page(suite)),
        ("task", page(stub(&module, project))),
        ("one page", on_page("examples")),
        ("Python", on_page("examples/python")),
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

//! The modules of `src` in the rows of `src/lib.rs`, and which of them uses which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::svg::Svg;
use crate::{project, uses};

const WIDTH: usize = 1000;
const LINE: usize = 16;

/// A module of the crate.
#[derive(Default)]
struct Module {
    /// The files in its directory, without endings.
    parts: Vec<String>,
    /// The modules that it uses.
    uses: BTreeSet<String>,
    /// Its box: the middle, the top, the height.
    place: [usize; 3],
}

type Modules = BTreeMap<String, Module>;

fn read_modules() -> Modules {
    let mut modules = Modules::new();
    let mut directories = vec![project().join("src")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
                continue;
            }
            let name = path.strip_prefix(project().join("src")).unwrap();
            let name = name.with_extension("").display().to_string();
            let (top, part) = name.split_once('/').unwrap_or((&name, "mod"));
            let module = modules.entry(top.to_owned()).or_default();
            module
                .uses
                .extend(uses::used(&fs::read_to_string(&path).unwrap()));
            if part != "mod" {
                module.parts.push(part.to_owned());
            }
        }
    }
    modules.remove("lib");
    let names: BTreeSet<String> = modules.keys().cloned().collect();
    for (name, module) in &mut modules {
        module.parts.sort();
        module
            .uses
            .retain(|other| other != name && names.contains(other));
    }
    modules
}

/// Whether `from` uses a module that uses `to`, directly or not.
fn uses_indirectly(modules: &Modules, from: &str, to: &str) -> bool {
    let uses = |name: &str| modules[name].uses.contains(to) || uses_indirectly(modules, name, to);
    modules[from].uses.iter().any(|next| uses(next))
}

/// The picture: a box per module, with its parts, and an arrow to each module that it uses.
pub fn draw() -> String {
    let map = fs::read_to_string(project().join("src/lib.rs")).unwrap();
    let rows = uses::rows(&map);
    let mut modules = read_modules();
    let mut boxes = Svg::default();
    let mut y = 56;
    for row in &rows {
        let width = WIDTH / row.len();
        let mut tallest = 0;
        for (at, name) in row.iter().enumerate() {
            let x = width * at + width / 2;
            let module = modules.get_mut(*name).unwrap();
            let height = draw_box(&mut boxes, &map, [x, y], name, &module.parts);
            module.place = [x, y, height];
            tallest = tallest.max(height);
        }
        y += tallest + 36;
    }
    let mut svg = Svg::default();
    let mut description = String::from("Each module and the modules that it uses.");
    let last = rows.last().unwrap();
    for (name, module) in modules.iter().filter(|(_, module)| !module.uses.is_empty()) {
        for other in &module.uses {
            if !last.contains(&other.as_str()) && !uses_indirectly(&modules, name, other) {
                let ([x1, y1, height], [x2, y2, _]) = (module.place, modules[other].place);
                svg.line([x1, y1 + height], [x2, y2 - 2], "edge");
            }
        }
        let uses = Vec::from_iter(module.uses.iter().map(String::as_str)).join(", ");
        description += &format!(" {name} uses {uses}.");
    }
    // The boxes cover the arrows that pass behind them.
    svg.append(boxes);
    svg.rect([12, 12], [14, 14], "one");
    svg.text([32, 24], "", "evening one: the exercise");
    svg.rect([232, 12], [14, 14], "two");
    svg.text([252, 24], "", "evening two: why it can be trusted");
    let arrows = "Arrows: uses. None leads to the bottom row, which is used in many places.";
    svg.text([500, 24], "dim", arrows);
    svg.finish(
        [WIDTH, y - 12],
        "The modules, in two evenings",
        &description,
    )
}

/// When `map`, the text of lib.rs, has the module `name` read: the evening that names it, or a
/// function of it, or else the module around it.
fn evening(map: &str, name: &str) -> &'static str {
    let names = |heading| {
        let (_, section) = map
            .split_once(heading)
            .expect("lib.rs has a part per evening");
        let section = section.split("//! # ").next().unwrap();
        let names = section
            .split("[`")
            .skip(1)
            .map(|name| name.split('`').next().unwrap());
        names
            .map(|name| name.replace("::", "/"))
            .collect::<Vec<_>>()
    };
    // Evening one reads `archive::write`, a function of the module `archive`.
    let is_or_is_its =
        |named: &String| named == name || Path::new(named).parent() == Some(Path::new(name));
    let is_or_is_in = |named: &String| Path::new(name).starts_with(named);
    let is_second = names("# Evening two").iter().any(is_or_is_in)
        && !names("# Evening one").iter().any(is_or_is_its);
    if is_second { "two" } else { "one" }
}

/// Draws a module around `x`, below `y`: a line per part. Returns its height.
fn draw_box(svg: &mut Svg, map: &str, [x, y]: [usize; 2], name: &str, parts: &[String]) -> usize {
    let columns = if parts.len() > 6 { 2 } else { 1 };
    let lines = parts.len().div_ceil(columns);
    let height = 24 + lines * LINE + if lines > 0 { 6 } else { 0 };
    let width = if columns == 2 {
        190
    } else {
        124.max(name.len() * 8 + 16)
    };
    svg.rect([x - width / 2, y], [width, height], evening(map, name));
    svg.text([x, y + 16], "head middle", name);
    for (at, part) in parts.iter().enumerate() {
        let left = x - width / 2 + 6 + at / lines * (width / 2 - 2);
        let top = y + 24 + at % lines * LINE;
        let class = evening(map, &format!("{name}/{part}"));
        svg.rect([left, top], [width / columns - 12, LINE - 1], class);
        svg.text([left + 6, top + 12], "dim", part);
    }
    height
}

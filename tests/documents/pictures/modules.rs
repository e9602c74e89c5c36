//! The modules of `src` and which of them uses which, from the paths in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::svg::Svg;
use crate::{files, project, read};

const WIDTH: i32 = 1000;
const LINE: i32 = 16;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// The module of a path in `src`, and the module of the crate that it belongs to.
fn module(path: &str) -> Option<(String, String)> {
    let name = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let name = name.strip_suffix("/mod").unwrap_or(name);
    let top = match name.strip_prefix("bin/") {
        Some(_) => name,
        None => name.split('/').next()?,
    };
    (name != "lib").then(|| (name.to_owned(), top.to_owned()))
}

/// The modules of the crate that this code names: `crate::log_file`, `use backup::{cli, service}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for root in ["crate::", "backup::"] {
        for rest in code.split(root).skip(1) {
            let group = rest
                .strip_prefix('{')
                .and_then(|rest| rest.split('}').next());
            for path in group
                .unwrap_or(rest)
                .split(',')
                .take(if group.is_some() { 99 } else { 1 })
            {
                let path = path.trim();
                let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
                used.insert(path[..end.unwrap_or(path.len())].to_owned());
            }
        }
    }
    used
}

/// The modules of the crate, each with those that it uses and its own parts.
fn read_modules() -> (Graph, BTreeMap<String, Vec<String>>) {
    let mut graph = Graph::new();
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files("src", "rs") {
        let Some((name, top)) = module(&path) else {
            continue;
        };
        let text = read(&project().join(&path));
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let code = text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
        graph.entry(top.clone()).or_default().extend(used(&code));
        parts.entry(top).or_default().push(name);
    }
    let names: BTreeSet<String> = graph.keys().cloned().collect();
    for (name, uses) in &mut graph {
        uses.retain(|other| other != name && names.contains(other));
    }
    (graph, parts)
}

/// Whether `from` uses `to`, directly or not, without the edge from one to the other.
fn reaches_without_edge(graph: &Graph, from: &str, to: &str) -> bool {
    let mut to_visit: Vec<&String> = graph[from].iter().filter(|next| *next != to).collect();
    let mut seen = BTreeSet::new();
    while let Some(next) = to_visit.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next) {
            to_visit.extend(&graph[next]);
        }
    }
    false
}

/// The row of each module: below all that use it. A module that uses no other is in the last row.
fn rows(graph: &Graph) -> BTreeMap<&str, usize> {
    let mut rows: BTreeMap<&str, usize> = graph.keys().map(|name| (name.as_str(), 0)).collect();
    // As many rounds as there are modules are enough, even if some use each other.
    for _ in graph {
        for (name, uses) in graph {
            let below = rows[name.as_str()] + 1;
            for other in uses.iter().filter(|_| below < graph.len()) {
                let row = rows.get_mut(other.as_str()).unwrap();
                *row = below.max(*row);
            }
        }
    }
    let uses_another = |name: &str| !graph[name].is_empty();
    let with_uses = rows.iter().filter(|(name, _)| uses_another(name));
    let last = with_uses.map(|(_, row)| row + 1).max().unwrap();
    for (name, row) in &mut rows {
        *row = if uses_another(name) { *row } else { last };
    }
    rows
}

/// The picture: a box per module, with its parts, and an arrow to each module that it uses.
pub fn draw() -> String {
    let (graph, parts) = read_modules();
    let rows = rows(&graph);
    let mut svg = Svg::new();
    let mut boxes = Svg::new();
    let mut places: BTreeMap<&str, (i32, i32, i32)> = BTreeMap::new();
    let mut y = 56;
    for row in 0..=*rows.values().max().unwrap() {
        let mut names: Vec<&str> = rows
            .iter()
            .filter(|it| *it.1 == row)
            .map(|it| *it.0)
            .collect();
        // Below the middle of the modules that use it.
        names.sort_by_key(|name| {
            let users: Vec<i32> = places
                .iter()
                .filter(|(user, _)| graph[**user].contains(*name))
                .map(|(_, place)| place.0)
                .collect();
            users.iter().sum::<i32>() / i32::try_from(users.len().max(1)).unwrap()
        });
        let width = WIDTH / i32::try_from(names.len().max(1)).unwrap();
        let mut tallest = 0;
        for (at, name) in names.iter().enumerate() {
            let x = width * i32::try_from(at).unwrap() + width / 2;
            let height = draw_box(&mut boxes, (x, y), name, &parts[*name]);
            places.insert(name, (x, y, height));
            tallest = tallest.max(height);
        }
        y += tallest + 36;
    }
    let mut description = String::from("Each module and the modules that it uses.");
    for (name, uses) in &graph {
        for other in uses {
            // A module that uses no other is used in many places.
            let is_last = graph[other].is_empty();
            if !is_last && !reaches_without_edge(&graph, name, other) {
                let (x1, y1, height) = places[name.as_str()];
                let (x2, y2, _) = places[other.as_str()];
                svg.line((x1, y1 + height), (x2, y2 - 2), "edge");
            }
        }
        let uses: Vec<&str> = uses.iter().map(String::as_str).collect();
        if !uses.is_empty() {
            description += &format!(" {name} uses {}.", uses.join(", "));
        }
    }
    // The boxes cover the arrows that pass behind them.
    svg.append(boxes);
    svg.rect((12, 12), (14, 14), "one");
    svg.text((32, 24), "", "evening one: the exercise");
    svg.rect((232, 12), (14, 14), "two");
    svg.text((252, 24), "", "evening two: why it can be trusted");
    svg.text(
        (500, 24),
        "dim",
        "Arrows: uses. None leads to the bottom row, which is used in many places.",
    );
    svg.finish(
        (WIDTH, y - 12),
        "The modules, in two evenings",
        &description,
    )
}

/// The modules that the map in `lib.rs` names below `heading`.
fn evening(heading: &str) -> Vec<String> {
    let map = read(&project().join("src/lib.rs"));
    let (_, section) = map
        .split_once(heading)
        .expect("lib.rs has a part per evening");
    let section = section.split("//! # ").next().unwrap();
    let names = section.split("[`").skip(1);
    names
        .map(|name| name.split('`').next().unwrap().replace("::", "/"))
        .collect()
}

/// Whether a module is read on the second evening: it is named there, or the module around it is.
fn is_second(name: &str) -> bool {
    let is_or_is_in = |named: &String| Path::new(name).starts_with(named);
    // Evening one reads `archive::write`, a function of the module `archive`.
    let names_its_function = |named: &String| Path::new(named).parent() == Some(Path::new(name));
    let one = evening("# Evening one");
    evening("# Evening two").iter().any(is_or_is_in)
        && !one
            .iter()
            .any(|named| named == name || names_its_function(named))
}

/// Draws a module around `x`, below `y`: a line per part. Returns its height.
fn draw_box(svg: &mut Svg, (x, y): (i32, i32), name: &str, parts: &[String]) -> i32 {
    let parts: Vec<&String> = parts.iter().filter(|part| *part != name).collect();
    let columns = if parts.len() > 6 { 2 } else { 1 };
    let lines = i32::try_from(parts.len().div_ceil(columns)).unwrap();
    let height = 24 + lines * LINE + if lines > 0 { 6 } else { 0 };
    let named = i32::try_from(name.len()).unwrap() * 8 + 16;
    let width = if columns == 2 { 190 } else { named.max(124) };
    let class = if is_second(name) { "two" } else { "one" };
    svg.rect((x - width / 2, y), (width, height), class);
    svg.text((x, y + 16), "head middle", name);
    for (at, part) in parts.iter().enumerate() {
        let at = i32::try_from(at).unwrap();
        let left = x - width / 2 + 6 + at / lines * (width / 2 - 2);
        let top = y + 24 + at % lines * LINE;
        let short = part.rsplit('/').next().unwrap();
        let class = if is_second(part) { "two" } else { "one" };
        svg.rect(
            (left, top),
            (width / i32::try_from(columns).unwrap() - 12, LINE - 1),
            class,
        );
        svg.text((left + 6, top + 12), "dim", short);
    }
    height
}

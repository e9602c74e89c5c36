//! One night of each clock change: when a schedule at 02:30 runs, by the rule of `service/due` and
//! by the naive rules, which are the wrong answers of task 11.

use backup::schedule::Schedule;
use chrono::{DateTime, TimeDelta, Utc};

use super::svg::Svg;
use crate::zone::Zone;

#[path = "../../../exercises/11_due/mistakes/every_24_hours.rs"]
mod every_24_hours;
#[path = "../../../exercises/11_due/mistakes/passed_today.rs"]
mod passed_today;
#[path = "../../../exercises/11_due/mistakes/same_minute.rs"]
mod same_minute;
#[path = "../../../exercises/11_due/mistakes/same_minute_once.rs"]
mod same_minute_once;

/// Paris, where the clock jumps from 02:00 to 03:00 in spring, and from 03:00 to 02:00 in autumn.
const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// The two nights: a title, the hour (UTC) before midnight in Paris, and the runs that are right.
const NIGHTS: [(&str, &str, &str); 2] = [
    (
        "Spring: 02:00 becomes 03:00, and 02:30 does not exist (a DST gap)",
        "2026-03-28T23:00:00Z",
        "2026-03-29T01:00:00Z",
    ),
    (
        "Autumn: 03:00 becomes 02:00, and 02:30 comes twice (a DST fold)",
        "2026-10-24T22:00:00Z",
        "2026-10-25T00:30:00Z",
    ),
];

const HOURS: i64 = 5;
const LEFT: usize = 250;
const HOUR_WIDTH: usize = 105;
const ROW: usize = 26;
const WIDTH: usize = 1000;

/// When a rule runs the schedule, from `start` on, for two days.
type Rule = fn(Zone, DateTime<Utc>, &Schedule) -> Vec<DateTime<Utc>>;

/// Runs the rule of a module, which sleeps as `service/due` does, or else as given.
macro_rules! rule {
    ($module:path) => {
        rule!($module, backup::service::due::next_check)
    };
    ($module:path, $sleep:expr) => {{
        use $module as rule;
        |zone, start, schedule| {
            let mut due = rule::Due::starting(start);
            let mut runs = Vec::new();
            let mut now = start;
            while now < start + TimeDelta::days(2) {
                let check = due.check(&zone, now, [schedule.clone()]);
                runs.extend(check.backups.iter().map(|_| now));
                now = $sleep(&zone, now);
            }
            runs
        }
    }};
}

fn sleep_45_seconds(_: &Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::seconds(45)
}

const RULES: [(&str, Rule); 5] = [
    ("service/due", rule!(backup::service::due)),
    (
        "hh:mm == now, every 45 s",
        rule!(same_minute, sleep_45_seconds),
    ),
    ("the same, once per minute", rule!(same_minute_once)),
    ("hh:mm <= now, once per date", rule!(passed_today)),
    ("last run + 24 h", rule!(every_24_hours)),
];

/// Both nights, one below the other.
pub fn draw() -> String {
    let zone = Zone::posix(PARIS);
    let shown = |at: DateTime<Utc>| at.with_timezone(&zone).format("%H:%M").to_string();
    let schedule: Schedule = "photos;02:30;photos".parse().unwrap();
    let mut svg = Svg::default();
    let mut description = String::from("A schedule at 02:30 in Paris.");
    let mut y = 28;
    for (title, begin, right) in NIGHTS {
        let begin: DateTime<Utc> = begin.parse().unwrap();
        let right: DateTime<Utc> = right.parse().unwrap();
        let place = |instant: DateTime<Utc>| {
            let minutes = usize::try_from((instant - begin).num_minutes()).unwrap();
            LEFT + minutes * HOUR_WIDTH / 60
        };
        svg.text([12, y], "head", title);
        description += &format!(" {title}:");
        y += 24;
        let bottom = y + 8 + ROW * RULES.len();
        for half_hours in 0..=HOURS * 2 {
            let instant = begin + TimeDelta::minutes(half_hours * 30);
            let x = place(instant);
            svg.line([x, y + 4], [x, bottom], "grid");
            svg.text([x, y], "dim middle", &shown(instant));
        }
        let jump = zone
            .changes()
            .map(|at| DateTime::from_timestamp(at, 0).unwrap());
        let end = begin + TimeDelta::hours(HOURS);
        for at in jump.filter(|at| (begin..end).contains(at)) {
            svg.line([place(at), y + 4], [place(at), bottom], "jump");
        }
        for (name, rule) in RULES {
            y += ROW;
            svg.text([12, y], "mono", name);
            let all = rule(zone, begin - TimeDelta::hours(24), &schedule);
            let runs: Vec<_> = all
                .into_iter()
                .filter(|at| (begin..end).contains(at))
                .collect();
            let is_right = runs.len() == 1 && (runs[0] - right).num_minutes() == 0;
            let class = if is_right { "right" } else { "wrong" };
            for (at, run) in runs.iter().enumerate() {
                // Two runs in one minute are one beside the other.
                svg.dot([place(*run) + 5 * (at % 2), y - 4], class);
            }
            let verdict = match &runs[..] {
                [] => "no backup".to_owned(),
                [one] if is_right => shown(*one),
                [one] => format!("{}: wrong", shown(*one)),
                several => format!("{} backups", several.len()),
            };
            svg.text([LEFT + HOUR_WIDTH * 5 + 14, y], class, &verdict);
            description += &format!(" {name}: {verdict}.");
        }
        y += 44;
    }
    svg.finish([WIDTH, y - 14], "Two nights of clock changes", &description)
}

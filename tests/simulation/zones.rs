//! The zones of the simulated year: rules that are in force somewhere, a few that were, and a
//! few that would be as strange. Each has been chosen for something the others do not have.

use crate::zone::Zone;

const HOUR: i32 = 3600;

pub const UTC: &str = "UTC0";
pub const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
/// Over midnight: a date loses its last hour.
pub const NUUK: &str = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";

/// The zones of the default run: they differ most.
pub fn few() -> Vec<Zone> {
    let rules = [
        PARIS,
        NUUK,
        UTC,
        // One minute into a date: Newfoundland until 2011.
        "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
        // At midnight: the date begins at 01:00, and ends twice.
        "EET-2EEST,M3.5.0/0,M10.5.0/0",
        // To the second: Amsterdam until 1937.
        "<+0019>-0:19:32",
        // Half an hour, and two.
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3",
    ];
    let mut zones = rules.map(Zone::posix).to_vec();
    zones.extend([
        // Kwajalein has most of September 30th twice, as it had in 1969.
        Zone::of_changes(
            "Kwajalein",
            11 * HOUR,
            &[("2026-09-30T13:00:00Z", -12 * HOUR)],
        ),
        // Samoa leaves out December 30th, as it did in 2011.
        Zone::of_changes("Apia", -10 * HOUR, &[("2026-12-30T10:00:00Z", 14 * HOUR)]),
    ]);
    zones
}

/// The zones of the slow run.
pub fn all() -> Vec<Zone> {
    let mut zones = few();
    zones.extend(RULES.iter().map(|rule| Zone::posix(rule)));
    zones.extend([
        // Morocco sets its clocks back for Ramadan, whenever that is.
        Zone::of_changes(
            "Casablanca",
            HOUR,
            &[("2026-02-15T02:00:00Z", 0), ("2026-03-22T02:00:00Z", HOUR)],
        ),
        // Egypt in 2014: summer time with a month's pause.
        Zone::of_changes(
            "Cairo with a pause",
            2 * HOUR,
            &[
                ("2026-05-14T22:00:00Z", 3 * HOUR),
                ("2026-06-25T21:00:00Z", 2 * HOUR),
                ("2026-07-30T22:00:00Z", 3 * HOUR),
                ("2026-09-24T21:00:00Z", 2 * HOUR),
            ],
        ),
        // Nepal moved by a quarter of an hour, at midnight, in 1986.
        Zone::of_changes(
            "Kathmandu",
            5 * HOUR + 1800,
            &[("2026-05-31T18:30:00Z", 5 * HOUR + 2700)],
        ),
        // North Korea went back by half an hour at midnight, in 2015, and forward in 2018.
        Zone::of_changes(
            "Pyongyang",
            9 * HOUR,
            &[
                ("2026-08-14T15:00:00Z", 8 * HOUR + 1800),
                ("2026-10-04T15:00:00Z", 9 * HOUR),
            ],
        ),
    ]);
    zones
}

const RULES: &[&str] = &[
    "<+14>-14",
    "<-12>12",
    "IST-5:30",
    "<-0930>9:30",
    // Western, central and eastern Europe change at the same instant.
    "GMT0BST,M3.5.0/1,M10.5.0",
    "EET-2EEST,M3.5.0/3,M10.5.0/4",
    // Ireland: winter time is the exception.
    "IST-1GMT0,M10.5.0,M3.5.0/1",
    "CST5CDT,M3.2.0/0,M11.1.0/1",
    "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
    "EET-2EEST,M4.5.5/0,M10.5.4/24",
    "<-04>4<-03>,M10.1.0/0,M3.4.0/0",
    "<-01>1<+00>,M3.5.0/0,M10.5.0/1",
    "EST5EDT,M3.2.0,M11.1.0",
    "PST8PDT,M3.2.0,M11.1.0",
    "NST3:30NDT,M3.2.0,M11.1.0",
    // On a Friday, and on a Saturday.
    "IST-2IDT,M3.4.4/26,M10.5.0",
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "<-06>6<-05>,M9.1.6/22,M4.1.6/22",
    "EET-2EEST,M3.5.0,M10.5.0/3",
    // The southern summer.
    "AEST-10AEDT,M10.1.0,M4.1.0/3",
    "ACST-9:30ACDT,M10.1.0,M4.1.0/3",
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "<+11>-11<+12>,M10.1.0,M4.1.0/3",
];

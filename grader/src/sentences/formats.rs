//! *The format of the schedules is `path_to_save;time(hh:mm);backup_name`.*

use crate::check::{Check, Part, Verdict, expect};
use crate::place::Place;

/// See above.
pub const PART: Part = Part {
    name: "The format of the schedules",
    is_beyond: false,
    checks: &[
        Check::new(
            "a schedule with a part missing or empty is not added",
            "08_format",
            refuses_what_is_incomplete,
        ),
        Check::new(
            "a schedule with a part too many is not added",
            "08_format",
            refuses_what_is_too_long,
        ),
        Check::new(
            "a time that no clock shows is not added",
            "08_format",
            refuses_what_is_no_time,
        ),
        Check::new(
            "hours and minutes have two digits each",
            "08_format",
            refuses_single_digits,
        ),
        Check::new(
            "the first and the last minute of a day are times",
            "08_format",
            accepts_the_whole_day,
        ),
        Check::new(
            "the same name at another time is added",
            "08_format",
            accepts_a_name_twice,
        ),
        Check::new(
            "a path may be absolute, deep, and have spaces",
            "08_format",
            saves_any_path,
        ),
    ],
};

/// None of `schedules` is added, and one that is right still is.
fn refuses(place: &Place, schedules: &[&str]) -> Verdict {
    let right = "right;16:07;right";
    place.given(&["create", right])?;
    for schedule in schedules {
        place.manager(&["create", schedule])?;
        let file = place.schedules();
        let expected = format!("after `create \"{schedule}\"`:\n{right}");
        expect(file.trim() == right, expected, file)?;
    }
    Ok(())
}

fn refuses_what_is_incomplete(place: &mut Place) -> Verdict {
    let schedules = [
        "test;",
        "test",
        "",
        "test;16:07",
        "test;16:07;",
        ";16:07;name",
        ";;",
    ];
    refuses(place, &schedules)
}

fn refuses_what_is_too_long(place: &mut Place) -> Verdict {
    refuses(place, &["test;16:07;name;more"])
}

fn refuses_what_is_no_time(place: &mut Place) -> Verdict {
    refuses(
        place,
        &[
            "test;24:00;name",
            "test;12:60;name",
            "test;ab:cd;name",
            "test;noon;name",
        ],
    )
}

fn refuses_single_digits(place: &mut Place) -> Verdict {
    refuses(place, &["test;16:7;name", "test;6:07;name"])
}

fn accepts_the_whole_day(place: &mut Place) -> Verdict {
    adds_both(place, "first;00:00;first", "last;23:59;last")
}

fn accepts_a_name_twice(place: &mut Place) -> Verdict {
    adds_both(place, "test;16:07;name", "test;16:08;name")
}

fn adds_both(place: &Place, first: &str, second: &str) -> Verdict {
    place.manager(&["create", first])?;
    place.manager(&["create", second])?;
    let both = format!("{first}\n{second}");
    let file = place.schedules();
    expect(file.trim() == both, both, file)
}

fn saves_any_path(place: &mut Place) -> Verdict {
    place.write("deep/er/notes.txt", "content");
    place.write("with spaces/notes.txt", "content");
    let absolute = place.path("deep").display().to_string();
    let paths = [
        (&*absolute, "absolute"),
        ("deep/er", "deep"),
        ("with spaces", "spaces"),
    ];
    let due = paths.map(|(path, name)| place.times().due(path, name));
    place.start_with(&due.concat())?;
    paths
        .into_iter()
        .try_for_each(|(_, name)| place.saves(name))
}

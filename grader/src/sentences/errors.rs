//! *Both scripts will have to handle errors*: each is logged, none ends in a traceback.

use std::thread;
use std::time::Duration;

use super::logs::is_logged;
use crate::check::{Check, Part, Verdict, expect, expect_same, short};
use crate::place::{Place, quoted};

/// See above.
pub const PART: Part = Part {
    name: "The errors",
    is_beyond: false,
    checks: &[
        Check::new(
            "a malformed schedule is logged",
            "11_errors",
            malformed_is_logged,
        ),
        Check::new(
            "an unknown instruction is logged",
            "01_instructions",
            unknown_is_logged,
        ),
        Check::new(
            "no instruction at all is logged",
            "01_instructions",
            nothing_is_logged,
        ),
        Check::new(
            "delete with an index that is not there is logged and changes nothing",
            "04_schedules_file",
            index_out_of_range,
        ),
        Check::new(
            "delete with an index that is no number is logged and changes nothing",
            "04_schedules_file",
            index_that_is_none,
        ),
        Check::new(
            "delete -1 changes nothing",
            "04_schedules_file",
            index_below_zero,
        ),
        Check::new(
            "list without backup_schedules.txt is logged",
            "11_errors",
            list_without_schedules,
        ),
        Check::new(
            "delete without backup_schedules.txt is logged",
            "11_errors",
            delete_without_schedules,
        ),
        Check::new(
            "backups without ./backups is logged",
            "11_errors",
            backups_without_directory,
        ),
        Check::new(
            "stop without a service is logged",
            "11_errors",
            stop_without_service,
        )
        .that_stops(),
        Check::new(
            "start with the service running is logged",
            "11_errors",
            start_with_service,
        ),
        Check::new(
            "no error of the manager ends in a traceback",
            "11_errors",
            nothing_is_unhandled,
        )
        .that_stops(),
    ],
};

const TWO: &str = "one;16:07;red\ntwo;17:08;green\n";

fn malformed_is_logged(place: &mut Place) -> Verdict {
    is_logged(place, &["create", "test;"])
}

fn unknown_is_logged(place: &mut Place) -> Verdict {
    is_logged(place, &["restart"])
}

fn nothing_is_logged(place: &mut Place) -> Verdict {
    is_logged(place, &[])
}

fn changes_nothing(place: &Place, index: &str) -> Verdict {
    expect_same(TWO, &place.schedules())?;
    is_logged(place, &["delete", index])?;
    let file = place.schedules();
    expect(file == TWO, format!("after `delete {index}`:\n{TWO}"), file)
}

fn index_out_of_range(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", TWO);
    changes_nothing(place, "2")?;
    changes_nothing(place, "99")
}

fn index_that_is_none(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", TWO);
    changes_nothing(place, "first")
}

/// In Python the element at -1 is the last one.
fn index_below_zero(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", TWO);
    place.manager(&["delete", "-1"])?;
    expect_same(TWO, &place.schedules())
}

fn list_without_schedules(place: &mut Place) -> Verdict {
    is_logged(place, &["list"])
}

fn delete_without_schedules(place: &mut Place) -> Verdict {
    is_logged(place, &["delete", "0"])
}

fn backups_without_directory(place: &mut Place) -> Verdict {
    is_logged(place, &["backups"])
}

fn stop_without_service(place: &mut Place) -> Verdict {
    is_logged(place, &["stop"])
}

fn start_with_service(place: &mut Place) -> Verdict {
    place.start_with("")?;
    thread::sleep(Duration::from_millis(500));
    is_logged(place, &["start"])
}

fn nothing_is_unhandled(place: &mut Place) -> Verdict {
    let wrong: [&[&str]; 12] = [
        &[],
        &["restart"],
        &["create"],
        &["create", "test;"],
        &["create", "test;ab:cd;name"],
        &["delete"],
        &["delete", "0"],
        &["delete", "first"],
        &["delete", "-1"],
        &["list"],
        &["backups"],
        &["stop"],
    ];
    for arguments in wrong {
        if let Some(sign) = place.manager(arguments)?.unhandled() {
            return short(
                format!("{} says in its own words what is wrong", quoted(arguments)),
                sign,
            );
        }
    }
    Ok(())
}

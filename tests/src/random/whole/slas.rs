//! Calendars, SLAs and ladders of whole desks.

use super::{super::Dice, STATUSES, rules::test};

/// Calendars, SLAs and ladders.
pub(super) fn agreements(dice: &mut Dice) -> Vec<String> {
    let mut pieces = vec![calendar(dice, "hours"), calendar(dice, "shop")];
    let names = ["gold", "silver", "bronze"];
    let count = 1 + dice.below(3);
    for name in &names[..count] {
        pieces.push(sla(dice, name));
    }
    for number in 0..dice.below(3) {
        let sla = names[dice.below(count)];
        pieces.push(ladder(dice, number, sla));
    }
    if dice.once_in(3) {
        let status = STATUSES[1 + dice.below(2)];
        pieces.push(format!(
            "stage follow_up\nrule \"Waited long enough\" {{\n    when ticket.status == \"{status}\" && days_since(ticket.updated_at) >= 5\n    then {{\n        set_status(\"open\");\n    }}\n}}\n"
        ));
    }
    pieces
}

fn calendar(dice: &mut Dice, name: &str) -> String {
    let mut text = format!("calendar \"{name}\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n");
    for _ in 0..dice.below(3) {
        text += &format!("    holiday \"{}-12-2{}\" \"Free\"\n", 2025 + dice.below(4), 4 + dice.below(3));
    }
    if dice.once_in(3) {
        text += "    holiday \"01-01\" \"New year\"\n";
    }
    format!("{text}    covers 2025 to {}\n}}\n", 2027 + dice.below(3))
}

/// A calendar in another time zone, and a rule that asks for days or hours: of it, or of UTC.
pub(super) fn abroad(dice: &mut Dice) -> Vec<String> {
    let place = dice.pick(&["", "\"abroad\""]);
    let asked = match dice.below(4) {
        0 => format!("weekday({place}) == \"mon\""),
        1 => format!("hour_of_day({place}) >= 9"),
        2 => format!("month({place}) in 11..=12"),
        _ if place.is_empty() => "ticket.created_at.days_until() < 3".to_owned(),
        _ => format!("days_until(ticket.created_at, {place}) < 3"),
    };
    let zone = dice.pick(&["UTC", "Asia/Tokyo", "Europe/London"]);
    vec![
        format!(
            "calendar \"abroad\" {{\n    timezone \"{zone}\"\n    mon..fri 09:00 - 17:00\n    covers 2025 to 2029\n}}\n"
        ),
        format!(
            "stage follow_up\nrule \"Days abroad\" {{\n    when {asked}\n    then {{\n        add_tag(\"abroad\");\n    }}\n}}\n"
        ),
    ]
}

fn sla(dice: &mut Dice, name: &str) -> String {
    let mut text = format!("sla \"{name}\" {{\n");
    match dice.below(6) {
        0 => {}
        1 => text += &format!("    when {} && {}\n", test(dice), test(dice)),
        2 => text += "    when ticket.priority == \"P1\" && ticket.priority == \"P3\"\n",
        _ => text += &format!("    when {}\n", test(dice)),
    }
    text += &format!("    calendar \"{}\"\n", dice.pick(&["hours", "hours", "hours", "shop"]));
    let hours = if dice.once_in(9) { 4_000 } else { [1, 4, 8][dice.below(3)] };
    text += &format!("    respond within {} hours\n", 1 + dice.below(3));
    if dice.once_in(8) {
        text += "    respond within 9 hours\n";
    }
    text += &match dice.below(4) {
        0 => format!("    resolve within {} days\n", [2, 5, 900][dice.below(3)]),
        _ => format!("    resolve within {hours} hours\n"),
    };
    if dice.once_in(2) {
        text += &format!("    pause while ticket.status == \"{}\"\n", STATUSES[1 + dice.below(2)]);
    }
    text + "}\n"
}

fn ladder(dice: &mut Dice, number: usize, sla: &str) -> String {
    let when = if dice.once_in(3) { format!("    when {}\n", test(dice)) } else { String::new() };
    let mut text = format!("escalate \"ladder {number}\" for sla \"{sla}\" on resolve {{\n{when}");
    for step in 0..1 + dice.below(3) {
        let reach = match dice.below(3) {
            0 => format!("at {} before", dice.pick(&["1 hour", "5 hours", "8 hours", "3 days"])),
            _ => format!("at {}%", [25, 50, 75, 100][dice.below(4)]),
        };
        let when = if dice.once_in(2) { format!(" when {}", test(dice)) } else { String::new() };
        text += &format!("    {reach}{when} {{\n        notify(\"ladder {number} step {step}\");\n    }}\n");
    }
    text + "}\n"
}

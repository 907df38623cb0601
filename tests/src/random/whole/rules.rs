//! The rules of whole desks.

use super::{
    super::{Dice, block, condition, conjunction, texts::written_pattern},
    CATEGORIES, KINDS, LEVELS, QUEUES, SITES, STATUSES,
};

/// Stages, with rules and tables.
pub(super) fn stages(dice: &mut Dice, is_wild: bool) -> Vec<String> {
    let mut pieces = vec![];
    let mut known: Vec<String> = vec![];
    for stage in ["triage", "priority", "routing", "assignment"] {
        if dice.once_in(5) {
            continue;
        }
        pieces.push(format!("stage {stage} {}\n", dice.pick(&["first", "all", "all"])));
        for number in 0..2 + dice.below(4) {
            let condition = related(dice, &mut known, is_wild);
            let rule = rule(dice, &format!("{stage} {number}"), condition.as_deref(), is_wild);
            if dice.once_in(12) {
                pieces.push(rule.replacen(&format!("{stage} {number}"), &format!("{stage} {number} again"), 1));
            }
            pieces.push(rule);
        }
        if dice.once_in(4) {
            pieces.extend(written_twice(dice, stage));
        }
        if dice.once_in(4) {
            pieces.push(guard(dice, stage, is_wild));
        }
        if dice.once_in(3) {
            pieces.push(table(dice, stage));
        }
        if dice.once_in(3) {
            pieces.push(format!("otherwise {{\n{}}}\n", actions(dice, false)));
        }
    }
    if dice.once_in(2) {
        pieces.push("stage follow_up\n".to_owned());
        pieces.push(full_table(dice));
    }
    pieces.extend(by_pattern(&mut dice.clone()));
    pieces
}

/// Now and then, a rule that looks for a pattern.
fn by_pattern(dice: &mut Dice) -> Option<String> {
    let pattern = written_pattern(dice);
    let actions = "        add_tag(\"by pattern\");\n";
    let rule = format!(
        "rule \"by pattern\" {{\n    when matches(ticket.subject, {pattern})\n    then {{\n{actions}    }}\n}}\n"
    );
    dice.once_in(3).then_some(rule)
}

/// Three rules for the same tickets: the first and the last write the same field, and the one between may look at it.
fn written_twice(dice: &mut Dice, stage: &str) -> [String; 3] {
    let condition = test(dice);
    let (first, last) = match dice.below(4) {
        0 => ("prioritise(\"P1\")", "prioritise(\"P3\")"),
        1 => ("set_tier(\"L1\")", "set_tier(\"L3\")"),
        _ => ("route(\"front\")", "route(\"back\")"),
    };
    let between = match dice.below(6) {
        0 => "assign(#{ skill: \"weld\" })",
        1 => "assign(#{ strategy: \"least_loaded\" })",
        2 => "prioritise_at_least(\"P2\")",
        3 => "escalate_to(\"L2\")",
        4 => "notify_manager(1)",
        _ => "notify(\"lead\")",
    };
    // Now and then, the last is a fault on all tickets.
    let fault = if dice.once_in(4) { "        link_to(`sibling ${ticket.id}`, \"T-1\");\n" } else { "" };
    [("first", first, ""), ("between", between, ""), ("last", last, fault)].map(|(place, action, fault)| {
        let then = format!("        {action};\n{fault}");
        format!("rule \"{stage} {place}\" {{\n    when {condition}\n    then {{\n{then}    }}\n}}\n")
    })
}

/// A rule that ends the evaluation or holds something back, whose condition may be a fault, and that may say what is then.
fn guard(dice: &mut Dice, stage: &str, is_wild: bool) -> String {
    let doubtful = match dice.below(4) {
        0 => "10 / ticket.affected_users > 4",
        1 => "ticket.affected_users / (ticket.rooms ?? 0) > 1",
        2 => "lower(ticket.subject).contains(\"down\")",
        _ => "requester.vip",
    };
    let condition = match dice.below(3) {
        0 => doubtful.to_owned(),
        1 => format!("{} && {doubtful}", test(dice)),
        _ => format!("{doubtful} && {}", test(dice)),
    };
    let on_fault = dice.pick(&["", "", "    on fault fire\n", "    on fault skip\n"]);
    let mut actions = format!("        {}(\"a guard\");\n", dice.pick(&["stop", "hold_change", "hold_change"]));
    if dice.once_in(4) {
        actions += match is_wild {
            // It takes a script.
            true => "        for n in 0..2 { flag(\"odd\"); }\n",
            false => "        link_to(\"sibling\", `T-${ticket.id}`);\n",
        };
    }
    format!("rule \"{stage} guard\" {{\n    when {condition}\n{on_fault}    then {{\n{actions}    }}\n}}\n")
}

fn rule(dice: &mut Dice, name: &str, condition: Option<&str>, is_wild: bool) -> String {
    let label = dice.pick(&["", "", "", "", "", "", " salience 5", " salience -5", " group \"extra\""]);
    let when = condition.map(|condition| format!("    when {condition}\n")).unwrap_or_default();
    format!("rule \"{name}\"{label} {{\n{when}    then {{\n{}    }}\n}}\n", actions(dice, is_wild))
}

/// A condition that often has to do with one that was made before; none at all now and then.
fn related(dice: &mut Dice, known: &mut Vec<String>, is_wild: bool) -> Option<String> {
    if dice.once_in(12) {
        return None;
    }
    let new = |dice: &mut Dice| match dice.below(if is_wild { 6 } else { 3 }) {
        0 => test(dice),
        1 | 2 => format!("{} && {}", test(dice), test(dice)),
        3 | 4 => conjunction(dice),
        _ => condition(dice, 2),
    };
    let old = |dice: &mut Dice| match known.len() {
        0 => test(dice),
        count => known[dice.below(count)].clone(),
    };
    let condition = match dice.below(14) {
        0 | 1 => old(dice),
        2 => format!("({}) && ({})", old(dice), test(dice)),
        3 => format!("({}) || ({})", old(dice), test(dice)),
        4 => format!("!({})", old(dice)),
        5 => {
            let either = test(dice);
            format!("{either} || !({either})")
        }
        6 => format!("({}) && !({})", old(dice), old(dice)),
        _ => new(dice),
    };
    known.push(condition.clone());
    Some(condition)
}

/// What one field holds.
pub(super) fn test(dice: &mut Dice) -> String {
    let number = dice.below(4) * 5;
    match dice.below(22) {
        0..=2 => format!("ticket.category == \"{}\"", category(dice)),
        3 => format!("ticket.category in [\"{}\", \"{}\"]", category(dice), category(dice)),
        4 => format!("ticket.category != \"{}\"", category(dice)),
        5 | 6 => format!("ticket.site == \"{}\"", dice.pick(&SITES)),
        7 => dice.pick(&["requester.vip", "!requester.vip"]).to_owned(),
        8 => format!("ticket.affected_users >= {number}"),
        9 => format!("ticket.affected_users < {number}"),
        10 | 11 => format!("ticket.kind == \"{}\"", dice.pick(&KINDS)),
        12 => format!("\"{}\" in ticket.tags", dice.pick(&["erp", "vip", "seen"])),
        13 => format!("ticket.priority {} \"{}\"", dice.pick(&["==", "!="]), dice.pick(&["P1", "P2", "P3"])),
        14 => format!("ticket.subject.contains(\"{}\")", dice.pick(&["vpn", "VPN", "vpn client", "down"])),
        15 => format!("hours_since(ticket.created_at) >= {number}"),
        16 => of_matrix(dice),
        17 => format!("ticket.status == \"{}\"", dice.pick(&STATUSES)),
        18 => dice.pick(&["changed(\"status\")", "changed_to(\"category\", \"network\")"]).to_owned(),
        19 => format!("is_set(ticket.{})", dice.pick(&["queue", "priority", "site", "assignee"])),
        20 => format!("ticket.{} == {number}", dice.pick(&["floor", "rooms"])),
        _ => format!("ticket.queue == \"{}\"", dice.pick(&QUEUES[..2])),
    }
}

/// What the matrix says, whether it says anything, and what has to do with another thing of its name.
fn of_matrix(dice: &mut Dice) -> String {
    let priority = dice.pick(&["P1", "P2", "P3"]);
    match dice.below(8) {
        0..=3 => format!("matrix(\"priority\") == \"{priority}\""),
        4 => "is_set(matrix(\"priority\"))".to_owned(),
        5 | 6 => format!("outranks(matrix(\"priority\"), \"{priority}\")"),
        _ => format!("(previous(\"priority\") ?? \"P3\") == \"{priority}\""),
    }
}

/// A category, now and then misspelt.
fn category(dice: &mut Dice) -> &'static str {
    if dice.once_in(25) { dice.pick(&["netwrok", "printr", "acount"]) } else { dice.pick(&CATEGORIES) }
}

/// A block of actions, one on each line.
pub(super) fn actions(dice: &mut Dice, is_wild: bool) -> String {
    if is_wild && dice.once_in(2) {
        // A line that begins in the first column would look like the beginning or end of a block.
        return block(dice).lines().map(|line| format!("        {line}\n")).collect();
    }
    let statement = |dice: &mut Dice| match dice.below(6) {
        0 => format!("        if {} {{\n{}        }}\n", test(dice), line(dice)),
        1 => format!("        if {} {{\n{}        }} else {{\n{}        }}\n", test(dice), line(dice), line(dice)),
        _ => line(dice),
    };
    (0..=dice.below(2)).map(|_| statement(dice)).collect()
}

fn line(dice: &mut Dice) -> String {
    let tag = dice.pick(&["vip", "seen"]);
    let action = match dice.below(20) {
        0..=3 => format!("route(\"{}\")", dice.pick(&QUEUES)),
        4..=6 => format!("prioritise(\"{}\")", dice.pick(&["P1", "P2", "P3"])),
        7 => "prioritise(matrix(\"priority\") ?? \"P4\")".to_owned(),
        8 => format!("add_tag(\"{tag}\")"),
        9 => format!("remove_tag(\"{tag}\")"),
        10 => format!("set_category(\"{}\")", dice.pick(&CATEGORIES)),
        11 => format!("set_impact(\"{}\")", dice.pick(&LEVELS)),
        12 => format!("set_status(\"{}\")", dice.pick(&STATUSES)),
        13 => "assign(#{ skill: \"weld\" })".to_owned(),
        14 => format!("assign(#{{ team: \"{}\" }})", dice.pick(&["net", "desk", "nett"])),
        15 => format!("set_tier(\"{}\")", dice.pick(&["L1", "L2"])),
        16 => format!("set_field(\"site\", {})", dice.pick(&["\"leeds\"", "ticket.category", "requester.site"])),
        17 => "prioritise_at_least(\"P2\")".to_owned(),
        18 => dice
            .pick(&[
                "notify(\"lead\")",
                "flag(\"odd\")",
                "stop(\"enough\")",
                "comment(\"hello\")",
                "link_to(\"parent\", \"T-1\")",
                "link_to(`sibling ${ticket.id}`, \"T-1\")",
            ])
            .to_owned(),
        _ => "escalate_to(\"L2\", \"back\", \"too hard\")".to_owned(),
    };
    format!("        {action};\n")
}

/// A table of a few rows.
fn table(dice: &mut Dice, stage: &str) -> String {
    let mode = dice.pick(&["first", "all"]);
    let mut text = format!(
        "table {stage}_rows {mode} {{\n    | ticket.site | ticket.category | requester.vip | add_tag | set_tier |\n"
    );
    for row in 0..2 + dice.below(4) {
        let site = dice.pick(&["leeds", "london", "*", "leeds, london", "not leeds"]);
        let category = dice.pick(&["network", "printer", "*"]);
        let vip = dice.pick(&["true", "false", "*", "*"]);
        text += &format!("    | {site} | {category} | {vip} | row{row} | {} |\n", dice.pick(&["L1", "L2", "-"]));
    }
    text + "}\n"
}

/// A table of nearly all combinations.
fn full_table(dice: &mut Dice) -> String {
    let mut text = "table areas {\n    | ticket.site | ticket.category | add_tag |\n".to_owned();
    let left_out = dice.below(12);
    let pairs = SITES.iter().flat_map(|site| CATEGORIES.iter().map(move |category| (site, category)));
    for (number, (site, category)) in pairs.enumerate().filter(|(number, _)| *number != left_out) {
        text += &format!("    | {site} | {category} | area{number} |\n");
    }
    text + "}\n"
}

//! Desks about which there is much to claim: conditions, and what is narrower, wider, or the same.

use super::{DECLARED, Dice, condition, conjunction, range_condition};

/// A desk of which `check` has something to say. It may be none that compiles.
pub fn claims_desk(dice: &mut Dice) -> String {
    let mut text = DECLARED.to_owned();
    let writes = if dice.once_in(2) { "set_category(\"network\");" } else { "emit(\"seen\");" };
    text += &format!("stage triage\nrule \"before\" {{\n  when {}\n  then {{ {writes} }}\n}}\n", conjunction(dice));
    for (stage, mode) in [("priority", "first"), ("routing", "all")] {
        text += &format!("stage {stage} {mode}\n");
        for (number, condition) in family(dice).into_iter().enumerate() {
            let on_fault = dice.pick(&["", "", "  on fault fire\n"]);
            let rule = format!(
                "rule \"{stage} {number}\" {{\n  when {condition}\n{on_fault}  then {{ emit(\"{stage}\"); }}\n}}\n"
            );
            // A condition that does not compile is left out with its rule.
            let alone = format!("{DECLARED}stage {stage}\n{rule}");
            if crate::compile(&alone).is_ok() {
                text += &rule;
            }
        }
        text += "otherwise {\n  emit(\"otherwise\");\n}\n";
    }
    text
}

/// Conditions that have to do with each other.
fn family(dice: &mut Dice) -> Vec<String> {
    let [a, b, c] = [(); 3].map(|()| any(dice));
    let mut family = vec![
        a.clone(),
        format!("({a}) && ({b})"),
        b.clone(),
        format!("({c}) && !({c}) && ({b})"),
        format!("({a}) || ({c})"),
        format!("({c}) || !({c})"),
        format!("{c} && {b}"),
        a.clone(),
        format!("!({a}) && !({b})"),
    ];
    let start = dice.below(family.len());
    family.rotate_left(start);
    family
}

fn any(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => range_condition(dice),
        1 => condition(dice, 2),
        _ => conjunction(dice),
    }
}

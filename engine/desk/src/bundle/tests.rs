use std::sync::Arc;

use tierline_condition::{Expr, OnFault, Part, functions::Function};
use tierline_model::agreement::{Amount, Reach};

use super::*;

fn whole() -> (Pack, Kept) {
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = [
        text("a.rhai", include_str!("../../../../tests/data/bundles/a.rhai")),
        text("roster.json", include_str!("../../../../tests/data/bundles/roster.json")),
    ];
    let desk = Desk::compile(Pack { files: files.into() }, Limits::SERVER).unwrap();
    let kept = Kept::of(&desk);
    ((*desk.pack).clone(), kept)
}

#[test]
fn what_is_referred_to_must_be_there() {
    type Change = fn(&mut Kept);
    let changes: [(Change, &str); 11] = [
        (|desk| desk.places.clear(), "there is no place 0"),
        (|desk| desk.parts.clear(), "there is no part 0 of a condition"),
        (|desk| desk.layout = Default::default(), "a condition reads a field that is not there"),
        (|desk| desk.actions[0] = "obey".into(), "there is no action `obey`"),
        (|desk| desk.scripts.scripts.clear(), "there is no script"),
        (|desk| desk.calendars.clear(), "there is no calendar \"office\""),
        (|desk| desk.versions.clear(), "there is no calendar \"office\""),
        (|desk| desk.steps.clear(), "the steps of its ladders are not what they ask for"),
        (|desk| desk.policies[0].targets[0].amount = Amount::Open(-1), "an SLA names a time that none can"),
        (
            |desk| desk.ladders[0].steps[2].reach = Reach::Every { amount: Amount::Wall(0), most: 3 },
            "an SLA names a time that none can",
        ),
        (
            |desk| {
                let expr = Expr::Call(Function::named("contains").unwrap(), [].into());
                desk.parts[0] = Arc::new(Part { expr, ..(*desk.parts[0]).clone() });
            },
            "`contains` is written contains(",
        ),
    ];
    for (change, why) in changes {
        let (pack, mut kept) = whole();
        change(&mut kept);
        let said = kept.desk("h".into(), pack, OnFaults::default(), Limits::SERVER).unwrap_err();
        assert!(said.contains(why), "{said}, not {why}");
    }
    let (pack, kept) = whole();
    let said = kept.desk("h".into(), pack, OnFaults(vec![(0, 99, OnFault::Fire)]), Limits::SERVER).unwrap_err();
    assert_eq!(said, "there is no rule 99 in its stage 0");
    let (pack, kept) = whole();
    assert!(kept.desk("h".into(), pack, OnFaults::default(), Limits::SERVER).is_ok());
}

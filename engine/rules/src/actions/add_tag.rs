//! `add_tag`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "add_tag",
        place: 160,
        help: reference("Adds a tag, unless the ticket has it."),
        params: &[Param::needed("tag", ParamKind::Text)],
        example: reference(r#"add_tag("outage")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("tags"), How::Add, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&ADD_TAG]),
    },
    act: |args, draft| {
        let tag = args.text(0);
        draft.add(&Path::of_ticket("tags"), tag.clone(), ADD_TAG.saying([tag.into()]));
        Ok(())
    },
};

pub(super) static ADD_TAG: EffectSpec = EffectSpec {
    name: "add_tag",
    place: 200,
    help: checked("Add a tag."),
    values: &[EffectValue::needed("tag", SaidKind::Text, checked("The tag."))],
    called: "add_tag",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to add the tag {tag}"),
    shown: Shown::InWords,
};

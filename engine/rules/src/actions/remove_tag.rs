//! `remove_tag`

use tierline_model::{
    ActionSpec, EffectSpec, EffectValue, Ends, How, Param, ParamKind, Path, SaidKind, Shown, Tells, To, Writes,
    Written, aloud, checked, reference,
};

use super::Action;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "remove_tag",
        place: 170,
        help: reference("Takes a tag away, if the ticket has it."),
        params: &[Param::needed("tag", ParamKind::Text)],
        example: reference(r#"remove_tag("new")"#),
        reads: checked(&[]),
        writes: &[Writes::surely(Written::Field("tags"), How::Remove, To::Argument(0))],
        tells: Tells::Nobody,
        ends: Ends::Nothing,
        fails: checked(&[]),
        effects: checked(&[&REMOVE_TAG]),
    },
    act: |args, draft| {
        let tag = args.text(0);
        draft.remove(&Path::of_ticket("tags"), &tag.clone(), REMOVE_TAG.saying([tag.into()]));
        Ok(())
    },
};

pub(super) static REMOVE_TAG: EffectSpec = EffectSpec {
    name: "remove_tag",
    place: 210,
    help: checked("Take a tag away."),
    values: &[EffectValue::needed("tag", SaidKind::Text, checked("The tag."))],
    called: "remove_tag",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to remove the tag {tag}"),
    shown: Shown::InWords,
};

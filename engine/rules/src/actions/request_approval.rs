//! `request_approval`

use tierline_model::{ActionSpec, Effect, Param, ParamKind, Path, reference};

use super::Action;

pub(super) const ACTION: Action = Action {
    spec: ActionSpec {
        name: "request_approval",
        help: reference("Asks a person or role for approval; it is noted in `ticket.approvals`."),
        params: &[Param::needed("approver", ParamKind::Text), Param::optional("reason", ParamKind::Text)],
        example: reference(r#"request_approval("line-manager")"#),
        writes: &["approvals"],
    },
    act: |args, draft| {
        let approver = args.text(0);
        let effect = Effect::RequestApproval { approver: approver.clone(), reason: args.optional_text(1) };
        draft.add(&Path::of_ticket("approvals"), approver, effect);
        Ok(())
    },
};

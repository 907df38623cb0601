    Verb {
        name: "ping",
        help: reference("Says that the desk is there. With `loud`, in capitals."),
        takes: &[DESK, Takes { name: "loud", kind: PartKind::Truth }],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "ping",
            help: "Says that the desk is there. With `loud`, in capitals.",
            fails: "",
            of_desk: true,
            takes: &["loud"],
            sets: None,
            gives: Gives::Reply(super::Given::Text),
            is_full: false,
        }]),
        run: |session, mut call| {
            let desk = super::desk(session, &mut call)?;
            let loud = call.truth("loud")?;
            let said = format!("{} rules are here", desk.rule_count());
            let said = if loud { said.to_uppercase() } else { said };
            Ok(crate::Reply::Written(format!("\"{said}\"")))
        },
    },

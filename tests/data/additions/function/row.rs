    Function {
        name: "shouts",
        params: &[param("text", Takes::Text)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::None),
        cost: Cost::Read,
        help: reference("Whether a text has letters and none of them is small."),
        example: aside(Example {
            call: "shouts(ticket.subject)",
            given: r#"{"ticket": {"subject": "HELP ME"}}"#,
            gives: "true",
        }),
        call: |_, args| {
            let text = args[0].as_text().unwrap_or_default();
            bool(text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase))
        },
    },

//! The peers, in the order of the table.

/// An engine.
pub struct Peer {
    /// As it is called.
    pub name: &'static str,
    /// Its folder in `engines/`.
    pub program: &'static str,
    /// The package whose version is told, where it has one.
    pub package: Option<&'static str>,
    /// The ways of using it: for its program, and for the reader.
    pub variants: &'static [(&'static str, &'static str)],
}

/// All of them. Ratios are to the first variant of the first.
pub const PEERS: &[Peer] = &[
    Peer {
        name: "Tierline",
        program: "tierline",
        package: Some("tierline"),
        variants: &[
            ("bound", "index, from a ticket's values"),
            ("slots", "index, ticket in slots"),
            ("evaluate", "whole evaluation"),
            ("explain", "told what fired and why one rule did not"),
            ("trace", "told what became of every rule"),
        ],
    },
    Peer {
        name: "Index written by hand",
        program: "hand",
        package: None,
        variants: &[("bound", "from a ticket's values"), ("cells", "ticket in numbers")],
    },
    Peer {
        name: "ZEN",
        program: "zen",
        package: Some("zen-engine"),
        variants: &[("compiled", "compiled"), ("trace", "compiled, with trace")],
    },
    Peer {
        name: "Rhai",
        program: "rhai",
        package: Some("rhai"),
        variants: &[
            ("grain", "generated `switch`, bytecode"),
            ("switch", "generated `switch`"),
            ("each", "one AST a rule"),
        ],
    },
    Peer { name: "cel", program: "cel", package: Some("cel"), variants: &[("", "one program a rule")] },
    Peer {
        name: "Regorus",
        program: "regorus",
        package: Some("regorus"),
        variants: &[("machine", "bytecode"), ("interpreter", "interpreter")],
    },
    Peer { name: "Cedar", program: "cedar", package: Some("cedar-policy"), variants: &[("", "one policy a rule")] },
    Peer {
        name: "json-rules-engine",
        program: "json-rules-engine",
        package: Some("json-rules-engine"),
        variants: &[("", "Node")],
    },
    Peer {
        name: "ZEN's native npm package",
        program: "zen-node",
        package: Some("@gorules/zen-engine"),
        variants: &[("single", "Node, one by one"), ("together", "Node, 1,000 at once")],
    },
    Peer {
        name: "Tierline's npm package",
        program: "tierline-node",
        package: None,
        variants: &[("single", "Node, one by one"), ("batch", "Node, batches of 1,000")],
    },
];

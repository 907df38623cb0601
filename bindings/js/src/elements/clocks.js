// Made from the table of metrics by `cargo xtask generate`. Change that, not this file.

/** What a clock is called, by language and metric. */
export const clocks = {
    en: {
        first_response: "First answer",
        next_response: "Next answer",
        update: "Next update",
        requester_wait: "Waiting time",
        agent_work: "Work",
        resolution: "Resolution",
        assignment: "Assignment",
        ownership: "Queue",
        tier: "Support tier",
        supplier: "Supplier",
    },
    de: {
        first_response: "Erste Antwort",
        next_response: "Nächste Antwort",
        update: "Nächste Nachricht",
        requester_wait: "Wartezeit",
        agent_work: "Bearbeitung",
        resolution: "Lösung",
        assignment: "Zuweisung",
        ownership: "Warteschlange",
        tier: "Support-Stufe",
        supplier: "Lieferant",
    },
};

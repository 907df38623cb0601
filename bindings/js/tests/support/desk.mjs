// A small desk that the tests ask.

/** Rules with a clock, a field of the desk's own, and a test. */
export const RULES = `
queue "network-l2"
queue "service-desk"

field "floor" number

calendar "office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
}

sla "standard" {
    calendar "office"
    resolve within 8 hours
}

stage priority

rule "VIPs are never below P2" {
    when requester.vip
    then { prioritise_at_least("P2"); }
}

stage routing first

rule "Outages go to the second line" {
    when ticket.category == "network" && mentions(ticket.subject, "down")
    then { route("network-l2"); }
}

otherwise { route("service-desk"); }

test "A VIP comes first" {
    given requester #{ vip: true }
    expect outcome.priority == "P2"
}
`;

export const FILES = { "rules.rhai": RULES };

export const NOW = "2026-11-23T10:00:00Z";

/** A request about a ticket made on a Monday at nine. */
export const REQUEST = {
    ticket: {
        id: "INC-1",
        category: "network",
        subject: "WiFi is down",
        created_at: new Date("2026-11-23T09:00:00Z"),
        requester: { vip: true },
    },
    now: new Date(NOW),
};

/** A call that takes more memory than there is. */
export const tooMuch = () => `{"verb":"load","bundle":"${"x".repeat(150_000_000)}"}`;

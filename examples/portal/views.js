// What is shown of a ticket.

const STATUS = {
    new: "New",
    "in-progress": "In progress",
    "waiting-customer": "Waiting for you",
    resolved: "Resolved",
};
const moment = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
});

/** An element with attributes and children. Text stays text. */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
}

/** An SLA element for a ticket. */
function clock(name, entry, { desk, now }, attributes = {}) {
    return Object.assign(element(name, attributes), { desk, now, request: entry });
}

const meta = ({ id, status, priority }) => [id, STATUS[status] ?? status, priority].join(" · ");

/** A line of the list. */
export function listItem(entry, portal) {
    const { ticket } = entry;
    const words = element(
        "span",
        {},
        element("span", { class: "subject" }, ticket.subject),
        element("span", { class: "meta" }, meta(ticket)),
    );
    const link = element(
        "a",
        { class: "ticket", href: `#${encodeURIComponent(ticket.id)}` },
        words,
        clock("sla-countdown", entry, portal),
    );
    return element("li", {}, link);
}

/** Everything about one ticket. */
export function ticketView(entry, portal) {
    const { ticket, history } = entry;
    const { readings } = portal.desk.deadlines({ ...entry, now: new Date(portal.now()) });
    const clocks = [
        ...new Set(readings.filter((reading) => reading.class === "customer").map((reading) => reading.clock)),
    ];
    const messages = history.filter(({ text }) => text);
    return [
        element("a", { class: "back", href: "#" }, "← All tickets"),
        element("h2", {}, ticket.subject),
        element(
            "p",
            { class: "meta" },
            `${meta(ticket)} · ${ticket.requester.name}, ${moment.format(new Date(ticket.created_at))}`,
        ),
        element("p", { class: "description" }, ticket.description),
        element(
            "div",
            { class: "clocks" },
            ...clocks.map((name) => clock("sla-countdown", entry, portal, { clock: name })),
        ),
        element("h3", {}, "What happened, and what is to come"),
        ...clocks.map((name) =>
            element("div", { class: "line" }, clock("sla-timeline", entry, portal, { clock: name, "no-steps": "" })),
        ),
        ...(messages.length > 0
            ? [element("h3", {}, "Messages"), element("ol", { class: "messages" }, ...messages.map(message))]
            : []),
    ];
}

function message({ author, at, text }) {
    const isOurs = author === "agent";
    const head = element(
        "p",
        { class: "meta" },
        `${isOurs ? "Us" : "You"}, `,
        element("time", { datetime: at }, moment.format(new Date(at))),
    );
    return element("li", isOurs ? { class: "ours" } : {}, head, element("p", {}, text));
}

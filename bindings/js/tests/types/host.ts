// A host in TypeScript: what is right compiles, and what is wrong does not.
import {
    Desk,
    TierlineError,
    type Answer,
    type BatchReply,
    type Effect,
    type Reading,
    type Request,
    type Ticket,
    init,
} from "@tierline/engine";
import * as runtime from "@tierline/engine/runtime";
import type * as full from "@tierline/engine";

export const request: Request = {
    ticket: {
        id: 7,
        kind: "incident",
        priority: "P2",
        channel: "portal",
        created_at: new Date(0),
        requester: { vip: true, starts_on: "2026-11-23" },
        field_of_the_desk: { any: ["thing"] },
        category: null,
    },
    event: { kind: "message", author: "requester", at: "2026-11-23T09:00:00Z" },
    history: [{ kind: "created", at: new Date(0) }],
    roster: { agents: [{ id: "ada", skills: { vpn: 3 }, shifts: [{ from: new Date(0), to: "2026-11-24" }] }] },
    now: new Date(),
};

// @ts-expect-error priorities are P1 to P5
export const wrongPriority: Ticket = { priority: "P9" };
// @ts-expect-error there is no such kind
export const wrongKind: Ticket = { kind: "bug" };
// @ts-expect-error an instant is text or a `Date`
export const wrongInstant: Ticket = { created_at: 12 };
// @ts-expect-error there is no such event
export const wrongEvent: Request = { ticket: {}, event: { kind: "opened" }, now: "" };
// @ts-expect-error a request says when it is
export const timeless: Request = { ticket: {} };
// @ts-expect-error a request has no `tickt`
export const misspelt: Request = { tickt: {}, now: "" };
// @ts-expect-error an agent has an id
export const nobody: Request = { ticket: {}, roster: { agents: [{}] }, now: "" };

export function target(effect: Effect): string | undefined {
    switch (effect.do) {
        case "route":
            return effect.queue;
        case "assign":
            return effect.turn?.agent ?? effect.agent;
        case "emit":
            return String(effect.data["reason"]);
        case "breach":
            return effect.class === "customer" ? effect.of : undefined;
        default:
            return undefined;
    }
}

// @ts-expect-error only `route` has a queue
export const queue = (effect: Extract<Effect, { do: "assign" }>) => effect.queue;
// @ts-expect-error there is no such effect
export const noEffect = (effect: Effect) => effect.do === "teleport";

/** Every state is told: the function gives text without a `default`. */
export function told(reading: Reading): string {
    switch (reading.state) {
        case "running":
        case "paused":
            return `${reading.remaining_seconds}`;
        case "met":
        case "missed_open":
        case "missed_closed":
        case "cancelled":
            return reading.due ?? "";
    }
}

export async function host(bundle: ArrayBuffer): Promise<string> {
    await init(new URL("https://example.org/tierline.wasm"));
    await init(fetch("/tierline.wasm"));
    await init(new Uint8Array(8));
    // @ts-expect-error a number is no module
    await init(7);
    // @ts-expect-error desks are compiled or loaded
    new Desk();
    using desk: Desk = Desk.load(bundle);
    const answer: Answer = desk.evaluate(request, { trace: true, whyNot: ["a"] });
    // @ts-expect-error there is no such option
    desk.evaluate(request, { whynot: [] });
    const replies: BatchReply[] = desk.evaluateBatch([request]);
    for (const reply of replies) {
        if (reply.error) throw reply.error;
        target(reply.ok.effects[0]!);
    }
    for (const asked of answer.effects) {
        if (asked.do === "notify") return asked.who + asked.rule;
    }
    // What was a `Date` comes back as text.
    const created: string | null | undefined = answer.ticket.created_at;
    const priority: "P1" | "P2" | "P3" | "P4" | "P5" | null | undefined = answer.ticket.priority;
    const same: full.Desk = runtime.Desk.load(desk.bundle());
    return `${created}${priority}${same.hash}${desk.deadlines(request).next_deadline}${desk.forms()[0]?.actions.runs}`;
}

export function reason(error: unknown): string {
    return error instanceof TierlineError ? `${error.code} ${error.place?.line ?? ""}` : String(error);
}

// Made from the types of the engine by `node tools/types.mjs`. Change those, not this file.

/** An instant: RFC 3339 text such as `2026-11-23T09:00:00Z`, a date such as `2026-11-23`, or a `Date`. */
export type Instant = string | Date;

/** What is handed in, as an answer gives it back: instants are text. */
export type Given<T> = T extends Date ? never : T extends object ? { [Name in keyof T]: Given<T[Name]> } : T;

/** Who the ticket is for. */
export interface Requester {
    /** The department. */
    department?: string | null;
    /** The person's mail address. */
    email?: string | null;
    /** The host's name for the person. */
    id?: string | number | null;
    /** The person's language, such as `de`. */
    language?: string | null;
    /** The last day of work. */
    leaves_on?: Instant | null;
    /** The person's manager. */
    manager?: string | number | null;
    /** The person's name. */
    name?: string | null;
    /** What the person does. */
    role?: string | null;
    /** Where the person works. */
    site?: string | null;
    /** The first day of work. */
    starts_on?: Instant | null;
    /** The support tier bought for the person, such as `gold`. */
    tier?: string | null;
    /** The person's time zone, such as `Europe/Berlin`. */
    time_zone?: string | null;
    /** Whether the person comes first. */
    vip?: boolean | null;
    /** What the desk declares beyond these. */
    [field: string]: unknown;
}

/** The requester's organisation, or the customer. */
export interface Organisation {
    /** The contract, such as `premium`. */
    contract?: string | null;
    /** When the contract ends. */
    contract_ends?: Instant | null;
    /** Its country. */
    country?: string | null;
    /** The host's name for the organisation. */
    id?: string | number | null;
    /** What the organisation does. */
    industry?: string | null;
    /** The organisation's name. */
    name?: string | null;
    /** Whether service is suspended. */
    suspended?: boolean | null;
    /** What the desk declares beyond these. */
    [field: string]: unknown;
}

/** What the ticket is about: a machine, a service, a contract. */
export interface Asset {
    /** How much depends on it; the desk's own words. */
    criticality?: string | null;
    /** Where it runs, such as `production`. */
    environment?: string | null;
    /** The host's name for the asset. */
    id?: string | number | null;
    /** What it is, such as `laptop` or `database`. */
    kind?: string | null;
    /** Whether it is in a maintenance window now. */
    maintenance?: boolean | null;
    /** Make and model. */
    model?: string | null;
    /** The asset's name. */
    name?: string | null;
    /** Who answers for it. */
    owner?: string | number | null;
    /** Where it stands. */
    site?: string | null;
    /** When the warranty ends. */
    warranty_until?: Instant | null;
    /** What the desk declares beyond these. */
    [field: string]: unknown;
}

/** A ticket as the host knows it. Every field may be missing. */
export interface Ticket {
    /** How many people are affected. */
    affected_users?: number | null;
    /** The SLA policy that was applied by name, whatever the conditions; `none` for no SLA. */
    applied_sla?: string | null;
    /** Approvals asked for. */
    approvals?: string[] | null;
    /** What the ticket is about: a machine, a service, a contract. */
    asset?: Asset;
    /** The agent who has it. */
    assignee?: string | null;
    /** The newest message, where the host keeps it apart from the description. */
    body?: string | null;
    /** What it concerns, coarsely. */
    category?: string | null;
    /** The change behind it. */
    change?: string | number | null;
    /** How it came in. */
    channel?: "phone" | "email" | "chat" | "portal" | "walk_in" | "monitoring" | "api" | "social" | "messaging" | "sms" | "agent" | "other" | null;
    /** Tickets that are part of this one. */
    children?: number | null;
    /** When it was closed. */
    closed_at?: Instant | null;
    /** How hard it is; the desk's own words. */
    complexity?: string | null;
    /** How sure the host is of its own guesses, from 0 to 100. */
    confidence?: number | null;
    /** What it costs, in the desk's currency. */
    cost?: number | null;
    /** What it costs, roughly; the desk's own words. */
    cost_band?: string | null;
    /** When it was made. */
    created_at?: Instant | null;
    /** The whole of what was written. */
    description?: string | null;
    /** When it is due, as a person promised. */
    due_at?: Instant | null;
    /** The ticket that this one repeats. */
    duplicate_of?: string | number | null;
    /** Where the service runs, such as `production`. */
    environment?: string | null;
    /** Marks for the attention of people, as `flag` sets them. */
    flags?: string[] | null;
    /** The answers of a request form, by the form's own names. */
    form?: Record<string, unknown> | null;
    /** The host's name for the ticket. */
    id?: string | number | null;
    /** How much is affected; the desk's own words, as in its matrix. */
    impact?: string | null;
    /** What it is; `event` is a message of a monitoring system. */
    kind?: "incident" | "service_request" | "problem" | "change" | "event" | null;
    /** The known error that explains it. */
    known_error?: string | null;
    /** The language it is written in, such as `en`. */
    language?: string | null;
    /** Fields that the requester was asked for. */
    missing?: string[] | null;
    /** The requester's organisation, or the customer. */
    organisation?: Organisation;
    /** The ticket that this one is part of. */
    parent?: string | number | null;
    /** When the work of a change ends. */
    planned_end?: Instant | null;
    /** When the work of a change begins. */
    planned_start?: Instant | null;
    /** P1 is worked on first. */
    priority?: "P1" | "P2" | "P3" | "P4" | "P5" | null;
    /** A person has set the priority and rules leave it. */
    priority_locked?: boolean | null;
    /** The problem behind it. */
    problem?: string | number | null;
    /** The queue it is in. */
    queue?: string | null;
    /** How often it changed hands. */
    reassigned?: number | null;
    /** Like tickets of the same cause in the host's window, this one not counted. */
    recurrence?: number | null;
    /** Tickets that have to do with it. */
    related?: string[] | null;
    /** How often it was opened again. */
    reopened?: number | null;
    /** Messages of the requester since the last answer. */
    replies?: number | null;
    /** When the next answer is due; set in answers. */
    reply_by?: Instant | null;
    /** Who the ticket is for. */
    requester?: Requester;
    /** When it is to be resolved; set in answers. */
    resolve_by?: Instant | null;
    /** When it was resolved. */
    resolved_at?: Instant | null;
    /** When the first answer is due; set in answers. */
    respond_by?: Instant | null;
    /** When it was first answered. */
    responded_at?: Instant | null;
    /** How risky a change is; the desk's own words. */
    risk?: string | null;
    /** The rule that dealt with it before, where the host keeps that. */
    rule?: string | null;
    /** The mood of the text, from -100 to 100. */
    sentiment?: number | null;
    /** The service it concerns. */
    service?: string | null;
    /** Where the trouble is. */
    site?: string | null;
    /** The customer SLA it is under; the engine says so in its answers and takes no notice of it. */
    sla?: string | null;
    /** Its status; the host's own words. */
    status?: string | null;
    /** What it concerns, finely. */
    subcategory?: string | null;
    /** What it is about, in one line. */
    subject?: string | null;
    /** Labels. */
    tags?: string[] | null;
    /** Tasks to be done. */
    tasks?: string[] | null;
    /** A trial ticket that reports leave out. */
    test?: boolean | null;
    /** The support tier that has it. */
    tier?: "L1" | "L2" | "L3" | null;
    /** A finer kind of the host's, such as `joiner` or `access-request`. */
    type?: string | null;
    /** When the next update is due; set in answers. */
    update_by?: Instant | null;
    /** When it last changed. */
    updated_at?: Instant | null;
    /** How soon it hurts; the desk's own words, as in its matrix. */
    urgency?: string | null;
    /** What the desk declares beyond these. */
    [field: string]: unknown;
}

/** Something that happened to a ticket. */
export interface TicketEvent {
    /** When it happened. */
    at?: Instant | null;
    /** Who did it. */
    author?: "requester" | "participant" | "agent" | "supplier" | "system" | null;
    /** Whether a machine wrote the message; it is no answer then. */
    automated?: boolean | null;
    /** What changed fields of the ticket held before, by name. */
    before?: Record<string, unknown> | null;
    /** With `deadline`: who sets it. */
    by?: string | null;
    /** With `deadline`: the clock, such as `resolution`. */
    clock?: string | null;
    /** With `deadline`: the deadline that a person sets; none to go back to the target. */
    due?: Instant | null;
    /** What happened. */
    kind?: "created" | "updated" | "message" | "reopened" | "resolved" | "closed" | "merged" | "absorbed" | "deleted" | "spam" | "deadline" | "rebase" | "timer" | null;
    /** Whether the message of the requester asks for nothing, such as a thank-you. */
    no_answer_needed?: boolean | null;
    /** With `absorbed`: when the ticket that was merged into this one was made. */
    opened_at?: Instant | null;
    /** Whether the requester sees the message. */
    public?: boolean | null;
    /** With `deadline`: why. */
    reason?: string | null;
    /** What changed fields of the ticket hold since, by name; needed of what lies in the past. */
    set?: Record<string, unknown> | null;
    /** The message. */
    text?: string | null;
}

/** What the desk declares that the host says beside the ticket. */
export type Context = Record<string, unknown>;

/** A ticket and what happened to it. */
export interface Request {
    /** What the desk declares that the host says beside the ticket. */
    context?: Context;
    /** The keys of the steps and breaches that the host has dealt with, as answers named them in `done`. */
    done?: string[];
    /** Something that happened to a ticket. */
    event?: TicketEvent;
    /** What happened to the ticket before, in the form of `event`, each with `at`: clocks are folded from it. */
    history?: TicketEvent[];
    /** The instant of the evaluation. */
    now: Instant;
    /** Who can be given work: teams and agents. */
    roster?: Roster;
    /** The instant of the evaluation before this one: at a `timer` event, rules that held then are passed over. */
    since?: Instant;
    /** A ticket as the host knows it. Every field may be missing. */
    ticket: Ticket;
    /** Whose turn it was last, by the key that an `assign` effect named. */
    turns?: Record<string, string>;
    /** Groups of rules that are switched off. */
    without_groups?: string[];
}

/** An agent. */
export interface Agent {
    /** Whether the agent is away, shift or not. */
    away?: boolean;
    /** How many tickets the agent may have at once; none for any number. */
    capacity?: number | null;
    /** The host's name for the agent. */
    id: string;
    /** Languages spoken, such as `en`. */
    languages?: string[];
    /** How many tickets the agent has. */
    load?: number;
    /** The id of the agent's manager, where the host says: an agent's, or anybody's. */
    manager?: string | null;
    /** The agent's name for people. */
    name?: string | null;
    /** When the agent is on shift; none for always. */
    shifts?: Shift[];
    /** Sites served; none for all. */
    sites?: string[];
    /** Skills and how well each is mastered, 1 or more. */
    skills?: Record<string, number>;
    /** The ids of the agent's teams. */
    teams?: string[];
    /** The support tier: `L1`, `L2` or `L3`. */
    tier?: string | null;
}

/** A shift: `from` is in it, `to` is not. */
export interface Shift {
    /** Its first instant. */
    from: Instant;
    /** The first instant after it. */
    to: Instant;
}

/** A team. */
export interface Team {
    /** The host's name for it. */
    id: string;
    /** Who leads it. */
    lead?: string | null;
    /** Its name for people. */
    name?: string | null;
    /** The queues it works. */
    queues?: string[];
}

/** Who can be given work: teams and agents. */
export interface Roster {
    /** The agents. */
    agents?: Agent[];
    /** The teams. */
    teams?: Team[];
}

/** An effect and the rule that asks for it: what tells them apart. */
export type Effect =
    /** Put the ticket into a queue. */
    | {
        do: "route";
        /** The queue. */
        queue: string;
    }
    /** Give the ticket to an agent. */
    | {
        do: "assign";
        /** The agent's id. */
        agent: string;
        /** How the agent was chosen; absent where the rule named the agent. */
        strategy?: string;
        /** The turn to keep and to hand in with the next request, for round robin. */
        turn?: Turn;
    }
    /** Take the ticket from the agent who has it. */
    | {
        do: "unassign";
    }
    /** Give the ticket to a person, team or role. */
    | {
        do: "reassign";
        /** A person, team or role that the host knows. */
        who: string;
    }
    /** Tell a manager of the agent who has the ticket. */
    | {
        do: "notify_manager";
        /** How far up: 1 for the agent's manager, 2 for the manager's manager. */
        level: number;
        /** The manager, where the roster knows who that is. */
        manager?: string;
        /** What to say; absent for the host's usual text. */
        message?: string;
    }
    /** Hand the ticket to a manager of the agent who has it. */
    | {
        do: "escalate_to_manager";
        /** How far up: 1 for the agent's manager, 2 for the manager's manager. */
        level: number;
        /** The manager, where the roster knows who that is. */
        manager?: string;
    }
    /** A deadline passed; no rule asks for it. */
    | {
        do: "breach";
        /** Who owes whom. */
        class: Class;
        /** The clock. */
        clock: Metric;
        /** Which cycle. */
        cycle: number;
        /** The queue or tier that it is about. */
        of?: string;
        /** Whether the deadline was moved into the past. */
        rebased?: boolean;
    }
    /** A breach that the host has dealt with is none, by what has come to be known since. It stays on the host's record. */
    | {
        do: "correct_breach";
        /** The key of the breach. */
        breach: string;
    }
    /** No agent fits; somebody should see to it. */
    | {
        do: "nobody_fits";
        /** Agents of the team, by id, and the first thing that each lacks. */
        turned_away: TurnedAway[];
        /** What was wanted. */
        wanted: Record<string, unknown>;
    }
    /** Set the priority. */
    | {
        do: "prioritise";
        /** `P1` to `P5`. */
        priority: string;
    }
    /** Set the impact. */
    | {
        do: "set_impact";
        /** The desk's word for it. */
        impact: string;
    }
    /** Set the urgency. */
    | {
        do: "set_urgency";
        /** The desk's word for it. */
        urgency: string;
    }
    /** Set the category. */
    | {
        do: "set_category";
        /** The desk's word for it. */
        category: string;
    }
    /** Set the subcategory. */
    | {
        do: "set_subcategory";
        /** The desk's word for it. */
        subcategory: string;
    }
    /** Set any other field of the ticket. */
    | {
        do: "set_field";
        /** The field, such as `ticket.site`. */
        field: string;
        /** What it shall hold; `null` takes it away. */
        value: unknown;
    }
    /** Set the status. */
    | {
        do: "set_status";
        /** The host's word for it. */
        status: string;
    }
    /** Set the support tier without a hand-over. */
    | {
        do: "set_tier";
        /** `L1` to `L3`. */
        tier: string;
    }
    /** Hand the ticket over to a higher tier. */
    | {
        do: "escalate_to";
        /** Why. */
        reason?: string;
        /** `L1` to `L3`. */
        tier: string;
    }
    /** Resolve the ticket. */
    | {
        do: "resolve";
        /** Why it counts as resolved. */
        reason: string;
    }
    /** Add a tag. */
    | {
        do: "add_tag";
        /** The tag. */
        tag: string;
    }
    /** Take a tag away. */
    | {
        do: "remove_tag";
        /** The tag. */
        tag: string;
    }
    /** Mark the ticket for the attention of people. */
    | {
        do: "flag";
        /** The mark. */
        flag: string;
    }
    /** Tell somebody, in the ordinary way. */
    | {
        do: "notify";
        /** What to say; absent for the host's usual text. */
        message?: string;
        /** A person, team or role that the host knows. */
        who: string;
    }
    /** Call somebody out, now. */
    | {
        do: "page";
        /** What to say; absent for the host's usual text. */
        message?: string;
        /** A person, team or role that the host knows. */
        who: string;
    }
    /** Add an internal comment. */
    | {
        do: "comment";
        /** The comment. */
        text: string;
    }
    /** Answer the requester with a template of the host's. */
    | {
        do: "reply_with";
        /** The template. */
        template: string;
    }
    /** Offer the requester a self-service article. */
    | {
        do: "suggest";
        /** The article. */
        article: string;
    }
    /** Ask the requester for a field that is missing. */
    | {
        do: "ask";
        /** The field, such as `category` or `form.start_date`. */
        field: string;
        /** How to put it; absent for the host's usual text. */
        question?: string;
    }
    /** Add a task. */
    | {
        do: "add_task";
        /** The task. */
        task: string;
        /** Who is to do it. */
        team?: string;
    }
    /** Ask for an approval. */
    | {
        do: "request_approval";
        /** A person or role that the host knows. */
        approver: string;
        /** Why it is needed. */
        reason?: string;
    }
    /** Link to another ticket. */
    | {
        do: "link_to";
        /** How they belong together, such as `parent`, `problem` or `duplicate_of`. */
        relation: string;
        /** The other ticket. */
        ticket: string;
    }
    /** Link to the open ticket of that kind and topic, if the host finds one. */
    | {
        do: "link_to_open";
        /** What to look for, such as `major-incident`. */
        kind: string;
        /** What it is about, such as a category. */
        topic: string;
    }
    /** Propose a problem record. */
    | {
        do: "propose_problem";
        /** Why. */
        reason?: string;
        /** Its title. */
        title: string;
    }
    /** Propose a change. */
    | {
        do: "propose_change";
        /** Why. */
        reason?: string;
        /** Its title. */
        title: string;
    }
    /** Hold a change back. */
    | {
        do: "hold_change";
        /** Why. */
        reason: string;
        /** When it may go on, where that is known. */
        until?: string;
    }
    /** Put the ticket under an SLA policy. */
    | {
        do: "apply_sla";
        /** The SLA policy. */
        sla: string;
    }
    /** Take the ticket out of its SLA policy. */
    | {
        do: "cancel_sla";
        /** Why. */
        reason: string;
    }
    /** Run an automation of the host's. */
    | {
        do: "run";
        /** Its name. */
        automation: string;
        /** What it is given. */
        input?: Record<string, unknown>;
    }
    /** A rule ended the evaluation; no later rule was looked at. */
    | {
        do: "stop";
        /** Why. */
        reason: string;
    }
    /** Something of the host's own. */
    | {
        do: "emit";
        /** What comes with it. */
        data: Record<string, unknown>;
        /** Its name. */
        name: string;
    };

/** An effect and the rule that asks for it. */
export type Asked = Effect & {
    /** Of a step or breach: when it was reached, however late it is dealt with. */
    at?: string;
    /** Of a step or breach: its idempotency key. Other effects belong to the event that was asked about. */
    key?: string;
    /** The rule that asks for it; of a ladder, its name and step. */
    rule: string;
};

/** A deadline that passed. */
export interface Breach {
    /** The instant: the deadline, or where that was moved into the past, the instant of the move. */
    at: string;
    /** Whether the deadline was moved into the past. */
    rebased: boolean;
}

/** What can happen to a clock, by the names of Zendesk's metric events where it has one. */
export type ChangeKind =
    /** A cycle started. */
    | "activate"
    /** It was held up. */
    | "pause"
    /** It goes on after a pause. */
    | "resume"
    /** It goes on after it had stopped. */
    | "reopen"
    /** What was owed was done. */
    | "fulfill"
    /** It ended without met or missed. */
    | "cancel"
    /** The deadline passed. */
    | "breach"
    /** Policy, target or calendar changed. */
    | "apply_sla"
    /** A change of policy, target or calendar that the clock does not follow. */
    | "pin"
    /** A person set the deadline. */
    | "set_by_hand"
    /** It counts from an older ticket's creation. */
    | "merge";

/** Who owes whom. A ticket is under at most one policy of each class, side by side. */
export type Class =
    /** The desk owes the requester: a customer SLA. */
    | "customer"
    /** A team owes the desk: an operational level agreement. */
    | "ola"
    /** A supplier owes the desk: an underpinning contract. */
    | "supplier";

/** Something that happened to a clock. */
export interface ClockChange {
    /** When. */
    at: string;
    /** What brought it about. */
    because: string;
    /** The deadline after it. */
    due_after?: string;
    /** The deadline before it. */
    due_before?: string;
    /** What. */
    what: ChangeKind;
}

/** What a clock is doing. */
export type ClockState =
    /** It counts. */
    | "running"
    /** It is held up. */
    | "paused"
    /** It stopped in time. */
    | "met"
    /** The deadline has passed and what is owed is still owed. */
    | "missed_open"
    /** It stopped too late. */
    | "missed_closed"
    /** It ended without met or missed. */
    | "cancelled";

/** Why a clock reads what it reads. */
export interface ClockTrace {
    /** What happened to it, in order. */
    changes: ClockChange[];
    /** The policies of the class, in order, and why each is not the one. */
    losers?: Loser[];
    /** The stretches of time since the start. */
    spans: SpanTrace[];
}

/** A rule that could not be decided, or whose actions could not be carried out. None of its effects count. */
export interface Fault {
    /** A name for programs to branch on. */
    code: string;
    /** Where it went wrong; a file without name for what was handed in. */
    place: Place;
    /** Why, for the admin. */
    reason: string;
    /** The rule; `history, event 2` for what was handed in and cannot be. */
    rule: string;
}

/** A policy that was not chosen: what tells them apart. */
export type LostBecause =
    /** A part of its condition does not hold. */
    | {
        because: "missed";
        /** The part, as written. */
        part: string;
        /** The fields which that part reads and what they held. */
        saw?: Saw[];
    }
    /** It stands below the one that was chosen. */
    | {
        because: "later";
    }
    /** It has a newer version, or is not in force yet. */
    | {
        because: "other_version";
    }
    /** Another one was applied by name. */
    | {
        because: "not_applied";
    };

/** A policy that was not chosen. */
export type Loser = LostBecause & {
    /** The policy. */
    policy: string;
};

/** What a clock measures. */
export type Metric =
    /** From creation to the first public answer. */
    | "first_response"
    /** From the oldest unanswered message of the requester to the next public answer. */
    | "next_response"
    /** From one contact to the next. */
    | "update"
    /** As long as the requester waits for the desk. */
    | "requester_wait"
    /** As long as the desk works on it. */
    | "agent_work"
    /** From creation to resolution. */
    | "resolution"
    /** From entering a queue, or from creation, until somebody has it. */
    | "assignment"
    /** As long as one queue has it. */
    | "ownership"
    /** As long as one support tier has it. */
    | "tier"
    /** As long as a supplier has it. */
    | "supplier";

/** Why a condition did not hold. */
export interface Missed {
    /** How many parts before it held. */
    held: number;
    /** The first part that did not hold, as written. */
    part: string;
    /** How many parts the condition has. */
    parts: number;
    /** The fields which that part reads and what they held. */
    saw?: Saw[];
}

/** How many rules of a stage may fire. */
export type Mode =
    /** The stage ends at the first rule that fires. */
    | "first"
    /** Every rule may fire, and each sees what earlier ones did. */
    | "all";

/** An effect that a later rule replaced: the last write wins. */
export interface Override {
    /** The later rule. */
    by: string;
    /** The field that both write. */
    field: string;
    /** What the later rule wrote. */
    now: unknown;
    /** The earlier rule. */
    rule: string;
    /** What the earlier rule had written. */
    was: unknown;
}

/** A place in a file of a desk. */
export interface Place {
    /** The column in characters, from 1; 0 for the line as a whole. */
    column: number;
    /** The file, by its name within the desk. */
    file: string;
    /** How many characters are meant, at least 1 where a column is named. */
    length: number;
    /** The line, from 1; 0 for the file as a whole. */
    line: number;
}

/** A clock at an instant. */
export interface Reading {
    /** The breach, which stays on record. */
    breach?: Breach;
    /** The calendar; absent where it counts by the wall clock. */
    calendar?: string;
    /** Who owes whom. */
    class: Class;
    /** What it measures. */
    clock: Metric;
    /** When it first counted or will: the first open instant. */
    counts_from?: string;
    /** Which cycle, from 1. */
    cycle: number;
    /** The deadline; absent while paused, unless the policy keeps it in sight. */
    due?: string;
    /** Seconds that counted so far. */
    elapsed_seconds: number;
    /** The target in seconds that count. */
    goal_seconds: number;
    /** The queue or tier that it is about. */
    of?: string;
    /** Seconds held up that would have counted. */
    paused_seconds: number;
    /** The policy. */
    policy: string;
    /** Seconds still to count; below 0 for those over the target. */
    remaining_seconds: number;
    /** A deadline that a person set. */
    set_by_hand?: SetByHand;
    /** When it started. */
    started_at: string;
    /** What it is doing. */
    state: ClockState;
    /** The steps of its ladders that are still to come or were reached. */
    steps?: StepReading[];
    /** When it stopped. */
    stopped_at?: string;
    /** The target, as written: `4 hours`. */
    target: string;
    /** How much of the target is used, of a hundred, rounded down. */
    used_percent: number;
    /** Since when that version of the policy counts, where it has versions. */
    version?: string;
    /** How often the queue, tier or supplier got the ticket in this cycle, from 1. */
    visits?: number;
    /** What is uncertain about it: past the known holidays, past the horizon of its calendar. */
    warning?: string;
    /** Why, where that was asked for. */
    why?: ClockTrace;
}

/** What became of one rule: what tells them apart. */
export type RuleOutcome =
    /** Its condition held, or could not be decided and it says `on fault fire`; its actions count. */
    | {
        verdict: "fired";
        /** What the parts of its condition saw. */
        saw?: Saw[];
        /** Why its condition could not be decided, where that is so. */
        undecided?: string;
    }
    /** Its condition did not hold. */
    | Missed
    /** It could not be decided or carried out; see the faults of the answer. */
    | {
        verdict: "fault";
    }
    /** At a `timer` event: its condition holds and held already at the evaluation before. */
    | {
        verdict: "held_already";
    }
    /** It was not looked at, because its group is switched off. */
    | {
        verdict: "off";
    }
    /** It was not looked at, because an earlier rule ended its stage or the evaluation. */
    | {
        verdict: "passed";
        /** The rule that ended it. */
        by: string;
    };

/** What became of one rule. */
export type RuleTrace = RuleOutcome & {
    /** Its group, where it has one. */
    group?: string;
    /** Its name. */
    rule: string;
};

/** A field and what it held, or a call such as `changed("status")` and what it gave. */
export interface Saw {
    /** The field, or the call as it is written. */
    field: string;
    /** What it held or gave; text is cut at 200 characters. */
    value: unknown;
}

/** A deadline that a person set. */
export interface SetByHand {
    /** When. */
    at: string;
    /** Who. */
    by: string;
    /** The deadline that the target would give. */
    instead_of?: string;
    /** Why. */
    reason: string;
}

/** A stretch of a clock's time. */
export interface SpanTrace {
    /** What began it. */
    because: string;
    /** The calendar; absent for the wall clock. */
    calendar?: string;
    /** Whether it counts. */
    counts: boolean;
    /** Its beginning. */
    from: string;
    /** Its seconds in which the calendar is open. */
    seconds: number;
    /** Its end; absent while it goes on. */
    to?: string;
}

/** A stage. They run in this order, whatever the order of files and headings. */
export type Stage =
    /** What it is: kind, category, duplicate of. */
    | "triage"
    /** How urgent it is. */
    | "priority"
    /** Which queue and tier it goes to. */
    | "routing"
    /** Who gets it. */
    | "assignment"
    /** What else: requests, approvals, problems, changes, notifications, self-service. */
    | "follow_up";

/** What became of the rules of one stage. */
export interface StageTrace {
    /** How many of its rules may fire. */
    mode: Mode;
    /** Its rules that are not told of: nobody asked, and they did not hold or were passed over. */
    others?: number;
    /** Its rules, in the order they were looked at. */
    rules: RuleTrace[];
    /** The stage. */
    stage: Stage;
}

/** A step of a ladder at an instant. */
export interface StepReading {
    /** When it is reached. */
    at: string;
    /** Whether the host has taken it. */
    done: boolean;
    /** The idempotency key: clock, cycle, step, occurrence. */
    key: string;
    /** The ladder. */
    ladder: string;
    /** When it is taken, where quiet hours put it off. */
    put_off_to?: string;
    /** The step: `75%`. */
    step: string;
}

/** What became of the rules, stage by stage. */
export interface Trace {
    /** Effects that a later rule replaced, in the order that happened. */
    overrides?: Override[];
    /** The stages that have rules, in the order they ran. */
    stages: StageTrace[];
    /** The steps of ladders that were due, in the order in which they were looked at. */
    steps?: RuleTrace[];
}

/** Whose turn it was, for round robin. */
export interface Turn {
    /** The agent whose turn it was. */
    agent: string;
    /** Under which key to keep it. */
    key: string;
}

/** An agent who was not chosen. */
export interface TurnedAway {
    /** The agent's id. */
    agent: string;
    /** The first thing that the agent lacks. */
    lacks: string;
}

/** What to do about one ticket event, and why. */
export interface Answer {
    /** The desk that answers: the hash of its content. */
    desk: string;
    /** The steps and breaches that this answer deals with: keys for the host to keep, and to hand in from now on. */
    done?: string[];
    /** What the host is to do, in order. */
    effects: Asked[];
    /** Rules that could not be decided or carried out; the others count. */
    faults: Fault[];
    /** The ticket's id, where it has one. */
    id?: string;
    /** The instant it was asked for. */
    now: string;
    /** What the SLA clocks of the ticket read. */
    readings?: Reading[];
    /** The ticket once all that is done. */
    ticket: Given<Ticket>;
    /** What became of every rule, where that was asked for. */
    trace?: Trace;
    /**
     * The earliest instant at which anything about the ticket changes by time alone: ask again then, with a `timer` event
     * and `since`. It replaces the one of the answer before; none means never. A breach is told a second after its deadline,
     * for what is done at the deadline is done in time.
     */
    wake_at?: string;
}

/** When a calendar is open within a span of time, for whoever draws that. */
export interface OpenHours {
    /** The calendar, as a reading names it. */
    calendar: string;
    /**
     * By how many seconds the clocks on the wall are ahead of UTC, and since when; the first counts from the beginning of
     * the span.
     */
    offsets: Array<[string, number]>;
    /** The open stretches, in order: the first instant of each and the first after it. */
    open: Array<[string, string]>;
    /** Its IANA time zone. */
    zone: string;
}

/** What `deadlines` gives: what the clocks of a ticket read, and what is next. */
export interface Deadlines {
    /** The desk that answers: the hash of its content. */
    desk: string;
    /** Events that cannot be, and conditions of policies that could not be decided; the others count. */
    faults?: Fault[];
    /** With `why`: when the calendars are open that the clocks count by. */
    hours?: OpenHours[];
    /** The ticket's id, where it has one. */
    id?: string;
    /** The earliest deadline that stands, passed or not. */
    next_deadline?: string;
    /** The instant it was asked for. */
    now: string;
    /** What the clocks read: the last of each metric and holder and every earlier one that was missed; with `why`, all. */
    readings: Reading[];
    /**
     * The earliest instant at which a clock is breached or a step of a ladder is reached by time alone; `now` where a
     * step is due.
     */
    wake_at?: string;
}

/** A field of a request that would have had to hold something else. */
export interface Change {
    /** The field; `now` for the instant. */
    field: string;
    /** What it would have had to hold. */
    instead: unknown;
    /** What it held. */
    was: unknown;
}

/** A clock in sentences and as a drawing. */
export interface ClockSaid {
    /** Which clock: `resolution`, `tier of "L2"`. */
    clock: string;
    /** The drawing, a line each. */
    timeline: string[];
    /** Why it reads what it reads. */
    why: string[];
}

/** The smallest change of a request that makes a rule fire. It was evaluated. */
export interface WhatIf {
    /** What differs. */
    changes: Change[];
    /** The request as it would have had to be. */
    request: Witness;
    /** The rule. */
    rule: string;
}

/** Why a rule did not fire. */
export interface WhyNot {
    /**
     * What would have had to differ, in a sentence; none where it fired, and where no small change is known that makes it
     * fire.
     */
    instead?: string;
    /** The rule. */
    rule: string;
    /** The same as data. */
    what_if?: WhatIf;
    /** Why it did not fire, in a sentence; that it did, where it did. */
    why: string;
}

/** A request that shows a finding when it is evaluated. */
export interface Witness {
    /** What else the host knows. */
    context?: Record<string, unknown>;
    /** The event. */
    event?: Record<string, unknown>;
    /** The instant. */
    now: string;
    /** The ticket. */
    ticket: Record<string, unknown>;
}

/** What `explain` gives: an answer in sentences. */
export interface Explanation {
    /** The clocks of the ticket. */
    clocks?: ClockSaid[];
    /** Which rules nearly fired, and what was missing. */
    nearly: string[];
    /** What the rules ask for, and why. */
    why: string[];
    /** Of the rules that were asked for: why each did not fire, and what would have had to differ. */
    why_not?: WhyNot[];
}

/** How the actions of a rule run. */
export interface ActionsForm {
    /** What gives their arguments. */
    runs: ActionsRun;
    /** Why they take a script. */
    why?: string;
}

/** What gives the arguments of actions. */
export type ActionsRun =
    /** They are constants. */
    | "constants"
    /** They are worked out without a script. */
    | "predicate"
    /** The script. */
    | "script";

/** How a part of a condition runs. */
export interface PartForm {
    /** As written. */
    part: string;
    /** What decides it, in this order. Whatever comes later is asked only where what comes before leaves it open. */
    runs: PartRuns[];
    /** Why it takes a script, each reason once; none where it takes none. */
    why?: string[];
}

/** What decides a part of a condition. */
export type PartRuns =
    /** The rule is found under it in the index. */
    | "key"
    /** The index compares it, as numbers on the ticket's card. */
    | "numbers"
    /** The index looks for it in a text. */
    | "text"
    /** A predicate. */
    | "predicate"
    /** The script. */
    | "script";

/** How one rule runs. */
export interface RuleForm {
    /** Its actions. */
    actions: ActionsForm;
    /** The parts of its condition, as they stand between the `&&`. */
    parts: PartForm[];
    /** Where it stands. */
    place: Place;
    /** Its name. */
    rule: string;
}

/** Something that was not as expected. */
export interface Failure {
    /** What was expected and what was there. */
    message: string;
    /** Where that stands. */
    place: Place;
}

/** What came of one `test`. */
export interface TestReport {
    /** What was not as expected; nothing where it passed. */
    failures: Failure[];
    /** Where it stands. */
    place: Place;
    /** Its name. */
    test: string;
}

/**
 * One thing that is wrong, or looks wrong, with a file of a desk.
 * 
 * It shows itself as one line: `rules.rhai:2:15: error[unknown-field]: …; did you mean …?`
 */
export interface Diagnostic {
    /** A name for programs to branch on. It never changes; the message may. */
    code: string;
    /** What to do next. */
    help?: string;
    /** What, in the admin's own words, on one line. */
    message: string;
    /** Where. */
    place: Place;
    /** How bad it is. */
    severity: Severity;
    /** The line it is about, without its line break; empty where the place is a file. */
    snippet: string;
}

/** Something that the engine says otherwise than the case. */
export interface Disagreement {
    /** What the case expects. */
    expected: unknown;
    /** What the engine says. */
    found: unknown;
    /** What of the case's `expect`: `resolution_due`. */
    what: string;
}

/** A case that failed. */
export interface FailedCase {
    /** What the engine says otherwise. */
    disagreements?: Disagreement[];
    /** Why it could not be run. */
    error?: ErrorContent;
    /** Its id. */
    id?: string;
    /** Its number, from 1: of its line where the cases came as text. */
    line: number;
    /** What it says about itself. */
    notes?: string;
    /** Where it comes from. */
    source?: string;
}

/** How bad it is. */
export type Severity =
    /** The desk does not compile. */
    | "error"
    /** The desk compiles; this is hardly what was meant. */
    | "warning";

/** Why a call was not answered. */
export interface ErrorContent {
    /** A name for programs to branch on. It never changes; the message may. */
    code: string;
    /** Everything that is wrong with a desk. */
    diagnostics?: Diagnostic[];
    /** What to do next. */
    help?: string;
    /** What is wrong, on one line. */
    message: string;
    /** Where, if that is a place in a file. */
    place?: Place;
}

/** What came of many cases. */
export interface CaseSummary {
    /** How many did not. */
    failed: number;
    /** Those that did not. */
    failures: FailedCase[];
    /** How many passed. */
    passed: number;
}

/** Something that looks wrong. */
export interface Finding {
    /** A name for programs to branch on. It never changes; the message may. */
    code: string;
    /** What to do next. */
    help?: string;
    /** What, in the admin's own words, on one line. */
    message: string;
    /** Where. */
    place: Place;
    /** The rules that it is about, the one at its place first. */
    rules?: string[];
    /** How bad it is. */
    severity: Severity;
    /** The line it is about, without its line break; empty where the place is a file. */
    snippet: string;
    /** A ticket that shows it. */
    witness?: Witness;
}

/** Something that a test can reach. */
export interface Goal {
    /** What it is. */
    kind: GoalKind;
    /** What it belongs to: a rule, a table, a matrix, an SLA, a ladder. */
    of: string;
    /** Where it stands. */
    place: Place;
    /** Its name, or as it is written. */
    text: string;
    /** How often the tests reached it. */
    times: number;
}

/** What tests can reach. */
export type GoalKind =
    /** A rule that fires. */
    | "rule"
    /** A row of a table that fires. */
    | "row"
    /** A part of a condition that is looked at and holds. */
    | "held"
    /** A part of a condition that is looked at and does not hold. */
    | "missed"
    /** A way that an action block goes. */
    | "branch"
    /** A cell of a matrix that is looked up. */
    | "cell"
    /** An SLA that a ticket is under. */
    | "policy"
    /** A target of an SLA that a clock counts for. */
    | "target"
    /** A step of a ladder that is taken. */
    | "step";

/** What the tests of a desk reach of it, and what not. */
export interface Coverage {
    /** All that tests can reach, by file and line. */
    goals: Goal[];
}

/** An action. */
export interface ActionHelp {
    /** What it may ask of a host: each is a `do` of an effect. */
    effects: string[];
    /** What it ends, in words; left out where nothing. */
    ends?: string;
    /** How it is used. */
    example: string;
    /** What it does. */
    help: string;
    /** Its name. */
    name: string;
    /** Its arguments, in order. */
    params: ActionParam[];
    /** What it looks at beside its arguments: `ticket.queue`, `roster`, `turns`, `now`. */
    reads: string[];
    /** Its name with its arguments. */
    signature: string;
    /** Whom it gives word of the ticket, in words; left out where nobody. */
    tells?: string;
    /** The fields of the ticket that it may write. */
    writes: string[];
}

/** An argument of an action. */
export interface ActionParam {
    /** Its name. */
    name: string;
    /** Whether it may be left out. */
    optional: boolean;
    /** What it may be. */
    wants: string;
}

/** A function. */
export interface FunctionHelp {
    /** How it is used. */
    example: string;
    /** What that gives, in JSON. */
    example_gives: string;
    /** What kind of value it gives. */
    gives: string;
    /** What it gives, in a sentence or two. */
    help: string;
    /** Its name. */
    name: string;
    /** Its arguments, in order. */
    params: FunctionParam[];
    /** What it reads beside its arguments: `now`, `ticket`, `before` (the event), `calendar`, `matrix`. */
    reads: string[];
    /** Its name with its arguments. */
    signature: string;
}

/** An argument of a function. */
export interface FunctionParam {
    /** Its name. */
    name: string;
    /** What it may be. */
    wants: string;
}

/** A metric. */
export interface MetricHelp {
    /** What people call its clock in English. */
    called: string;
    /** The field of the ticket that an answer sets to the deadline, where there is one. */
    deadline?: string;
    /** What it measures. */
    help: string;
    /** The name of its clock: in readings, and after `sla.` in a rule. */
    name: string;
    /** Its word in an `sla` block, as in `respond within 15 minutes`. */
    verb: string;
}

/** The rule language as data: what its words are, take and do, for whoever shows or completes them. */
export interface Reference {
    /** What rules may ask for. */
    actions: ActionHelp[];
    /** What conditions may ask: what each gives, and what its example does. */
    functions: FunctionHelp[];
    /** What an SLA may promise. */
    metrics: MetricHelp[];
}

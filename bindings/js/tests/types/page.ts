// A page in TypeScript: the elements by their names, and the hook.
import { type LiveReading, type SlaCountdown, define, phrases } from "@tierline/engine/elements";
import { useSlaReading } from "@tierline/engine/react";
import { Desk, type Reading, type Request } from "@tierline/engine/runtime";

export function page(bundle: string, request: Request): SlaCountdown {
    define("help");
    const countdown = document.createElement("sla-countdown");
    countdown.desk = Desk.load(bundle);
    countdown.request = { ticket: request.ticket, history: request.history ?? [] };
    countdown.clock = "resolution";
    countdown.now = () => new Date(0);
    countdown.strings = { value: { paused: "Waiting for you" } };
    phrases["fr"] = { value: { met: "Fait" } };
    countdown.addEventListener("sla-breach", ({ detail }) => {
        const reading: Reading = detail;
        return reading.due;
    });
    countdown.addEventListener("click", (event) => event.clientX);
    // @ts-expect-error a desk answers `deadlines`
    countdown.desk = {};
    // @ts-expect-error there is no such phrase
    countdown.strings = { value: { pawsed: "" } };
    // @ts-expect-error there is no such event
    countdown.addEventListener("sla-breach", ({ detail }: CustomEvent<number>) => detail);
    return countdown;
}

export function told(desk: Desk | undefined, request: Request | null): string {
    const live: LiveReading = useSlaReading(desk, request, "first_response", { warnAt: 50 });
    // @ts-expect-error there is no such clock
    useSlaReading(desk, request, "resolutoin");
    return live.error?.message ?? `${live.left} ${live.reading?.target}`;
}

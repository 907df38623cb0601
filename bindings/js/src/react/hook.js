import { useEffect, useState } from "react";
import { Live } from "../elements/live.js";

/** @typedef {import("../elements/index.js").LiveReading} LiveReading */

/** @type {LiveReading} */
const NOTHING = { state: "none", now: 0, left: 0, usedPercent: 0, isCounting: false, isOwed: false, isWarned: false };

/**
 * @param {import("./index.js").DeskLike | null} [desk]
 * @param {import("./index.js").Asked | null} [request]
 * @param {string | null} [clock]
 * @param {import("./index.js").Following} [options]
 * @returns {LiveReading}
 */
export function useSlaReading(desk, request, clock, { agreement, warnAt, now } = {}) {
    const [view, setView] = useState(NOTHING);
    useEffect(() => {
        if (!desk || !request) return setView(NOTHING);
        const live = new Live(setView);
        live.start({ desk, request, clock: clock ?? undefined, agreement, warnAt, now });
        return () => live.stop();
    }, [desk, request, clock, agreement, warnAt, now]);
    return view;
}

// The looks of the elements. A page sets the custom properties, and reaches further by `::part`.

export const COMMON = `
:host {
    --_ok: var(--sla-ok, light-dark(#1a7f37, #56d364));
    --_warn: var(--sla-warn, light-dark(#9a6700, #e3b341));
    --_late: var(--sla-late, light-dark(#cf222e, #ff7b72));
    --_muted: var(--sla-muted, light-dark(#59636e, #9198a1));
    --_track: var(--sla-track, light-dark(#d8dee4, #3d444d));
    --_tone: var(--_muted);
    display: inline-block;
    font: inherit;
    font-variant-numeric: tabular-nums;
}
:host([hidden]) { display: none; }
:host([data-state="running"]), :host([data-state="met"]) { --_tone: var(--_ok); }
:host([data-warned]) { --_tone: var(--_warn); }
:host([data-state="missed"]), :host([data-state="error"]) { --_tone: var(--_late); }
.unseen:not(:focus, :focus-within) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
}
`;

export const COUNTDOWN = `
[part="timer"], [part="body"] { display: inline-block; max-width: 100%; }
[part="name"] { display: block; color: var(--_muted); font-size: 0.85em; }
[part="name"]:empty { display: none; }
[part="value"] { display: block; color: var(--_tone); font-weight: 600; }
[part="meter"] { display: block; width: 100%; min-width: 6em; height: var(--sla-meter, 0.25em); margin-block: 0.2em; border-radius: 1em; }
[part="track"] { fill: var(--_track); }
[part="used"] { fill: var(--_tone); }
[part="detail"] { display: block; color: var(--_muted); font-size: 0.85em; overflow-wrap: anywhere; }
:host([data-closed]) [part="used"] { opacity: 0.5; }
:is(:host([data-state="none"]), :host([data-state="cancelled"])) [part="meter"] { visibility: hidden; }
:host([data-state="error"]) [part="meter"] { display: none; }
@media (prefers-reduced-motion: no-preference) {
    [part="used"] { transition: width 0.4s; }
}
@media (forced-colors: active) {
    [part="track"] { fill: Canvas; stroke: CanvasText; }
    [part="used"] { fill: CanvasText; }
    :host([data-state="missed"]) [part="used"] { fill: Mark; }
}
`;

export const TIMELINE = `
:host { display: block; position: relative; container-type: inline-size; }
[part="figure"] { margin: 0; }
[part="drawing"] { display: block; width: 100%; height: 5.5rem; overflow: visible; }
[part="closed"] { fill: var(--_track); opacity: 0.45; }
[part="open"] { fill: var(--sla-open, light-dark(#b6e3c0, #235c35)); }
[part="counted"] { fill: var(--_ok); }
[part="over"] { fill: var(--_late); }
[part="held"] { fill: none; stroke: var(--_muted); stroke-dasharray: 4 3; }
[part="ahead"] { fill: var(--sla-ahead, light-dark(#9db4c9, #4c6a86)); }
[part="line"] { stroke: var(--_track); stroke-width: 2; }
[part="axis"] line { stroke: var(--_track); }
[part="axis"] text, [part="label"] { fill: var(--_muted); font-size: 0.75rem; }
[part="now"] { stroke: currentColor; stroke-width: 2; }
[part~="point"] { outline: none; cursor: pointer; }
[part~="point"] circle { fill: var(--sla-surface, Canvas); stroke: currentColor; stroke-width: 2; }
[part~="point"] circle.reach { fill: transparent; stroke: none; }
[part~="point-step"] circle:not(.reach) { stroke: var(--_muted); }
[part~="point-due"] circle:not(.reach) { stroke: var(--_warn); }
[part~="point-breach"] circle:not(.reach) { stroke: var(--_late); fill: var(--_late); }
[part~="point-stopped"] circle:not(.reach) { fill: currentColor; }
[part~="point"]:focus-visible circle.reach { stroke: Highlight; stroke-width: 2; }
[part="caption"] { min-height: 1.4em; margin: 0.1em 0 0; color: var(--_muted); font-size: 0.85em; overflow-wrap: anywhere; }
[part="legend"] { display: flex; flex-wrap: wrap; gap: 0.2em 1em; margin: 0; padding: 0; list-style: none; color: var(--_muted); font-size: 0.85em; }
[part="legend"] svg { width: 1.2em; height: 0.6em; margin-inline-end: 0.4em; }
[part="message"] { margin: 0; color: var(--_tone); }
[part="table"] { overflow-x: auto; margin-top: 0.4em; }
[part="table"]:focus-visible { outline: 2px solid Highlight; }
table { border-collapse: collapse; font-size: 0.85em; }
caption { text-align: start; font-weight: 600; }
th, td { padding: 0.2em 0.8em 0.2em 0; text-align: start; vertical-align: top; }
th { font-weight: 600; }
@container (max-width: 32rem) {
    .minor { display: none; }
}
@media (forced-colors: active) {
    [part="open"] { fill: none; stroke: CanvasText; }
    [part="closed"] { fill: none; }
    [part="counted"] { fill: CanvasText; }
    [part="over"] { fill: Mark; }
    [part="ahead"] { fill: GrayText; }
}
`;

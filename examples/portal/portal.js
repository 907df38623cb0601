// The portal: a list of tickets and the view of one, by the fragment of the address.
import "./engine/src/elements/register.js";
import { Desk, init } from "./engine/src/runtime.browser.js";
import { element, listItem, ticketView } from "./views.js";

const at = (id) => document.getElementById(id);

/** A file, or an error that says which is missing. */
async function file(name) {
    const response = await fetch(name);
    if (!response.ok) throw new Error(`${name} cannot be got (${response.status})`);
    return response;
}

/** A clock that runs from an instant; without one, that of the machine. */
function clockFrom(start) {
    if (!start) return () => Date.now();
    const ahead = Date.parse(start) - Date.now();
    return () => Date.now() + ahead;
}

/** Shows what the address names. */
function show(entries, portal) {
    const id = decodeURIComponent(location.hash.slice(1));
    const entry = entries.find(({ ticket }) => ticket.id === id);
    at("list").hidden = Boolean(entry);
    at("detail").hidden = !entry;
    at("detail").replaceChildren(...(entry ? ticketView(entry, portal) : []));
    document.title = entry ? `${entry.ticket.subject} – Your tickets` : "Your tickets";
}

function connection() {
    const told = () => (at("connection").textContent = navigator.onLine ? "" : "You are offline; the clocks run on.");
    addEventListener("online", told);
    addEventListener("offline", told);
    told();
}

async function start() {
    const [data, bundle] = await Promise.all([file("tickets.json"), file("service.desk"), init()]);
    const { as_of: asOf, tickets } = await data.json();
    const portal = { desk: Desk.load(await bundle.arrayBuffer()), now: clockFrom(asOf) };
    if (asOf) {
        const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(
            Date.parse(asOf),
        );
        at("clock").append("A demonstration, opened on ", element("time", { datetime: asOf }, day));
    }
    at("list").append(...tickets.map((entry) => listItem(entry, portal)));
    show(tickets, portal);
    addEventListener("hashchange", () => {
        show(tickets, portal);
        scrollTo(0, 0);
        at("main").focus();
    });
}

connection();
start().catch(
    (error) => (at("trouble").textContent = `Your tickets cannot be shown: ${error.message}. Try again later.`),
);
// Without it the portal works all the same, online.
navigator.serviceWorker
    ?.register("worker.js")
    .catch((error) => console.warn(`offline use is not possible: ${error.message}`));

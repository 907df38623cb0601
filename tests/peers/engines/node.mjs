// What the peers in Node share: what `tierline-peers` does in Rust. Figures are CPU time of the whole process.
import { readFileSync } from 'node:fs';

const REPEATS = 5;
const SHORTEST_REPEAT = 150e3;
const LONGEST_REPEAT = 300e3;
const FEWEST_TICKETS = 10;
const LONGEST_CHECK = 2e6;

export const FIELDS = [
  'category',
  'priority',
  'channel',
  'site',
  'department',
  'ticket_type',
  'language',
  'affected_users',
  'age_minutes',
  'reopen_count',
  'requester_vip',
  'subject',
];

const [count, mode, variant] = process.argv.slice(2);
const data = new URL('../../bench/workload/data/', import.meta.url);
const read = name => readFileSync(new URL(name, data), 'utf8');
const { collect } = JSON.parse(read(`expected-${count}.json`));
const workload = read('tickets.jsonl').trim().split('\n').map(line => JSON.parse(line));

/** What the peer is asked: `first` or `collect`, in which way, of which rules. */
export const task = { mode, variant, rules: JSON.parse(read(`rules-${count}.json`)).rules };

/** Ends the program: there are no figures, and why. */
export function refuse(why) {
  console.error(why);
  process.exit(1);
}

/** The way of using the engine that is asked for. */
export function chosen(variants) {
  return Object.hasOwn(variants, variant) ? variants[variant] : refuse(`there is no variant \`${variant}\``);
}

/**
 * Loads an engine, checks and times it, and prints the figures.
 *
 * `load` gives the engine, and `ask(engine, tickets)` the rules that hold for each ticket. At most `atOnce` tickets are
 * asked about at once; each is what `bind` makes of it. `inHeap` is false where the rules are not in JavaScript's heap.
 */
export async function run({ load, ask, bind, atOnce = 1, inHeap = true }) {
  const [before, start] = [bytesInUse(), spentMicros()];
  const engine = await load();
  const load_millis = (spentMicros() - start) / 1e3;
  const bytes = inHeap ? Math.max(bytesInUse() - before, 0) : null;
  const tickets = bind ? workload.map(bind) : workload;
  const answer = some => ask(engine, some);
  const { checked, anAnswer } = await check(answer, blocks(tickets, atOnce));
  const timed = Math.min(Math.max(Math.floor(LONGEST_REPEAT / anAnswer), FEWEST_TICKETS), checked);
  const micros = await time(answer, tickets.slice(0, timed), atOnce, anAnswer);
  const bind_micros = bind ? timeBinding(bind, workload.slice(0, timed)) : null;
  console.log(JSON.stringify({ micros, bind_micros, load_millis, bytes, checked, timed }));
}

async function check(answer, asked) {
  const start = spentMicros();
  let checked = 0;
  for (const block of asked) {
    for (const found of await answer(block)) {
      const expected = mode === 'first' ? collect[checked].slice(0, 1) : collect[checked];
      if (JSON.stringify(found) !== JSON.stringify(expected))
        refuse(`wrong answer: for ticket ${checked} it finds [${found}], not [${expected}]`);
      checked += 1;
    }
    if (spentMicros() - start > LONGEST_CHECK) break;
  }
  if (checked === 0) refuse('it gives no answers');
  return { checked, anAnswer: (spentMicros() - start) / checked };
}

async function time(answer, tickets, atOnce, anAnswer) {
  const passes = Math.ceil(SHORTEST_REPEAT / anAnswer / tickets.length);
  const asked = blocks(tickets, atOnce);
  const repeats = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = spentMicros();
    for (let pass = 0; pass < passes; pass += 1) for (const block of asked) await answer(block);
    repeats.push((spentMicros() - start) / (passes * tickets.length));
  }
  return median(repeats);
}

function timeBinding(bind, tickets) {
  const repeats = Array.from({ length: REPEATS }, () => {
    const start = spentMicros();
    tickets.map(bind);
    return (spentMicros() - start) / tickets.length;
  });
  return median(repeats);
}

/** Tickets in pieces of so many. */
function blocks(tickets, size) {
  const pieces = Math.ceil(tickets.length / size);
  return Array.from({ length: pieces }, (_, piece) => tickets.slice(piece * size, (piece + 1) * size));
}

function spentMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function bytesInUse() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const median = figures => figures.sort((a, b) => a - b)[figures.length >> 1];

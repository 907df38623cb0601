// Tierline's npm package, the full build: whole evaluations, objects in and out.
import { existsSync } from 'node:fs';
import { FIELDS, chosen, refuse, run, task } from '../node.mjs';

const PACKAGE = new URL('../../../../target/npm/engine/src/full.node.js', import.meta.url);
const INTEGERS = ['affected_users', 'age_minutes', 'reopen_count'];
const BOOLEANS = ['requester_vip'];

/** The fields of the workload go by names of their own: some of the standard ones mean something else. */
function field(name) {
  const type = INTEGERS.includes(name) ? 'integer' : BOOLEANS.includes(name) ? 'boolean' : 'text';
  return `field "w.${name}" ${type}\n`;
}

/** Of rules that all put a ticket into a queue the last one wins; rules that tell somebody all count. */
function stage({ mode, rules }) {
  const [kind, action] = mode === 'first' ? ['first', 'route'] : ['all', 'notify'];
  const rule = ({ id, queue, tests }) =>
    `rule "r${id}" {\n  when ${tests.map(condition).join(' && ')}\n  then { ${action}(${JSON.stringify(queue)}); }\n}\n`;
  return `stage routing ${kind}\n${rules.map(rule).join('')}`;
}

function condition({ field, op, value }) {
  const written = JSON.stringify(value);
  return op === 'contains' ? `ticket.w.${field}.contains_exact(${written})` : `ticket.w.${field} ${op} ${written}`;
}

const rulesOf = answer => answer.effects.map(({ rule }) => Number(rule.slice(1)));
const single = (desk, [request]) => [rulesOf(desk.evaluate(request))];
const batch = (desk, requests) => desk.evaluateBatch(requests).map(({ ok }) => rulesOf(ok));

const way = chosen({ single: { ask: single, atOnce: 1 }, batch: { ask: batch, atOnce: 1_000 } });
if (!existsSync(PACKAGE)) refuse('`target/npm/engine` is not there: build it by `cargo xtask wasm`');
const { Desk, init } = await import(PACKAGE);
await init();
const files = { 'fields.rhai': FIELDS.map(field).join(''), 'rules.rhai': stage(task) };
const bind = ticket => ({ ticket: { w: ticket }, now: '2026-11-23T10:00:00Z' });
await run({ load: () => Desk.compile(files), bind, inHeap: false, ...way });

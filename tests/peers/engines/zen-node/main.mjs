// ZEN's native package: one decision table; a row a rule.
import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { FIELDS, chosen, run, task } from '../node.mjs';

// Of the ways to hand a table in, those that prepare it once answer soonest.
function load() {
  return new ZenEngine().createDecision(new ZenDecisionContent(Buffer.from(text)));
}

/** All are asked about before the first is answered: ZEN may use its threads. */
function ask(decision, tickets) {
  return Promise.all(tickets.map(async ticket => rulesOf((await decision.evaluate(ticket)).result)));
}

/** A ticket goes in, through the table, and out. */
function graph({ mode, rules }) {
  const column = name => ({ id: name, name, field: name });
  const node = (id, kind, content) => ({ id, name: id, type: `${kind}Node`, position: { x: 0, y: 0 }, content });
  const edge = (from, to) => ({ id: `${from}-${to}`, sourceId: from, targetId: to, type: 'edge' });
  const table = {
    hitPolicy: mode,
    inputs: FIELDS.map(column),
    outputs: [column('rule')],
    rules: rules.map(row),
  };
  return {
    nodes: [node('in', 'input', {}), node('table', 'decisionTable', table), node('out', 'output', {})],
    edges: [edge('in', 'table'), edge('table', 'out')],
  };
}

/** An empty cell holds for every ticket; a row without a cell for each column holds for none. */
function row({ id, tests }) {
  const empty = FIELDS.map(field => [field, '']);
  const cells = tests.map(test => [test.field, cell(test)]);
  return { _id: `rule-${id}`, rule: String(id), ...Object.fromEntries([...empty, ...cells]) };
}

function cell({ op, value }) {
  const written = JSON.stringify(value);
  if (op === '==') return written;
  return op === 'contains' ? `contains($, ${written})` : `${op} ${written}`;
}

/** The rules of a result: rows, one row, or an empty one. */
function rulesOf(result) {
  const rows = Array.isArray(result) ? result : [result];
  return rows.flatMap(({ rule }) => rule ?? []);
}

const atOnce = chosen({ single: 1, together: 1_000 });
const text = JSON.stringify(graph(task));
await run({ load, ask, atOnce, inHeap: false });

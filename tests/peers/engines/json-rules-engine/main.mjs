// json-rules-engine: what `tierline-peers` does in Rust, for one engine. Its figures are CPU time of the whole process.
import { readFileSync } from 'node:fs';
import { Engine } from 'json-rules-engine';

const OPERATORS = { '==': 'equal', '>=': 'greaterThanInclusive', '<=': 'lessThanInclusive', contains: 'hasPart' };
const REPEATS = 5;
const SHORTEST_REPEAT = 150e3;
const LONGEST_REPEAT = 300e3;
const FEWEST_TICKETS = 10;
const LONGEST_CHECK = 2e6;

const [rules, mode] = process.argv.slice(2);
const data = new URL('../../../bench/workload/data/', import.meta.url);
const read = name => readFileSync(new URL(name, data), 'utf8');
const workload = {
  rules: JSON.parse(read(`rules-${rules}.json`)).rules,
  tickets: read('tickets.jsonl').trim().split('\n').map(line => JSON.parse(line)),
  collect: JSON.parse(read(`expected-${rules}.json`)).collect,
};

function load() {
  const engine = new Engine();
  engine.addOperator('hasPart', (text, part) => text.includes(part));
  for (const rule of workload.rules) {
    const test = ({ field, op, value }) => ({ fact: field, operator: OPERATORS[op], value });
    engine.addRule({
      conditions: { all: rule.tests.map(test) },
      event: { type: 'route', params: { rule: rule.id } },
      // Rules of one priority run side by side: only a priority for each makes the first that holds end the run.
      priority: mode === 'first' ? workload.rules.length - rule.id : 1,
    });
  }
  if (mode === 'first') engine.on('success', () => engine.stop());
  return engine;
}

async function ask(engine, ticket) {
  const { events } = await engine.run(ticket);
  const found = events.map(event => event.params.rule).sort((a, b) => a - b);
  return mode === 'first' ? found.slice(0, 1) : found;
}

const spentMicros = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const bytesInUse = () => {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

async function check(engine) {
  const start = spentMicros();
  let checked = 0;
  for (const ticket of workload.tickets) {
    const found = await ask(engine, ticket);
    const expected = workload.collect[checked].slice(0, mode === 'first' ? 1 : undefined);
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      console.error(`wrong answer: for ticket ${checked} it finds [${found}], not [${expected}]`);
      process.exit(1);
    }
    checked += 1;
    if (spentMicros() - start > LONGEST_CHECK) break;
  }
  return { checked, anAnswer: (spentMicros() - start) / checked };
}

async function time(engine, tickets, anAnswer) {
  const passes = Math.ceil(SHORTEST_REPEAT / anAnswer / tickets.length);
  const repeats = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = spentMicros();
    for (let pass = 0; pass < passes; pass += 1) for (const ticket of tickets) await ask(engine, ticket);
    repeats.push((spentMicros() - start) / (passes * tickets.length));
  }
  return repeats.sort((a, b) => a - b)[REPEATS >> 1];
}

const [before, start] = [bytesInUse(), spentMicros()];
const engine = load();
const load_millis = (spentMicros() - start) / 1e3;
const bytes = bytesInUse() - before;
const { checked, anAnswer } = await check(engine);
const timed = Math.min(Math.max(Math.floor(LONGEST_REPEAT / anAnswer), FEWEST_TICKETS), checked);
const micros = await time(engine, workload.tickets.slice(0, timed), anAnswer);
// It takes a ticket as it is.
console.log(JSON.stringify({ micros, bind_micros: null, load_millis, bytes, checked, timed }));

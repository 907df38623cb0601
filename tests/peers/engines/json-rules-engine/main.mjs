// json-rules-engine: a rule of its own for each rule.
import { Engine } from 'json-rules-engine';
import { run, task } from '../node.mjs';

const OPERATORS = { '==': 'equal', '>=': 'greaterThanInclusive', '<=': 'lessThanInclusive', contains: 'hasPart' };
const { mode, rules } = task;

function load() {
  const engine = new Engine();
  engine.addOperator('hasPart', (text, part) => text.includes(part));
  for (const rule of rules) {
    const test = ({ field, op, value }) => ({ fact: field, operator: OPERATORS[op], value });
    engine.addRule({
      conditions: { all: rule.tests.map(test) },
      event: { type: 'route', params: { rule: rule.id } },
      // Rules of one priority run side by side: only a priority for each makes the first that holds end the run.
      priority: mode === 'first' ? rules.length - rule.id : 1,
    });
  }
  if (mode === 'first') engine.on('success', () => engine.stop());
  return engine;
}

async function ask(engine, [ticket]) {
  const { events } = await engine.run(ticket);
  const found = events.map(event => event.params.rule).sort((a, b) => a - b);
  return [mode === 'first' ? found.slice(0, 1) : found];
}

await run({ load, ask });

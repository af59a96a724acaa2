// `npm run hub-load`: what one hub over a real PostgreSQL carries, step by step until it is too slow. docs/scale.md tells how to read it.
//
//   npm run hub-load -- [STEP…] [--members 160] [--days 3] [--consoles 200] [--seconds 10] [--json]
//   STEP                 fetch, rounds, offers, streams, changes, slots; all of them when none is named
//   LOAD_DATABASE_URL   in the environment: an empty database instead of one of a PostgreSQL of its own
import os from 'node:os';
import { parseArgs } from 'node:util';
import { startHubUnderLoad } from '../tests/bench/hub-load/hub-under-load.ts';
import { type Measured, steps } from '../tests/bench/hub-load/steps.ts';
import { reportStep, runTool } from './report.ts';

const MEBIBYTE = 1024 * 1024;
const columns = [
  'Step',
  'Load',
  'a second',
  'failed',
  'p50 ms',
  'p95 ms',
  'hub',
  'PostgreSQL',
  'hub ms each',
  'PostgreSQL ms each',
  'memory',
];

await runTool(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      members: { type: 'string', default: '160' },
      days: { type: 'string', default: '3' },
      consoles: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
    },
  });
  const [members, days, consoles, seconds] = (['members', 'days', 'consoles', 'seconds'] as const).map((name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} is a whole number from 1, not "${values[name]}".`);
  });
  const unknown = positionals.find((name) => !(name in steps));
  if (unknown !== undefined)
    throw new Error(`There is no step "${unknown}"; there are ${Object.keys(steps).join(', ')}.`);
  const chosen = Object.entries(steps).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  const databaseUrl = process.env['LOAD_DATABASE_URL'];
  const hub = await startHubUnderLoad(
    { members, days, consoles, ...(databaseUrl !== undefined && { databaseUrl }) },
    reportStep,
  );
  const results: Measured[] = [];
  try {
    for (const [, step] of chosen) {
      for await (const result of step(hub, seconds)) {
        results.push(result);
        reportStep(row(result).join('  '));
      }
    }
  } finally {
    await hub.stop();
  }
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ members, days, consoles, seconds, results })}\n`);
    return 0;
  }
  const processors = os.cpus();
  process.stdout.write(
    `${processors.length} x ${processors[0]?.model.trim()}, Node ${process.versions.node}; ${members} members, ` +
      `${days} days, ${consoles} consoles. Hub and PostgreSQL in cores.\n\n`,
  );
  process.stdout.write(`${[columns, columns.map(() => '---'), ...results.map(row)].map(line).join('\n')}\n`);
  return 0;
});

function row(result: Measured): string[] {
  const { step, load, answered, failed, p50, p95, hubCores, postgresCores, hubMemory, note } = result;
  return [
    step,
    note === undefined ? load : `${load}: ${note}`,
    answered?.toFixed(1) ?? '',
    String(failed ?? ''),
    p50?.toFixed(0) ?? '',
    p95?.toFixed(0) ?? '',
    hubCores.toFixed(2),
    postgresCores.toFixed(2),
    each(hubCores, answered),
    each(postgresCores, answered),
    `${Math.round(hubMemory / MEBIBYTE)} MiB`,
  ];
}

/** Milliseconds of work for each answer: what a slower or busier machine changes least. */
function each(cores: number, answered: number | undefined): string {
  return answered ? ((cores / answered) * 1000).toFixed(2) : '';
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

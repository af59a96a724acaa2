// `npm run cost`: what the console takes while it lies on a disk, does nothing, keeps data and talks to its hub. docs/performance.md, "Cost".
//
//   npm run cost -- [size] [idle] [disk] [network] [--seconds 60] [--days 30] [--json]      all of them when none is named
import { parseArgs } from 'node:util';
import type { Cost } from '../tests/bench/cost/cost.ts';
import { disk } from '../tests/bench/cost/disk.ts';
import { idle } from '../tests/bench/cost/idle.ts';
import { network } from '../tests/bench/cost/network.ts';
import { size } from '../tests/bench/cost/size.ts';
import { reportStep, runTool } from './report.ts';

await runTool(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      days: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  });
  const [seconds, days] = [Number(values.seconds), Number(values.days)];
  if (!(seconds > 0 && days > 0)) throw new Error('--seconds and --days are numbers above 0.');
  const parts: Record<string, () => Promise<Cost[]>> = {
    size,
    idle: () => idle(seconds),
    disk: () => disk(days),
    network,
  };
  const unknown = positionals.find((name) => !(name in parts));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}"; there are ${Object.keys(parts).join(', ')}.`);
  const costs: Cost[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    reportStep(`${name} ...`);
    costs.push(...(await measure()));
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify(costs)}\n`
      : `| | |\n| --- | --- |\n${costs.map(({ what, value }) => `| ${what} | ${value} |\n`).join('')}`,
  );
  return 0;
});
// electron-builder ends the process by itself, as if everything had gone well.
process.exit();

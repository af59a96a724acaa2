// `npm run kill-rounds`: kills the engine with SIGKILL in the middle of its work and looks whether anything that it acknowledged is lost.
//
//   npm run kill-rounds                       200 rounds over all kinds of work
//   npm run kill-rounds -- --rounds N         N of them
//   npm run kill-rounds -- --seed S           other moments
//   npm run kill-rounds -- rekey restore      only these kinds
//
// Exits with 1 at the first write that is lost, torn or done twice, and names the round and the seed.
import { parseArgs } from 'node:util';
import { killKinds, killRounds, type KillReport } from '../tests/kill-rounds/kill-rounds.ts';
import { reportStep, runTool } from './report.ts';

await runTool(async () => {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Date.now()) } },
    allowPositionals: true,
  });
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a whole number, not "${values.rounds}".`);
  const unknown = positionals.find((name) => killKinds.every((kind) => kind.name !== name));
  const names = killKinds.map(({ name }) => name);
  if (unknown !== undefined) throw new Error(`There is no kind of work "${unknown}"; there are ${names.join(', ')}.`);
  const chosen = positionals.length === 0 ? killKinds : killKinds.filter(({ name }) => positionals.includes(name));
  reportStep(`seed ${values.seed}`);
  const reports = await killRounds(chosen, { rounds, seed: values.seed }, reportStep);
  process.stdout.write(`${tableOf(reports)}\n`);
  return 0;
});

function tableOf(reports: readonly KillReport[]): string {
  const rows = reports.map(({ name, rounds, interrupted, acknowledged, seconds }) => [
    name,
    String(rounds),
    String(interrupted),
    String(acknowledged),
    `${seconds.toFixed(0)} s`,
  ]);
  const heads = ['Work', 'Rounds', 'Half-way', 'Acknowledged', 'Time'];
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ');
  const sum = (of: 'rounds' | 'acknowledged'): number => reports.reduce((total, report) => total + report[of], 0);
  return [
    line(heads),
    ...rows.map(line),
    '',
    `${sum('rounds')} kills, ${sum('acknowledged')} acknowledged writes, 0 lost`,
  ].join('\n');
}

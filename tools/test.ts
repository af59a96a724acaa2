// `npm test`: everything that must hold. A failure does not keep the later steps from running. The last line of stdout is the sum of all
// runners, alone on the line.
//
// The others run beside the end-to-end tests, one after the other and at low priority: those wait for windows and processes half of their
// time, and what they leave of the processors is enough for the rest.
//
//   npm test                  all
//   npm test -- unit e2e      only the named steps: typecheck, lint, unit, e2e
import type { StdioOptions } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runToEnd } from './child-process.ts';
import { repositoryRoot } from './paths.ts';
import { runTool } from './report.ts';
import { summaryLine, sumOf, tallyOfCommand, tallyOfPlaywright, tallyOfVitest } from './test-results.ts';
import type { PlaywrightReport, Tally, VitestReport } from './test-results.ts';

/** What runs beside the tests in Electron takes only what they leave. */
const LOW = os.constants.priority.PRIORITY_LOW;

interface Step {
  name: string;
  heading: string;
  run: (reportFolder: string, stdio: StdioOptions) => Promise<Tally>;
}

/** The first runs in sight; the others beside it in their turn, and what they say is shown as soon as the first is over. */
const steps: readonly Step[] = [
  { name: 'e2e', heading: 'Build and end-to-end tests in Electron', run: runPlaywright },
  { name: 'unit', heading: 'Unit, property and integration tests', run: runVitest },
  { name: 'typecheck', heading: 'Types', run: async (_, stdio) => tallyOfCommand(await runScript('typecheck', stdio)) },
  { name: 'lint', heading: 'Lint and format', run: async (_, stdio) => tallyOfCommand(await runScript('lint', stdio)) },
];

await runTool(async () => {
  const names = process.argv.slice(2);
  const known = steps.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no test step "${unknown}"; there are ${known.join(', ')}.`);
  const reportFolder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-test-'));
  const tallies: Tally[] = [];
  try {
    const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
    tallies.push(...(await runTogether(chosen, reportFolder)));
  } finally {
    await rm(reportFolder, { recursive: true, force: true });
  }
  const total = sumOf(tallies);
  process.stdout.write(`\n${summaryLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

async function runTogether([first, ...others]: readonly Step[], reportFolder: string): Promise<Tally[]> {
  if (first === undefined) return [];
  process.stdout.write(`\n== ${first.heading}\n`);
  const unseen = runInTurn(others, reportFolder);
  const { tally, summary } = await runStep(first, reportFolder, 'inherit');
  process.stdout.write(summary);
  const tallies = [tally];
  for (const turn of unseen) {
    const { heading, said, ...ended } = await turn;
    process.stdout.write(`\n== ${heading}\n${said}${ended.summary}`);
    tallies.push(ended.tally);
  }
  return tallies;
}

/** Begins at once, whether anybody asks for the results yet or not. */
function runInTurn(others: readonly Step[], reportFolder: string) {
  const ended: Promise<Awaited<ReturnType<typeof runUnseen>>>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  for (const step of others) {
    const turn = last.then(() => runUnseen(step, reportFolder));
    ended.push(turn);
    last = turn.catch(() => undefined);
  }
  return ended;
}

async function runUnseen(step: Step, reportFolder: string) {
  const file = path.join(reportFolder, `${step.name}.txt`);
  const output = await open(file, 'w');
  try {
    const ended = await runStep(step, reportFolder, ['ignore', output.fd, output.fd]);
    return { ...ended, heading: step.heading, said: await readFile(file, 'utf8') };
  } finally {
    await output.close();
  }
}

async function runStep({ heading, run }: Step, reportFolder: string, stdio: StdioOptions) {
  const started = performance.now();
  const tally = await run(reportFolder, stdio);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return { tally, summary: `-- ${heading}: ${summaryLine(tally)} (${seconds} s)\n` };
}

async function runVitest(reportFolder: string, stdio: StdioOptions): Promise<Tally> {
  const report = path.join(reportFolder, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await node('node_modules/vitest/vitest.mjs', ['run', ...reporters], { stdio, priority: LOW });
  return tallyOfVitest(await readReport<VitestReport>(report), code);
}

async function runPlaywright(reportFolder: string): Promise<Tally> {
  const report = path.join(reportFolder, 'playwright.json');
  const code = await node('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return tallyOfPlaywright(await readReport<PlaywrightReport>(report), code);
}

async function readReport<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

interface NodeOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
  readonly priority?: number;
}

async function node(
  script: string,
  args: string[],
  { env, stdio = 'inherit', priority }: NodeOptions,
): Promise<number> {
  const options = { cwd: repositoryRoot, env: { ...process.env, ...env }, stdio };
  return await runToEnd(process.execPath, [script, ...args], options, priority);
}

/** Runs a script of package.json with npm, which on Windows is a batch file; what else runs goes first. */
async function runScript(name: string, stdio: StdioOptions): Promise<number> {
  const options = { cwd: repositoryRoot, stdio, shell: process.platform === 'win32' };
  return await runToEnd('npm', ['run', '--silent', name], options, LOW);
}

// `npm test`: everything that must hold. A failure does not keep the later steps from running. The last line of stdout is the sum of all
// runners, alone on the line.
//
// The end-to-end tests wait for windows and processes for a good part of their time: all else runs beside them, at low priority. The linter
// checks the types too, with the compiler's own code, because it has them already.
//
//   npm test                  all
//   npm test -- unit e2e      only the named steps: unit, e2e, lint
import type { SpawnOptions, StdioOptions } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runToEnd } from './child-process.ts';
import { repositoryRoot } from './paths.ts';
import { runTool } from './report.ts';
import { summaryLine, sumOf, tallyOfCommand, tallyOfPlaywright, tallyOfVitest } from './test-results.ts';
import type { PlaywrightReport, Tally, VitestReport } from './test-results.ts';

interface Step {
  name: string;
  heading: string;
  run: (reportFolder: string, stdio: StdioOptions) => Promise<Tally>;
}

/** The linter's type check is a Go program, which clears its memory away all the time: a quarter of its work. It takes no more without. */
const untilMemoryIsShort = { GOGC: 'off', GOMEMLIMIT: '4GiB' };

/** All begin at the same time. The first is shown while it runs. */
const steps: Step[] = [
  { name: 'e2e', heading: 'Build and end-to-end tests in Electron', run: runPlaywright },
  { name: 'unit', heading: 'Unit, property and integration tests', run: runVitest },
  {
    name: 'lint',
    heading: 'Types, lint and format',
    run: async (_, stdio) => tallyOfCommand(await runScript('lint', stdio)),
  },
];

await runTool(async () => {
  const names = process.argv.slice(2);
  const known = steps.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no test step "${unknown}"; there are ${known.join(', ')}.`);
  const reportFolder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-test-'));
  try {
    const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
    const total = sumOf(await runTogether(chosen, reportFolder));
    // What failed stands far above by now, or is cut off where only the end of a log is kept.
    for (const failure of total.failures) process.stdout.write(`FAILED ${failure}\n`);
    process.stdout.write(`\n${summaryLine(total)}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    await rm(reportFolder, { recursive: true, force: true });
  }
});

/** Shows the first step while it runs, and after it what the others have said, each under its heading. */
async function runTogether([first, ...others]: Step[], reportFolder: string): Promise<Tally[]> {
  if (first === undefined) return [];
  process.stdout.write(`\n== ${first.heading}\n`);
  const [shown, ...unseen] = await Promise.all([
    runStep(first, reportFolder, 'inherit').then((ended) => {
      process.stdout.write(ended.summary);
      return ended;
    }),
    ...others.map((step) => runUnseen(step, reportFolder)),
  ]);
  for (const { heading, said, summary } of unseen) process.stdout.write(`\n== ${heading}\n${said}${summary}`);
  return [shown, ...unseen].map(({ tally }) => tally);
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
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await node('node_modules/vitest/vitest.mjs', args, { stdio }, os.constants.priority.PRIORITY_LOW);
  return tallyOfVitest(await readReport<VitestReport>(report), code);
}

async function runPlaywright(reportFolder: string, stdio: StdioOptions): Promise<Tally> {
  const report = path.join(reportFolder, 'playwright.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await node('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], { env, stdio });
  return tallyOfPlaywright(await readReport<PlaywrightReport>(report), code);
}

async function readReport<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

async function node(script: string, args: string[], options: SpawnOptions, priority?: number): Promise<number> {
  return await runToEnd(process.execPath, [script, ...args], { cwd: repositoryRoot, ...options }, priority);
}

/** Runs a script of package.json with npm, which on Windows is a batch file; what else runs goes first. */
async function runScript(name: string, stdio: StdioOptions): Promise<number> {
  const env = { ...process.env, ...untilMemoryIsShort };
  const options = { cwd: repositoryRoot, stdio, env, shell: process.platform === 'win32' };
  return await runToEnd('npm', ['run', '--silent', name], options, os.constants.priority.PRIORITY_LOW);
}

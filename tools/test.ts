// `npm test`: everything that must hold, in the order in which it is cheapest to find out. A failure does not keep the
// later steps from running. The last line of stdout is the sum of all runners, alone on the line.
//
//   npm test                  all
//   npm test -- unit e2e      only the named steps: typecheck, lint, unit, e2e
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
  run: (reportFolder: string) => Promise<Tally>;
}

const steps: Step[] = [
  { name: 'typecheck', heading: 'Types', run: async () => tallyOfCommand(await node('tools/typecheck.ts')) },
  { name: 'lint', heading: 'Lint and format', run: async () => tallyOfCommand(await runScript('lint')) },
  { name: 'unit', heading: 'Unit, property and integration tests', run: runVitest },
  { name: 'e2e', heading: 'Build and end-to-end tests in Electron', run: runPlaywright },
];

await runTool(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no test step "${unknown}"; there are ${steps.map((step) => step.name).join(', ')}.`);
  }
  const chosen = steps.filter((step) => names.length === 0 || names.includes(step.name));
  const reportFolder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-test-'));
  const tallies: Tally[] = [];
  try {
    for (const step of chosen) {
      process.stdout.write(`\n== ${step.heading}\n`);
      const started = performance.now();
      const tally = await step.run(reportFolder);
      tallies.push(tally);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`-- ${step.heading}: ${summaryLine(tally)} (${seconds} s)\n`);
    }
  } finally {
    await rm(reportFolder, { recursive: true, force: true });
  }
  const total = sumOf(tallies);
  process.stdout.write(`\n${summaryLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

async function runVitest(reportFolder: string): Promise<Tally> {
  const report = path.join(reportFolder, 'vitest.json');
  const code = await node('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return tallyOfVitest(await readReport<VitestReport>(report), code);
}

async function runPlaywright(reportFolder: string): Promise<Tally> {
  const report = path.join(reportFolder, 'playwright.json');
  const code = await node('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
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

async function node(script: string, args: string[] = [], env: Record<string, string> = {}): Promise<number> {
  return await runToEnd(process.execPath, [script, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
}

/** Runs a script of package.json with npm, which on Windows is a batch file. */
async function runScript(name: string): Promise<number> {
  return await runToEnd('npm', ['run', '--silent', name], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** How many checks of a runner passed, failed and were skipped, and which failed, where the runner names them. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** The part of Playwright's JSON report that is counted. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  file: string;
  specs: { title: string; ok: boolean }[];
  suites?: PlaywrightSuite[];
}

/** A command that is one check as a whole. */
export function tallyOfCommand(exitCode: number): Tally {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0, failures: [] };
}

/**
 * Counts vitest's tests. A file that fails without a failed test of its own (it does not load, or a hook throws) counts
 * as one failed test. Without a report, the run counts as one failed test.
 */
export function tallyOfVitest(report: VitestReport | undefined, exitCode: number): Tally {
  if (report === undefined) return crashed;
  const failedFiles = report.testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, assertionResults }) => ({
      name,
      tests: assertionResults.filter(({ status }) => status === 'failed'),
    }));
  const brokenFiles = failedFiles.filter(({ tests }) => tests.length === 0);
  return atLeastOneFailure(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: failedFiles.flatMap(({ name, tests }) =>
      tests.length === 0 ? [name] : tests.map(({ fullName }) => `${name}: ${fullName}`),
    ),
  });
}

/** Counts Playwright's tests. Without a report, the run counts as one failed test. */
export function tallyOfPlaywright(report: PlaywrightReport | undefined, exitCode: number): Tally {
  if (report === undefined) return crashed;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = report.suites.flatMap(failuresOf);
  return atLeastOneFailure(exitCode, { passed: expected + flaky, failed: unexpected, skipped, failures });
}

function failuresOf({ file, specs, suites = [] }: PlaywrightSuite): string[] {
  const failed = specs.filter(({ ok }) => !ok);
  return [...failed.map(({ title }) => `${file}: ${title}`), ...suites.flatMap(failuresOf)];
}

/** The sum of all runners. */
export function sumOf(tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
      failures: [...sum.failures, ...tally.failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );
}

/** The last line of `npm test`, which others read. */
export function summaryLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;
}

const crashed: Tally = { passed: 0, failed: 1, skipped: 0, failures: [] };

/** A runner that ends badly has failed even when it names no failed test, e.g. in its set-up or by a leaked rejection. */
function atLeastOneFailure(exitCode: number, tally: Tally): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

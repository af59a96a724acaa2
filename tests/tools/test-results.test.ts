import { describe, expect, it } from 'vitest';
import { summaryLine, sumOf, tallyOfCommand, tallyOfPlaywright, tallyOfVitest } from '#tools/test-results.ts';
import type { VitestReport } from '#tools/test-results.ts';

const vitest: VitestReport = {
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { name: 'sound.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'is sound' }] },
  ],
};

describe('the sum of the test runners', () => {
  it('adds up all runners and ends in one line', () => {
    const total = sumOf([
      tallyOfCommand(0),
      tallyOfCommand(2),
      tallyOfVitest(vitest, 0),
      tallyOfPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 1, skipped: 4 }, suites: [] }, 0),
    ]);
    expect(summaryLine(total)).toBe('17 passed, 1 failed, 7 skipped');
  });

  it('counts a runner that crashed without a report as one failed', () => {
    expect(tallyOfVitest(undefined, 139)).toEqual({ passed: 0, failed: 1, skipped: 0, failures: [] });
    expect(tallyOfPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0, failures: [] });
    expect(tallyOfVitest(undefined, 0).failed).toBe(1);
  });

  it('counts a runner that ended badly without a failed test as one failed', () => {
    expect(tallyOfVitest(vitest, 1)).toEqual({ passed: 10, failed: 1, skipped: 3, failures: [] });
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(tallyOfPlaywright({ stats, suites: [] }, 1).failed).toBe(1);
  });

  it('counts every failed test once and names it', () => {
    const report: VitestReport = {
      ...vitest,
      numFailedTests: 2,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'one' },
            { status: 'passed', fullName: 'two' },
            { status: 'failed', fullName: 'three' },
          ],
        },
      ],
    };
    expect(tallyOfVitest(report, 1)).toMatchObject({ failed: 2, failures: ['a.test.ts: one', 'a.test.ts: three'] });
  });

  it('counts a test file that does not load as one failed, beside failed tests elsewhere', () => {
    const report: VitestReport = {
      ...vitest,
      numFailedTests: 1,
      testResults: [
        { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
        { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'failed', fullName: 'one' }] },
      ],
    };
    expect(tallyOfVitest(report, 1)).toMatchObject({ failed: 2, failures: ['broken.test.ts', 'a.test.ts: one'] });
  });

  it('names the failed end-to-end tests of every depth, of all runners together', () => {
    const stats = { expected: 1, unexpected: 2, flaky: 0, skipped: 0 };
    const specs = [
      { title: 'opens', ok: true },
      { title: 'closes', ok: false },
    ];
    const suites = [
      { file: 'a.spec.ts', specs, suites: [{ file: 'a.spec.ts', specs: [{ title: 'locks', ok: false }] }] },
    ];
    expect(sumOf([tallyOfCommand(1), tallyOfPlaywright({ stats, suites }, 1)])).toEqual({
      passed: 1,
      failed: 3,
      skipped: 0,
      failures: ['a.spec.ts: closes', 'a.spec.ts: locks'],
    });
  });
});

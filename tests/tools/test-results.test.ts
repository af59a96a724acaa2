import { describe, expect, it } from 'vitest';
import { summaryLine, sumOf, tallyOfCommand, tallyOfPlaywright, tallyOfVitest } from '#tools/test-results.ts';
import type { VitestReport } from '#tools/test-results.ts';

const vitest: VitestReport = {
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

describe('the sum of the test runners', () => {
  it('adds up all runners and ends in one line', () => {
    const total = sumOf([
      tallyOfCommand(0),
      tallyOfCommand(2),
      tallyOfVitest(vitest, 0),
      tallyOfPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 1, skipped: 4 } }, 0),
    ]);
    expect(summaryLine(total)).toBe('17 passed, 1 failed, 7 skipped');
  });

  it('counts a runner that crashed without a report as one failed', () => {
    expect(tallyOfVitest(undefined, 139)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyOfPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyOfVitest(undefined, 0).failed).toBe(1);
  });

  it('counts a runner that ended badly without a failed test as one failed', () => {
    expect(tallyOfVitest(vitest, 1)).toEqual({ passed: 10, failed: 1, skipped: 3 });
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(tallyOfPlaywright({ stats }, 1).failed).toBe(1);
  });

  it('counts every failed test once', () => {
    const report: VitestReport = {
      ...vitest,
      numFailedTests: 2,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'failed' }] }],
    };
    expect(tallyOfVitest(report, 1).failed).toBe(2);
  });

  it('counts a test file that does not load as one failed, beside failed tests elsewhere', () => {
    const report: VitestReport = {
      ...vitest,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
      ],
    };
    expect(tallyOfVitest(report, 1).failed).toBe(2);
  });
});

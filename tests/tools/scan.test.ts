import { describe, expect, it } from 'vitest';
import { readAudit } from '#tools/scan/advisories.ts';
import { explained } from '#tools/scan/explained.ts';
import { judge } from '#tools/scan/finding.ts';
import type { Finding } from '#tools/scan/finding.ts';

const finding: Finding = { scanner: 'lint', rule: 'eslint/no-eval', place: 'src/a.ts', detail: 'line 1' };

describe('a scan', () => {
  it('leaves open what nobody has explained, at another place or of another rule', () => {
    const { open } = judge(
      [finding],
      [
        { rule: 'eslint/no-eval', place: 'src/b.ts', why: 'x' },
        { rule: 'eslint/no-new-func', place: 'src/a.ts', why: 'x' },
      ],
    );
    expect(open).toEqual([finding]);
  });

  it('covers every finding of a rule in a place by one explanation, and tells of one that covers nothing', () => {
    const used = { rule: finding.rule, place: finding.place, why: 'x' };
    const unused = { rule: 'eslint/no-eval', place: 'src/gone.ts', why: 'x' };
    expect(judge([finding, { ...finding, detail: 'line 2' }], [used, unused])).toEqual({ open: [], stale: [unused] });
  });

  it('has one explanation for a rule in a place', () => {
    const keys = explained.map(({ rule, place }) => `${rule} ${place}`);
    expect(keys.length).toBe(new Set(keys).size);
  });
});

describe('what npm audit says', () => {
  it('names each advisory once, at the package that has it', () => {
    const advisory = { name: 'tmp', title: 'Writes through a link', url: 'https://example.org/1', severity: 'low' };
    const output = JSON.stringify({ vulnerabilities: { tmp: { via: [advisory] }, exceljs: { via: ['tmp'] } } });
    expect(readAudit(output)).toEqual({
      findings: [
        { scanner: 'advisories', rule: 'https://example.org/1', place: 'tmp', detail: 'low: Writes through a link' },
      ],
    });
  });

  it('is no clean bill of health when the registry did not answer', () => {
    expect(readAudit('{"message": "405 Method Not Allowed"}')).toEqual({ unanswered: '405 Method Not Allowed' });
    expect(readAudit('npm: command not found\nmore')).toEqual({ unanswered: 'npm: command not found' });
  });
});

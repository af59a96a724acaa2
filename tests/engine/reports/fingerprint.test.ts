import { expect, it } from 'vitest';
import { differingSections, digestOf, reportDigest } from '#engine/reports/fingerprint.ts';
import { newReportId } from '#engine/reports/report-id.ts';
import { reportIdSchema, type ReportOrder } from '#shared/contract/report-records.ts';

const order: ReportOrder = { kind: 'community-month', communityId: 'c1', month: '2026-10' };

it('is the same for the same figures, in whatever order they are named', () => {
  const a = reportDigest(order, { dataTo: 1, sections: { energy: { sold: 2, bought: 1 }, money: [1, 2] } });
  const b = reportDigest(order, { dataTo: 1, sections: { money: [1, 2], energy: { bought: 1, sold: 2 } } });
  expect(a.fingerprint).toBe(b.fingerprint);
  expect(a.fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

it('is another one for another figure, another order and other data', () => {
  const facts = { dataTo: 1, sections: { energy: { bought: 1 } } };
  const { fingerprint } = reportDigest(order, facts);
  const others = [
    reportDigest(order, { dataTo: 1, sections: { energy: { bought: 2 } } }),
    reportDigest(order, { ...facts, dataTo: 2 }),
    reportDigest({ ...order, month: '2026-11' }, facts),
  ];
  expect(new Set([fingerprint, ...others.map((other) => other.fingerprint)]).size).toBe(4);
});

it('is the documented one: SHA-256 of the canonical JSON', () => {
  // printf '{"a":[1,null,"ä"],"b":true}' | sha256sum
  expect(digestOf({ b: true, a: [1, null, 'ä'] })).toBe(
    'ddbdd25f5c1e5ab7e9bd881fb50ba72e858ba2eb9634fd60bc47b704f1cd7a0e',
  );
});

it('refuses fractions, which are not the same everywhere, and says where', () => {
  expect(() => digestOf({ share: { of: 0.1 } })).toThrow('.share.of of a report is 0.1');
  expect(() => digestOf([Number.NaN])).toThrow(RangeError);
});

it('names the sections that differ, were added, or are gone', () => {
  expect(differingSections({ a: '1', b: '2', c: '3' }, { a: '1', b: 'x', d: '4' })).toEqual(['b', 'c', 'd']);
});

it('gives ids that can be typed from paper', () => {
  const ids = Array.from({ length: 50 }, newReportId);
  for (const id of ids) expect(reportIdSchema.safeParse(id).success).toBe(true);
  expect(new Set(ids).size).toBe(50);
});

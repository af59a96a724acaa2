import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reIdentificationRisk, type RiskRow } from '#shared/privacy/re-identification.ts';

const COLUMNS = 3;
const anyRows = fc.array(
  fc.record({
    member: fc.nat(8),
    values: fc.array(fc.oneof(fc.nat(2), fc.constant(null), fc.constantFrom('a', '1')), {
      minLength: COLUMNS,
      maxLength: COLUMNS,
    }),
  }),
  { maxLength: 40 },
);
const anyColumns = fc.subarray([0, 1, 2]);

describe('the risk of being found in an export', () => {
  it('counts the members who share a row', () => {
    const rows: RiskRow[] = [
      { member: 1, values: ['prosumer', 5] },
      { member: 2, values: ['prosumer', 5] },
      { member: 3, values: ['prosumer', 9] },
      { member: 4, values: ['consumer', 0] },
    ];
    expect(reIdentificationRisk(rows, [0, 1], 2)).toEqual({
      members: 4,
      smallest: 1,
      unique: 2,
      belowK: 2,
      risk: 0.75,
    });
    expect(reIdentificationRisk(rows, [0], 2)).toEqual({ members: 4, smallest: 1, unique: 1, belowK: 1, risk: 0.5 });
  });

  it('is one member in all when nothing is shown of anyone', () => {
    const rows = [1, 2, 3, 4].map((member) => ({ member, values: ['x'] }));
    expect(reIdentificationRisk(rows, [], 5)).toEqual({ members: 4, smallest: 4, unique: 0, belowK: 4, risk: 0.25 });
    expect(reIdentificationRisk([], [0], 5)).toEqual({ members: 0, smallest: 0, unique: 0, belowK: 0, risk: 0 });
  });

  it('never falls when a column is added', () => {
    fc.assert(
      fc.property(anyRows, anyColumns, fc.nat(COLUMNS - 1), (rows, columns, added) => {
        const less = reIdentificationRisk(rows, columns, 5);
        const more = reIdentificationRisk(rows, [...new Set([...columns, added])], 5);
        expect(more.risk).toBeGreaterThanOrEqual(less.risk - 1e-12);
        expect(more.unique).toBeGreaterThanOrEqual(less.unique);
        expect(more.smallest).toBeLessThanOrEqual(less.smallest);
      }),
    );
  });

  it('does not depend on the order of rows and columns', () => {
    fc.assert(
      fc.property(anyRows, anyColumns, (rows, columns) => {
        const { risk, ...counts } = reIdentificationRisk(rows, columns, 5);
        const turned = reIdentificationRisk(rows.toReversed(), columns.toReversed(), 5);
        expect(turned).toMatchObject(counts);
        expect(turned.risk).toBeCloseTo(risk, 12);
      }),
    );
  });

  it('lies between one in all and certain', () => {
    fc.assert(
      fc.property(anyRows, anyColumns, (rows, columns) => {
        const { members, smallest, risk } = reIdentificationRisk(rows, columns, 5);
        if (rows.length === 0) return;
        expect(risk).toBeGreaterThanOrEqual(1 / members - 1e-12);
        expect(risk).toBeLessThanOrEqual(1);
        expect(1 / smallest).toBeGreaterThanOrEqual(risk - 1e-12);
      }),
    );
  });
});

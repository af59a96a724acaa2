import { describe, expect, it } from 'vitest';
import { coverageOf, type CoverageFacts } from '#renderer/pages/overview/coverage.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { day } from '../charts/fixtures.ts';

const range = day(20261122);
const whole: CoverageFacts = {
  range,
  slotMinutes: 15,
  slotsWithReadings: 96,
  slotsInPeriod: 96,
  dataFrom: range.from,
  dataTo: range.to,
  isGrowing: false,
};

describe('the coverage of a period', () => {
  it('is no news when every slot has readings', () => {
    expect(coverageOf(whole)).toBeNull();
  });

  it('counts gaps between the first and the last reading', () => {
    expect(coverageOf({ ...whole, slotsWithReadings: 90 })).toEqual({
      missing: 6,
      startsLate: false,
      endsEarly: false,
    });
  });

  it('does not count slots of today that are still to come', () => {
    const now = { ...whole, slotsWithReadings: 56, dataTo: range.from + 14 * HOUR, isGrowing: true };
    expect(coverageOf(now)).toEqual({ missing: 0, startsLate: false, endsEarly: false });
  });

  it('says where imported readings begin and end', () => {
    const part = { ...whole, slotsWithReadings: 40, dataFrom: range.from + 2 * HOUR, dataTo: range.from + 12 * HOUR };
    expect(coverageOf(part)).toEqual({ missing: 0, startsLate: true, endsEarly: true });
  });

  it('is for the charts to say when there are no readings at all', () => {
    expect(coverageOf({ ...whole, slotsWithReadings: 0 })).toBeNull();
    expect(coverageOf({ ...whole, slotsWithReadings: 3, dataFrom: null, dataTo: null })).toBeNull();
  });
});

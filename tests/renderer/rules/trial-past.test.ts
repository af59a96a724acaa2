import { describe, expect, it } from 'vitest';
import { bothEnds } from '#renderer/pages/rules/trial/both-ends.ts';
import { rangeOfPast } from '#renderer/pages/rules/trial/past.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';

const timeZone = 'Europe/Berlin';
const at = (day: number): number => startOfLocalDay(day, timeZone);
/** To the early afternoon of Wednesday, 22 July 2026. */
const community = { timeZone, dataFrom: at(20260401), dataTo: at(20260722) + 14 * 3_600_000 };

describe('the past that a draft is tried on', () => {
  it('is four whole weeks and the whole days since', () => {
    expect(rangeOfPast('month', null, community)).toEqual({ from: at(20260622), to: at(20260722) });
  });

  it('is exactly four weeks when the data end with a Sunday', () => {
    const range = rangeOfPast('month', null, { ...community, dataTo: at(20260720) });
    expect(range).toEqual({ from: at(20260622), to: at(20260720) });
  });

  it('begins with the data when they are shorter', () => {
    expect(rangeOfPast('quarter', null, { ...community, dataFrom: at(20260701) })?.from).toBe(at(20260701));
  });

  it('is everything, with the day that is not over', () => {
    expect(rangeOfPast('all', null, community)).toEqual({ from: community.dataFrom, to: community.dataTo });
  });

  it('is the own days, both included, as far as there are data', () => {
    const own = { first: 20260720, last: 20260731 };
    expect(rangeOfPast('own', own, community)).toEqual({ from: at(20260720), to: community.dataTo });
  });

  it('is none where there are no data', () => {
    expect(rangeOfPast('own', { first: 20250101, last: 20250102 }, community)).toBeNull();
    expect(rangeOfPast('all', null, { ...community, dataFrom: null, dataTo: null })).toBeNull();
  });
});

describe('the ends of those who gain and lose', () => {
  const changes = (values: readonly number[]) => values.map((change) => ({ change }));

  it('leave nobody over when they are few', () => {
    expect(bothEnds(changes([3, 1, -2]))).toEqual({ gaining: changes([3, 1]), losing: changes([-2]), rest: [] });
  });

  it('are ten each way, and everybody else is in the rest', () => {
    const items = changes(Array.from({ length: 30 }, (_, index) => 100 - index));
    const { gaining, losing, rest } = bothEnds([...items, ...changes([-5])]);
    expect([gaining.length, losing.length, rest.length]).toEqual([10, 1, 20]);
  });
});

import { describe, expect, it } from 'vitest';
import { pairSteps, stepLabel } from '#renderer/charts/comparison-steps.ts';
import { HOUR, startOfLocalDay } from '#shared/domain/slots.ts';
import { BERLIN, context } from './fixtures.ts';

const at = (day: number) => startOfLocalDay(day, BERLIN);

describe('the steps of two periods', () => {
  it('stand beside one another by how far they lie from the start of their period', () => {
    const steps = pairSteps(
      {
        step: 'day',
        range: { from: at(20260716), to: at(20260719) },
        start: [at(20260716), at(20260717), at(20260718)],
        before: { from: at(20260713), start: [at(20260713), at(20260714), at(20260715)] },
      },
      BERLIN,
    );
    expect(steps.map(({ current, before }) => [current, before])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(steps[1]).toMatchObject({ from: at(20260717), to: at(20260718), beforeFrom: at(20260714) });
  });

  it('in which only one of them has something stay', () => {
    const steps = pairSteps(
      {
        step: 'day',
        range: { from: at(20260716), to: at(20260719) },
        start: [at(20260716)],
        before: { from: at(20260713), start: [at(20260715)] },
      },
      BERLIN,
    );
    expect(steps.map(({ from, current, before }) => [from, current, before])).toEqual([
      [at(20260716), 0, null],
      [at(20260718), null, 0],
    ]);
  });

  it('are paired by the wall clock over a change of the clocks', () => {
    const steps = pairSteps(
      {
        step: 'day',
        range: { from: at(20260328), to: at(20260331) },
        start: [at(20260328), at(20260329), at(20260330)],
        before: { from: at(20250328), start: [at(20250328), at(20250329), at(20250330)] },
      },
      BERLIN,
    );
    expect(steps.map(({ current, before }) => [current, before])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(steps[1].to - steps[1].from).toBe(23 * HOUR);
  });

  it('of months end with the month, and never reach out of the period', () => {
    const steps = pairSteps(
      {
        step: 'month',
        range: { from: at(20260115), to: at(20260310) },
        start: [at(20260101), at(20260201), at(20260301)],
        before: null,
      },
      BERLIN,
    );
    expect(steps.map(({ from, to }) => [from, to])).toEqual([
      [at(20260115), at(20260201)],
      [at(20260201), at(20260301)],
      [at(20260301), at(20260310)],
    ]);
  });

  it('longer than the period are left out', () => {
    const day = at(20260716);
    const steps = pairSteps(
      {
        step: 'hour',
        range: { from: day, to: day + 2 * HOUR },
        start: [day],
        before: { from: at(20260715), start: [at(20260715) + 5 * HOUR] },
      },
      BERLIN,
    );
    expect(steps).toHaveLength(1);
  });
});

describe('a step in words', () => {
  const { format } = context();
  it.each([
    ['hour', '16 Jul, 00:00–01:00'],
    ['day', 'Thu, 16 Jul 2026'],
    ['month', 'July 2026'],
  ] as const)('as a %s reads %s', (step, words) => {
    expect(stepLabel(at(20260716), step, format)).toBe(words);
  });
});

import { expect, it } from 'vitest';
import { marksOf, markedName } from '#shared/desk/community-mark.ts';

const real = { isDemo: false, hasSimulatedTrades: false };

it('a real community has no mark, and its files have their own names', () => {
  expect(marksOf(real)).toEqual([]);
  expect(markedName('energy_2026.csv', real)).toBe('energy_2026.csv');
  expect(markedName('energy_2026.csv', null)).toBe('energy_2026.csv');
});

it('a demo, and a community with simulated trades, are told in front of the names of their files', () => {
  expect(markedName('energy.csv', { ...real, isDemo: true })).toBe('demo-energy.csv');
  expect(markedName('energy.csv', { ...real, hasSimulatedTrades: true })).toBe('simulated-energy.csv');
  expect(markedName('energy.csv', { isDemo: true, hasSimulatedTrades: true })).toBe('demo-simulated-energy.csv');
});

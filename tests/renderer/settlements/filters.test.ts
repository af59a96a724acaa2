import { describe, expect, it } from 'vitest';
import { casePlace, readPlace } from '#renderer/pages/settlements/case-place.ts';
import {
  caseFilterOf,
  isOfPeriod,
  readCaseFilters,
  withoutCaseFilters,
  withPeriod,
  writeCaseFilters,
} from '#renderer/pages/settlements/list/case-filters.ts';

const range = { from: 1000, to: 2000 };
const read = (search: string) => readCaseFilters(new URLSearchParams(search));
const written = (search: string, change: Partial<ReturnType<typeof read>> = {}) =>
  writeCaseFilters(new URLSearchParams(search), { ...read(search), ...change }).toString();

describe('the filters of the cases', () => {
  it('stand in the address and come back from it, beside what others have put there', () => {
    const search = 'period=week&cause=DUPLICATE&state=proposed&member=m-1&q=a17&when=period';
    expect(written(search)).toBe(search);
    expect(written('period=week', { text: 'b' })).toBe('period=week&q=b');
    expect(written('cause=DUPLICATE&q=b', { cause: null, text: '' })).toBe('');
  });

  it('ask for nothing where the address says what nobody knows', () => {
    expect(read('cause=RAIN&state=resolved&when=soon')).toEqual(read(''));
  });

  it('ask for all that is to be done, and of what is done for the period', () => {
    expect(caseFilterOf(read(''), 'work', range)).toMatchObject({ range: null, states: [] });
    expect(caseFilterOf(read(''), 'resolved', range)).toMatchObject({ range, states: ['resolved'] });
    expect(caseFilterOf(read('when=period&state=sent'), 'work', range)).toMatchObject({ range, states: ['sent'] });
    expect(caseFilterOf(read('when=all'), 'resolved', range).range).toBeNull();
  });

  it('leave the time that is the view’s own out of the address', () => {
    for (const view of ['work', 'resolved'] as const) {
      for (const ofPeriod of [true, false]) {
        const filters = withPeriod(read(''), view, ofPeriod);
        expect(isOfPeriod(filters, view)).toBe(ofPeriod);
        expect(filters.time === 'default').toBe(ofPeriod === (view === 'resolved'));
      }
    }
  });

  it('are all taken away but the time', () => {
    expect(withoutCaseFilters(read('cause=DUPLICATE&q=a&when=period'))).toEqual(read('when=period'));
  });

  it('send no more text than the engine takes', () => {
    expect(caseFilterOf(read(`q= ${'a'.repeat(100)}`), 'work', range).text).toBe('a'.repeat(64));
  });
});

describe('the place of a case', () => {
  const openCase = { tradeId: 'trade 1/2', executedAt: 1_784_721_600_000 };

  it('is read back from the address, over the list that it was opened from', () => {
    for (const [listPath, view] of [
      ['/settlements', 'work'],
      ['/settlements/resolved', 'resolved'],
    ] as const) {
      const rest = casePlace(openCase, listPath).slice('/settlements/'.length);
      expect(readPlace(rest)).toEqual({ view, openCase });
    }
  });

  it('is none where the address names no trade', () => {
    expect(readPlace('')).toEqual({ view: 'work', openCase: null });
    expect(readPlace('reconciliation')).toEqual({ view: 'reconciliation', openCase: null });
    expect(readPlace('case/yesterday/trade-1').openCase).toBeNull();
    expect(readPlace('case/1784721600000').openCase).toBeNull();
  });
});

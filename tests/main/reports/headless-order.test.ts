import { describe, expect, it } from 'vitest';
import { chosenCommunity, headlessReport, isHeadless, orderOf, UsageError } from '#main/reports/headless-order.ts';
import type { CommunitySummary } from '#shared/contract/communities.ts';

const given = ['electron', '--no-sandbox', '.', '--report', 'community-month', '--profile', 'p', '--output', 'o.pdf'];
const sonnental = { id: 'c1', name: 'Sonnental', timeZone: 'Europe/Berlin' } as CommunitySummary;
const noMember = (): undefined => undefined;

describe('the command line of a report without a window', () => {
  it('is told from that of the console', () => {
    expect(isHeadless(given)).toBe(true);
    expect(isHeadless(['electron', '.', '--demo'])).toBe(false);
  });

  it('is read beside Chromium’s own switches', () => {
    const wanted = headlessReport([...given, '--month', '2026-10', '--language=de']);
    expect(wanted).toMatchObject({ kind: 'community-month', profile: 'p', output: 'o.pdf', language: 'de' });
    expect(wanted.flags).toEqual({ month: '2026-10' });
  });

  it.each([
    ['--profile is missing', given.filter((one) => one !== '--profile' && one !== 'p')],
    ['--report weather: one of', given.map((one) => (one === 'community-month' ? 'weather' : one))],
    ['--output o.txt: the name of a report ends with .pdf', given.map((one) => (one === 'o.pdf' ? 'o.txt' : one))],
    ['--language fr: one of en, de', [...given, '--language', 'fr']],
    ['--month: a value is missing', [...given, '--month', '--year', '2026']],
  ])('says what is wrong: %s', (message, argv) => {
    expect(() => headlessReport(argv)).toThrow(message);
  });
});

describe('the community that is meant', () => {
  it('is the only one when none is named, and is found by name or id', () => {
    expect(chosenCommunity([sonnental], undefined)).toBe(sonnental);
    expect(chosenCommunity([{ ...sonnental, id: 'c2', name: 'Bergdorf' }, sonnental], 'Sonnental')).toBe(sonnental);
    expect(chosenCommunity([{ ...sonnental, id: 'c2' }, sonnental], 'c1')).toBe(sonnental);
  });

  it('must be clear', () => {
    expect(() => chosenCommunity([], undefined)).toThrow(UsageError);
    expect(() => chosenCommunity([sonnental, { ...sonnental, id: 'c2' }], 'Sonnental')).toThrow('give the id');
    expect(() => chosenCommunity([sonnental], 'Bergdorf')).toThrow('there is none');
  });
});

describe('the order that the flags mean', () => {
  it('counts both days of a period, as days of the community', () => {
    const order = orderOf({ kind: 'ledger', flags: { from: '2026-10-25', to: '2026-10-25' } }, sonnental, noMember);
    expect(order).toEqual({
      kind: 'ledger',
      communityId: 'c1',
      // The day on which the clocks go back has 25 hours.
      range: { from: Date.parse('2026-10-24T22:00:00Z'), to: Date.parse('2026-10-25T23:00:00Z') },
    });
  });

  it('finds a member by pseudonym', () => {
    const flags = { member: 'M7', from: '2026-10-01', to: '2026-10-31' };
    const order = orderOf({ kind: 'member-statement', flags }, sonnental, (name) => (name === 'M7' ? 'm7' : undefined));
    expect(order).toMatchObject({ memberId: 'm7' });
  });

  it.each([
    ['community-month', {}, '--month is missing'],
    ['community-month', { month: 'October' }, 'month is not right'],
    ['assembly-pack', { year: 'x' }, 'year is not right'],
    ['ledger', { from: '2026-10-32', to: '2026-10-31' }, '--from 2026-10-32: not a day'],
    ['ledger', { from: '2026-10-31', to: '2026-10-01' }, 'range is not right'],
    ['member-statement', { member: 'M9', from: '2026-10-01', to: '2026-10-31' }, '--member M9: there is none'],
  ] as const)('of %s with %o is refused: %s', (kind, flags, message) => {
    expect(() => orderOf({ kind, flags }, sonnental, noMember)).toThrow(message);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLinkSchema, MOST_LINK, readLink, writeLink, type DeepLink } from '#shared/desk/deep-link.ts';
import { pageNames, pageViews } from '#shared/desk/page-views.ts';

const TRADE = '0197a3c4-5d6e-7f80-9a1b-2c3d4e5f6071';

describe('a link', () => {
  it.each<[string, DeepLink]>([
    [`commonwatt://trade/${TRADE}`, { to: 'trade', id: TRADE }],
    [`commonwatt://trade/${TRADE}?at=1784721600000`, { to: 'trade', id: TRADE, at: 1_784_721_600_000 }],
    [`COMMONWATT://Settlement/${TRADE}?community=rheinaue`, { to: 'settlement', id: TRADE, community: 'rheinaue' }],
    ['commonwatt://member/House%20A1', { to: 'member', id: 'House A1' }],
    ['commonwatt://rule/rule-7/', { to: 'rule', id: 'rule-7' }],
    ['commonwatt://clearing/c1?at=1784721600000', { to: 'clearing', id: 'c1', at: 1_784_721_600_000 }],
    ['commonwatt://report/CW-7K2M-9QX4-T5BN', { to: 'report', id: 'CW-7K2M-9QX4-T5BN' }],
    [
      `commonwatt://report/CW-7K2M-9QX4-T5BN?fingerprint=${'3f'.repeat(16)}`,
      { to: 'report', id: 'CW-7K2M-9QX4-T5BN', fingerprint: '3f'.repeat(16) },
    ],
    ['commonwatt://page/ledger?period=month', { to: 'page', page: 'ledger', period: 'month' }],
    [
      'commonwatt://page/insights/fairness?period=2026-03-01..2026-03-31',
      { to: 'page', page: 'insights', view: 'fairness', period: '2026-03-01..2026-03-31' },
    ],
  ])('%s names a place', (text, link) => {
    expect(readLink(text)).toEqual(link);
  });

  it.each([
    ['another scheme', 'https://trade/x'],
    ['no place', 'commonwatt:trade/x'],
    ['a place that there is not', 'commonwatt://delete/x'],
    ['a name of every object', 'commonwatt://constructor/x'],
    ['a page that there is not', 'commonwatt://page/__proto__'],
    ['a view of another page', 'commonwatt://page/ledger/fairness'],
    ['a user and a password', 'commonwatt://ada:secret@trade/x'],
    ['a port', 'commonwatt://trade:80/x'],
    ['a host with dots', 'commonwatt://trade.example.org/x'],
    ['no id', 'commonwatt://trade/'],
    ['a path', 'commonwatt://trade/../../etc/passwd'],
    ['an encoded path', 'commonwatt://member/..%2f..%2fetc'],
    ['an encoded backslash', 'commonwatt://member/a%5Cb'],
    ['a null', 'commonwatt://member/a%00b'],
    ['a line break', 'commonwatt://member/a%0Ab'],
    ['a turned direction of writing', 'commonwatt://member/a%E2%80%AEb'],
    ['a broken encoding', 'commonwatt://member/%E0%A4%A'],
    ['half a pair', 'commonwatt://member/%ED%A0%80'],
    ['a long id', `commonwatt://member/${'a'.repeat(65)}`],
    ['a long link', `commonwatt://member/a?community=${'b'.repeat(MOST_LINK)}`],
    ['a fragment', 'commonwatt://trade/x#/settings'],
    ['an unknown entry', 'commonwatt://trade/x?then=delete'],
    ['an entry of another place', 'commonwatt://trade/x?period=month'],
    ['an entry twice', 'commonwatt://trade/x?at=1&at=2'],
    ['an entry without a value', 'commonwatt://trade/x?at'],
    ['a time that is none', 'commonwatt://trade/x?at=1e9'],
    ['a time outside of the calendar', 'commonwatt://trade/x?at=999999999999999'],
    ['a clearing without its slot', 'commonwatt://clearing/c1'],
    ['a fingerprint that is none', 'commonwatt://report/CW-7K2M-9QX4-T5BN?fingerprint=zz'],
    ['a period that is none', 'commonwatt://page/ledger?period=%3Cscript%3E'],
    ['a switch behind it', 'commonwatt://trade/x" --no-sandbox'],
  ])('with %s is none', (_what, text) => {
    expect(readLink(text)).toBeNull();
  });

  const id = fc
    .oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }))
    .filter((text) => deepLinkSchema.safeParse({ to: 'rule', id: text }).success);
  const link = fc.oneof(
    fc.record<DeepLink>({ to: fc.constantFrom('trade', 'settlement'), id, at: fc.integer({ min: 0 }) } as never),
    fc.record({ to: fc.constantFrom('member' as const, 'rule' as const), id, community: id }),
    fc.constantFrom(...pageNames).chain((page) =>
      fc.record({
        to: fc.constant('page' as const),
        page: fc.constant(page),
        view: fc.constantFrom(...pageViews[page]),
      }),
    ),
  ) as fc.Arbitrary<DeepLink>;

  it('reads as what it was written from', () => {
    fc.assert(
      fc.property(link, (one) => {
        expect(readLink(writeLink(one))).toEqual(one);
      }),
    );
  });

  it('is, whatever the text, none or one that says the same when it is written again', () => {
    const hostile = fc
      .tuple(
        fc.constantFrom('commonwatt://', 'commonwatt:', 'CommonWatt://', ''),
        fc.constantFrom('trade', 'page', 'member', 'report', 'x@trade', '..'),
        fc.constantFrom('/', '//', '\\', '%2f'),
        fc.string({
          maxLength: 80,
          unit: fc.constantFrom(
            'a',
            '/',
            '\\',
            '%',
            '2',
            'f',
            '.',
            ':',
            '@',
            '?',
            '&',
            '=',
            '#',
            '\0',
            '\n',
            ' ',
            '\u202e',
            'ß',
            '\ud83c',
          ),
        }),
        fc.constantFrom('', '?at=1', '?community=a', '?a=b', '#x', '&at=1'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (text) => {
        const read = readLink(text);
        if (read !== null) expect(readLink(writeLink(read))).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});

import { expect, it } from 'vitest';
import { reportOfTitle, titlesOf } from '#engine/reports/pdf-title.ts';

const FINGERPRINT = '0123456789abcdef'.repeat(4);
const TITLE = `Clearingzertifikat · CW-7K2M-9QX4-T5BN · ${FINGERPRINT}`;
const report = { id: 'CW-7K2M-9QX4-T5BN', fingerprint: FINGERPRINT };

const utf16 = (text: string): string => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  return bytes.toString('hex').toUpperCase();
};
const pdf = (...titles: string[]): Buffer =>
  Buffer.from(
    `%PDF-1.4\n${titles.map((title) => `1 0 obj\n<</Title ${title}\n/Lang (de)>>\nendobj`).join('\n')}`,
    'latin1',
  );

it('reads a title of letters beyond ASCII, which stands as UTF-16 in hex', () => {
  expect(titlesOf(pdf(`<${utf16(TITLE)}>`))).toEqual([TITLE]);
});

it('reads a title that stands as a text, with what it escapes', () => {
  expect(
    titlesOf(
      pdf(String.raw`(Ledger \(A\), \101\\ \
B)`),
    ),
  ).toEqual(['Ledger (A), A\\ B']);
});

it('finds the report among the titles of the bookmarks', () => {
  const titles = titlesOf(pdf('(Summary)', `<${utf16(TITLE)}>`, '(Notes)'));
  expect(titles.map(reportOfTitle)).toEqual([null, report, null]);
});

it('finds nothing in what is no report, or only looks like one', () => {
  expect(titlesOf(Buffer.from('no pdf at all'))).toEqual([]);
  expect(reportOfTitle(`CW-7K2M-9QX4-T5BN · ${FINGERPRINT.slice(1)}`)).toBeNull();
  expect(reportOfTitle(`CW-7K2M-9QX4-T5BU · ${FINGERPRINT}`)).toBeNull();
});

it('a title of a foreign file is searched only as far as a title of the console can be long', () => {
  const titled = `CW-7K2M-9QX4-T5BN · ${FINGERPRINT}`;
  expect(reportOfTitle(`${'x '.repeat(100)}${titled}`)).not.toBeNull();
  expect(reportOfTitle(`${'x '.repeat(1_000)}${titled}`)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { inGroups, readFingerprint, readReportId } from '#renderer/pages/audit/verify/typed-codes.ts';

describe('a report id from paper', () => {
  it.each([
    ['as it is printed', 'CW-7K2M-9QX4-T5B0'],
    ['without groups and in small letters', 'cw7k2m9qx4t5b0'],
    ['without its beginning, with blanks', ' 7k2m 9qx4 t5b0 '],
    ['with an O for the 0', 'CW-7K2M-9QX4-T5BO'],
  ])('is read %s', (_how, typed) => {
    expect(readReportId(typed)).toBe('CW-7K2M-9QX4-T5B0');
  });

  it('may begin with C and W itself', () => {
    expect(readReportId('CW2M-9QX4-T5BN')).toBe('CW-CW2M-9QX4-T5BN');
  });

  it.each(['', 'CW-7K2M-9QX4', 'CW-7K2M-9QX4-T5BN-1', 'CW-7K2M-9QX4-T5BU'])('is none: %j', (typed) => {
    expect(readReportId(typed)).toBeNull();
  });
});

describe('a fingerprint from paper', () => {
  const printed = '3f1c 9a52 6d0e 4c8b 9a57 2b1e 0d4c 6f80';
  const digits = printed.replaceAll(' ', '');

  it.each([
    ['in groups', printed],
    ['in capitals with hyphens', printed.toUpperCase().replaceAll(' ', '-')],
    ['with an o for the 0 and an l for the 1', printed.replaceAll('0', 'o').replaceAll('1', 'l')],
  ])('is read %s', (_how, typed) => {
    expect(readFingerprint(typed)).toEqual({ digits });
  });

  it('may be typed with all its 64 digits', () => {
    expect(readFingerprint(`${digits}${digits}`)).toEqual({ digits: `${digits}${digits}` });
  });

  it('says how many digits are missing', () => {
    expect(readFingerprint(printed.slice(0, -1))).toEqual({ missing: 1 });
  });

  it('names a sign that is none of its digits', () => {
    expect(readFingerprint('3f1c 9g52')).toEqual({ sign: 'g' });
  });

  it('is shown as pages print it: the first 32 digits in groups of four', () => {
    expect(inGroups(`${digits}${digits}`)).toBe(printed);
  });
});

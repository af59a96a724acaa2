import { describe, expect, it } from 'vitest';
import { parseFlags, parseInstant, parsePrice, parseWhole, required, UsageError } from '#cli/command.ts';

describe('the flags of a command', () => {
  it('are parsed, those not given are undefined', () => {
    const flags = parseFlags(['--name', 'x', '--json'], {
      name: { type: 'string' },
      other: { type: 'string' },
      json: { type: 'boolean' },
    });
    expect(flags.name).toBe('x');
    expect(flags.other).toBeUndefined();
    expect(flags.json).toBe(true);
  });

  it.each([
    [['--nmae', 'x'], "Unknown option '--nmae'"],
    [['x'], "Unexpected argument 'x'"],
    [['--name'], "Option '--name <value>' argument missing"],
  ])('that are wrong are named: %j', (args, message) => {
    expect(() => parseFlags(args, { name: { type: 'string' } })).toThrow(new UsageError(message));
  });
});

describe('the value of a flag', () => {
  it('may be negative without an equals sign', () => {
    expect(
      parseFlags(['--feed-in', '-0.05', '--json'], { 'feed-in': { type: 'string' }, json: { type: 'boolean' } }),
    ).toMatchObject({
      'feed-in': '-0.05',
      json: true,
    });
  });

  it('is no instant when its day is not in the calendar', () => {
    expect(() => parseInstant('--until', '2026-02-30T00:00:00Z')).toThrow(/--until 2026-02-30/);
  });

  it('that is needed must be there', () => {
    expect(required('--file', 'a')).toBe('a');
    expect(() => required('--file', undefined)).toThrow(new UsageError('--file is missing'));
    expect(() => required('--file', '')).toThrow(UsageError);
  });

  it('is a whole number in its range, or absent', () => {
    expect(parseWhole('--days', '120', 1, 800)).toBe(120);
    expect(parseWhole('--days', undefined, 1, 800)).toBeUndefined();
    for (const text of ['0', '801', '1.5', '-3', 'many', '']) {
      expect(() => parseWhole('--days', text, 1, 800)).toThrow(`--days ${text}: not a whole number from 1 to 800`);
    }
  });

  it('is an exact price, or absent', () => {
    expect(parsePrice('--retail', '0.30')).toBe(300_000);
    expect(parsePrice('--retail', '-0.000001')).toBe(-1);
    expect(parsePrice('--retail', undefined)).toBeUndefined();
    for (const text of ['0,30', '0.1234567', 'NaN', '']) {
      expect(() => parsePrice('--retail', text)).toThrow(`--retail ${text}: not a price`);
    }
  });

  it('is a time with its zone', () => {
    expect(parseInstant('--until', '2026-03-29T02:30+02:00')).toBe(Date.UTC(2026, 2, 29, 0, 30));
    expect(parseInstant('--until', '2026-03-29T00:30:00.250Z')).toBe(Date.UTC(2026, 2, 29, 0, 30, 0, 250));
    for (const text of ['2026-03-29', '2026-03-29T02:30', '2026-13-01T00:00Z', 'now']) {
      expect(() => parseInstant('--until', text)).toThrow(`--until ${text}: not a time`);
    }
  });
});

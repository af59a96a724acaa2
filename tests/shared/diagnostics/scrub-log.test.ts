import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '#shared/contract/errors.ts';
import { methodNames } from '#shared/contract/contract.ts';
import { logNames, logWords } from '#shared/diagnostics/log-words.ts';
import { scrubLog } from '#shared/diagnostics/scrub-log.ts';

const HEAD = '[2026-11-26 17:39:00.123] [warn]  ';
const scrubbed = (text: string): string => scrubLog([text])[0];

describe('what the log says of the console itself', () => {
  it.each([
    `${HEAD}engine: slow call: health.findings took 118 ms`,
    `${HEAD}the engine ended (code 134) with 3 calls open`,
    `${HEAD}engine: fault in stats.series (01KC9W3T5V7X9Z2B4D6F8H0J1K): Error: database disk image is malformed`,
    `${HEAD}refused: navigation`,
    `${HEAD}the cache could not be opened: CACHE_CORRUPT the cache is damaged.`,
    `${HEAD}engine: SqliteError: disk I/O error SQLITE_IOERR_WRITE`,
    `${HEAD}the page's process ended: oom`,
    `${HEAD}locking: idle`,
  ])('stays as it is: %s', (line) => {
    expect(scrubbed(line)).toBe(line.replace('  ', ' '));
  });

  it('keeps where in the code a fault was, but not where on the disk the code is', () => {
    expect(scrubbed('    at answer (/home/anna/commonwatt/out/main/engine.js:4711:23)')).toBe(
      'at answer (engine.js:4711:23)',
    );
  });
});

describe('what stands in the log by accident', () => {
  it.each([
    ['a name', 'the import of Anna Müller failed', 'the import of … failed'],
    ['a name that is also a word', 'refused a call from Page', 'refused a call from …'],
    ['an e-mail address', 'sign in as anna.mueller@posteo.de refused', 'sign in as … refused'],
    ['an account', 'paid from DE89 3704 0044 0532 0130 00 today', '… from … today'],
    ['a meter', 'reading of DE00056266802AO6G56M11SN51G21M24S', 'reading of …'],
    ['a telephone number', 'call 0761 207 5550 or +49-761-2075550', 'call … or …'],
    ['a hub', 'engine: fetch failed: https://hub.sonnenhang.example/api', 'engine: fetch failed: …'],
    ['an address in the network', 'connect ECONNREFUSED 192.168.178.21:3000', 'connect ECONNREFUSED …'],
    ['a path', 'file C:\\Users\\anna\\Desktop\\mitglieder.csv not found', 'file … not found'],
    ['a pseudonym', 'the offer of House A17 expired', 'the offer of … expired'],
    ['the id of a member', 'no member 3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80', 'no member …'],
    ['a key', `key ${'ab'.repeat(32)} refused`, 'key … refused'],
  ])('goes: %s', (_what, line, left) => {
    expect(scrubbed(line)).toBe(left);
  });
});

const known = new Set([...logWords, ...logNames, ...errorCodes, ...methodNames]);
const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäöüßéčł'.split(''));
const word = fc.string({ unit: letters, minLength: 2, maxLength: 12 }).filter((text) => !known.has(text));
const name = word.map((text) => text.charAt(0).toUpperCase() + text.slice(1)).filter((text) => !known.has(text));
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: length, maxLength: length });
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length });
const secret = fc.oneof(
  name,
  fc.tuple(name, name).map((parts) => parts.join(' ')),
  fc.tuple(word, word).map(([user, host]) => `${user}@${host}.de`),
  fc.tuple(word, word).map(([user, file]) => `/home/${user}/${file}.csv`),
  fc.tuple(name, word).map(([user, file]) => `C:\\Users\\${user}\\${file}.db`),
  word.map((host) => `https://${host}.example:8443/api?x=1`),
  digits(20).map((rest) => `DE${rest}`),
  digits(11).map((rest) => `0${rest}`),
  fc.uuid(),
  hex(64),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.integer({ min: 1, max: 99 }).map((number) => `House Q${number}`),
);
const around = fc.constantFrom(
  ['', ''],
  ['"', '"'],
  ["'", "',"],
  ['(', '):'],
  ['name=', ';'],
  ['<', '>'],
  ['[', ']'],
  ['…', ''],
);
const line = fc.constantFrom(
  'fault in the import of',
  'the file could not be written:',
  'no such member:',
  '    at',
  'engine:',
);

describe('whatever is planted in a line', () => {
  it('does not come out, in whole or in part, wherever and in whatever marks it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, secret, around), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (parts, hasHead) => {
          const text = parts
            .map(([before, planted, [open, close]]) => `${before} ${open}${planted}${close}`)
            .join(' and ');
          const left = scrubLog([hasHead ? HEAD + text : text])[0].replace(HEAD.slice(0, 26), '');
          for (const [, planted] of parts) {
            expect(left).not.toContain(planted);
            for (const part of planted.split(/[\s/\\@.:?=-]+/).filter((one) => one.length > 3 && /\p{L}/u.test(one))) {
              if (!isKnownPart(part)) expect(left).not.toContain(part);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves nothing but words of the list, short numbers, codes, methods and correlation ids', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: 'grapheme' }), (text) => {
        const words = scrubLog([text])[0].match(/\p{L}{2,}/gu) ?? [];
        expect(words.filter((one) => !isKnownPart(one))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

/** Parts of what is known, such as the two words of a method's name. */
const knownParts = new Set([...known].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)));
function isKnownPart(text: string): boolean {
  return knownParts.has(text) || knownParts.has(text.charAt(0).toLowerCase() + text.slice(1));
}

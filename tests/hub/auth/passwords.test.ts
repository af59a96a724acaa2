import { describe, expect, it } from 'vitest';
import { HubError } from '#hub/hub-error.ts';
import { hashOfNobody, hashPassword, PASSWORD_COST, verifyPassword } from '#hub/auth/passwords.ts';

const CHEAP = { n: 2 ** 10, r: 8, p: 1 };
const PASSWORD = 'correct horse battery';
/** A key as long as those that are made. */
const KEY = 'A'.repeat(43);

describe('a stored password', () => {
  it('is verified with the right password alone', async () => {
    const stored = await hashPassword(PASSWORD, CHEAP);
    expect(await verifyPassword(PASSWORD, stored)).toBe(true);
    expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  it('does not show that two people chose the same', async () => {
    expect(await hashPassword(PASSWORD, CHEAP)).not.toBe(await hashPassword(PASSWORD, CHEAP));
  });

  it('carries its cost, so that passwords of an earlier cost still work', async () => {
    for (const cost of [CHEAP, { n: 2 ** 11, r: 8, p: 2 }]) {
      const stored = await hashPassword(PASSWORD, cost);
      expect(stored).toMatch(new RegExp(`^scrypt\\$${cost.n}\\$${cost.r}\\$${cost.p}\\$`));
      expect(await verifyPassword(PASSWORD, stored)).toBe(true);
    }
  });

  it('costs 2^17 rounds of 8 blocks when nothing else is said', async () => {
    const stored = await hashPassword(PASSWORD);
    expect(stored).toMatch(/^scrypt\$131072\$8\$1\$/);
    expect(await verifyPassword(PASSWORD, stored)).toBe(true);
  });

  it('is the same however the characters were composed', async () => {
    const stored = await hashPassword('gr\u00fcne Wiese 12', CHEAP);
    expect(await verifyPassword('gru\u0308ne Wiese 12', stored)).toBe(true);
  });
});

describe('a hash that cannot be', () => {
  it.each([
    ['nothing', ''],
    ['another scheme', '$2b$10$abcdefghijklmnopqrstuv'],
    ['a cost that is no power of two', `scrypt$1025$8$1$c2FsdA$${KEY}`],
    ['a cost that would eat the machine', `scrypt$16777216$8$1$c2FsdA$${KEY}`],
    ['too many rounds side by side', `scrypt$1024$8$99$c2FsdA$${KEY}`],
    ['a hash of another length', 'scrypt$1024$8$1$c2FsdA$AAAA'],
  ])('has no password: %s', async (_what, hash) => {
    expect(await verifyPassword(PASSWORD, hash)).toBe(false);
  });

  it('is none of those that are made: their keys have the length of these', async () => {
    expect((await hashPassword(PASSWORD, CHEAP)).split('$')[5]).toHaveLength(KEY.length);
  });

  it('of nobody asks for as much work as a real one, and has no password', async () => {
    const nobody = hashOfNobody();
    expect(nobody.split('$').slice(0, 4)).toEqual([
      'scrypt',
      ...[PASSWORD_COST.n, PASSWORD_COST.r, PASSWORD_COST.p].map(String),
    ]);
    expect(nobody.length).toBe((await hashPassword(PASSWORD)).length);
    expect(await verifyPassword(PASSWORD, nobody)).toBe(false);
  });
});

describe('a new password', () => {
  it('has at least 10 characters', async () => {
    await expect(hashPassword('123456789', CHEAP)).rejects.toThrow(HubError);
    await expect(hashPassword('🌞🌞🌞🌞🌞', CHEAP)).rejects.toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    await expect(hashPassword('1234567890', CHEAP)).resolves.toMatch(/^scrypt/);
  });
});

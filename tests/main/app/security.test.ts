import { describe, expect, it } from 'vitest';
import { Security, type SecurityParts } from '#main/app/security.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { keychainNamed } from '../keystore/keychains.ts';

const CURRENT = 'seven lanterns over the quarry';
const NEXT = 'eight kites behind the harbour';

/** A session that is open, and everything that was done with it, in order. */
function desk(keystore: Partial<SecurityParts['keystore']> = {}, begin: () => Promise<void> = async () => undefined) {
  const happened: unknown[] = [];
  const notes: NewEntry[] = [];
  const opened = { state: 'unlocked' } as SessionState;
  const kept = {
    confirm: async () => void happened.push('confirmed'),
    setPassphrase: async () => void happened.push('changed'),
    setKeychain: async () => void happened.push('changed'),
    protection: { passphrase: true, keychain: false },
    keychain: keychainNamed('kwallet6'),
    keyId: 'a',
    ...keystore,
  };
  const parts: SecurityParts = {
    session: {
      state: () => opened,
      note: async (entry) => {
        notes.push(entry);
        happened.push(entry.outcome);
        return notes.length;
      },
      whileOpen: async (work) => {
        happened.push('in turn');
        await work();
        return opened;
      },
      withCacheClosed: async (_kind, work) => {
        happened.push('closed');
        const keys = { key: new Uint8Array(32), formerKeys: [], deviceKey: new Uint8Array(48) };
        return await work({ file: 'cache.db', ...keys, appVersion: '1.0.0' }, () => undefined);
      },
    },
    keystore: kept,
    keyChange: {
      begin: async () => {
        happened.push('encrypted anew');
        await begin();
      },
    },
  };
  return { security: new Security(parts), keystore: kept, opened, happened, notes };
}

const wrong = () => Promise.reject(new Failure('KEY_UNAVAILABLE', 'wrong'));

describe('a change of the protection', () => {
  it('is noted before it is made, without what was typed', async () => {
    const { security, happened, notes } = desk();
    await security.setPassphrase({ current: CURRENT, next: NEXT });
    expect(happened).toEqual(['asked', 'confirmed', 'in turn', 'changed']);
    await security.setKeychain({ isOn: true });
    await security.rekey({ passphrase: CURRENT });
    expect(notes.map(({ method, outcome, details }) => [method, outcome, details])).toEqual([
      ['security.setPassphrase', 'asked', { setting: 'passphrase', before: true, after: true }],
      ['security.setKeychain', 'asked', { setting: 'keychain', before: false, after: true, backend: 'kwallet6' }],
      ['security.rekey', 'asked', { setting: 'dataKey' }],
      ['security.rekey', 'done', { setting: 'dataKey' }],
    ]);
    expect(JSON.stringify(notes)).not.toMatch(new RegExp(`${CURRENT}|${NEXT}`));
  });

  it('with a wrong passphrase is not made, and noted as refused; it never waits in the turn of locks', async () => {
    const { security, happened, notes } = desk({ confirm: wrong });
    await expect(security.setPassphrase({ current: NEXT, next: NEXT })).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
    await expect(security.rekey({ passphrase: NEXT })).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(happened).toEqual(['asked', 'refused', 'asked', 'refused']);
    expect(notes[1]).toMatchObject({ of: 1, details: { code: 'KEY_UNAVAILABLE' } });
  });

  it('is not for a console that is locked, in trouble, or shows the demo', async () => {
    const { security, opened, happened } = desk();
    for (const state of ['first-run', 'locked', 'trouble', 'demo'] as const) {
      Object.assign(opened, { state });
      await expect(security.setPassphrase({ current: null, next: NEXT })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(security.setKeychain({ isOn: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(security.rekey({ passphrase: null })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(happened).toEqual([]);
  });

  it('of the data key that was broken off, but carried on by the opening, is no failure', async () => {
    const brokenOff = () => Promise.reject(new Failure('ENGINE_GONE', 'broken off'));
    const failing = desk({}, brokenOff);
    await expect(failing.security.rekey({ passphrase: CURRENT })).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    expect(failing.happened.at(-1)).toBe('refused');

    const carriedOn = desk({}, async () => {
      carriedOn.keystore.keyId = 'b';
      await brokenOff();
    });
    expect(await carriedOn.security.rekey({ passphrase: CURRENT })).toMatchObject({ state: 'unlocked' });
    expect(carriedOn.happened.at(-1)).toBe('done');
  });
});

import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { AuditDetails } from '#shared/contract/audit-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { SessionState } from '#shared/contract/session.ts';
import type { Keystore } from '../keystore/keystore.ts';
import type { ConsoleSession } from './console-session.ts';
import type { KeyChange } from './key-change.ts';
import { needsOwnCache } from './session-refusals.ts';

export interface SecurityParts {
  readonly session: Pick<ConsoleSession, 'state' | 'note' | 'whileOpen' | 'withCacheClosed'>;
  readonly keystore: Pick<Keystore, 'confirm' | 'setPassphrase' | 'setKeychain' | 'protection' | 'keychain' | 'keyId'>;
  readonly keyChange: Pick<KeyChange, 'begin'>;
}

type SecurityMethod = 'security.setPassphrase' | 'security.setKeychain' | 'security.rekey';

/** What the person at this desk changes about the protection of the data key. The audit log has its entry before; no secret is in it. */
export class Security {
  readonly #parts: SecurityParts;

  constructor(parts: SecurityParts) {
    this.#parts = parts;
  }

  /** See the contract. */
  async setPassphrase({
    current,
    next,
  }: ParsedInput<'security.setPassphrase'>): Promise<Output<'security.setPassphrase'>> {
    const { session, keystore } = this.#parts;
    const details = { setting: 'passphrase', before: keystore.protection.passphrase, after: next !== null };
    return await this.#noted('security.setPassphrase', details, async () => {
      // Outside of the session's turn: an attempt that has to wait must not hold up a lock.
      await keystore.confirm(current);
      return await session.whileOpen(() => keystore.setPassphrase(next));
    });
  }

  /** See the contract. */
  async setKeychain({ isOn }: ParsedInput<'security.setKeychain'>): Promise<Output<'security.setKeychain'>> {
    const { session, keystore } = this.#parts;
    const { backend } = keystore.keychain;
    const details = { setting: 'keychain', before: keystore.protection.keychain, after: isOn, backend };
    return await this.#noted('security.setKeychain', details, () =>
      session.whileOpen(() => keystore.setKeychain(isOn)),
    );
  }

  /** See the contract. */
  async rekey({ passphrase }: ParsedInput<'security.rekey'>): Promise<Output<'security.rekey'>> {
    const { session, keystore, keyChange } = this.#parts;
    const state = await this.#noted('security.rekey', { setting: 'dataKey' }, async () => {
      await keystore.confirm(passphrase);
      const before = keystore.keyId;
      try {
        await session.withCacheClosed('rekey', ({ file }, tell) => keyChange.begin(file, passphrase, tell));
      } catch (error) {
        // Broken off, but carried on when the cache was opened again.
        if (keystore.keyId === before) throw error;
      }
      return session.state();
    });
    await session.note({
      kind: 'settings',
      outcome: 'done',
      method: 'security.rekey',
      communityId: null,
      details: { setting: 'dataKey' },
    });
    return state;
  }

  async #noted(
    method: SecurityMethod,
    details: AuditDetails,
    work: () => Promise<SessionState>,
  ): Promise<SessionState> {
    const { session } = this.#parts;
    if (session.state().state !== 'unlocked') throw needsOwnCache();
    const about = { kind: 'settings', method, communityId: null } as const;
    const asked = await session.note({ ...about, outcome: 'asked', details });
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL';
      await session.note({ ...about, outcome: 'refused', ...(asked !== null && { of: asked }), details: { code } });
      throw error;
    }
  }
}

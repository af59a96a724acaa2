import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { FAKE_PASSPHRASE, FakeProblem, type FakeState } from './state.ts';

type SecurityMethod = Extract<MethodName, `security.${string}`>;

/** `security` of the fake bridge: the passphrase of now is `FAKE_PASSPHRASE`. */
export function createFakeSecurity(state: FakeState): {
  [M in SecurityMethod]: (input: Input<M>) => Output<M>;
} {
  function protect(change: Partial<FakeState['session']['protection']>): FakeState['session'] {
    const protection = { ...state.session.protection, ...change };
    if (!protection.passphrase && !protection.keychain)
      throw new FakeProblem({ code: 'INPUT_INVALID', message: 'Nothing would protect the key.' });
    state.session = { ...state.session, protection };
    state.emit('session.changed', state.session);
    return state.session;
  }

  function requirePassphrase(given: string | null): void {
    if (state.session.protection.passphrase && given !== FAKE_PASSPHRASE)
      throw new FakeProblem({ code: 'KEY_UNAVAILABLE' });
  }

  return {
    'security.setPassphrase': ({ current, next }) => {
      requirePassphrase(current);
      return protect({ passphrase: next !== null });
    },
    'security.setKeychain': ({ isOn }) => protect({ keychain: isOn }),
    'security.rekey': ({ passphrase }) => {
      requirePassphrase(passphrase);
      return state.session;
    },
  };
}

import type { Input, Output } from '#shared/contract/contract.ts';
import { REVEAL_MS } from '#shared/contract/identity.ts';
import { FakeProblem, type FakeState } from './state.ts';

/** `identity` of the fake bridge: an invented user id that is the same for a member each time. Ends by the clock, as the page does. */
export function createFakeIdentity(state: FakeState): {
  'identity.reveal': (input: Input<'identity.reveal'>) => Output<'identity.reveal'>;
} {
  return {
    'identity.reveal': ({ memberId }) => {
      const number = Number(memberId.split('-').at(-1));
      if (!state.communities.some(({ id }) => memberId.startsWith(`${id}-`)))
        throw new FakeProblem({ code: 'INPUT_INVALID' });
      const digits = (Math.imul(number + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
      return { userId: `${digits}-51c0-4e7a-9d20-${digits}2f41`, until: Date.now() + REVEAL_MS };
    },
  };
}

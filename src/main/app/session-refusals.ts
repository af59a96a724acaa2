import { Failure } from '#shared/contract/errors.ts';

/** `trouble`: the keys are there, but the own cache does not open, or no longer gives its data; its engine is stopped. */
export type WhatIsOpen = 'nothing' | 'cache' | 'demo' | 'trouble';

export function refuseWhileDemo(open: WhatIsOpen): void {
  if (open !== 'demo') return;
  throw new Failure('FORBIDDEN', 'The demo community is open. Nothing was changed.', {
    remedy: 'Leave the demo first: lock the console.',
  });
}

export function requireOpenCache(open: WhatIsOpen): void {
  if (open !== 'cache') throw needsOwnCache();
}

export function requireOwnCache(open: WhatIsOpen): void {
  if (open !== 'cache' && open !== 'trouble') throw needsOwnCache();
}

export function requireTrouble(open: WhatIsOpen): void {
  if (open === 'trouble') return;
  throw new Failure('FORBIDDEN', 'The cache is not in trouble. Nothing was changed.', {
    remedy: 'Reload the page to see how it is.',
  });
}

export function needsOwnCache(): Failure {
  return new Failure('FORBIDDEN', 'This needs your own cache to be unlocked. Nothing was changed.', {
    remedy: 'Leave the demo, or unlock the console.',
  });
}

import { Kbd } from '@mantine/core';
import type { ReactNode } from 'react';
import { keyCaps } from '#shared/desk/keys.ts';
import { platform } from '../../bridge/client.ts';

/** One combination of keys, as caps. */
export function Keys({ keys }: { readonly keys: string }): ReactNode {
  return keyCaps(keys, platform()).map((cap) => (
    <Kbd key={cap} size="xs" ml={4}>
      {cap}
    </Kbd>
  ));
}

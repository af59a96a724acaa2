import { Kbd } from '@mantine/core';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyCaps } from '#shared/desk/keys.ts';
import { platform } from '../../bridge/client.ts';

/** How a combination stands on the keyboards of the person's language. */
export function useKeyCaps(): (keys: string) => string[] {
  const { t } = useTranslation('desk');
  return useCallback((keys) => keyCaps(keys, platform(), (key) => t(`keyNames.${key}`)), [t]);
}

/** One combination of keys, as caps. */
export function Keys({ keys }: { readonly keys: string }): ReactNode {
  const capsOf = useKeyCaps();
  return capsOf(keys).map((cap) => (
    <Kbd key={cap} size="xs" ml={4}>
      {cap}
    </Kbd>
  ));
}

import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '#shared/contract/contract.ts';
import { BridgeError, call } from '../../bridge/client.ts';
import { showFailure } from '../../components/failure-notice.ts';
import { useProblemWords } from '../../components/problem-words.ts';
import { useFormat } from '../../i18n/use-format.ts';

type WayOut = 'recovery.restore' | 'recovery.startAnew';

/**
 * Takes a way out of trouble. Its end is told in a notice, because the page gives way to the progress, and then to the console or to itself
 * anew.
 */
export function useWayOut<M extends WayOut>(
  method: M,
): { readonly isPending: boolean; readonly take: (input: Input<M>) => void } {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const words = useProblemWords();
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);

  function tell({ session, decisionsKept: count }: Output<WayOut>): void {
    if (session.state !== 'unlocked') return;
    notifications.show({
      title: t(`done.${method === 'recovery.restore' ? 'restored' : 'anew'}`),
      message: t(`done.decisions.${count === 0 ? 'none' : 'some'}`, { count, number: format.number(count) }),
      autoClose: false,
    });
  }

  async function take(input: Input<M>): Promise<void> {
    setPending(true);
    try {
      tell(await call<WayOut>(method, input));
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error;
      showFailure({ title: t('failed'), message: words(error.problem).whole });
    } finally {
      setPending(false);
      void client.invalidateQueries({ queryKey: ['recovery'] });
    }
  }

  return { isPending, take: (input) => void take(input) };
}

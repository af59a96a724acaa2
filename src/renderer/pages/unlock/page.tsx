import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import type { Wish } from '../../app/wish.ts';
import { ClosedWindow } from '../../components/closed-window.tsx';
import { useTitle } from '../../components/use-title.ts';
import { Begin } from './begin.tsx';
import { Protect } from './protect.tsx';
import { Unlock } from './unlock.tsx';

/** The window while no cache is open: the first run, or the lock. */
export function UnlockPage({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('unlock');
  const [wish, setWish] = useState<Wish | null>(null);
  const isFirstRun = session.state === 'first-run';
  useTitle(t(isFirstRun ? 'welcome' : 'locked'));
  return (
    <ClosedWindow appVersion={session.appVersion}>
      {!isFirstRun && <Unlock session={session} />}
      {isFirstRun && wish === null && <Begin onWish={setWish} />}
      {isFirstRun && wish !== null && <Protect session={session} wish={wish} onBack={() => setWish(null)} />}
    </ClosedWindow>
  );
}

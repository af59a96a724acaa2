import { Center } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasBridge } from '../bridge/client.ts';
import { useMethod } from '../bridge/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { UnlockPage } from '../pages/unlock/page.tsx';
import { WindowBoundary } from './error-boundaries.tsx';
import { fetchedComponent } from './fetched-component.tsx';
import { Providers } from './providers.tsx';
import { UpkeepScreen } from './upkeep-screen.tsx';
import { useCrashNotice } from './use-crash-notice.ts';
import { whenIdle } from './when-idle.ts';

/** The page that asks for the passphrase is there sooner without the code of what comes after it. */
const openWindow = fetchedComponent(async () => (await import('./open-window.tsx')).OpenWindow);
const recoveryPage = fetchedComponent(async () => (await import('../pages/recovery/page.tsx')).RecoveryPage);

/** The whole window. */
export function App({ client }: { readonly client: QueryClient }): ReactNode {
  return (
    <Providers client={client}>
      <WindowBoundary>
        <Suspense>{hasBridge() ? <Gate /> : <NoBridge />}</Suspense>
      </WindowBoundary>
      {hasBridge() && <UpkeepScreen />}
    </Providers>
  );
}

/** Nothing of the community is asked for, or shown, before the cache is open. */
function Gate(): ReactNode {
  const session = useMethod('session.state', {});
  const preferences = useMethod('preferences.get', {});
  useCrashNotice();
  useOpenWindowAhead(session.data?.state === 'first-run' || session.data?.state === 'locked');
  if (session.isError && session.data === undefined) {
    return (
      <Center h="100%">
        <ErrorState problem={session.error.problem} onRetry={() => void session.refetch()} />
      </Center>
    );
  }
  // Both are answered at once; an empty ground for that moment is calmer than a flash of the wrong colours.
  if (session.data === undefined || preferences.isPending) return null;
  const { state } = session.data;
  if (state === 'first-run' || state === 'locked') return <UnlockPage session={session.data} />;
  if (state === 'trouble') return <recoveryPage.Component session={session.data} />;
  return <openWindow.Component />;
}

/** While somebody looks for the passphrase, what comes after it is fetched. */
function useOpenWindowAhead(isClosed: boolean): void {
  useEffect(() => {
    if (!isClosed) return undefined;
    return whenIdle(() => void fetchWindow());
  }, [isClosed]);
}

/** What cannot be fetched says so when the window opens. */
async function fetchWindow(): Promise<void> {
  await openWindow.fetchAhead();
  await import('./open-window.tsx').then(
    ({ fetchFirstPage }) => fetchFirstPage(),
    () => undefined,
  );
}

function NoBridge(): ReactNode {
  const { t } = useTranslation();
  return (
    <Center h="100%">
      <EmptyState icon={<IconPlugConnectedX size={22} />} title={t('noBridge.title')} text={t('noBridge.text')} />
    </Center>
  );
}

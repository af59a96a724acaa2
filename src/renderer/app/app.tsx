import { Center } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import type { QueryClient } from '@tanstack/react-query';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HashRouter } from 'react-router';
import { hasBridge } from '../bridge/client.ts';
import { useMethod } from '../bridge/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { RecoveryPage } from '../pages/recovery/page.tsx';
import { UnlockPage } from '../pages/unlock/page.tsx';
import { CommunityProvider } from './community.tsx';
import { WindowBoundary } from './error-boundaries.tsx';
import { PeriodProvider } from './period.tsx';
import { Formats, Providers } from './providers.tsx';
import { Shell } from './shell.tsx';
import { UpkeepScreen } from './upkeep-screen.tsx';
import { useCrashNotice } from './use-crash-notice.ts';
import { usePagesAhead } from './use-pages-ahead.ts';

/** The whole window. */
export function App({ client }: { readonly client: QueryClient }): ReactNode {
  return (
    <Providers client={client}>
      <WindowBoundary>{hasBridge() ? <Gate /> : <NoBridge />}</WindowBoundary>
      {hasBridge() && <UpkeepScreen />}
    </Providers>
  );
}

/** Nothing of the community is asked for, or shown, before the cache is open. */
function Gate(): ReactNode {
  const session = useMethod('session.state', {});
  const preferences = useMethod('preferences.get', {});
  useCrashNotice();
  usePagesAhead(session.data?.state === 'unlocked' || session.data?.state === 'demo');
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
  if (state === 'trouble') return <RecoveryPage session={session.data} />;
  return (
    // Filters are typed into the address: as a transition it would lag behind the keys and drop some of them.
    <HashRouter useTransitions={false}>
      <OpenWindow />
    </HashRouter>
  );
}

/** The providers of an open window, below whatever router the window has. */
function OpenWindow(): ReactNode {
  return (
    <CommunityProvider>
      <Formats>
        <PeriodProvider>
          <ModalsProvider>
            <Shell />
          </ModalsProvider>
        </PeriodProvider>
      </Formats>
    </CommunityProvider>
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

import { ModalsProvider } from '@mantine/modals';
import { useEffect, type ReactNode } from 'react';
import { HashRouter } from 'react-router';
import { CommunityProvider } from './community.tsx';
import { pages } from './pages.ts';
import { PeriodProvider } from './period.tsx';
import { Formats } from './providers.tsx';
import { Shell } from './shell.tsx';
import { whenIdle } from './when-idle.ts';

/** After the window has opened, when its first page has its figures; milliseconds. */
const OTHER_PAGES_LATER_MS = 2000;

/** The window while a cache is open. */
export function OpenWindow(): ReactNode {
  useOtherPagesAhead();
  return (
    // Filters are typed into the address: as a transition it would lag behind the keys and drop some of them.
    <HashRouter useTransitions={false}>
      <CommunityProvider>
        <Formats>
          <PeriodProvider>
            <ModalsProvider>
              <Shell />
            </ModalsProvider>
          </PeriodProvider>
        </Formats>
      </CommunityProvider>
    </HashRouter>
  );
}

/** Fetches the code of the page that opens first. */
export function fetchFirstPage(): Promise<void> {
  return pages[0].fetchAhead();
}

/** Fetches the code of all pages, so that none waits for it when it is opened. */
function useOtherPagesAhead(): void {
  useEffect(() => {
    let cancel: (() => void) | undefined;
    const timer = setTimeout(() => {
      cancel = whenIdle(() => pages.forEach(({ fetchAhead }) => void fetchAhead()));
    }, OTHER_PAGES_LATER_MS);
    return () => {
      clearTimeout(timer);
      cancel?.();
    };
  }, []);
}

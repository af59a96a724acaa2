import { useEffect } from 'react';
import { fetchPages, homePath, pages } from './pages.ts';

/** After the window has opened, when its first page has its figures; milliseconds. */
const OTHER_PAGES_LATER_MS = 2000;

/**
 * Fetches the code of pages before they are opened: that of the first while somebody looks for the passphrase, that of the others once the
 * window is open, whenever the page has nothing else to do.
 */
export function usePagesAhead(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return whenIdle(() => fetchPages([homePath]));
    let cancel: (() => void) | undefined;
    const timer = setTimeout(() => {
      cancel = whenIdle(() => fetchPages(pages.map(({ path }) => path)));
    }, OTHER_PAGES_LATER_MS);
    return () => {
      clearTimeout(timer);
      cancel?.();
    };
  }, [isOpen]);
}

/** Only windows of a browser know when they are idle; others (tests) have no use for it. */
function whenIdle(work: () => void): (() => void) | undefined {
  if (!('requestIdleCallback' in window)) return undefined;
  const handle = requestIdleCallback(work);
  return () => cancelIdleCallback(handle);
}

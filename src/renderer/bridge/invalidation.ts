import type { Query, QueryClient } from '@tanstack/react-query';

const LEAST_GAP_MS = 500;

export interface Invalidator {
  /** Notes that areas changed; what is on screen of them is asked again, at most about twice a second; of a hidden page when it is shown. */
  changed(areas: readonly string[]): void;
  stop(): void;
}

/**
 * Turns the engine's "these areas changed" into refetches. While a task runs the engine says so many times a second: the first notice
 * acts at once, those of the next half second act together. A call that is under way is left to finish and asked once more after it,
 * because it may have been answered before the change.
 */
export function createInvalidator(client: QueryClient): Invalidator {
  const areas = new Set<string>();
  const underWay = new Set<Query>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    timer = null;
    // Nobody looks: a battery is not to pay for figures that are drawn over and over.
    if (document.hidden) return;
    if (areas.size === 0 && underWay.size === 0) return;
    for (const query of client.getQueryCache().getAll()) {
      const [area] = query.queryKey;
      const stale = underWay.has(query) || (typeof area === 'string' && areas.has(area));
      if (!stale) continue;
      if (query.state.fetchStatus === 'fetching') {
        underWay.add(query);
      } else {
        underWay.delete(query);
        void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      }
    }
    areas.clear();
    timer = setTimeout(flush, LEAST_GAP_MS);
  }

  const shown = (): void => {
    if (!document.hidden && timer === null) flush();
  };
  document.addEventListener('visibilitychange', shown);

  return {
    changed(names) {
      for (const name of names) areas.add(name);
      if (timer === null) flush();
    },
    stop() {
      document.removeEventListener('visibilitychange', shown);
      if (timer !== null) clearTimeout(timer);
      areas.clear();
      underWay.clear();
    },
  };
}

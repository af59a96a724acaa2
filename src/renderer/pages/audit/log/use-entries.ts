import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import type { AuditFilter } from '#shared/contract/audit.ts';
import type { Output } from '#shared/contract/contract.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';

const PAGE_ROWS = 200;
const MOST_AT_ONCE = 500;

/** The entries of a filter that are loaded, and how many there are in all. */
export interface Entries {
  readonly entries: readonly AuditEntry[];
  readonly total: number;
}

/** The entries of a filter, newest first, page after page. */
export function useEntries(filter: AuditFilter) {
  const input = { filter, limit: PAGE_ROWS };
  return useInfiniteQuery<Output<'audit.entries'>, BridgeError, Entries, readonly unknown[], number>({
    queryKey: [...queryKey('audit.entries', { ...input, from: 0 }), 'pages'],
    queryFn: ({ pageParam }) => call('audit.entries', { ...input, from: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, { entries }) => sum + entries.length, 0);
      return last.entries.length > 0 && loaded < last.total ? loaded : undefined;
    },
    // An entry that is written between two pages moves the older ones on: those that come twice are shown once.
    select: ({ pages }) => ({
      entries: [...new Map(pages.flatMap(({ entries }) => entries.map((entry) => [entry.number, entry]))).values()],
      total: pages[0]?.total ?? 0,
    }),
    placeholderData: keepPreviousData,
  });
}

/** Up to `most` entries of a filter, newest first, each once. */
export async function readEntries(filter: AuditFilter, most: number): Promise<AuditEntry[]> {
  const found = new Map<number, AuditEntry>();
  for (let from = 0; ; from += MOST_AT_ONCE) {
    const { entries, total } = await call('audit.entries', { filter, from, limit: MOST_AT_ONCE });
    for (const entry of entries) found.set(entry.number, entry);
    if (entries.length === 0 || from + entries.length >= Math.min(total, most)) break;
  }
  return [...found.values()].slice(0, most);
}

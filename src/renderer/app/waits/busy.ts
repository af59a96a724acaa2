import type { Query, QueryClient } from '@tanstack/react-query';
import type { WaitKind } from '#shared/diagnostics/waits.ts';

/** Rows say themselves whether they are there: many are asked for that are out of sight. */
const SHOWN_AS_ROWS = 'ledger.page';
/** Comes after the rows of a filter, which a person reads meanwhile. */
const BELOW_ROWS = 'ledger.totals';
const ROWS = '[role=grid][aria-busy=true], [role=row][aria-busy=true]';

/** Whether something that a wait of this kind is about is still asked for, or shown as busy. */
export function isBusy(kind: WaitKind, client: QueryClient): boolean {
  if (kind === 'scroll') return isShownBusy(ROWS);
  const isOfRows = kind === 'filter';
  const isAsking = client
    .getQueryCache()
    .getAll()
    .some((query) => isFirstAsked(query) && !isLeftOut(query, isOfRows));
  return isAsking || isShownBusy(isOfRows ? ROWS : '[aria-busy=true]');
}

/** Whether something that is shown has no answer yet. One that is asked again shows its old one meanwhile. */
function isFirstAsked(query: Query): boolean {
  return query.state.status === 'pending' && query.state.fetchStatus === 'fetching' && query.isActive();
}

function isLeftOut({ queryKey: [, method] }: Query, isOfRows: boolean): boolean {
  return method === SHOWN_AS_ROWS || (isOfRows && method === BELOW_ROWS);
}

function isShownBusy(selector: string): boolean {
  return [...document.querySelectorAll(selector)].some(isInSight);
}

/** Rows are also drawn above and below what is in sight of their table. */
function isInSight(element: Element): boolean {
  const { top, bottom, height } = element.getBoundingClientRect();
  if (element.role !== 'row') return height > 0;
  const table = element.closest('[role=grid]')?.getBoundingClientRect();
  return table !== undefined && bottom > table.top && top < table.bottom;
}

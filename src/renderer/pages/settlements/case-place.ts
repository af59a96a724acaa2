/** Where the views of the page and its cases stand in the address. Pure. */
import { pageViews } from '#shared/desk/page-views.ts';

export const settlementViews = pageViews.settlements;
export type SettlementView = (typeof settlementViews)[number];

const ROOT = '/settlements';
const CASE = 'case';

/** Which trade a case is about. */
export interface OpenCase {
  readonly tradeId: string;
  /** Epoch milliseconds. */
  readonly executedAt: number;
}

export interface SettlementPlace {
  readonly view: SettlementView;
  /** Null while none is open, or where the address names none that could be. */
  readonly openCase: OpenCase | null;
}

/** The path of a view; the work list is the page's own. */
export function viewPath(view: SettlementView): string {
  return view === 'work' ? ROOT : `${ROOT}/${view}`;
}

/** The path of a case, over the work list or the list of another view. */
export function casePlace({ tradeId, executedAt }: OpenCase, listPath: string = ROOT): string {
  return `${listPath}/${CASE}/${executedAt}/${encodeURIComponent(tradeId)}`;
}

/** @param rest what the address has behind the page's own path, e.g. `resolved/case/1784721600000/...` */
export function readPlace(rest: string): SettlementPlace {
  const parts = rest.split('/');
  const view = settlementViews.find((one) => one === parts[0]) ?? 'work';
  const [word, executedAt, tradeId] = view === 'work' ? parts : parts.slice(1);
  const at = Number(executedAt);
  const isCase = word === CASE && Boolean(tradeId) && Number.isSafeInteger(at);
  return { view, openCase: isCase ? { tradeId: decodeURIComponent(tradeId), executedAt: at } : null };
}

/** How long a person waited for the screen: kept by kind, told by percentiles. Pure. */
import type { PageName } from '../desk/page-views.ts';
import { nearestRank } from '../domain/nearest-rank.ts';

/** What a person did, and then waited until it was painted. */
const waitKinds = ['page', 'view', 'filter', 'scroll', 'unlock', 'report'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** One wait. It names a page of the console and nothing of what is shown there. */
export interface Wait {
  readonly kind: WaitKind;
  readonly page: PageName;
  /** From the click or key to the frame after what it asked for was painted. */
  readonly milliseconds: number;
}

export type WaitLog = Readonly<Record<WaitKind, readonly Wait[]>>;

/** Waits of a kind that are kept: somebody who scrolls makes hundreds of them. */
const KEPT = 500;

export const noWaits: WaitLog = { page: [], view: [], filter: [], scroll: [], unlock: [], report: [] };

/** The log with one more wait; beyond 500 of its kind the oldest is forgotten. */
export function withWait(log: WaitLog, wait: Wait): WaitLog {
  return { ...log, [wait.kind]: [...log[wait.kind], wait].slice(-KEPT) };
}

export interface WaitSummary {
  readonly kind: WaitKind;
  /** Null: all pages together. */
  readonly page: PageName | null;
  readonly count: number;
  /** Milliseconds in tenths, by the nearest rank. */
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

/** Each kind that there are waits of: all together, and where they are of several pages each page, in the order in which pages were first seen. */
export function summariesOf(log: WaitLog): WaitSummary[] {
  return waitKinds.flatMap((kind) => {
    const waits = log[kind];
    const pages = [...new Set(waits.map(({ page }) => page))];
    if (pages.length === 1) return [summaryOf(kind, pages[0], waits)];
    const ofPages = pages.map((page) =>
      summaryOf(
        kind,
        page,
        waits.filter((wait) => wait.page === page),
      ),
    );
    return waits.length === 0 ? [] : [summaryOf(kind, null, waits), ...ofPages];
  });
}

function summaryOf(kind: WaitKind, page: PageName | null, waits: readonly Wait[]): WaitSummary {
  const ascending = waits.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((nearestRank(ascending, share) ?? 0) * 10) / 10;
  return { kind, page, count: waits.length, median: at(0.5), p95: at(0.95), worst: at(1) };
}

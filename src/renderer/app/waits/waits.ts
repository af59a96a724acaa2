/**
 * Measures how long a person waits: from the click or key until what it asked for is painted. A wait is over in the second frame in a row
 * in which nothing that it is about is still asked for or shown as busy, which is when the first of them was painted. Between waits there
 * is nothing but listeners that note a time.
 */
import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { PageName } from '#shared/desk/page-views.ts';
import { noWaits, withWait, type WaitKind, type WaitLog } from '#shared/diagnostics/waits.ts';
import { isBusy } from './busy.ts';

/** A wait that never ends, such as for an engine that does not answer, is noted with this and given up; milliseconds. */
const LONGEST_MS = 30_000;
/** An address that changes later than this after the last click or key was not changed by it; milliseconds. */
const RECENT_MS = 1000;

interface OpenWait {
  readonly page: PageName;
  /** As `performance.now()` counts. */
  readonly since: number;
  /** Whether nothing was busy in the frame before. */
  isCalm: boolean;
}

const open = new Map<WaitKind, OpenWait>();
const asked = new Map<WaitKind, number>();

/** What was waited for in this window; it goes nowhere else, and with the window. */
export const useWaitLog = create<{ readonly log: WaitLog }>(() => ({ log: noWaits }));

/** Forgets all waits, and what was asked for. */
export function clearWaits(): void {
  asked.clear();
  useWaitLog.setState({ log: noWaits });
}

let client: QueryClient | null = null;
let lastInput = -Infinity;
let frame = 0;

/** Notes when something was asked for whose wait begins only later, with `beginAskedWait`. */
export function noteAsked(kind: 'unlock' | 'report'): void {
  asked.set(kind, performance.now());
}

/** Begins the wait that `noteAsked` noted; none where nothing was. */
export function beginAskedWait(kind: 'unlock' | 'report', page: PageName): void {
  const since = asked.get(kind);
  asked.delete(kind);
  if (since !== undefined) begin(kind, page, since);
}

/** Begins a wait with the click or key that led to it. What a page does while it opens is part of its own wait. */
export function beginWait(kind: 'page' | 'view' | 'filter', page: PageName): void {
  const isOfLarger = ['unlock', 'page', ...(kind === 'filter' ? (['view'] as const) : [])];
  if (kind !== 'page' && [...open.keys()].some((one) => isOfLarger.includes(one))) return;
  const now = performance.now();
  begin(kind, page, now - lastInput < RECENT_MS ? lastInput : now);
}

/** Begins a scroll's wait, until the rows that came in sight are painted; while they are waited for, further scrolling is the same wait. */
function beginScroll(page: PageName): void {
  if (open.size === 0) begin('scroll', page, performance.now());
}

function begin(kind: WaitKind, page: PageName, since: number): void {
  if (client === null || document.hidden) return;
  open.set(kind, { page, since, isCalm: false });
  if (frame === 0) frame = requestAnimationFrame(look);
}

function look(now: number): void {
  frame = 0;
  if (client === null) return;
  for (const [kind, wait] of open) {
    const isCalm = !isBusy(kind, client);
    if ((isCalm && wait.isCalm) || now - wait.since > LONGEST_MS) end(kind, wait, now);
    else wait.isCalm = isCalm;
  }
  if (open.size > 0) frame = requestAnimationFrame(look);
}

function end(kind: WaitKind, { page, since }: OpenWait, frameAt: number): void {
  open.delete(kind);
  // A frame that was late bears the time at which it should have been drawn: that may be before what it shows was asked for.
  const now = Math.max(since, frameAt);
  const name = `${kind} ${page}`;
  // Seen by a profile that is being recorded and by observers; kept by the page they would grow without end.
  performance.measure(name, { start: since, end: now });
  performance.clearMeasures(name);
  useWaitLog.setState(({ log }) => ({ log: withWait(log, { kind, page, milliseconds: now - since }) }));
}

/**
 * Measures from now on, until the returned function is called.
 * @param pageOfNow which page is open
 */
export function watchWaits(answers: QueryClient, pageOfNow: () => PageName | null): () => void {
  const noteInput = ({ timeStamp }: Event): void => void (lastInput = timeStamp);
  const noteScroll = ({ target }: Event): void => {
    const page = pageOfNow();
    if (page !== null && target instanceof Element && target.role === 'grid') beginScroll(page);
  };
  // A hidden window paints nothing: what is waited for meanwhile is nobody's wait.
  const giveUp = (): void => open.clear();
  const heard = [
    ...(['click', 'keydown', 'input'] as const).map((name) => [name, noteInput] as const),
    ['scroll', noteScroll] as const,
    ['visibilitychange', giveUp] as const,
  ];
  for (const [name, listener] of heard) document.addEventListener(name, listener, { capture: true, passive: true });
  client = answers;
  return () => {
    for (const [name, listener] of heard) document.removeEventListener(name, listener, { capture: true });
    client = null;
    cancelAnimationFrame(frame);
    frame = 0;
    open.clear();
  };
}

import { createContext, use, useCallback, useMemo, type ReactNode } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { localDay } from '#shared/domain/slots.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useCommunityOrNull } from './community.tsx';
import { useNow } from './now.ts';
import {
  defaultPeriod,
  readPeriod,
  referenceDay,
  resolvePeriod,
  stepPeriod,
  withoutPlace,
  writePeriod,
  type PeriodChoice,
  type PeriodContext,
  type ResolvedPeriod,
} from './period-arithmetic.ts';
import { usePreferences } from './preferences.tsx';

export interface Period extends ResolvedPeriod {
  readonly choice: PeriodChoice;
  readonly kind: PeriodChoice['kind'];
  /** Whether changes against `previous` are shown: wanted, and fair (the data reach back that far). */
  readonly compare: boolean;
  readonly compareWanted: boolean;
  /** The days in words, e.g. "16–22 Nov 2026". */
  readonly label: string;
  readonly previousLabel: string;
  /** Yyyymmdd: today, or the last day with data when the data ended earlier. */
  readonly referenceDay: number;
  /** False when the data ended before today: then "today" is called the last day. */
  readonly endsToday: boolean;
  /** The filters for a link to another page, e.g. `?period=week`. */
  readonly search: string;
  choose(choice: PeriodChoice): void;
  /** One window earlier or later. */
  step(direction: -1 | 1): void;
  setCompare(compare: boolean): void;
}

const PeriodContextValue = createContext<Period | null>(null);
const MINUTE_MS = 60_000;

function readChoice(params: URLSearchParams, remembered: URLSearchParams): PeriodChoice {
  const text = params.get('period') ?? remembered.get('period');
  return (text === null ? null : readPeriod(text)) ?? defaultPeriod;
}

function writeSearch(choice: PeriodChoice, compare: boolean): string {
  const params = new URLSearchParams({ period: writePeriod(choice) });
  if (!compare) params.set('compare', 'off');
  return params.toString();
}

/** Keeps the chosen period in the address, and in the preferences for the next start. */
export function PeriodProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const community = useCommunityOrNull();
  const { preferences, change } = usePreferences();
  const [params, setParams] = useSearchParams();
  const format = useFormat();
  const now = useNow(MINUTE_MS);

  const remembered = useMemo(() => new URLSearchParams(preferences.period ?? ''), [preferences.period]);
  const choice = useMemo(() => readChoice(params, remembered), [params, remembered]);
  const compareWanted = (params.has('period') ? params : remembered).get('compare') !== 'off';

  const write = useCallback(
    (next: PeriodChoice, compare: boolean) => {
      const search = writeSearch(next, compare);
      setParams((old) => {
        const merged = new URLSearchParams(old);
        for (const name of ['period', 'compare']) merged.delete(name);
        for (const [name, value] of new URLSearchParams(search)) merged.set(name, value);
        return merged;
      });
      change({ period: search });
    },
    [setParams, change],
  );

  const timeZone = community?.timeZone ?? format.timeZone;
  const dataFrom = community?.dataFrom ?? null;
  const dataTo = community?.dataTo ?? null;
  const today = localDay(now, timeZone);
  const period = useMemo((): Period => {
    const context: PeriodContext = { timeZone, dataFrom, dataTo, today };
    const resolved = resolvePeriod(choice, context);
    const reference = referenceDay(context);
    return {
      ...resolved,
      choice,
      kind: choice.kind,
      compareWanted,
      compare: compareWanted && resolved.hasPrevious && choice.kind !== 'all',
      label: format.days(resolved.range),
      previousLabel: format.days(resolved.previous),
      referenceDay: reference,
      endsToday: reference === today,
      search: `?${writeSearch(choice, compareWanted)}`,
      choose: (next) => write(next, compareWanted),
      step: (direction) => write(stepPeriod(choice, context, direction), compareWanted),
      setCompare: (compare) => write(choice, compare),
    };
  }, [timeZone, dataFrom, dataTo, today, choice, compareWanted, format, write]);

  return <PeriodContextValue value={period}>{children}</PeriodContextValue>;
}

/**
 * The period that the whole window shows, resolved in the community's time zone.
 * @throws Error outside the shell
 */
export function usePeriod(): Period {
  const period = use(PeriodContextValue);
  if (period === null) throw new Error('No period is chosen here.');
  return period;
}

export interface OpenCommunityOptions {
  /** The period to show; otherwise the present one of the same kind. */
  readonly choice?: PeriodChoice;
  /** The page to show; otherwise the present one. */
  readonly page?: string;
  /** What else stands in its address. */
  readonly entries?: Readonly<Record<string, string>>;
}

/** Opens another community. Of the address only the period is kept: a member or a map cell of one is none of another. */
export function useOpenCommunity(): (communityId: string, options?: OpenCommunityOptions) => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { change } = usePreferences();
  const { choice: current, compareWanted } = usePeriod();
  return useCallback(
    (communityId, { choice, page, entries = {} } = {}) => {
      const search = writeSearch(choice ?? withoutPlace(current), compareWanted);
      change({ communityId, period: search });
      const address = new URLSearchParams([...new URLSearchParams(search), ...Object.entries(entries)]);
      void navigate({ pathname: page === undefined ? pathname : `/${page}`, search: address.toString() });
    },
    [navigate, pathname, change, current, compareWanted],
  );
}

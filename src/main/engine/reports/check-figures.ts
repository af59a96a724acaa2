import { Failure } from '#shared/contract/errors.ts';
import type { ReportCheck, ReportOrder } from '#shared/contract/report-records.ts';
import { localMonth, localYear, monthAfter } from '#shared/reports/local-periods.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { EngineContext } from '../context.ts';
import { clearedBefore } from '../privacy/cleared.ts';
import { differingSections, reportDigest } from './fingerprint.ts';
import type { KeptReport } from './made-reports.ts';
import { readFigures } from './read-figures.ts';
import type { ReportTurn } from './report-maker.ts';
import { reportWords } from './report-words.ts';

/**
 * Makes the figures of a report again, and says whether they are the same and which sections differ. Where retention has cleared a part of
 * their data since, or this desk does not keep it any more, that they differ tells nothing about who changed what.
 */
export async function checkFigures(
  context: EngineContext,
  kept: KeptReport,
  turn: ReportTurn,
): Promise<Pick<ReportCheck, 'verdict' | 'sections'>> {
  let read: Awaited<ReturnType<typeof readFigures>>;
  try {
    read = await readFigures(context, kept.order, turn);
  } catch (error) {
    if (error instanceof Failure && error.code === 'INPUT_INVALID') return { verdict: 'data-gone', sections: [] };
    throw error;
  }
  const { community, figures } = read;
  const digest = reportDigest(kept.order, figures.facts);
  if (digest.fingerprint === kept.fingerprint) return { verdict: 'same', sections: [] };
  const words = reportWords(kept.language, community);
  const { sections } = figures.document({ community, order: kept.order, dataTo: figures.facts.dataTo }, words);
  const titles = new Map([...sections, ...kept.sections].map(({ id, title }) => [id, title]));
  const before = Object.fromEntries(kept.sections.map(({ id, sha256 }) => [id, sha256]));
  const differing = differingSections(before, digest.sections).map((id) => titles.get(id) ?? id);
  return {
    verdict: isCleared(context.cache.read, kept.order, community.timeZone) ? 'data-gone' : 'data-changed',
    sections: kept.dataTo === figures.facts.dataTo ? differing : [words.t('stamp.dataTo'), ...differing],
  };
}

/** Whether retention has cleared something of the time that a report tells of, or this desk does not keep it. */
function isCleared(db: ReadDb, order: ReportOrder, timeZone: string): boolean {
  const from = figuresFrom(order, timeZone);
  if (from === null) return false;
  const [rawFrom = 0] = db.pluck<number>(
    'SELECT raw_from FROM raw_window JOIN community ON community.id = community_id WHERE uid = ?',
    [order.communityId],
  );
  return (
    (['meter', 'offer', 'trade'] as const).some(
      (name) => (clearedBefore(db, order.communityId, name) ?? -Infinity) > from,
    ) || rawFrom > from
  );
}

/** The earliest time that a report tells of, its comparison with the period before included; null when it is about no time. */
function figuresFrom(order: ReportOrder, timeZone: string): number | null {
  if ('range' in order) return order.range.from;
  if ('slot' in order) return order.slot;
  if ('month' in order) return localMonth(monthAfter(order.month, -1), timeZone).from;
  return 'year' in order ? localYear(order.year - 1, timeZone).from : null;
}

import type { Input } from '#shared/contract/contract.ts';
import type { InsightStep } from '#shared/contract/insight-records.ts';
import { localDay, localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_TIME_ZONE } from './curves.ts';
import { fakeColumns, type FakeColumns } from './stats.ts';

type Range = Input<'insights.impact'>['range'];

/** Start of the local day or month that an instant lies in. */
export function fakeStepStart(at: number, step: InsightStep): number {
  const day = localDay(at, FAKE_TIME_ZONE);
  return startOfLocalDay(step === 'day' ? day : day - (day % 100) + 1, FAKE_TIME_ZONE);
}

/** Every local day that a range touches, as a range. */
export function fakeWholeDays({ from, to }: Range): Range {
  return {
    from: startOfLocalDay(localDay(from, FAKE_TIME_ZONE), FAKE_TIME_ZONE),
    to: localDayRange(localDay(to - 1, FAKE_TIME_ZONE), FAKE_TIME_ZONE).to,
  };
}

/** The energy of every local day that a range touches and that the community has data for. */
export function fakeDays(community: FakeCommunity, range: Range): FakeColumns {
  return fakeColumns(community, fakeWholeDays(range), 'day');
}

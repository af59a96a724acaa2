import type { CommunitySummary } from '#shared/contract/communities.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { FAKE_SLOT_MS, FAKE_TIME_ZONE } from './curves.ts';

export type FakeCommunity = CommunitySummary;

const common = {
  timeZone: FAKE_TIME_ZONE,
  currency: 'EUR',
  isActive: true,
  mechanism: 'uniform-price',
  slotMinutes: 15,
} as const;

/** The invented community whose data end now. */
export function demoCommunity(now: number): FakeCommunity {
  const dataTo = Math.floor(now / FAKE_SLOT_MS) * FAKE_SLOT_MS;
  return {
    ...common,
    id: 'demo',
    name: 'Sonnenhang',
    description: 'An invented neighbourhood of 160 members.',
    district: 'Vauban',
    postcodeZone: '79104',
    isDemo: true,
    hasSimulatedTrades: false,
    hasMarket: true,
    memberCount: 160,
    dataFrom: startOfLocalDay(addDays(localDay(dataTo, FAKE_TIME_ZONE), -119), FAKE_TIME_ZONE),
    dataTo,
    rawFrom: null,
  };
}

/** Imported history with trades that were computed here. */
export const importedCommunity: FakeCommunity = {
  ...common,
  id: 'konstanz',
  name: 'Konstanz homes',
  description: '',
  district: '',
  postcodeZone: '',
  isDemo: false,
  hasSimulatedTrades: true,
  hasMarket: true,
  memberCount: 5,
  dataFrom: startOfLocalDay(20160513, FAKE_TIME_ZONE),
  dataTo: startOfLocalDay(20170201, FAKE_TIME_ZONE),
  rawFrom: null,
};

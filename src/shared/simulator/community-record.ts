import type { Random } from '../domain/random.ts';
import type { Community } from '../domain/records.ts';
import { DEFAULT_SLOT_MINUTES } from '../domain/slots.ts';
import { DEFAULT_MECHANISM } from '../market/mechanisms.ts';
import type { MarketLimits } from '../market/orders.ts';
import { drawUuid } from './ids.ts';

/** Far above retail, so that no bid counts as must-run. Micro-currency per kWh. */
export const COMMUNITY_LIMITS: MarketLimits = { priceCap: 1_000_000, priceFloor: -1_000_000 };

/** The record of a simulated community. `createdAt` in epoch milliseconds, `boundary` GeoJSON. */
export function communityRecord(random: Random, timeZone: string, createdAt: number, boundary: string): Community {
  return {
    id: drawUuid(random),
    name: 'Sonnenhang',
    description: 'An invented community for trying the console out: its members, readings and trades are simulated.',
    district: 'Freiburg im Breisgau',
    postcodeZone: '79104',
    createdAt,
    isActive: true,
    timeZone,
    currency: 'EUR',
    country: 'DEU',
    boundary,
    market: { mechanism: DEFAULT_MECHANISM, slotMinutes: DEFAULT_SLOT_MINUTES, ...COMMUNITY_LIMITS },
    isDemo: true,
    hasSimulatedTrades: false,
  };
}

/** Where the evidence of a finding stands. Pure. */
import type { Evidence } from '#shared/contract/health.ts';

interface Place {
  readonly pathname: string;
  /** Filters of that page, beside the period. */
  readonly filters?: Readonly<Record<string, string>>;
}

const places: Readonly<Record<Evidence, Place>> = {
  'settlements-failed': { pathname: '/settlements', filters: { when: 'period' } },
  'settlements-proposed': { pathname: '/settlements', filters: { state: 'proposed' } },
  readings: { pathname: '/overview' },
  members: { pathname: '/members' },
  'members-worse-off': { pathname: '/members', filters: { worseOff: 'yes' } },
  'members-idle': { pathname: '/members', filters: { activity: 'idle' } },
  overview: { pathname: '/overview' },
  prices: { pathname: '/ledger/compare' },
  'insights-health': { pathname: '/insights' },
  'insights-peaks': { pathname: '/insights' },
  'insights-impact': { pathname: '/insights/impact' },
  'insights-participation': { pathname: '/insights/participation' },
  'insights-fairness': { pathname: '/insights/fairness' },
  'insights-losses': { pathname: '/insights/fairness' },
};

/**
 * The address of what a finding says.
 * @param search that of the period for which it says it, e.g. `?period=week`
 */
export function evidenceAddress(evidence: Evidence, search: string): { pathname: string; search: string } {
  const { pathname, filters = {} } = places[evidence];
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(filters)) params.set(name, value);
  return { pathname, search: `?${params.toString()}` };
}

/** What a link to evidence carries along, for the part of the page that holds it (see `useEvidence`). */
export interface EvidenceState {
  readonly evidence: Evidence;
}

/** Evidence that is short of data: who may import can add what is missing. */
export const importable: ReadonlySet<Evidence> = new Set(['readings', 'members']);

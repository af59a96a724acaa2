import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Finding } from '#shared/contract/health.ts';
import { findingsOf } from '#shared/stats/health-rules.ts';
import type { ReadDb } from '../cache/connection.ts';
import { healthFacts } from './facts.ts';

const NOTHING_TODAY = { approvals: { count: 0, amount: 0 }, heldBack: 0, unbalanced: null } as const;

/** The health of a community; see `health.findings`. */
export async function healthFindings(db: ReadDb, input: ParsedInput<'health.findings'>): Promise<Finding[]> {
  const facts = await healthFacts(db, input);
  return findingsOf(input.ofPeriodOnly === true ? { ...facts, ...NOTHING_TODAY } : facts);
}

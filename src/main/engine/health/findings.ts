import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Finding } from '#shared/contract/health.ts';
import { findingsOf } from '#shared/stats/health-rules.ts';
import type { ReadDb } from '../cache/connection.ts';
import { healthFacts } from './facts.ts';

/** The health of a community; see `health.findings`. */
export async function healthFindings(db: ReadDb, input: ParsedInput<'health.findings'>): Promise<Finding[]> {
  return findingsOf(await healthFacts(db, input));
}

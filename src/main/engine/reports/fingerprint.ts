import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import type { Fact, ReportFacts } from '#shared/reports/facts.ts';

/** What remains of a report's figures for a later check. */
export interface ReportDigest {
  /** 64 hex digits. */
  readonly fingerprint: string;
  /** SHA-256 of each section's canonical JSON, by its id. */
  readonly sections: Readonly<Record<string, string>>;
}

/**
 * SHA-256 (hex) over the canonical JSON (RFC 8785) of figures.
 * @throws RangeError for a number that is no safe integer: it would not be the same everywhere
 */
export function digestOf(fact: Fact): string {
  requireIntegers(fact, '');
  return hash('sha256', canonicalize(fact)!, 'hex');
}

/**
 * The fingerprint of a report: SHA-256 over the canonical JSON of its order, the end of its data and the digests of its sections. The
 * language and the time at which it is made are no part of it.
 * @throws RangeError as `digestOf`
 */
export function reportDigest(order: ReportOrder, facts: ReportFacts): ReportDigest {
  const sections: Record<string, string> = {};
  for (const [id, section] of Object.entries(facts.sections)) sections[id] = digestOf(section);
  return { fingerprint: hash('sha256', canonicalize({ order, dataTo: facts.dataTo, sections })!, 'hex'), sections };
}

/** The sections that differ between two digests, those of the first in their order and then those that only the second has. */
export function differingSections(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const ids = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...ids].filter((id) => before[id] !== now[id]);
}

function requireIntegers(fact: Fact, path: string): void {
  if (typeof fact === 'number') {
    if (!Number.isSafeInteger(fact)) throw new RangeError(`The figure${path} of a report is ${fact}: no safe integer.`);
  } else if (typeof fact === 'object' && fact !== null) {
    for (const [name, inner] of Object.entries(fact)) requireIntegers(inner, `${path}.${name}`);
  }
}

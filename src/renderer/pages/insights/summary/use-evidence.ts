import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';
import type { Evidence } from '#shared/contract/health.ts';
import type { EvidenceState } from './evidence.ts';

/**
 * Brings a part of a page into sight when a sentence of the summary leads to it, from another page or from the same one.
 * @param isThere false while the part has not got its size yet
 * @returns the ref of that part
 */
export function useEvidence(evidence: Evidence, isThere = true): RefObject<HTMLDivElement | null> {
  const part = useRef<HTMLDivElement>(null);
  const location = useLocation();
  const { key } = location;
  const isLedHere = (location.state as EvidenceState | null)?.evidence === evidence;
  useEffect(() => {
    if (isLedHere && isThere) part.current?.scrollIntoView({ block: 'start' });
    // Following the same link again leads here again.
  }, [isLedHere, isThere, key]);
  return part;
}

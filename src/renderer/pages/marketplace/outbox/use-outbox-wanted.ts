import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** The state of a way to the marketplace that wants to see the outbox. */
export const OUTBOX_WANTED = 'outbox';

/** Brings what carries the ref into view whenever somebody came here to see the outbox. */
export function useOutboxWanted(): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const location = useLocation();
  const isWanted = location.state === OUTBOX_WANTED;
  useEffect(() => {
    // Not at the top, where the page's head would cover it.
    if (isWanted) place.current?.scrollIntoView({ block: 'center' });
    // Each way here is a new wish.
  }, [location.key, isWanted]);
  return place;
}

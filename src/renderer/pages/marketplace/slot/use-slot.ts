import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

const NAME = 'slot';

function readSlot(text: string | null): number | null {
  const slot = text === null || text === '' ? NaN : Number(text);
  return Number.isSafeInteger(slot) ? slot : null;
}

/** Shows another slot; null follows the next one to be cleared. */
export type ShowSlot = (slot: number | null) => void;

/** The slot that the page shows, kept in the address: its start in epoch milliseconds, or null for the next one to be cleared. */
export function useSlot(): readonly [number | null, ShowSlot] {
  const [params, setParams] = useSearchParams();
  const show = useCallback<ShowSlot>(
    (slot) =>
      setParams(
        (old) => {
          const written = new URLSearchParams(old);
          if (slot === null) written.delete(NAME);
          else written.set(NAME, String(slot));
          return written;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [readSlot(params.get(NAME)), show];
}

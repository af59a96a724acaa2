import { useEffect, useState } from 'react';

/** The present in epoch milliseconds, told again every `everyMs`; for "2 minutes ago" and for the day that turns at midnight. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

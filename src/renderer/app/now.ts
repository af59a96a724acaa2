import { useEffect, useState } from 'react';
import { whileShown } from './while-shown.ts';

/**
 * The present in epoch milliseconds, told again every `everyMs` while the page is shown, and when it is shown again; for "2 minutes ago"
 * and for the day that turns at midnight.
 */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tell = (): void => setNow(Date.now());
    let isNews = false;
    return whileShown(() => {
      // What a page was drawn with need not be told again at once.
      if (isNews) tell();
      isNews = true;
      const timer = setInterval(tell, everyMs);
      return () => clearInterval(timer);
    });
  }, [everyMs]);
  return now;
}

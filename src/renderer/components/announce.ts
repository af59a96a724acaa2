import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

/** `polite` waits for a pause in what is being read; `assertive` breaks in. */
export type Urgency = 'polite' | 'assertive';

export interface Announcement {
  readonly id: number;
  readonly text: string;
  readonly urgency: Urgency;
}

/** How long a sentence stays in the page, milliseconds: long enough to be noticed, too short to be found when the page is read. */
const STAYS_MS = 5000;
/** How long a text must stand before it is said, milliseconds: a filter that is being typed is no news yet. */
const SETTLED_MS = 700;

/** What is being said at the moment, oldest first; the announcer shows it to screen readers. */
export const useAnnouncements = create<{ readonly said: readonly Announcement[] }>(() => ({ said: [] }));

let lastId = 0;

/** Says a sentence to screen readers; the same one twice is said twice. Nothing is seen of it. */
export function announce(text: string, urgency: Urgency = 'polite'): void {
  lastId += 1;
  const id = lastId;
  useAnnouncements.setState(({ said }) => ({ said: [...said, { id, text, urgency }] }));
  setTimeout(() => {
    useAnnouncements.setState(({ said }) => ({ said: said.filter((one) => one.id !== id) }));
  }, STAYS_MS);
}

/** Announces a text each time it has become another one and stayed so for a moment. The first is no news: it is read with the page. */
function useAnnounced(text: string | null): void {
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (text === null || text === known.current) return undefined;
    if (known.current === null) {
      known.current = text;
      return undefined;
    }
    const timer = setTimeout(() => {
      known.current = text;
      announce(text);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
}

/**
 * Announces how many rows a list holds when a filter or the period has changed it.
 * @param name - accessible name of the list
 * @param count - undefined while it is not known
 */
export function useCountAnnounced(name: string, count: number | undefined): void {
  const { t } = useTranslation();
  useAnnounced(count === undefined ? null : t('listed', { name, count }));
}

import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Pages that are drawn although they are out of sight, to either side. */
const AROUND = 2;

export interface NearPages {
  /** The page in the middle of what is seen, from 1. */
  readonly current: number;
  readonly first: number;
  readonly last: number;
  /** Width inside, in CSS pixels. */
  readonly width: number;
  /** Brings a page to the top. */
  readonly show: (page: number) => void;
}

/** Which pages of equal height are seen in a scrolling element. @param step from the top of one page to that of the next, in pixels */
export function useNearPages(
  element: RefObject<HTMLElement | null>,
  pages: number,
  step: (width: number) => number,
): NearPages {
  const [seen, setSeen] = useState({ top: 0, height: 800, width: 800 });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const look = (): void => setSeen({ top: target.scrollTop, height: target.clientHeight, width: target.clientWidth });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(target);
    target.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      target.removeEventListener('scroll', look);
    };
  }, [element]);
  const { top, height, width } = seen;
  const each = step(width);
  const within = (page: number): number => Math.min(pages, Math.max(1, page));
  return {
    current: within(Math.floor((top + height / 2) / each) + 1),
    first: within(Math.floor(top / each) + 1 - AROUND),
    last: within(Math.ceil((top + height) / each) + AROUND),
    width,
    show: (page) => element.current?.scrollTo({ top: (within(page) - 1) * each }),
  };
}

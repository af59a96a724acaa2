import { useEffect, useState } from 'react';
import type { TourTarget } from './tour-steps.ts';

/** A rectangle of the window, CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How long a page may take to show what is pointed at, milliseconds. */
const PATIENCE_MS = 2500;
/** Room between an element and the line around it, CSS pixels. */
const ROOM = 4;

/**
 * Where elements are in the window, by their `data-tour`, frame by frame: pages still grow while they load, and windows are resized. The
 * first one is scrolled into view once.
 * @returns null while the first element is not there; without any when it has not come
 */
export function useTargetBoxes(targets: readonly TourTarget[]): readonly Box[] | null {
  const [boxes, setBoxes] = useState<readonly Box[] | null>(null);
  useEffect(() => {
    const began = performance.now();
    let isScrolled = false;
    let frame = 0;
    const look = (): void => {
      const elements = targets.flatMap((name) => document.querySelector(`[data-tour='${name}']`) ?? []);
      const found = elements.flatMap((element) => visibleBox(element) ?? []);
      const isThere = elements[0]?.getAttribute('data-tour') === targets[0] && elements[0].clientWidth > 0;
      if (isThere && !isScrolled) {
        isScrolled = true;
        elements[0].scrollIntoView({ block: 'nearest' });
      } else if (isThere || performance.now() - began > PATIENCE_MS) {
        setBoxes((known) => (known !== null && isSame(known, found) ? known : found));
      }
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [targets]);
  return boxes;
}

/** The part of an element that lies in the window, with a little room around it; null when none does. */
function visibleBox(element: Element): Box | null {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const x = Math.max(0, left - ROOM);
  const y = Math.max(0, top - ROOM);
  const width = Math.min(window.innerWidth, right + ROOM) - x;
  const height = Math.min(window.innerHeight, bottom + ROOM) - y;
  return right > left && width > 0 && height > 0 ? { x, y, width, height } : null;
}

function isSame(one: readonly Box[], other: readonly Box[]): boolean {
  const text = (boxes: readonly Box[]): string =>
    boxes.map(({ x, y, width, height }) => [x, y, width, height].join(' ')).join();
  return text(one) === text(other);
}

import { useLayoutEffect, useState, type RefObject } from 'react';

const BOTTOM_GAP = 16;

/**
 * The height from an element's top to the lower edge of the window, so that a long list scrolls inside itself and its head stays; never
 * less than `least`. Follows the window's size and whatever moves the element down.
 */
export function useFillHeight(element: RefObject<HTMLElement | null>, least: number): number {
  const [height, setHeight] = useState(least);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const measure = () => {
      const scrolled = target.closest('main')?.scrollTop ?? 0;
      const top = target.getBoundingClientRect().top + scrolled;
      setHeight(Math.max(least, Math.floor(window.innerHeight - top - BOTTOM_GAP)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    const main = target.closest('main');
    if (main !== null) observer.observe(main);
    return () => observer.disconnect();
  }, [element, least]);
  return height;
}

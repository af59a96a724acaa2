import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react';
import type { WeekMask } from '#shared/rules/windows.ts';
import { coverageAt, paintedBetween, placeAfter, type WeekPlace } from './week-places.ts';

/** One movement of painting or erasing, from where it began. */
interface Stroke {
  readonly base: WeekMask;
  readonly from: WeekPlace;
  /** Whether it paints: the opposite of what its first place was. */
  readonly isInside: boolean;
}

export interface Painting {
  /** What is to be drawn: with the stroke that is under way. */
  readonly shown: WeekMask;
  /** The place that the keyboard is at. */
  readonly cursor: WeekPlace;
  /** For the element around the places, each of which carries `data-day` and `data-hour`. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerOver: (event: PointerEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
  };
}

/** Painting with the pointer (a dragged rectangle) and with the keyboard (Space, and Shift with the arrows). */
export function usePainting(mask: WeekMask, onPaint: (mask: WeekMask) => void): Painting {
  const [cursor, setCursor] = useState<WeekPlace>({ day: 0, hour: 0 });
  const [drag, setDrag] = useState<{ readonly stroke: Stroke; readonly to: WeekPlace } | null>(null);
  // What Shift and the arrows go on with.
  const ofKeys = useRef<Stroke | null>(null);
  const shown = drag === null ? mask : painted(drag.stroke, drag.to);

  const begun = (from: WeekPlace): Stroke => ({ base: mask, from, isInside: coverageAt(mask, from) !== 'all' });

  useEffect(() => {
    if (drag === null) return;
    function end(): void {
      setDrag(null);
      onPaint(shown);
    }
    const cancel = (): void => setDrag(null);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', cancel);
    return () => {
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', cancel);
    };
  }, [drag, shown, onPaint]);

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    const place = placeOf(event.target);
    if (place === null || event.button !== 0) return;
    // A finger keeps to the cell that it touched first, unless it is let go.
    if (event.target instanceof Element && event.target.hasPointerCapture?.(event.pointerId))
      event.target.releasePointerCapture(event.pointerId);
    ofKeys.current = null;
    setCursor(place);
    setDrag({ stroke: begun(place), to: place });
  }

  function onPointerOver(event: PointerEvent<HTMLElement>): void {
    const place = placeOf(event.target);
    if (place !== null) setDrag((known) => (known === null ? null : { ...known, to: place }));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      ofKeys.current = begun(cursor);
      onPaint(painted(ofKeys.current, cursor));
      return;
    }
    const place = placeAfter(event.key, cursor);
    if (place === null) return;
    event.preventDefault();
    if (event.shiftKey) {
      ofKeys.current ??= begun(cursor);
      onPaint(painted(ofKeys.current, place));
    } else ofKeys.current = null;
    setCursor(place);
    const next = `[data-day="${place.day}"][data-hour="${place.hour}"]`;
    event.currentTarget.querySelector<HTMLElement>(next)?.focus();
  }

  function onBlur({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void {
    if (!currentTarget.contains(relatedTarget)) ofKeys.current = null;
  }

  return { shown, cursor, handlers: { onPointerDown, onPointerOver, onKeyDown, onBlur } };
}

function painted({ base, from, isInside }: Stroke, to: WeekPlace): WeekMask {
  return paintedBetween(base, from, to, isInside);
}

function placeOf(target: EventTarget): WeekPlace | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-day]') : null;
  return element === null ? null : { day: Number(element.dataset['day']), hour: Number(element.dataset['hour']) };
}

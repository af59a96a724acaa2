import { useEffect, useState, type RefObject } from 'react';
import type { ECharts } from './echarts.ts';
import type { Range } from './time-axis.ts';

/** The dragged part of a chart in CSS pixels from its left edge. */
export interface Brush {
  readonly left: number;
  readonly width: number;
}

const LEAST_DRAG = 6;

/**
 * Dragging across the plot of a time chart marks a range; letting go hands it over in epoch milliseconds. Escape gives up. What dragging
 * does can also be done with the period picker, by keyboard.
 * @returns the marked part while dragging
 */
export function useRangeBrush(
  chart: ECharts | null,
  element: RefObject<HTMLDivElement | null>,
  onRange: ((range: Range) => void) | undefined,
): Brush | null {
  const [brush, setBrush] = useState<Brush | null>(null);

  useEffect(() => {
    const target = element.current;
    if (chart === null || target === null || onRange === undefined) return undefined;
    let start: number | null = null;

    const xOf = (event: PointerEvent) => event.clientX - target.getBoundingClientRect().left;
    const yOf = (event: PointerEvent) => event.clientY - target.getBoundingClientRect().top;
    const timeAt = (x: number) => chart.convertFromPixel({ xAxisIndex: 0 }, x);
    const end = () => {
      start = null;
      setBrush(null);
    };
    const down = (event: PointerEvent) => {
      if (event.button === 0 && chart.containPixel('grid', [xOf(event), yOf(event)])) start = xOf(event);
    };
    const move = (event: PointerEvent) => {
      if (start === null) return;
      const x = Math.max(0, Math.min(xOf(event), chart.getWidth()));
      if (Math.abs(x - start) >= LEAST_DRAG) setBrush({ left: Math.min(start, x), width: Math.abs(x - start) });
    };
    const up = (event: PointerEvent) => {
      if (start !== null && Math.abs(xOf(event) - start) >= LEAST_DRAG) {
        const [from, to] = [timeAt(start), timeAt(xOf(event))].sort((a, b) => a - b);
        onRange({ from, to });
      }
      end();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') end();
    };
    target.addEventListener('pointerdown', down);
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('keydown', key);
    return () => {
      target.removeEventListener('pointerdown', down);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('keydown', key);
    };
  }, [chart, element, onRange]);

  return brush;
}

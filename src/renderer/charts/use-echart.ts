import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { init, type ChartOption, type ECharts } from './echarts.ts';

/** The chart's inner size in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Makes the whole option for a size: ticks and labels depend on the room there is. Keep it stable (useCallback) while nothing changes. */
export type BuildOption = (size: Size) => ChartOption;

/**
 * An ECharts instance in an element: made on mount, resized with the element, disposed on unmount. A new `build` (data, language or colour
 * scheme changed) replaces the whole picture. Nothing moves for people who asked for less motion.
 * @returns the instance, null until the element is in the page
 */
export function useEchart(element: RefObject<HTMLDivElement | null>, build: BuildOption): ECharts | null {
  const [chart, setChart] = useState<ECharts | null>(null);
  const latest = useRef(build);
  const still = useReducedMotion();

  useEffect(() => {
    if (element.current === null) return undefined;
    const made = init(element.current, null, { renderer: 'canvas' });
    setChart(made);
    return () => {
      setChart(null);
      made.dispose();
    };
  }, [element]);

  useEffect(() => {
    latest.current = build;
    chart?.setOption({ animation: !still, ...build(sizeOf(chart)) }, { notMerge: true });
  }, [chart, build, still]);

  useEffect(() => {
    const target = element.current;
    if (chart === null || target === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = target;
      if (width === 0 || (width === chart.getWidth() && height === chart.getHeight())) return;
      chart.resize({ width, height });
      chart.setOption({ ...latest.current({ width, height }), animation: false }, { notMerge: true });
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [chart, element]);

  return chart;
}

function sizeOf(chart: ECharts): Size {
  return { width: chart.getWidth(), height: chart.getHeight() };
}

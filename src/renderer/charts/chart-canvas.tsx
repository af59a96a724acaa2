import { useEffect, useId, useRef, type ReactNode } from 'react';
import classes from './chart.module.css';
import type { ECharts } from './echarts.ts';
import type { Range } from './time-axis.ts';
import { useEchart, type BuildOption } from './use-echart.ts';
import { useRangeBrush } from './use-range-brush.ts';

export interface ChartCanvasProps {
  readonly build: BuildOption;
  /** CSS pixels; the same as the skeleton's and the table's. */
  readonly height: number;
  /** Accessible name. */
  readonly name: string;
  /** What the picture shows, in words, for screen readers. */
  readonly description: string;
  /** What dragging across the plot does. */
  readonly onRange?: (range: Range) => void;
  /** Connects events and highlights; called again after every new picture, undone by the returned function. */
  readonly connect?: (chart: ECharts) => () => void;
}

/** The drawing itself. Screen readers get its name and description; the numbers are in the table twin. */
export function ChartCanvas({ build, height, name, description, onRange, connect }: ChartCanvasProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const descriptionId = useId();
  const chart = useEchart(element, build);
  const brush = useRangeBrush(chart, element, onRange);

  useEffect(() => (chart === null ? undefined : connect?.(chart)), [chart, connect, build]);

  return (
    <div className={classes.drawing} style={{ height }}>
      <div ref={element} className={classes.canvas} role="img" aria-label={name} aria-describedby={descriptionId} />
      {brush !== null && <div className={classes.brush} style={brush} />}
      <p id={descriptionId} className={classes.hidden}>
        {description}
      </p>
    </div>
  );
}

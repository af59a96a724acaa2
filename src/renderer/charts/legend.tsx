import type { ReactNode } from 'react';
import { hatchingOf } from './hatching.ts';
import classes from './legend.module.css';
import type { Mark } from './tooltip.ts';

export interface LegendItem {
  readonly label: string;
  readonly colour: string;
  /** Fill of an area; the colour of its edge is `colour`. */
  readonly fill?: string;
  readonly mark: Mark;
}

/** Dashes of the edge or line of a mark, in pixels; a mark without is solid. */
export const dashes: Partial<Record<Mark, readonly number[]>> = {
  dashed: [5, 3],
  dotted: [1.5, 2.5],
  'dense-area': [4, 2],
  'held-back': [3, 2],
};
export const fillOpacity: Partial<Record<Mark, number>> = { area: 0.4, 'dense-area': 0.75 };

/** The inside of a hatched mark, pixels. */
const HATCHED = { x: 1, y: 1, width: 18, height: 10 };

/** Whether a mark is a coloured area. */
export function isFilled(mark: Mark): boolean {
  return mark === 'area' || mark === 'dense-area' || mark === 'swatch' || mark === 'hatched';
}

function Swatch({ colour, fill, mark }: LegendItem): ReactNode {
  const isArea = isFilled(mark) || mark === 'held-back';
  return (
    <svg width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">
      {mark === 'point' ? (
        <circle cx="10" cy="6" r="5" fill={colour} />
      ) : isArea ? (
        <>
          <rect
            x="1"
            y="1"
            width="18"
            height="10"
            rx="2"
            fill={mark === 'held-back' ? 'none' : (fill ?? colour)}
            fillOpacity={fillOpacity[mark] ?? 1}
            stroke={colour}
            strokeWidth="1.5"
            strokeDasharray={dashes[mark]?.join(' ')}
          />
          {mark === 'hatched' && <path d={hatchingOf(HATCHED)} stroke={colour} strokeWidth="1" />}
        </>
      ) : (
        <line
          x1="1"
          x2="19"
          y1="6"
          y2="6"
          stroke={colour}
          strokeWidth="2.25"
          strokeDasharray={dashes[mark]?.join(' ')}
        />
      )}
    </svg>
  );
}

/** What the marks of a chart mean: each with its form, never by colour alone. */
export function Legend({ items }: { readonly items: readonly LegendItem[] }): ReactNode {
  return (
    <ul className={classes.legend}>
      {items.map((item) => (
        <li key={item.label}>
          <Swatch {...item} />
          {item.label}
        </li>
      ))}
    </ul>
  );
}

import type { ReactNode } from 'react';
import classes from './analysis.module.css';

export interface CountBar {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** Of these, drawn dark; all when not given. */
  readonly strong?: number;
  /** What the bar says, e.g. "212 slots, in 40 alone". */
  readonly text: string;
}

/** Counts as bars from one edge, the greatest over the whole width. The texts say everything that the bars show. */
export function CountBars({ bars, label }: { readonly bars: readonly CountBar[]; readonly label: string }): ReactNode {
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const width = (count: number) => ({ width: `${(100 * count) / most}%` });
  return (
    <ul className={classes.bars} aria-label={label}>
      {bars.map(({ key, label: name, count, strong = count, text }) => (
        <li key={key}>
          <span>{name}</span>
          <span className={classes.track} aria-hidden>
            <i className={classes.pale} style={width(count)} />
            <i className={classes.strong} style={width(strong)} />
          </span>
          <span className={classes.count}>{text}</span>
        </li>
      ))}
    </ul>
  );
}

import type { ReactNode } from 'react';
import { EntryList } from './entry-list.tsx';
import classes from './log.module.css';
import { LogState } from './log-state.tsx';

/** Everything that changed or revealed something at this desk, and the proof that nobody changed the log itself. */
export function LogView(): ReactNode {
  return (
    <div className={classes.view}>
      <LogState />
      <EntryList />
    </div>
  );
}

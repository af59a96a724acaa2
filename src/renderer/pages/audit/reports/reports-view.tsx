import type { ReactNode } from 'react';
import { KindsPanel } from './kinds-panel.tsx';
import { MadeReports } from './made-reports.tsx';
import classes from './reports.module.css';
import { SchedulePanel } from './schedule-panel.tsx';

/** What can be reported, what was, and the report that is made by itself. */
export function ReportsView(): ReactNode {
  return (
    <div className={classes.view}>
      <KindsPanel />
      <MadeReports />
      <SchedulePanel />
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTasks } from '../../../app/tasks.ts';
import { Panel } from '../../../components/panel.tsx';
import { CheckRun } from './check-run.tsx';
import { FromFile } from './from-file.tsx';
import { FromPaper } from './from-paper.tsx';
import classes from './verify.module.css';

/** Says of a printed report, or of a PDF, whether the data on this desk still give it. */
export function VerifyView(): ReactNode {
  const { t } = useTranslation('reports');
  const latest = useTasks().all.findLast(({ kind }) => kind === 'report-verification');
  return (
    <div className={classes.view}>
      <div className={classes.ways}>
        <Panel title={t('verify.paper.title')} subtitle={t('verify.paper.subtitle')}>
          <FromPaper />
        </Panel>
        <Panel title={t('verify.file.title')} subtitle={t('verify.file.subtitle')}>
          <FromFile />
        </Panel>
      </div>
      <Panel title={t('verify.result.title')}>
        {latest === undefined ? (
          <p className={classes.text}>{t('verify.result.none')}</p>
        ) : (
          <CheckRun key={latest.id} taskId={latest.id} />
        )}
      </Panel>
    </div>
  );
}

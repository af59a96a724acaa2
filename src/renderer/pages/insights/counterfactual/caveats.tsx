import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/panel.tsx';
import classes from './counterfactual.module.css';

/** What a replay cannot know. */
export function Caveats(): ReactNode {
  const { t } = useTranslation('counterfactual');
  const points = ['bids', 'totals', 'settlement', 'tariffs'] as const;
  return (
    <Panel title={t('caveats.title')}>
      <ul className={classes.caveats}>
        {points.map((point) => (
          <li key={point}>{t(`caveats.${point}`)}</li>
        ))}
      </ul>
    </Panel>
  );
}

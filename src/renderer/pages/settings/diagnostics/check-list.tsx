import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconXboxX, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import classes from './diagnostics.module.css';
import { useCheckWords } from './use-check-words.ts';

type State = DiagnosticCheck['state'];

const icons: Readonly<Record<State, Icon>> = {
  failed: IconXboxX,
  attention: IconAlertTriangle,
  unknown: IconHelpCircle,
  ok: IconCircleCheck,
};
/** What needs a person comes first. */
const order = Object.keys(icons);

/** What was checked, in plain words, with what to do where something is not as it should be. */
export function CheckList({ checks }: { readonly checks: readonly DiagnosticCheck[] }): ReactNode {
  const { t } = useTranslation('settings');
  const sorted = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <ul className={classes.checks} aria-label={t('diagnostics.list')}>
      {sorted.map((check) => (
        <Check key={check.name} check={check} />
      ))}
    </ul>
  );
}

function Check({ check }: { readonly check: DiagnosticCheck }): ReactNode {
  const { t } = useTranslation('settings');
  const { title, said, remedy } = useCheckWords()(check);
  const Sign = icons[check.state];
  return (
    <li className={classes.check} data-state={check.state}>
      <Sign size={20} stroke={1.9} role="img" aria-label={t(`diagnostics.states.${check.state}`)} />
      <h3 className={classes.name}>{title}</h3>
      <div>
        <p className={classes.said}>{said}</p>
        {remedy !== null && <p className={classes.remedy}>{remedy}</p>}
      </div>
    </li>
  );
}

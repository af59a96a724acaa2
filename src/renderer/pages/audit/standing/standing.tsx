import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconLoader2, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useCommunity } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { viewPath, type AuditViewName } from '../audit-place.ts';
import classes from './standing.module.css';
import { checks, useStanding, type Check, type Standing as OneStanding } from './use-standing.ts';

/** How everything that is checked stands, findings first, each leading to its view. */
export function Standing({ view }: { readonly view: AuditViewName }): ReactNode {
  const { t } = useTranslation('audit');
  const { id: communityId } = useCommunity();
  const standings = useStanding(communityId, true);
  return (
    <ul className={classes.strip} aria-label={t('standing.label')}>
      {checks.map((check) => (
        <li key={check}>
          <Chip check={check} standing={standings[check]} isCurrent={view === check} />
        </li>
      ))}
    </ul>
  );
}

type Level = 'open' | 'good' | 'finding';
const icons: Readonly<Record<Level | 'running', Icon>> = {
  open: IconCircleDashed,
  running: IconLoader2,
  good: IconCircleCheck,
  finding: IconAlertTriangle,
};

function levelOf(standing: OneStanding): Level {
  if (standing.state !== 'known' || standing.checked === 0) return 'open';
  return standing.findings > 0 ? 'finding' : 'good';
}

interface ChipProps {
  readonly check: Check;
  readonly standing: OneStanding;
  readonly isCurrent: boolean;
}

function Chip({ check, standing, isCurrent }: ChipProps): ReactNode {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const [params] = useSearchParams();
  const level = levelOf(standing);
  const Sign = icons[standing.state === 'running' ? 'running' : level];
  return (
    <Link
      to={{ pathname: viewPath(check), search: params.toString() }}
      className={classes.chip}
      data-level={level}
      data-current={isCurrent}
    >
      <Sign size={20} stroke={1.75} aria-hidden />
      <span>
        <b>{t(`standing.${check}.name`)}</b>
        <span className={classes.words}>{words()}</span>
      </span>
    </Link>
  );

  function words(): string {
    if (standing.state !== 'known') return t(`standing.${check}.${standing.state}`);
    const { findings, checked, at } = standing;
    if (checked === 0) return t(`standing.${check}.nothing`);
    if (findings > 0) return t(`standing.${check}.findings`, { count: findings, number: format.number(findings) });
    const time = at === undefined ? '' : format.dateTime(at);
    return t(`standing.${check}.good`, { count: checked, number: format.number(checked), time });
  }
}

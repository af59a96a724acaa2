import { Anchor } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Evidence, Finding } from '#shared/contract/health.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { openImport } from '../../import/open-import.tsx';
import { evidenceAddress, importable, type EvidenceState } from './evidence.ts';
import { findingValues } from '#shared/words/finding-values.ts';
import classes from './health-summary.module.css';

export interface HealthSummaryProps {
  readonly title: string;
  /** How many sentences there is room for; the others are a link away, on the insights. */
  readonly most?: number;
  readonly className?: string;
}

/** The community's health in plain sentences, most urgent first, each with a link to its evidence. */
export function HealthSummary({ title, most = Infinity, className }: HealthSummaryProps): ReactNode {
  const { t } = useTranslation('health');
  const { id: communityId } = useCommunity();
  const { range, previous, compare, search } = usePeriod();
  const query = useMethod('health.findings', { communityId, range, ...(compare ? { compareWith: previous } : {}) });
  return (
    <Panel title={title} className={className}>
      <PageState query={query} skeleton={<SkeletonLines lines={8} />}>
        {(findings) => (
          <>
            <ul className={clsx(classes.list, most === Infinity && classes.wide)}>
              {findings.slice(0, most).map((finding) => (
                <Item key={finding.kind} finding={finding} />
              ))}
            </ul>
            {findings.length > most && (
              <Anchor component={Link} to={{ pathname: '/insights', search }} className={classes.all}>
                {t('all', { count: findings.length })}
              </Anchor>
            )}
          </>
        )}
      </PageState>
    </Panel>
  );
}

/** Each level has its own shape, not only its own colour. */
const icons: Record<Finding['level'], Icon> = {
  critical: IconAlertOctagon,
  warning: IconAlertTriangle,
  notice: IconInfoCircle,
  good: IconCircleCheck,
};

function Item({ finding }: { readonly finding: Finding }): ReactNode {
  const { t } = useTranslation('health');
  const format = useFormat();
  const { slotMinutes } = useCommunity();
  const values = findingValues(finding, { format, t, slotMinutes });
  const { kind, level, evidence } = finding;
  const LevelIcon = icons[level];
  return (
    <li className={classes.item}>
      <span className={clsx(classes.icon, classes[level])} role="img" aria-label={t(`levels.${level}`)}>
        <LevelIcon size={18} stroke={1.9} aria-hidden />
      </span>
      <div className={classes.words}>
        <p className={classes.sentence}>{t(`${kind}.title`, values)}</p>
        <p className={classes.detail}>
          {t(`${kind}.text`, values)} <Look evidence={evidence} />
        </p>
      </div>
    </li>
  );
}

/** The way to the evidence, and to what is missing of it. */
function Look({ evidence }: { readonly evidence: Evidence }): ReactNode {
  const { t } = useTranslation('health');
  const { search } = usePeriod();
  const mayImport = useRefusal('manager') === null;
  const state: EvidenceState = { evidence };
  return (
    <>
      <Anchor component={Link} to={evidenceAddress(evidence, search)} state={state} className={classes.look}>
        {t(`look.${evidence}`)}
      </Anchor>
      {importable.has(evidence) && mayImport && (
        <>
          {' · '}
          <Anchor component="button" type="button" onClick={() => openImport()} className={classes.look}>
            {t('import')}
          </Anchor>
        </>
      )}
    </>
  );
}

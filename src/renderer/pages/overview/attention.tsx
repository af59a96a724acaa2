import { Anchor } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Finding } from '#shared/contract/health.ts';
import { usePeriod } from '../../app/period.tsx';
import { useRefusal } from '../../app/role.ts';
import { useMethod } from '../../bridge/queries.ts';
import { PageState } from '../../components/page-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { openImport } from '../import/open-import.tsx';
import classes from './attention.module.css';
import { findingValues } from './finding-values.ts';

export interface AttentionProps {
  readonly communityId: string;
  readonly className?: string;
}

/** The community's health in plain sentences, most urgent first, each with where to look. */
export function Attention({ communityId, className }: AttentionProps): ReactNode {
  const { t } = useTranslation('health');
  const { range, previous, compare } = usePeriod();
  const query = useMethod('health.findings', { communityId, range, ...(compare ? { compareWith: previous } : {}) });
  return (
    <Panel title={t('title')} className={className}>
      <PageState query={query}>
        {(findings) => (
          <ul className={classes.list}>
            {findings.map((finding) => (
              <Item key={finding.kind} finding={finding} />
            ))}
          </ul>
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
  const values = findingValues(finding, format, t);
  const { kind, level } = finding;
  const LevelIcon = icons[level];
  return (
    <li className={classes.item}>
      <span className={clsx(classes.icon, classes[level])} role="img" aria-label={t(`levels.${level}`)}>
        <LevelIcon size={18} stroke={1.9} aria-hidden />
      </span>
      <div className={classes.words}>
        <p className={classes.sentence}>{t(`${kind}.title`, values)}</p>
        <p className={classes.detail}>
          {t(`${kind}.text`, values)} <Look kind={kind} />
        </p>
      </div>
    </li>
  );
}

/** Filters of the members page that show whom a finding is about. */
const memberFilters: Partial<Record<Finding['kind'], Record<string, string>>> = {
  'worse-off-members': { worseOff: 'yes' },
  'low-participation': { activity: 'idle' },
};
const importing: ReadonlySet<Finding['kind']> = new Set([
  'missing-readings',
  'unbalanced-readings',
  'held-back-members',
]);

function Look({ kind }: { readonly kind: Finding['kind'] }): ReactNode {
  const { t } = useTranslation('health');
  const { search } = usePeriod();
  const mayImport = useRefusal('manager') === null;
  const filters = memberFilters[kind];
  if (kind === 'failed-settlements') {
    const params = new URLSearchParams(search);
    params.set('when', 'period');
    return (
      <Anchor component={Link} to={`/settlements?${params.toString()}`} className={classes.look}>
        {t(`${kind}.look`)}
      </Anchor>
    );
  }
  if (filters !== undefined) {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(filters)) params.set(name, value);
    return (
      <Anchor component={Link} to={`/members?${params.toString()}`} className={classes.look}>
        {t(`${kind}.look`)}
      </Anchor>
    );
  }
  if (!importing.has(kind) || !mayImport) return null;
  return (
    <Anchor component="button" type="button" onClick={() => openImport()} className={classes.look}>
      {t(`${kind}.look`)}
    </Anchor>
  );
}

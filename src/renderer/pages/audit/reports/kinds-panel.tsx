import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconArrowsExchange,
  IconBook2,
  IconCalendarMonth,
  IconCertificate,
  IconGavel,
  IconShieldLock,
  IconUser,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reportKinds, type ReportKind } from '#shared/contract/report-records.ts';
import { useRefusal } from '../../../app/role.ts';
import { Panel } from '../../../components/panel.tsx';
import { openMakeReport } from './make/open-make-report.tsx';
import classes from './reports.module.css';

const icons: Readonly<Record<ReportKind, Icon>> = {
  'community-month': IconCalendarMonth,
  'assembly-pack': IconUsersGroup,
  'member-statement': IconUser,
  reconciliation: IconArrowsExchange,
  'rule-audit': IconGavel,
  'clearing-certificate': IconCertificate,
  ledger: IconBook2,
  'processing-record': IconShieldLock,
};

/** The kinds of reports, each with a sentence on what it is for; choosing one asks for what it needs. */
export function KindsPanel(): ReactNode {
  const { t } = useTranslation('reports');
  return (
    <Panel title={t('make.title')} subtitle={t('make.subtitle')}>
      <ul className={classes.kinds} aria-label={t('make.title')}>
        {reportKinds.map((kind) => (
          <li key={kind}>
            <Kind kind={kind} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Kind({ kind }: { readonly kind: ReportKind }): ReactNode {
  const { t } = useTranslation('reports');
  const refusal = useRefusal('reporting');
  const reasonId = useId();
  const KindIcon = icons[kind];
  const isRefused = refusal !== null;
  return (
    <Tooltip label={refusal} disabled={!isRefused} multiline maw={300}>
      <UnstyledButton
        className={classes.kind}
        aria-disabled={isRefused || undefined}
        aria-describedby={isRefused ? reasonId : undefined}
        onClick={() => !isRefused && openMakeReport({ kind })}
      >
        <KindIcon size={20} stroke={1.6} aria-hidden />
        <span>
          <b>{t(`kinds.${kind}.name`)}</b>
          <span className={classes.quiet}>{t(`kinds.${kind}.text`)}</span>
          {isRefused && <VisuallyHidden id={reasonId}>{refusal}</VisuallyHidden>}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}

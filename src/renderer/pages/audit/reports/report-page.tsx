import { Button, Group } from '@mantine/core';
import {
  IconArrowLeft,
  IconDeviceFloppy,
  IconFileOff,
  IconPrinter,
  IconRefresh,
  IconShieldCheck,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { MadeReport } from '#shared/contract/report-records.ts';
import { languageName } from '#shared/languages/language.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { CopyLink } from '../../../components/copy-link.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { viewPath } from '../audit-place.ts';
import { useCheckReport } from '../verify/use-check-report.tsx';
import { inGroups } from '../verify/typed-codes.ts';
import { openMakeReport } from './make/open-make-report.tsx';
import { ReportPreview } from './preview/report-preview.tsx';
import classes from './reports.module.css';
import { useAboutWords } from './use-about-words.ts';
import { useReportFiles, type ReportFiles } from './use-report-files.ts';

/** One report: what it is, its pages as they will be printed, and what can be done with it. */
export function ReportPage({ reportId }: { readonly reportId: string }): ReactNode {
  const { t } = useTranslation('reports');
  const { id: communityId } = useCommunity();
  const query = useMethod('reports.list', { communityId });
  return (
    <>
      <BackToReports />
      <PageState query={query} skeleton={<SkeletonLines lines={12} />}>
        {(reports) => {
          const report = reports.find(({ id }) => id === reportId);
          if (report !== undefined) return <Report report={report} />;
          return (
            <Panel>
              <EmptyState
                icon={<IconFileOff size={22} stroke={1.75} />}
                title={t('page.unknown', { id: reportId })}
                text={t('page.unknownText')}
              />
            </Panel>
          );
        }}
      </PageState>
    </>
  );
}

function BackToReports(): ReactNode {
  const { t } = useTranslation('reports');
  const [params] = useSearchParams();
  return (
    <Link className={classes.back} to={{ pathname: viewPath('reports'), search: params.toString() }}>
      <IconArrowLeft size={15} stroke={1.9} aria-hidden />
      {t('page.back')}
    </Link>
  );
}

function Report({ report }: { readonly report: MadeReport }): ReactNode {
  const { t } = useTranslation('reports');
  const about = useAboutWords();
  const files = useReportFiles();
  return (
    <Panel
      title={t(`kinds.${report.order.kind}.name`)}
      subtitle={about(report.order)}
      actions={<Actions report={report} files={files} />}
    >
      <Facts report={report} />
      {(files.isSaving || files.isPrinting) && (
        <p className={classes.busy} role="status">
          {t('page.layingOut')}
        </p>
      )}
      <Pages report={report} />
    </Panel>
  );
}

interface ActionsProps {
  readonly report: MadeReport;
  readonly files: ReportFiles;
}

function Actions({ report, files }: ActionsProps): ReactNode {
  const { t } = useTranslation('reports');
  const check = useCheckReport();
  const { id, isAtHand, order, language } = report;
  return (
    <Group gap={8} justify="flex-end">
      <CopyLink link={{ to: 'report', id, community: order.communityId }} />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconShieldCheck size={15} stroke={1.75} aria-hidden />}
        loading={check.isStarting}
        onClick={() => check.start(report)}
      >
        {t('actions.check')}
      </Button>
      <RoleButton
        needs="reporting"
        size="compact-sm"
        variant="default"
        leftSection={<IconRefresh size={15} stroke={1.75} aria-hidden />}
        onClick={() => openMakeReport({ kind: order.kind, again: { order, language } })}
      >
        {t('actions.again')}
      </RoleButton>
      {isAtHand && (
        <>
          <RoleButton
            needs="reporting"
            size="compact-sm"
            variant="default"
            leftSection={<IconPrinter size={15} stroke={1.75} aria-hidden />}
            loading={files.isPrinting}
            onClick={() => files.print(id)}
          >
            {t('actions.print')}
          </RoleButton>
          <RoleButton
            needs="reporting"
            size="compact-sm"
            leftSection={<IconDeviceFloppy size={15} stroke={1.75} aria-hidden />}
            loading={files.isSaving}
            onClick={() => files.save(id)}
          >
            {t('actions.save')}
          </RoleButton>
        </>
      )}
    </Group>
  );
}

/** What stands on each of its pages, so that paper and screen can be held against each other. */
function Facts({ report }: { readonly report: MadeReport }): ReactNode {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const spoken = useLanguage();
  const { id, language, madeAt, dataTo, fingerprint } = report;
  const facts = [
    { key: 'id', value: id, isCode: true },
    { key: 'madeAt', value: format.dateTime(madeAt), isCode: false },
    { key: 'dataTo', value: dataTo === null ? format.notAvailable : format.dateTime(dataTo), isCode: false },
    { key: 'language', value: languageName(language, spoken), isCode: false },
    { key: 'fingerprint', value: inGroups(fingerprint), isCode: true },
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(({ key, value, isCode }) => (
        <div key={key}>
          <dt>{t(`page.${key}`)}</dt>
          <dd className={isCode ? classes.code : undefined} data-selectable>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Pages({ report: { id, isAtHand, order, language } }: { readonly report: MadeReport }): ReactNode {
  const { t } = useTranslation('reports');
  const refusal = useRefusal('reporting');
  if (refusal !== null) return <EmptyState title={t('page.refused')} text={refusal} />;
  if (isAtHand) return <ReportPreview reportId={id} />;
  return (
    <EmptyState
      icon={<IconFileOff size={22} stroke={1.75} />}
      title={t('page.notAtHand')}
      text={t('page.notAtHandText')}
      actions={
        <Button
          size="sm"
          leftSection={<IconRefresh size={16} />}
          onClick={() => openMakeReport({ kind: order.kind, again: { order, language } })}
        >
          {t('actions.again')}
        </Button>
      }
    />
  );
}

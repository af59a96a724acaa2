import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { RoleButton } from '../../app/role-button.tsx';
import { WithData } from '../../app/with-data.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
import { AuditView } from '../rules/audit/audit-view.tsx';
import { ReconciliationView } from '../settlements/reconciliation/reconciliation-view.tsx';
import { auditViews, readPlace, viewPath, type AuditViewName } from './audit-place.ts';
import { LogView } from './log/log-view.tsx';
import classes from './page.module.css';
import { ReplayView } from './replay/replay-view.tsx';
import { openMakeReport } from './reports/make/open-make-report.tsx';
import { ReportPage } from './reports/report-page.tsx';
import { ReportsView } from './reports/reports-view.tsx';
import { Standing } from './standing/standing.tsx';
import { VerifyView } from './verify/verify-view.tsx';

const components: Readonly<Record<AuditViewName, () => ReactNode>> = {
  reports: ReportsView,
  verify: VerifyView,
  rules: AuditView,
  replay: ReplayView,
  reconciliation: ReconciliationView,
  log: LogView,
};

/** The views that check what was traded. */
const ofTrades: ReadonlySet<AuditViewName> = new Set(['rules', 'replay', 'reconciliation']);

/** The views whose findings a report can be made of. */
const reportOf: Readonly<Partial<Record<AuditViewName, 'rule-audit' | 'reconciliation'>>> = {
  rules: 'rule-audit',
  reconciliation: 'reconciliation',
};

/** What stands up to a check: how rules, clearings, books and the log stand, and the reports that are printed of them. */
export default function AuditPage(): ReactNode {
  const { t } = useTranslation('audit');
  const { '*': rest = '' } = useParams();
  const [params] = useSearchParams();
  const { view, reportId } = readPlace(rest);
  const Shown = components[view];
  const report = reportOf[view];
  return (
    <div className={classes.page}>
      <Standing view={view} />
      <PageOfViews
        label={t('views.label')}
        views={auditViews.map((one) => ({
          pathname: viewPath(one),
          name: t(`views.${one}`),
          isCurrent: one === view,
        }))}
        search={params.toString()}
        action={
          report !== undefined && (
            <RoleButton needs="reporting" size="xs" variant="default" onClick={() => openMakeReport({ kind: report })}>
              {t('makeReport')}
            </RoleButton>
          )
        }
      >
        {reportId !== null ? (
          <ReportPage key={reportId} reportId={reportId} />
        ) : ofTrades.has(view) ? (
          <WithData needs="trades">
            <Shown />
          </WithData>
        ) : (
          <Shown />
        )}
      </PageOfViews>
    </div>
  );
}

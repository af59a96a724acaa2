import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { usePeriod } from '../../app/period.tsx';
import { WithData } from '../../app/with-data.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
import { casePlace, readPlace, settlementViews, viewPath } from './case-place.ts';
import { CaseSheet } from './case/case-sheet.tsx';
import { CaseList } from './list/case-list.tsx';
import { ReconciliationView } from './reconciliation/reconciliation-view.tsx';

/** Failed settlements: what is to be done, what was done, and the proof that the books agree; one case opens over its list. */
export default function SettlementsPage(): ReactNode {
  const { t } = useTranslation('settlements');
  const { '*': rest = '' } = useParams();
  const { search } = usePeriod();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { view, openCase } = readPlace(rest);
  const filters = params.toString();
  const listPath = viewPath(view);
  const open = useCallback(
    (ref: { readonly tradeId: string; readonly executedAt: number }) =>
      void navigate({ pathname: casePlace(ref, listPath), search: filters }),
    [navigate, listPath, filters],
  );
  const close = useCallback(
    () => void navigate({ pathname: listPath, search: filters }),
    [navigate, listPath, filters],
  );
  return (
    <PageOfViews
      label={t('views.label')}
      views={settlementViews.map((one) => ({
        pathname: viewPath(one),
        name: t(`views.${one}`),
        isCurrent: one === view,
      }))}
      search={search}
    >
      {view === 'reconciliation' ? (
        <WithData needs="trades">
          <ReconciliationView />
        </WithData>
      ) : (
        <>
          <CaseList key={view} view={view} openCase={openCase} onOpen={open} />
          <CaseSheet openCase={openCase} onClose={close} />
        </>
      )}
    </PageOfViews>
  );
}

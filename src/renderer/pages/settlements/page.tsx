import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { usePeriod } from '../../app/period.tsx';
import { casePlace, readPlace, settlementViews, viewPath } from './case-place.ts';
import { CaseSheet } from './case/case-sheet.tsx';
import { CaseList } from './list/case-list.tsx';
import classes from './page.module.css';
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
    <div className={classes.page}>
      <div className={classes.bar}>
        <nav className={classes.views} aria-label={t('views.label')}>
          {settlementViews.map((one) => (
            <Link
              key={one}
              to={{ pathname: viewPath(one), search }}
              className={classes.view}
              aria-current={one === view ? 'page' : undefined}
            >
              {t(`views.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      {view === 'reconciliation' ? (
        <ReconciliationView />
      ) : (
        <>
          <CaseList key={view} view={view} openCase={openCase} onOpen={open} />
          <CaseSheet openCase={openCase} onClose={close} />
        </>
      )}
    </div>
  );
}

import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ComparisonView } from './comparison/comparison-view.tsx';
import classes from './page.module.css';
import { SavingsView } from './savings/savings-view.tsx';
import { TradeSheetDrawer } from './sheet/trade-sheet.tsx';
import { LedgerView } from './table/ledger-view.tsx';

const views = { table: '/ledger', savings: '/ledger/savings', compare: '/ledger/compare' } as const;
type View = keyof typeof views;

/** Every trade of the period, with the sheet of one of them; or what trading saved; or how it compares. */
export default function LedgerPage(): ReactNode {
  const { '*': rest = '' } = useParams();
  const view: View = rest === 'savings' || rest === 'compare' ? rest : 'table';
  return (
    <div className={classes.page}>
      <Views current={view} />
      {view === 'table' && <Trades place={rest} />}
      {view === 'savings' && <SavingsView />}
      {view === 'compare' && <ComparisonView />}
    </div>
  );
}

/** The filters stay in the address of every view, so that the way back to the table keeps them. */
function Views({ current }: { readonly current: View }): ReactNode {
  const { t } = useTranslation('ledger');
  const [params] = useSearchParams();
  const search = params.toString();
  const link = (view: View, name: string): ReactNode => (
    <Link
      to={{ pathname: views[view], search }}
      className={classes.view}
      aria-current={view === current ? 'page' : undefined}
    >
      {name}
    </Link>
  );
  return (
    <nav className={classes.views} aria-label={t('views.label')}>
      {link('table', t('views.table'))}
      {link('savings', t('views.savings'))}
      {link('compare', t('views.compare'))}
    </nav>
  );
}

function Trades({ place }: { readonly place: string }): ReactNode {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const search = params.toString();
  const open = useCallback(
    (tradeId: string, executedAt: number) =>
      void navigate({ pathname: `/ledger/trade/${executedAt}/${encodeURIComponent(tradeId)}`, search }),
    [navigate, search],
  );
  const close = useCallback(() => void navigate({ pathname: '/ledger', search }), [navigate, search]);
  const trade = tradeAt(place);
  return (
    <>
      <LedgerView openTrade={trade?.id ?? null} onOpen={open} />
      <TradeSheetDrawer tradeId={trade?.id ?? null} executedAt={trade?.executedAt ?? null} onClose={close} />
    </>
  );
}

/** The trade that `trade/:executedAt/:id` names; null for everything else. */
function tradeAt(place: string): { readonly id: string; readonly executedAt: number } | null {
  const [kind, executedAt = '', id = ''] = place.split('/');
  if (kind !== 'trade' || !/^\d{1,15}$/.test(executedAt) || id === '') return null;
  return { id, executedAt: Number(executedAt) };
}

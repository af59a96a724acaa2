import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { pageViews, viewPath } from '#shared/desk/page-views.ts';
import { WithData } from '../../app/with-data.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
import { ComparisonView } from './comparison/comparison-view.tsx';
import { SavingsView } from './savings/savings-view.tsx';
import { TradeSheetDrawer } from './sheet/trade-sheet.tsx';
import { LedgerView } from './table/ledger-view.tsx';

/** Every trade of the period, with the sheet of one of them; or what trading saved; or how it compares. */
export default function LedgerPage(): ReactNode {
  const { t } = useTranslation('ledger');
  const { '*': rest = '' } = useParams();
  const [params] = useSearchParams();
  const current = pageViews.ledger.find((one) => one === rest) ?? 'table';
  const views = pageViews.ledger.map((one) => ({
    pathname: viewPath('ledger', one),
    name: t(`views.${one}`),
    isCurrent: one === current,
  }));
  return (
    // The filters stay in the address of every view, so that the way back to the table keeps them.
    <PageOfViews label={t('views.label')} views={views} search={params.toString()}>
      {current === 'table' ? (
        <Trades place={rest} />
      ) : (
        <WithData needs="trades">{current === 'savings' ? <SavingsView /> : <ComparisonView />}</WithData>
      )}
    </PageOfViews>
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

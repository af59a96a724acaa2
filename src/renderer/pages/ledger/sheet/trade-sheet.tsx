import { Button, Drawer } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { IconGavel, IconQuestionMark, IconReceiptOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TradeSheet } from '#shared/contract/ledger-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { CopyLink } from '../../../components/copy-link.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Section } from '../../members/sheet/section.tsx';
import { openTradeReasons } from '../../rules/audit/open-trade-reasons.tsx';
import { SettlementTimeline } from './settlement-timeline.tsx';
import classes from './sheet.module.css';
import { SlotReadings } from './slot-readings.tsx';
import { TradeClearing } from './trade-clearing.tsx';
import { TradeFacts } from './trade-facts.tsx';
import { TradeOrders } from './trade-orders.tsx';

export interface TradeSheetDrawerProps {
  /** Null closes the sheet. */
  readonly tradeId: string | null;
  /** Epoch milliseconds; null with `tradeId`. */
  readonly executedAt: number | null;
  readonly onClose: () => void;
}

interface WantedTrade {
  readonly tradeId: string;
  readonly executedAt: number;
}

/** Everything about one trade, in a drawer at the right. */
export function TradeSheetDrawer({ tradeId, executedAt, onClose }: TradeSheetDrawerProps): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const isOpen = tradeId !== null && executedAt !== null;
  // While the drawer slides out it keeps showing what it showed.
  const [shown, setShown] = useState<WantedTrade | null>(isOpen ? { tradeId, executedAt } : null);
  if (isOpen && (shown?.tradeId !== tradeId || shown.executedAt !== executedAt)) setShown({ tradeId, executedAt });
  const { modals } = useModals();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={680}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('close') }}
      // Escape in a dialog above the sheet is the dialog's.
      closeOnEscape={modals.length === 0}
      title={shown !== null && <SheetTitle wanted={shown} />}
    >
      {shown !== null && <SheetBody key={shown.tradeId} wanted={shown} />}
    </Drawer>
  );
}

function useTrade({ tradeId, executedAt }: WantedTrade) {
  const { id: communityId } = useCommunity();
  return useMethod('ledger.trade', { communityId, tradeId, executedAt }, { keepPrevious: false });
}

function SheetTitle({ wanted }: { readonly wanted: WantedTrade }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const { data, isPending } = useTrade(wanted);
  if (data === undefined) return isPending ? t('loading') : t('title');
  const { buyer, seller } = data.trade;
  return <span className={classes.title}>{t('of', { buyer, seller })}</span>;
}

function SheetBody({ wanted }: { readonly wanted: WantedTrade }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const query = useTrade(wanted);
  if (query.data === undefined && query.error?.problem.code === 'INPUT_INVALID') {
    return (
      <EmptyState
        icon={<IconReceiptOff size={22} stroke={1.75} />}
        title={t('unknown')}
        text={t('unknownText', { id: wanted.tradeId })}
      />
    );
  }
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={16} />}>
      {(sheet) => <Content sheet={sheet} />}
    </PageState>
  );
}

function Content({ sheet }: { readonly sheet: TradeSheet }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  const { trade, buyerReading, sellerReading } = sheet;
  return (
    <>
      <Head sheet={sheet} />
      <Section title={t('sections.facts')}>
        <TradeFacts trade={trade} />
      </Section>
      <Section title={t('sections.history')}>
        <History sheet={sheet} />
      </Section>
      <Section title={t('sections.clearing')}>
        <TradeClearing sheet={sheet} />
      </Section>
      <Section title={t('sections.orders')}>
        <TradeOrders sheet={sheet} />
      </Section>
      <Section title={t('sections.readings', { slot: format.dateTime(trade.slot) })}>
        <SlotReadings
          buyer={trade.buyer}
          seller={trade.seller}
          readings={{ buyer: buyerReading, seller: sellerReading }}
        />
      </Section>
    </>
  );
}

/** Which trade it is, and the ways on from it. */
function Head({ sheet: { trade, history } }: { readonly sheet: TradeSheet }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const { id: community } = useCommunity();
  const { search } = usePeriod();
  const { id, executedAt, status, buyRuleId, sellRuleId } = trade;
  return (
    <div className={classes.head}>
      <span className={classes.id} data-selectable>
        {t('id', { id })}
      </span>
      <CopyLink link={{ to: 'trade', id, at: executedAt, community }} />
      {(status === 'failed' || history.length > 0) && (
        <Button
          component={Link}
          to={{ pathname: `/settlements/case/${executedAt}/${encodeURIComponent(id)}`, search }}
          size="compact-sm"
          variant={status === 'failed' ? 'filled' : 'default'}
          leftSection={<IconGavel size={15} stroke={1.75} aria-hidden />}
        >
          {t('toCase')}
        </Button>
      )}
      {(buyRuleId !== null || sellRuleId !== null) && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconQuestionMark size={15} stroke={1.75} aria-hidden />}
          onClick={() => openTradeReasons(trade)}
        >
          {t('why')}
        </Button>
      )}
    </div>
  );
}

function History({ sheet: { trade, history } }: { readonly sheet: TradeSheet }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  if (history.length > 0) return <SettlementTimeline events={history} />;
  return <p className={classes.text}>{t(`timeline.${trade.status === 'failed' ? 'noneYet' : 'none'}`)}</p>;
}

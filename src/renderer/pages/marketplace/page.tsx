import { Button } from '@mantine/core';
import { IconBuildingStore, IconFileImport, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { useCommunity } from '../../app/community.tsx';
import { useView } from '../../app/preferences.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { useMethod } from '../../bridge/queries.ts';
import { BookChart } from '../../charts/book-chart.tsx';
import { bookViews } from '../../charts/book-option.ts';
import { EmptyState, type EmptyStateProps } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { openImport } from '../import/open-import.tsx';
import { ClearingPanel } from './clearing/clearing-panel.tsx';
import { HeadStrip } from './head-strip.tsx';
import { openOfferWizard } from './offer-wizard/open-offer-wizard.tsx';
import { OrdersPanel } from './orders/orders-panel.tsx';
import { OutboxPanel } from './outbox/outbox-panel.tsx';
import classes from './page.module.css';
import { openQuickTrade } from './quick-trade/open-quick-trade.tsx';
import { ReplayPanel } from './replay/replay-panel.tsx';
import { SlotBar } from './slot/slot-bar.tsx';
import { slotText } from './slot/slot-text.ts';
import { useSlot } from './slot/use-slot.ts';
import { WhyNot, type AskedOrder } from './why-not/why-not.tsx';

const CHART_HEIGHT = 320;

/** One slot of the market: its book, what it clears to and why, and everybody's orders. */
export default function MarketplacePage(): ReactNode {
  const { t } = useTranslation('marketplace');
  const community = useCommunity();
  const { id: communityId, hasMarket } = community;
  const format = useFormat();
  const [slot, showSlot] = useSlot();
  const [view, setView] = useView('marketplace.chart');
  const [asked, setAsked] = useState<AskedOrder | null>(null);
  const query = useMethod('market.book', { communityId, slot });
  const book = query.data;

  if (book !== undefined && !hasMarket && book.openSlot === null && book.orders.id.length === 0) return <NoMarket />;

  const fileTime = book === undefined ? '' : new Date(book.slot).toISOString().slice(0, 16).replaceAll(':', '');
  const empty: EmptyStateProps = {
    icon: <IconBuildingStore size={22} stroke={1.75} />,
    title: t('noOrders.title'),
    text: t('noOrders.text'),
    actions: book?.openSlot != null && (
      <Button variant="default" size="sm" onClick={() => showSlot(null)}>
        {t('slot.toOpen')}
      </Button>
    ),
  };

  return (
    <div className={classes.page}>
      <HeadStrip onPlaceOffer={() => openOfferWizard(book?.state === 'open' ? { slot: book.slot } : {})} />
      <SlotBar book={book} onSlot={showSlot} />
      <div className={classes.market}>
        <BookChart
          query={query}
          view={bookViews.find((one) => one === view) ?? 'curves'}
          onView={setView}
          height={CHART_HEIGHT}
          fileName={`${t('files.book')}_${fileTime}Z`}
          source={
            book === undefined ? community.name : `${community.name}, ${slotText(book.slot, book.slotEnd, format)}`
          }
          empty={empty}
        />
        <ClearingPanel
          query={query}
          onExplain={(orderId) => book !== undefined && setAsked(askedOfBook(book, orderId))}
        />
      </div>
      <OutboxPanel />
      <OrdersPanel
        query={query}
        openId={asked?.id ?? null}
        onExplain={setAsked}
        onTake={({ id }) => openQuickTrade({ offerId: id })}
      />
      <ReplayPanel onSlot={showSlot} />
      <WhyNot order={asked} onTake={(offerId) => openQuickTrade({ offerId })} onClose={() => setAsked(null)} />
    </div>
  );
}

/** An order of a book by its id, as the explanation asks for it. */
function askedOfBook({ orders, slot, state }: Book, id: string): AskedOrder {
  const row = orders.id.indexOf(id);
  const memberId = orders.memberId[row];
  const isOpen = state === 'open';
  return { id, slot, isOpen, memberId, canTake: isOpen && memberId !== null && orders.origin[row] !== 'waiting' };
}

/** Nothing was ever offered or cleared here: how a market comes about. */
function NoMarket(): ReactNode {
  const { t } = useTranslation('marketplace');
  return (
    <Panel>
      <EmptyState
        icon={<IconBuildingStore size={22} stroke={1.75} />}
        title={t('noMarket.title')}
        text={t('noMarket.text')}
        actions={
          <>
            <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
              {t('noMarket.import')}
            </RoleButton>
            <RoleButton
              needs="manager"
              size="sm"
              variant="default"
              leftSection={<IconPlus size={16} />}
              onClick={() => openOfferWizard()}
            >
              {t('placeOffer')}
            </RoleButton>
          </>
        }
      />
    </Panel>
  );
}

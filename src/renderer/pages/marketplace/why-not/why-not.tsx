import { Button, Drawer } from '@mantine/core';
import { IconShoppingCartBolt, IconUser } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ExplainedOrder } from '#shared/contract/market-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { slotText } from '../slot/slot-text.ts';
import { whySentences } from './sentences.ts';
import classes from './why-not.module.css';

/** The order that is asked about. */
export interface AskedOrder {
  readonly id: string;
  readonly slot: number;
  readonly isOpen: boolean;
  readonly memberId: string | null;
  readonly canTake: boolean;
}

export interface WhyNotProps {
  /** Null closes the explanation. */
  readonly order: AskedOrder | null;
  readonly onTake: (orderId: string) => void;
  readonly onClose: () => void;
}

/** "Why not me?" of one order, in a drawer at the right. */
export function WhyNot({ order, onTake, onClose }: WhyNotProps): ReactNode {
  const { t } = useTranslation('marketplace');
  // While the drawer slides out it keeps showing what it showed.
  const [shown, setShown] = useState(order);
  if (order !== null && order !== shown) setShown(order);
  return (
    <Drawer
      opened={order !== null}
      onClose={onClose}
      position="right"
      size={440}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('why.close') }}
      title={<span className={classes.title}>{t('why.label')}</span>}
    >
      {shown !== null && <Body key={`${shown.slot} ${shown.id}`} order={shown} onTake={onTake} />}
    </Drawer>
  );
}

function Body({ order, onTake }: { readonly order: AskedOrder; readonly onTake: WhyNotProps['onTake'] }): ReactNode {
  const { t } = useTranslation('marketplace');
  const { id: communityId } = useCommunity();
  const { search } = usePeriod();
  const query = useMethod(
    'market.explain',
    { communityId, slot: order.slot, orderId: order.id },
    { keepPrevious: false },
  );
  return (
    <>
      <PageState query={query} skeleton={<SkeletonLines lines={6} />}>
        {(explained) => <Explanation order={order} explained={explained} />}
      </PageState>
      <div className={classes.actions}>
        {order.canTake && (
          <RoleButton
            needs="manager"
            size="sm"
            leftSection={<IconShoppingCartBolt size={16} stroke={1.75} aria-hidden />}
            onClick={() => onTake(order.id)}
          >
            {t('take')}
          </RoleButton>
        )}
        {order.memberId !== null && (
          <Button
            size="sm"
            variant="default"
            component={Link}
            to={`/members/${encodeURIComponent(order.memberId)}${search}`}
            leftSection={<IconUser size={16} stroke={1.75} aria-hidden />}
          >
            {t('why.openMember')}
          </Button>
        )}
      </div>
    </>
  );
}

interface ExplanationProps {
  readonly order: AskedOrder;
  readonly explained: ExplainedOrder;
}

function Explanation({ order, explained }: ExplanationProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { slotMinutes } = useCommunity();
  const format = useFormat();
  const exact = exactly(format);
  const { type, anonymizedId, price, quantityWh, tradedWh } = explained;
  const tense = order.isOpen ? 'open' : 'cleared';
  const facts = [
    { label: t('columns.limit'), value: price === null ? t('anyPrice') : exact.price(price) },
    { label: t('columns.quantity'), value: exact.quantity(quantityWh) },
    { label: t(`clearing.quantity.${tense}`), value: exact.quantity(tradedWh) },
  ];
  return (
    <>
      <p className={classes.who}>{t(`why.who.${type}`, { member: anonymizedId ?? t('heldBack') })}</p>
      <p className={classes.slot}>{slotText(order.slot, order.slot + slotMinutes * MINUTE, format)}</p>
      <div className={classes.sentences} role="status">
        {whySentences(explained, tense, t, format).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <dl className={classes.facts}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

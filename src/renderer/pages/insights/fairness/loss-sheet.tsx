import { Anchor, Drawer } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LosingMember, Loss, Losses } from '#shared/contract/loss-records.ts';
import { localDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { writePeriod } from '../../../app/period-arithmetic.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Section } from '../../members/sheet/section.tsx';
import { Advice } from './advice.tsx';
import { causeWords, LOSS_DECIMALS } from './loss-words.ts';
import classes from './loss-sheet.module.css';

export interface LossSheetProps {
  readonly losses: Losses;
  /** Null closes the sheet. */
  readonly memberId: string | null;
  readonly onClose: () => void;
}

/** Why one member lost against retail, and what would have avoided it, in a drawer at the right. */
export function LossSheet({ losses, memberId, onClose }: LossSheetProps): ReactNode {
  const { t } = useTranslation('fairness');
  // While the drawer slides out it keeps showing whom it showed.
  const [shown, setShown] = useState(memberId);
  if (memberId !== null && memberId !== shown) setShown(memberId);
  const { modals } = useModals();
  const member = losses.members.find((one) => one.memberId === shown);
  return (
    <Drawer
      opened={memberId !== null}
      onClose={onClose}
      position="right"
      size={680}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      // Escape in a dialog above the sheet is the dialog's.
      closeOnEscape={modals.length === 0}
      title={
        <span className={classes.title}>
          {member === undefined ? t('sheet.title') : t('sheet.of', { member: member.anonymizedId })}
        </span>
      }
    >
      {shown !== null &&
        (member === undefined ? (
          <NotListed key={shown} memberId={shown} until={losses.range.to} />
        ) : (
          <Content key={shown} member={member} range={losses.range} />
        ))}
    </Drawer>
  );
}

interface NotListedProps {
  readonly memberId: string;
  /** The end of the days, epoch milliseconds. */
  readonly until: number;
}

/** Somebody who did not lose, or who may not be looked at: which of the two the engine knows. */
function NotListed({ memberId, until }: NotListedProps): ReactNode {
  const { t } = useTranslation('fairness');
  const { id: communityId } = useCommunity();
  const query = useMethod('insights.lossAdvice', { communityId, memberId, until }, { keepPrevious: false });
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={3} />}>
      {() => (
        <EmptyState
          icon={<IconUserQuestion size={22} stroke={1.75} />}
          title={t('sheet.notLost')}
          text={t('sheet.notLostText')}
        />
      )}
    </PageState>
  );
}

interface ContentProps {
  readonly member: LosingMember;
  readonly range: Losses['range'];
}

function Content({ member, range }: ContentProps): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  const { search } = usePeriod();
  const { memberId, savings, trades, losingTrades, losses } = member;
  return (
    <>
      <p className={classes.facts}>
        {t('sheet.facts', {
          amount: format.money(Math.abs(savings), format.currency, { decimals: LOSS_DECIMALS }).text,
          days: format.days(range),
          losing: format.number(losingTrades),
          count: trades,
        })}{' '}
        <Anchor
          component={Link}
          size="sm"
          to={{ pathname: `/members/${encodeURIComponent(memberId)}`, search }}
          className={classes.link}
        >
          {t('sheet.member')}
        </Anchor>
      </p>
      <Section title={t('sheet.why')}>
        <ul className={classes.items}>
          {losses.map((loss) => (
            <Cause key={keyOf(loss)} loss={loss} memberId={memberId} range={range} />
          ))}
        </ul>
      </Section>
      <Advice member={member} until={range.to} />
    </>
  );
}

function keyOf({ cause, type, rule }: Loss): string {
  return `${cause} ${type} ${rule === null ? '' : `${rule.id} ${rule.version}`}`;
}

interface CauseProps {
  readonly loss: Loss;
  readonly memberId: string;
  readonly range: Losses['range'];
}

/** One cause in words, what it cost, and where its trades and its rule are. */
function Cause({ loss, memberId, range }: CauseProps): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  const { search } = usePeriod();
  const { cause, type, rule, trades, quantityWh, savings } = loss;
  return (
    <li>
      <p className={classes.sentence}>{causeWords(loss, format, t)}</p>
      <p className={classes.detail}>
        <span className={classes.loss}>{format.money(savings, format.currency, { decimals: LOSS_DECIMALS }).text}</span>{' '}
        {t('sheet.cause', { count: trades, energy: format.energy(quantityWh).text })}
        {rule !== null && (
          <>
            {' · '}
            <Anchor
              component={Link}
              to={{ pathname: `/rules/${encodeURIComponent(rule.id)}`, search }}
              className={classes.link}
            >
              {t('sheet.rule', { version: rule.version })}
            </Anchor>
          </>
        )}
        {cause === 'RULE_BREACHED' && (
          <>
            {' · '}
            <Anchor component={Link} to={{ pathname: '/rules/audit', search }} className={classes.link}>
              {t('sheet.audit')}
            </Anchor>
          </>
        )}
        {' · '}
        <Anchor
          component={Link}
          to={{ pathname: '/ledger', search: tradesOf({ type, rule }, memberId, range, format.timeZone) }}
          className={classes.link}
        >
          {t(`sheet.trades.${type}`)}
        </Anchor>
      </p>
    </li>
  );
}

/** The filters of the ledger for the trades of a cause; those that lost most for each kWh stand first. */
function tradesOf(
  { type, rule }: Pick<Loss, 'type' | 'rule'>,
  memberId: string,
  { from, to }: Losses['range'],
  timeZone: string,
): string {
  const days = { firstDay: localDay(from, timeZone), lastDay: localDay(to - 1, timeZone) };
  return new URLSearchParams({
    period: writePeriod({ kind: 'custom', ...days }),
    member: memberId,
    side: type === 'buy' ? 'buyer' : 'seller',
    ...(rule === null ? {} : { rule: rule.id }),
    sort: 'price',
    ...(type === 'buy' ? {} : { order: 'asc' }),
  }).toString();
}

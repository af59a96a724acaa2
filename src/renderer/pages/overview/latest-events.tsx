import { IconArrowsExchange, IconLogin2, IconLogout2, IconAdjustments, type Icon } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import type { CommunityEvent } from '#shared/contract/health.ts';
import { usePeriod } from '../../app/period.tsx';
import { useMethod } from '../../bridge/queries.ts';
import { PageState } from '../../components/page-state.tsx';
import { Panel } from '../../components/panel.tsx';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { casePlace } from '../settlements/case-place.ts';
import classes from './latest-events.module.css';

export interface LatestEventsProps {
  readonly communityId: string;
  readonly className?: string;
}

const MOST_EVENTS = 8;

/** What happened last in the period: failed trades, joins and leaves, changed rules. */
export function LatestEvents({ communityId, className }: LatestEventsProps): ReactNode {
  const { t } = useTranslation('overview');
  const { range } = usePeriod();
  const query = useMethod('health.events', { communityId, range, limit: MOST_EVENTS });
  return (
    <Panel title={t('events.title')} className={className}>
      <PageState
        query={query}
        isEmpty={(events) => events.length === 0}
        empty={{ title: t('events.none'), text: t('events.noneText') }}
      >
        {(events) => (
          <ol className={classes.list}>
            {events.map((event) => (
              <Row key={`${event.kind} ${event.at} ${peopleOf(event).join()}`} event={event} />
            ))}
          </ol>
        )}
      </PageState>
    </Panel>
  );
}

const icons: Record<CommunityEvent['kind'], Icon> = {
  'trade-failed': IconArrowsExchange,
  'member-joined': IconLogin2,
  'member-left': IconLogout2,
  'rule-changed': IconAdjustments,
};

function peopleOf(event: CommunityEvent): readonly string[] {
  return event.kind === 'trade-failed' ? [event.buyer, event.seller] : [event.member];
}

function sentence(event: CommunityEvent, format: Format, t: TFunction<['overview', 'health']>): string {
  if (event.kind !== 'trade-failed') return t(`events.${event.kind}`, { ...event });
  return t('events.trade-failed', {
    buyer: event.buyer,
    seller: event.seller,
    energy: format.energy(event.quantityWh).text,
    amount: format.money(event.amount, undefined, { decimals: 4 }).text,
    cause: t(`health:failureCodes.${event.failureCode ?? 'UNKNOWN'}`),
  });
}

/** Where more about it is: the case of a failed trade, or the member. */
function placeOf(event: CommunityEvent, search: string): To {
  if (event.kind === 'trade-failed') {
    return { pathname: casePlace({ tradeId: event.tradeId, executedAt: event.at }), search };
  }
  const params = new URLSearchParams(search);
  params.set('q', event.member);
  return { pathname: '/members', search: params.toString() };
}

function Row({ event }: { readonly event: CommunityEvent }): ReactNode {
  const { t } = useTranslation(['overview', 'health']);
  const { search } = usePeriod();
  const format = useFormat();
  const EventIcon = icons[event.kind];
  return (
    <li className={classes.row}>
      <span className={clsx(classes.icon, event.kind === 'trade-failed' && classes.failed)} aria-hidden>
        <EventIcon size={16} stroke={1.9} />
      </span>
      <Link to={placeOf(event, search)} className={classes.sentence}>
        {sentence(event, format, t)}
      </Link>
      <time className={classes.time} dateTime={new Date(event.at).toISOString()}>
        {`${format.shortDate(event.at)}, ${format.time(event.at)}`}
      </time>
    </li>
  );
}

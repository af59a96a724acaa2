import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book, BookClearing } from '#shared/contract/market-records.ts';
import type { BridgeError } from '../../../bridge/client.ts';
import { Mark } from '../../../components/mark.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Certificate } from './certificate.tsx';
import { ClearingFacts } from './clearing-facts.tsx';
import classes from './clearing.module.css';
import { outcomeOf, tenseOf } from './outcome.ts';

export interface ClearingPanelProps {
  readonly query: UseQueryResult<Book, BridgeError>;
  readonly onExplain: (orderId: string) => void;
  readonly className?: string;
}

/** What the slot's clearing came to, or would come to now: why this price, with the certificate that proves it. */
export function ClearingPanel({ query, onExplain, className }: ClearingPanelProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const book = query.data;
  return (
    <Panel
      className={className}
      tourTarget="clearing"
      title={t(`clearing.title.${book?.state ?? 'open'}`)}
      subtitle={book === undefined ? '\u00a0' : <Terms book={book} />}
    >
      <PageState
        query={query}
        skeleton={<SkeletonLines lines={10} />}
        empty={{ title: t('clearing.nothing') }}
        isEmpty={({ clearing }) => clearing === null}
      >
        {(answer) =>
          answer.clearing !== null && <Content book={answer} clearing={answer.clearing} onExplain={onExplain} />
        }
      </PageState>
    </Panel>
  );
}

/** The mechanism with the parameters that change its outcome. */
function Terms({ book: { terms } }: { readonly book: Book }): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const { mechanism, offerOrder, priceFloor, priceCap } = terms;
  const parts = [
    t(`mechanisms.${mechanism}`, { defaultValue: mechanism }),
    ...(offerOrder === null ? [] : [t(`offerOrders.${offerOrder}`)]),
    t('clearing.limits', { floor: format.price(priceFloor).value, cap: format.price(priceCap).text }),
  ];
  return parts.join(' · ');
}

interface ContentProps {
  readonly book: Book;
  readonly clearing: BookClearing;
  readonly onExplain: (orderId: string) => void;
}

function Content({ book, clearing, onExplain }: ContentProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { certificate, slot } = book;
  const outcome = outcomeOf(book);
  return (
    <>
      {outcome !== null && (
        <p className={classes.outcome}>
          {t(`clearing.outcomes.${tenseOf(book)}.${outcome}`)} <Mark>{clearing.type}</Mark>
        </p>
      )}
      <ClearingFacts book={book} clearing={clearing} onExplain={onExplain} />
      {certificate !== null && <Certificate key={certificate.clearingId} slot={slot} certificate={certificate} />}
    </>
  );
}

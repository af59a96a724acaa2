import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import classes from './audit.module.css';
import { FindingTrace } from './finding-trace.tsx';

/** The trade that is asked about. */
export interface AskedTrade {
  readonly id: string;
  readonly executedAt: number;
}

export interface TradeReasonsProps {
  readonly trade: AskedTrade;
  /** Told when a link leads away. */
  readonly onLeave: () => void;
}

/** Why a trade happened: the verdict on each side that a rule placed, with every condition. */
export function TradeReasons({ trade: { id: tradeId, executedAt }, onLeave }: TradeReasonsProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const { id: communityId } = useCommunity();
  const query = useMethod('rules.explainTrade', { communityId, tradeId, executedAt }, { keepPrevious: false });
  return (
    <PageState
      query={query}
      skeleton={<SkeletonLines lines={8} />}
      isEmpty={(sides) => sides.length === 0}
      empty={{ title: t('reasons.none'), text: t('reasons.noneText') }}
    >
      {(sides) => (
        <div className={classes.reasons}>
          {sides.map((side) => (
            <Side key={side.side} side={side} onLeave={onLeave} />
          ))}
        </div>
      )}
    </PageState>
  );
}

interface SideProps {
  readonly side: Output<'rules.explainTrade'>[number];
  readonly onLeave: () => void;
}

function Side({ side, onLeave }: SideProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const isExplained = side.verdict === 'EXPLAINED';
  const Sign = isExplained ? IconCircleCheck : IconAlertTriangle;
  return (
    <section>
      <p className={classes.sentence} data-level={isExplained ? 'clean' : 'finding'}>
        <Sign size={19} stroke={1.9} aria-hidden />
        <span>
          <b>{side.verdict === 'EXPLAINED' ? t('reasons.explained') : t(`verdicts.${side.verdict}.name`)}:</b>{' '}
          {t(`finding.${side.side}`, {
            member: side.anonymizedId ?? t('finding.heldBack'),
            other: side.counterparty ?? t('finding.heldBack'),
          })}
        </span>
      </p>
      <FindingTrace finding={side} onLeave={onLeave} />
    </section>
  );
}

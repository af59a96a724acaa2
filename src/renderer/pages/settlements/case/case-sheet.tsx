import { Badge, Drawer } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { IconReceiptOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { ResolutionEffect } from '#shared/contract/settlement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { SettlementTimeline } from '../../ledger/sheet/settlement-timeline.tsx';
import { SlotReadings } from '../../ledger/sheet/slot-readings.tsx';
import { TradeFacts } from '../../ledger/sheet/trade-facts.tsx';
import { TradeOrders } from '../../ledger/sheet/trade-orders.tsx';
import { exactly } from '#shared/format/exact.ts';
import { Section } from '../../members/sheet/section.tsx';
import type { OpenCase } from '../case-place.ts';
import { caseKey, canPropose, stateWords } from '../case-words.ts';
import { CaseHead } from './case-head.tsx';
import classes from './case.module.css';
import { choiceOf, Choices } from './choices.tsx';
import { DiagnosisSection } from './diagnosis-section.tsx';
import { OwnDecision } from './own-decision.tsx';
import { ProposalSection } from './proposal-section.tsx';

export interface CaseSheetProps {
  /** Null closes the sheet. */
  readonly openCase: OpenCase | null;
  readonly onClose: () => void;
}

/** Everything about one case in a wide drawer: what went wrong, what can be done and what it does, and all that happened. */
export function CaseSheet({ openCase, onClose }: CaseSheetProps): ReactNode {
  const { t } = useTranslation('settlements');
  // While the drawer slides out it keeps showing what it showed.
  const [shown, setShown] = useState(openCase);
  if (openCase !== null && (shown === null || caseKey(openCase) !== caseKey(shown))) setShown(openCase);
  const { modals } = useModals();
  return (
    <Drawer
      opened={openCase !== null}
      onClose={onClose}
      position="right"
      size={860}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      // Escape in a dialog above the sheet is the dialog's.
      closeOnEscape={modals.length === 0}
      title={shown !== null && <SheetTitle openCase={shown} />}
    >
      {shown !== null && <SheetBody key={caseKey(shown)} openCase={shown} />}
    </Drawer>
  );
}

function useCase({ tradeId, executedAt }: OpenCase) {
  const { id: communityId } = useCommunity();
  return useMethod('settlement.case', { communityId, tradeId, executedAt }, { keepPrevious: false });
}

function SheetTitle({ openCase }: { readonly openCase: OpenCase }): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const summary = useCase(openCase).data?.summary;
  if (summary === undefined) return t('sheet.title');
  return (
    <span className={classes.title}>
      {t('sheet.of', { buyer: summary.buyer, seller: summary.seller })}
      <Badge variant="light" size="md">
        {stateWords(ofCases, summary)}
      </Badge>
    </span>
  );
}

function SheetBody({ openCase }: { readonly openCase: OpenCase }): ReactNode {
  const { t } = useTranslation('settlements');
  const query = useCase(openCase);
  if (query.data === undefined && query.error?.problem.code === 'INPUT_INVALID') {
    return (
      <EmptyState
        icon={<IconReceiptOff size={22} stroke={1.75} />}
        title={t('sheet.none')}
        text={t('sheet.noneText')}
      />
    );
  }
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={16} />}>
      {(one) => <Content one={one} />}
    </PageState>
  );
}

type Case = Output<'settlement.case'>;

function Content({ one }: { readonly one: Case }): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const { summary, sheet, diagnosis, meteredWh, before, choices } = one;
  const { buyer, seller, proposal, state } = summary;
  const slotMs = useCommunity().slotMinutes * 60_000;
  const suggested = diagnosis.suggestion?.resolution.kind ?? null;
  return (
    <>
      <CaseHead summary={summary} />
      <OwnDecision summary={summary} />
      {state === 'proposed' && proposal !== null && (
        <Section title={t('sheet.sections.proposal')}>
          <ProposalSection key={summary.number} summary={summary} proposal={proposal} effect={effectOfProposal(one)} />
        </Section>
      )}
      <Section title={t('sheet.sections.diagnosis')}>
        <DiagnosisSection summary={summary} diagnosis={diagnosis} />
      </Section>
      {canPropose(summary) && (
        <Section title={t('sheet.sections.choices')}>
          <Choices key={summary.number} summary={summary} choices={choices} suggested={suggested} />
        </Section>
      )}
      {sheet.history.length > 0 && (
        <Section title={t('sheet.sections.history')}>
          <SettlementTimeline events={sheet.history} />
        </Section>
      )}
      <Section title={t('sheet.sections.trade')}>
        <TradeFacts trade={sheet.trade} />
      </Section>
      <Section title={t('sheet.sections.readings', { slot: format.dateTime(summary.slot) })}>
        <SlotReadings
          buyer={buyer}
          seller={seller}
          readings={{ buyer: sheet.buyerReading, seller: sheet.sellerReading }}
        />
        <p className={classes.note}>
          {meteredWh === null
            ? t('sheet.meteredUnknown')
            : t('sheet.metered', { quantity: exactly(format).quantity(meteredWh) })}
        </p>
      </Section>
      <Section title={t('sheet.sections.before', { slot: format.dateTime(summary.slot - slotMs) })}>
        <SlotReadings buyer={buyer} seller={seller} readings={before} />
      </Section>
      <Section title={t('sheet.sections.orders')}>
        <TradeOrders sheet={sheet} />
      </Section>
    </>
  );
}

/** What the proposed resolution does; null where the meters say something else by now. */
function effectOfProposal({ summary: { proposal }, choices }: Case): ResolutionEffect | null {
  if (proposal === null) return null;
  const { resolution } = proposal;
  const effect = choiceOf(choices, resolution.kind)?.effect ?? null;
  return resolution.kind === 'adjust' && effect?.quantityWh !== resolution.quantityWh ? null : effect;
}

import { useTranslation } from 'react-i18next';
import type { OutboxItem, OutboxOffer, OutboxRule, OutboxSettlement } from '#shared/contract/outbox.ts';
import { changedFields } from '#shared/rules/rule-changes.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useRuleWords } from '../../rules/editor/use-rule-words.ts';
import { exactly } from '#shared/format/exact.ts';

export interface DecisionWords {
  /** For whom it is, by pseudonym. */
  readonly member: (item: OutboxItem) => string;
  /** What is decided, e.g. "buys up to 2.000 kWh for at most 0.1850 €/kWh" or "switch off a rule that sells". */
  readonly decision: (item: OutboxItem) => string;
  /** Both, as the beginning of a sentence. */
  readonly statement: (item: OutboxItem) => string;
}

/** The decisions of the outbox in the language's words. */
export function useDecisionWords(): DecisionWords {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const ruleWords = useRuleWords();

  function offerWords({ kind, type, price, quantityWh, counterparty }: OutboxOffer): string {
    const exact = exactly(format);
    const values = { quantity: exact.quantity(quantityWh), price: price === null ? '' : exact.price(price) };
    if (kind === 'trade') return t(`outbox.trade.${type}`, { ...values, other: counterparty ?? t('outbox.heldBack') });
    return t(`outbox.offer.${type}.${price === null ? 'anyPrice' : 'limit'}`, values);
  }

  function rulePhrase({ type, baseVersion, before, draft }: OutboxRule): string {
    if (baseVersion === 0) return t('outbox.rule.new', { rule: ruleWords.sentence(draft) });
    const changes = before === null ? [] : changedFields(before, draft);
    if (before === null || changes.length === 0) return t(`outbox.rule.${type}.changed`);
    if (changes.length === 1 && changes[0] === 'isEnabled') {
      return t(`outbox.rule.${type}.${draft.isEnabled ? 'switchedOn' : 'switchedOff'}`);
    }
    return t(`outbox.rule.${type}.changes`, { changes: ruleWords.changes(before, draft) });
  }

  function casePhrase({ action, resolution, counterparty }: OutboxSettlement): string {
    const what = t(`outbox.settlement.resolutions.${resolution.kind}`, {
      other: counterparty ?? t('outbox.heldBack'),
      quantity: resolution.kind === 'adjust' ? exactly(format).quantity(resolution.quantityWh) : '',
      reference: resolution.kind === 'by-hand' ? resolution.reference : '',
    });
    return t(`outbox.settlement.actions.${action}`, { what });
  }

  function decision(item: OutboxItem): string {
    switch (item.kind) {
      case 'rule':
        return rulePhrase(item);
      case 'settlement':
        return casePhrase(item);
      case 'offer':
      case 'trade':
        return offerWords(item);
    }
  }

  const member = ({ anonymizedId }: OutboxItem): string => anonymizedId ?? t('outbox.heldBack');
  return {
    member,
    decision,
    statement: (item) =>
      t(item.kind === 'offer' || item.kind === 'trade' ? 'outbox.statement.offer' : 'outbox.statement.decision', {
        member: member(item),
        decision: decision(item),
      }),
  };
}

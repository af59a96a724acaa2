import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byName } from '#shared/format/locale-facts.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ruleSentence } from '#shared/words/rule-words.ts';

/** As many are listed at once; more are found by typing. */
export const MOST_CHOICES = 60;

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Choices {
  readonly choices: Choice[];
  /** The list is asked for only when somebody looks at it, or something of it is chosen. */
  readonly onOpen: () => void;
}

/** What is chosen has a name in the list even when the list does not have it: not there yet, or no more. */
function withChosen(choices: Choice[], chosen: string | null, name: string): Choice[] {
  if (chosen === null || choices.some(({ value }) => value === chosen)) return choices;
  return [{ value: chosen, label: name }, ...choices];
}

/** The members by pseudonym, "House A2" before "House A10". */
export function useMemberChoices(chosen: string | null): Choices {
  const { t } = useTranslation('ledger');
  const { locale } = useFormat();
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const [isWanted, setWanted] = useState(false);
  const { data } = useMethod('members.list', { communityId, range }, { enabled: isWanted || chosen !== null });
  const choices = useMemo(() => {
    const compare = byName(locale);
    const all = (data ?? []).map(({ id, anonymizedId }) => ({ value: id, label: anonymizedId }));
    return withChosen(
      all.toSorted((a, b) => compare(a.label, b.label)),
      chosen,
      t('filters.oneMember'),
    );
  }, [data, chosen, locale, t]);
  return { choices, onOpen: () => setWanted(true) };
}

/** The rules: whose each is, and what it does. */
export function useRuleChoices(chosen: string | null): Choices {
  const { t } = useTranslation(['ledger', 'rules']);
  const { t: ruleTexts } = useTranslation('rules');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const [isWanted, setWanted] = useState(false);
  const { data } = useMethod('rules.list', { communityId }, { enabled: isWanted || chosen !== null });
  const choices = useMemo(() => {
    const all = (data ?? []).map((rule) => ({
      value: rule.id,
      label: `${rule.anonymizedId}: ${ruleSentence(rule, format, ruleTexts)}`,
    }));
    return withChosen(all, chosen, t('filters.oneRule'));
  }, [data, chosen, format, ruleTexts, t]);
  return { choices, onOpen: () => setWanted(true) };
}

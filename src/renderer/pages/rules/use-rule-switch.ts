import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { severityOf } from '#shared/rules/conflicts.ts';
import { useCommunity } from '../../app/community.tsx';
import { useRefusal } from '../../app/role.ts';
import { queryKey, useCommand } from '../../bridge/queries.ts';
import { announce } from '../../components/announce.ts';
import { showFailure } from '../../components/failure-notice.ts';
import { useProblemWords } from '../../components/problem-words.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { conflictSentence } from './conflict-words.ts';

export interface RuleSwitching {
  /** Switches a rule on when it is off, and off when it is on. */
  readonly toggle: (rule: RuleSummary) => void;
  /** Why the person may not; null when it is allowed. */
  readonly refusal: string | null;
}

/**
 * Rules are switched at once: the page shows it before it is decided, and goes back with a notice when it is refused. While one rule is
 * being decided a second press does nothing.
 */
export function useRuleSwitch(): RuleSwitching {
  const { t } = useTranslation('rules');
  const words = useProblemWords();
  const format = useFormat();
  const client = useQueryClient();
  const { id: communityId } = useCommunity();
  const refusal = useRefusal('manager');
  const { mutate } = useCommand('rules.setEnabled');
  const underWay = useRef(new Set<string>());

  function show(ruleId: string, isEnabled: boolean): void {
    client.setQueryData<Output<'rules.list'>>(queryKey('rules.list', { communityId }), (rules) =>
      rules?.map((rule) => (rule.id === ruleId ? { ...rule, isEnabled } : rule)),
    );
  }

  function refuse({ anonymizedId }: RuleSummary, reason: string): void {
    showFailure({ title: t('switch.refused', { member: anonymizedId }), message: reason });
  }

  function toggle(rule: RuleSummary): void {
    if (refusal !== null) {
      refuse(rule, refusal);
      return;
    }
    const { id: ruleId, baseVersion } = rule;
    if (underWay.current.has(ruleId)) return;
    const isEnabled = !rule.isEnabled;
    const blocking = rule.conflicts.find(({ kind }) => severityOf[kind] === 'blocking');
    if (isEnabled && blocking !== undefined) {
      refuse(rule, conflictSentence(blocking, format, t));
      return;
    }
    underWay.current.add(ruleId);
    show(ruleId, isEnabled);
    // A row that changes says nothing by itself.
    announce(t(isEnabled ? 'switch.nowOn' : 'switch.nowOff', { member: rule.anonymizedId }));
    mutate(
      { communityId, ruleId, baseVersion, isEnabled, key: crypto.randomUUID() },
      {
        onError: ({ problem }) => {
          refuse(rule, words(problem).whole);
          show(ruleId, rule.isEnabled);
          // What made the engine refuse may have changed since the list was asked for.
          void client.invalidateQueries({ queryKey: queryKey('rules.list', { communityId }) });
        },
        onSettled: () => underWay.current.delete(ruleId),
      },
    );
  }

  return { toggle, refusal };
}

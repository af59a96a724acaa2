import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleConflict } from '#shared/rules/conflicts.ts';
import { changedFields } from '#shared/rules/rule-changes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useChecked, type Checked } from '../../marketplace/offer-wizard/use-checked.ts';
import { useDecision } from '../../marketplace/offer-wizard/use-decision.ts';
import { draftOf } from '../sheet/draft-of.ts';
import { ruleMessages, toldInList, type RuleMessages } from './field-messages.ts';
import { changedValues, readRule, valuesOf, type ReadRule, type RuleValues } from './read-rule.ts';

export interface RuleWorkOptions {
  /** The rule that is changed; null for a new one. */
  readonly rule: RuleSummary | null;
  readonly memberId: string | null;
  /** What the fields begin with. */
  readonly start: RuleDraft;
  readonly onSaved: () => void;
}

export interface RuleWorkState {
  readonly values: RuleValues;
  readonly change: (change: Partial<RuleValues>) => void;
  readonly read: ReadRule;
  /** The fields whose text is not what the rule says, or what a new one began with. */
  readonly unsaved: readonly (keyof RuleValues)[];
  readonly checked: Pick<Checked<'rules.check'>, 'isCurrent' | 'failure' | 'retry'>;
  readonly band: Output<'rules.check'>['band'] | null;
  readonly messages: RuleMessages;
  /** What makes little sense, beyond the messages at the fields. */
  readonly conflicts: readonly RuleConflict[];
  /** The draft as it can be tried out; null while it is none. */
  readonly trial: Input<'rules.simulate'>['trial'] | null;
  /** The version that is changed, and the one that somebody made of it in the meantime. */
  readonly base: RuleSummary | null;
  readonly newer: RuleSummary | null;
  /** Goes on with the newer version: with what it says, or with what is typed on top of it. */
  readonly takeNewer: () => void;
  readonly keepMine: () => void;
  /** Whether there is anything to save. */
  readonly isChanged: boolean;
  /** Puts the rule into the outbox. Says false when it is not fit for it; the messages then say why. */
  readonly save: () => boolean;
  readonly isSaving: boolean;
  /** Why the engine did not take it. */
  readonly refusal: Problem | null;
}

/** A rule in the editor: what is typed, what the engine says of it, and its way into the outbox. */
export function useRuleWork({ rule, memberId, start, onSaved }: RuleWorkOptions): RuleWorkState {
  const { t } = useTranslation('rule-editor');
  const { t: ofRules } = useTranslation('rules');
  const format = useFormat();
  const { locale } = format;
  const { id: communityId } = useCommunity();
  const [base, setBase] = useState(rule);
  const [values, setValues] = useState<RuleValues>(() => valuesOf(memberId, start, locale));
  const [isTried, setTried] = useState(false);
  const [begun] = useState(values);
  const before = base === null ? begun : valuesOf(base.memberId, draftOf(base), locale);

  const question = useMemo(() => {
    const read = readRule(values, locale, base);
    const draft = { ...read.asked, timeWindows: [...read.asked.timeWindows] };
    return { read, input: { communityId, memberId: values.memberId, ruleId: base?.id ?? null, draft } };
  }, [values, locale, base, communityId]);
  const { read, input } = question;
  const { last, isCurrent, failure, retry } = useChecked('rules.check', question);
  const answer = last?.answer ?? null;
  const messages = ruleMessages({ format, t, ofRules }, { read, answer, isTried });

  const list = useMethod('rules.list', { communityId });
  const now = list.data?.find(({ id }) => id === base?.id);
  const newer = base !== null && now !== undefined && now.baseVersion !== base.baseVersion ? now : null;
  const decision = useDecision('rules.save', onSaved);
  const { refusal, forgetRefusal } = decision;
  const { refetch } = list;
  useEffect(() => {
    if (refusal?.code === 'VERSION_CONFLICT') void refetch();
  }, [refusal, refetch]);

  const isChanged = base === null || read.draft === null || changedFields(draftOf(base), read.draft).length > 0;

  function save(): boolean {
    setTried(true);
    const isFit = read.draft !== null && values.memberId !== null && (!isCurrent || Object.keys(messages).length === 0);
    if (!isFit || !isChanged || newer !== null) return false;
    decision.decide({
      communityId,
      memberId: values.memberId,
      ruleId: input.ruleId,
      baseVersion: base?.baseVersion ?? 0,
      draft: input.draft,
      reason: values.reason.trim() === '' ? null : values.reason.trim(),
    });
    return true;
  }

  function goOnWith(version: RuleSummary | null): void {
    setBase(version);
    forgetRefusal();
  }

  const trial = useMemo(() => {
    const { memberId: chosen, ruleId, draft } = input;
    return read.draft === null || chosen === null ? null : { communityId, memberId: chosen, insteadOf: ruleId, draft };
  }, [input, read, communityId]);

  return {
    values,
    change: (change) => setValues((known) => ({ ...known, ...change })),
    read,
    unsaved: changedValues(before, values),
    checked: { isCurrent, failure, retry },
    band: answer?.band ?? null,
    messages,
    conflicts: read.problems.windows === undefined ? toldInList(answer?.conflicts ?? [], read.asked) : [],
    trial,
    base,
    newer,
    takeNewer: () => {
      if (newer !== null) setValues({ ...valuesOf(newer.memberId, draftOf(newer), locale), reason: values.reason });
      goOnWith(newer);
    },
    keepMine: () => goOnWith(newer),
    isChanged,
    save,
    isSaving: decision.isUnderWay,
    // What somebody else changed is told with both versions.
    refusal: newer === null ? refusal : null,
  };
}

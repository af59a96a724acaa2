import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { severityOf, type RuleConflict } from '#shared/rules/conflicts.ts';
import { MAX_TIME_WINDOWS, type RuleDraft, type RuleDraftProblem } from '#shared/rules/rule-draft.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';
import { conflictSentence } from '../conflict-words.ts';
import type { ReadRule, RuleField, RuleFieldProblem } from './read-rule.ts';
import { ruleFields } from './read-rule.ts';

export type RuleMessages = { readonly [F in RuleField]?: string };

/** What the messages are made of. */
export interface MessageFacts {
  readonly read: ReadRule;
  /** The engine's last answer; null before the first. */
  readonly answer: Output<'rules.check'> | null;
  /** Whether the person wanted to save: before that a missing member is no mistake. */
  readonly isTried: boolean;
}

export interface MessageWords {
  readonly format: Format;
  readonly t: TFunction<'rule-editor'>;
  readonly ofRules: TFunction<'rules'>;
}

/**
 * What is wrong with each field, in plain words: that it is no value, that the engine knows no such rule, or what keeps the rule from being
 * switched on. What only makes little sense is told by the list of conflicts.
 */
export function ruleMessages(
  { format, t, ofRules }: MessageWords,
  { read, answer, isTried }: MessageFacts,
): RuleMessages {
  const messages: { [F in RuleField]?: string } = {};
  const { type } = read.asked;
  for (const { field, code } of answer?.problems ?? []) {
    // Asked without a member, the engine misses it too: that is told when somebody wants to save.
    if (code !== 'MEMBER_UNKNOWN') messages[fieldOf(field, type)] ??= problemWords(t, format, code);
  }
  for (const conflict of answer?.conflicts ?? []) {
    if (isAtField(conflict, read.asked) && conflict.field !== null)
      messages[fieldOf(conflict.field, type)] ??= conflictSentence(conflict, format, ofRules);
  }
  for (const field of ruleFields) {
    const problem = read.problems[field];
    if (problem === undefined || (problem === 'MISSING' && !isTried)) continue;
    messages[field] = typedWords(t, format, field, problem);
  }
  return messages;
}

/** What keeps the rule from being switched on is told at its field, as long as it is to be. */
function isAtField({ kind }: RuleConflict, { isEnabled }: RuleDraft): boolean {
  return isEnabled && severityOf[kind] === 'blocking';
}

/** The conflicts that are told in the list below the fields. */
export function toldInList(conflicts: readonly RuleConflict[], draft: RuleDraft): RuleConflict[] {
  return conflicts.filter((conflict) => !isAtField(conflict, draft));
}

/** The field of the dialog in which something about a draft is put right. */
function fieldOf(field: RuleDraftProblem['field'], type: ReadRule['asked']['type']): RuleField {
  switch (field) {
    case 'memberId':
    case 'minBatterySoc':
      return field;
    case 'maxQuantityWh':
      return 'maxQuantity';
    case 'timeWindows':
      return 'windows';
    case 'minPrice':
      return type === 'sell' ? 'limit' : 'otherLimit';
    case 'maxPrice':
      return type === 'sell' ? 'otherLimit' : 'limit';
  }
}

function problemWords(t: TFunction<'rule-editor'>, format: Format, code: RuleDraftProblem['code']): string {
  return t(`problems.${code}`, { max: exactly(format).quantity(MAX_ORDER_WH), most: MAX_TIME_WINDOWS });
}

function typedWords(t: TFunction<'rule-editor'>, format: Format, field: RuleField, problem: RuleFieldProblem): string {
  const kind = field === 'limit' || field === 'otherLimit' ? 'price' : field;
  return t(`typed.${kind}.${problem}`, {
    example: format.number(kind === 'price' ? 0.185 : 1.5, kind === 'price' ? 3 : 1),
    max: exactly(format).quantity(MAX_ORDER_WH),
  });
}

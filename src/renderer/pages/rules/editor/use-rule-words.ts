import { useTranslation } from 'react-i18next';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { changeWords, fieldWords } from '../change-words.ts';
import { ruleSentence, windowsWords } from '#shared/words/rule-words.ts';

export interface RuleWords {
  /** What the rule does, without its windows and without a full stop. */
  readonly sentence: (draft: RuleDraft) => string;
  readonly windows: (texts: readonly string[]) => string;
  /** See `fieldWords`. */
  readonly field: (field: Parameters<typeof fieldWords>[0], draft: RuleDraft) => string;
  /** Every difference in one line; empty when both say the same. */
  readonly changes: (before: RuleDraft, after: RuleDraft) => string;
}

/** What drafts of rules say, in the person's language. */
export function useRuleWords(): RuleWords {
  const { t } = useTranslation('rules');
  const format = useFormat();
  return {
    sentence: (draft) => ruleSentence(draft, format, t).replace(/\.$/, ''),
    windows: (texts) => windowsWords(texts, format.locale, t),
    field: (field, draft) => fieldWords(field, draft, format, t),
    changes: (before, after) => changeWords(before, after, format, t).join(' · '),
  };
}

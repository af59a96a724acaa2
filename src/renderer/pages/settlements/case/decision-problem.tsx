import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecidedItem } from '#shared/contract/settlement-records.ts';
import { Notice } from '../../../components/notice.tsx';
import { useRefusalWords } from '../decide/use-refusal-words.ts';

/** Why the decision about this case was not kept. */
export function DecisionProblem({ problem }: { readonly problem: NonNullable<DecidedItem['problem']> }): ReactNode {
  const { t } = useTranslation('settlements');
  const refusalWords = useRefusalWords();
  return (
    <Notice level="alarm">
      {t('results.notKept')} {refusalWords(problem)}
    </Notice>
  );
}

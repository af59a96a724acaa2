import { useTranslation } from 'react-i18next';
import type { DecidedItem } from '#shared/contract/settlement-records.ts';
import { useProblemWords } from '../../../components/problem-words.ts';

type Refusal = NonNullable<DecidedItem['problem']>;

/** The refusals that mean something of their own for a case. */
const ofCases: readonly string[] = [
  'VERSION_CONFLICT',
  'FORBIDDEN',
  'INPUT_INVALID',
  'QUANTITY_INVALID',
  'INSUFFICIENT_BALANCE',
];

/** Why a decision about one case was not kept, and what to do. */
export function useRefusalWords(): (problem: Refusal) => string {
  const { t } = useTranslation('settlement-cases');
  const words = useProblemWords();
  return (problem) => (ofCases.includes(problem.code) ? t(`refusals.${problem.code}`) : words(problem).whole);
}

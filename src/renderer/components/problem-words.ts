import { useTranslation } from 'react-i18next';
import type { Problem } from '#shared/contract/errors.ts';
import { situationOf } from '#shared/contract/situations.ts';

/** What a person reads about a problem: each part is a sentence or two. */
interface ProblemWords {
  readonly happened: string;
  readonly kept: string;
  readonly remedy: string;
  /** All three. */
  readonly whole: string;
}

/** The words of a problem in the person's language, in those of its situation when it has one. */
export function useProblemWords(): (problem: Pick<Problem, 'code' | 'details'>) => ProblemWords {
  const { t } = useTranslation('errors');
  return (problem) => {
    const { code } = problem;
    const situation = situationOf(problem);
    const place = situation === null ? code : `situations.${code}.${situation}`;
    const [happened, kept, remedy] = [t(`${place}.happened`), t(`${place}.kept`), t(`${place}.remedy`)];
    return { happened, kept, remedy, whole: `${happened} ${kept} ${remedy}` };
  };
}

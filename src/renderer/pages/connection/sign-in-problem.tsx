import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#shared/contract/errors.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../i18n/use-format.ts';

/** Whether it was the e-mail or the password, which the field says itself. */
export function isWrongPassword(problem: Problem): boolean {
  return problem.code === 'HUB_REFUSED' && !problem.retryable;
}

export interface SignInProblemProps {
  readonly problem: Problem;
  /** What was tried. */
  readonly address: string;
  /** When the answer came, epoch milliseconds. */
  readonly at: number;
}

/** Why a sign-in did not work, as far as no field says it. */
export function SignInProblem({ problem, address, at }: SignInProblemProps): ReactNode {
  const { t } = useTranslation('connection');
  const format = useFormat();
  switch (problem.code) {
    case 'HUB_UNREACHABLE':
    case 'NETWORK_FAILURE':
    case 'API_TIMEOUT':
      return <Notice level="alarm">{t('problem.unreachable', { address })}</Notice>;
    case 'CLIENT_TOO_OLD':
      return <Notice level="alarm">{t('problem.tooOld', { address })}</Notice>;
    case 'RATE_LIMITED': {
      const wait = problem.details?.retryAfterMs;
      return (
        <Notice level="alarm">
          {typeof wait === 'number' ? t('problem.lockedUntil', { time: format.time(at + wait) }) : t('problem.locked')}
        </Notice>
      );
    }
    default:
      return <ErrorState problem={problem} />;
  }
}

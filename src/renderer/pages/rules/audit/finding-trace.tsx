import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './audit.module.css';
import { conditionWords, type TracedSide } from '#shared/words/verdict-words.ts';

const signs = { met: IconCircleCheck, failed: IconCircleX, unknown: IconHelpCircle } as const;

export interface FindingTraceProps {
  readonly finding: Omit<AuditFinding, 'verdict'>;
  /** Told when a link leads away. */
  readonly onLeave?: () => void;
}

/** Every condition of a verdict: what the rule asked for, and what was found. */
export function FindingTrace({ finding, onLeave }: FindingTraceProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const { t: rules } = useTranslation('rules');
  const format = useFormat();
  const { search } = usePeriod();
  const side: TracedSide = finding;
  const { ruleId, ruleVersion, slot, tradeId } = finding;
  const isOwn = finding.conditions.some(({ verdict, outcome }) => verdict === 'NO_RULE' && outcome === 'met');
  return (
    <div className={classes.trace}>
      <ul>
        {finding.conditions.map((condition) => {
          const Sign = signs[condition.outcome];
          return (
            <li key={condition.verdict} data-outcome={condition.outcome}>
              <Sign size={16} stroke={1.9} aria-label={t(`outcomes.${condition.outcome}`)} />
              <span>{conditionWords(condition, side, { format, t, rules })}</span>
            </li>
          );
        })}
      </ul>
      <p className={classes.links}>
        {ruleId !== null && (
          <Link to={{ pathname: `/rules/${encodeURIComponent(ruleId)}`, search }} onClick={onLeave}>
            {isOwn ? t('links.version', { version: ruleVersion }) : t('links.rule')}
          </Link>
        )}
        <Link to={`/marketplace?slot=${slot}`} onClick={onLeave}>
          {t('links.slot')}
        </Link>
        <span className={classes.quiet}>{t('links.trade', { id: tradeId })}</span>
      </p>
    </div>
  );
}

import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAuditResult } from '#shared/contract/rule-records.ts';
import { Explained } from '../../../components/explained.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './audit.module.css';
import { findingsOf } from '#shared/words/verdict-words.ts';

export interface AuditSummaryProps {
  readonly result: RuleAuditResult;
  readonly isDone: boolean;
}

/** The outcome in one sentence, and the numbers behind it. */
export function AuditSummary({ result, isDone }: AuditSummaryProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const format = useFormat();
  const number = (count: number) => ({ count, number: format.number(count) });
  const findings = findingsOf(result);
  const isClean = isDone && findings === 0 && result.judged > 0;
  const Sign = findings > 0 ? IconAlertTriangle : IconCircleCheck;
  const sentence =
    result.judged === 0
      ? t(isDone ? 'summary.nothing' : 'summary.notYet')
      : findings === 0
        ? t('summary.clean', number(result.judged))
        : t('summary.findings', { ...number(findings), judged: format.number(result.judged) });
  const facts = [
    { key: 'explained', value: result.verdicts.EXPLAINED },
    { key: 'partlyKnown', value: result.partlyKnown },
    { key: 'byHand', value: result.byHand },
    { key: 'withoutOrder', value: result.withoutOrder },
    { key: 'ruleOrders', value: result.ruleOrders },
    { key: 'trades', value: result.trades },
  ] as const;
  return (
    <div role="status">
      <p className={classes.sentence} data-level={findings > 0 ? 'finding' : isClean ? 'clean' : 'open'}>
        {result.judged > 0 && <Sign size={19} stroke={1.9} aria-hidden />}
        <span>
          <b>{format.days(result.range)}:</b> {sentence}
        </span>
      </p>
      <dl className={classes.facts}>
        {facts.map(({ key, value }) => (
          <div key={key}>
            <dt>{t(`facts.${key}.label`)}</dt>
            <dd>
              <Explained explanation={{ title: t(`facts.${key}.label`), formula: t(`facts.${key}.meaning`) }}>
                {format.number(value)}
              </Explained>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

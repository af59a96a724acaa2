import { Title } from '@mantine/core';
import clsx from 'clsx';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../cents.ts';
import { bothEnds } from './both-ends.ts';
import classes from './trial.module.css';

/** Who else gains or loses by the draft: the most of both, the rest summed. */
export function Others({ result }: { readonly result: RuleSimulationResult }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const titleId = useId();
  const { others, heldBackChange } = result;
  const { gaining, losing, rest } = bothEnds(others);
  const restChange = rest.reduce((sum, { change }) => sum + change, 0);
  const bars = [
    ...gaining.map(({ memberId, anonymizedId, change }) => ({ key: memberId, name: anonymizedId, change })),
    ...losing.map(({ memberId, anonymizedId, change }) => ({ key: memberId, name: anonymizedId, change })),
    ...(rest.length === 0
      ? []
      : [{ key: 'rest', name: t('others.rest', { count: rest.length }), change: restChange, isSum: true }]),
    ...(heldBackChange === 0
      ? []
      : [{ key: 'held-back', name: t('others.heldBack'), change: heldBackChange, isSum: true }]),
  ];
  const most = Math.max(...bars.map(({ change }) => Math.abs(change)), 1);
  const gains = others.filter(({ change }) => change > 0).length;
  const signed = (amount: number): string => format.money(amount, format.currency, { signed: true }).text;
  return (
    <section className={classes.others} aria-labelledby={titleId}>
      <Title order={3} id={titleId} className={classes.heading}>
        {t('others.title')}
      </Title>
      {bars.length === 0 ? (
        <p className={classes.quiet}>{t('others.nobody')}</p>
      ) : (
        <>
          <p className={classes.quiet}>
            {t('others.summary', {
              gaining: t('others.gain', { count: gains }),
              losing: t('others.lose', { count: others.length - gains }),
            })}
          </p>
          <ul className={classes.bars}>
            {bars.map(({ key, name, change, ...bar }) => (
              <li key={key} className={clsx('isSum' in bar && classes.sum)}>
                <span className={classes.who}>{name}</span>
                <span className={classes.track} aria-hidden>
                  <i
                    className={change < 0 ? classes.down : classes.up}
                    style={{ width: `${(50 * Math.abs(change)) / most}%` }}
                  />
                </span>
                <span className={clsx(classes.amount, isLoss(change) && classes.loss)}>{signed(change)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

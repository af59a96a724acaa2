import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { Explained } from '../../../components/explained.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './counterfactual.module.css';

type Reproduced = Counterfactual['reproduction'];

/** Whether the replay of what really was gives what the ledger has, and what of the period is no part of it. */
export function Reproduction({ result }: { readonly result: Counterfactual }): ReactNode {
  const { t } = useTranslation('counterfactual');
  const format = useFormat();
  const { search } = usePeriod();
  const { reproduction, slots, slotsWithoutTariff } = result;
  const { isExact, ledgerTrades, ledgerWh, ledgerAmount } = reproduction;
  const number = (count: number) => ({ count, number: format.number(count) });
  const outside = reproduction.outsideTrades;
  const facts = [
    { key: 'slots', value: slots, isAlways: true },
    { key: 'clearings', value: reproduction.clearings, isAlways: true },
    { key: 'outside', value: outside, isAlways: false },
    { key: 'withoutTariff', value: slotsWithoutTariff, isAlways: false },
    { key: 'withoutCertificate', value: reproduction.withoutCertificate, isAlways: false },
    { key: 'damaged', value: reproduction.damaged, isAlways: false },
  ] as const;
  return (
    <div className={classes.reproduction}>
      {isExact ? (
        <p className={classes.exact} role="status">
          <IconCircleCheck size={19} stroke={1.9} aria-hidden />
          <span>
            <b>{format.days(result.range)}:</b>{' '}
            {ledgerTrades === 0
              ? t('reproduction.nothing')
              : t('reproduction.exact', {
                  ...number(ledgerTrades),
                  sums: sums(ledgerWh, ledgerAmount, 2),
                })}
          </span>
        </p>
      ) : (
        <Notice level="alarm">
          <b>{format.days(result.range)}:</b> {t('reproduction.differs', number(reproduction.differingMembers))}{' '}
          {bothSides(reproduction)} <Link to={{ pathname: '/marketplace', search }}>{t('reproduction.verify')}</Link>
        </Notice>
      )}
      <dl className={classes.facts}>
        {facts
          .filter(({ value, isAlways }) => isAlways || value > 0)
          .map(({ key, value }) => (
            <div key={key}>
              <dt>{t(`reproduction.facts.${key}.label`)}</dt>
              <dd>
                <Explained
                  explanation={{
                    title: t(`reproduction.facts.${key}.label`),
                    formula: t(`reproduction.facts.${key}.meaning`),
                  }}
                >
                  {format.number(value)}
                </Explained>
              </dd>
            </div>
          ))}
      </dl>
    </div>
  );

  /** What trades came to; nothing where that is withheld. */
  function sums(wh: number | null, amount: number | null, decimals: 2 | 6): string {
    if (wh === null || amount === null) return '';
    const money = format.money(amount, format.currency, { decimals });
    return t('reproduction.sums', { energy: format.energy(wh).text, amount: money.text });
  }

  function bothSides({ replayedTrades, replayedWh, replayedAmount }: Reproduced): string {
    const side = (trades: number, wh: number | null, amount: number | null) =>
      t('reproduction.side', { ...number(trades), sums: sums(wh, amount, 6) });
    return t('reproduction.sides', {
      ledger: side(ledgerTrades, ledgerWh, ledgerAmount),
      replay: side(replayedTrades, replayedWh, replayedAmount),
    });
  }
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { Explanation } from '../../../components/explained.tsx';
import { Figure } from '../../../components/figure.tsx';
import type { Quantity } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './sheet.module.css';

interface ProfileProps {
  readonly member: MemberSummary;
  readonly dataTo: number | null;
}

/** Equipment and the energy of the period. */
export function Profile({ member, dataTo }: ProfileProps): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const { energy } = format;
  const share = (key: 'selfSufficiency' | 'selfConsumption', whole: 'consumed' | 'produced', wholeWh: number) => ({
    value: format.percent(member[key]),
    term: key,
    formula: t(`formulas.${key}`),
    inputs: [
      { label: t('profile.selfConsumed'), value: energy(member.selfConsumedWh).text },
      { label: t(`profile.${whole}`), value: energy(wholeWh).text },
    ],
  });
  const figures: readonly (readonly [string, Explanation & { readonly value: Quantity | string }])[] = [
    ['produced', { value: energy(member.producedWh), term: 'produced', formula: t('formulas.produced') }],
    ['consumed', { value: energy(member.consumedWh), term: 'consumed', formula: t('formulas.consumed') }],
    ['selfSufficiency', share('selfSufficiency', 'consumed', member.consumedWh)],
    ['selfConsumption', share('selfConsumption', 'produced', member.producedWh)],
    ['bought', { value: energy(member.boughtWh), formula: t('formulas.bought') }],
    ['sold', { value: energy(member.soldWh), formula: t('formulas.sold') }],
    ['imported', { value: energy(member.importedWh), term: 'imported', formula: t('formulas.imported') }],
    ['exported', { value: energy(member.exportedWh), term: 'exported', formula: t('formulas.exported') }],
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(([key, { value, ...explanation }]) => (
        <div key={key}>
          <dt>{t(`profile.${key}`)}</dt>
          <dd>
            <Figure value={value} explanation={{ ...explanation, title: t(`profile.${key}`), dataTo }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Savings against retail in words: a loss is called one. */
export function SavingsFacts({ member, dataTo }: ProfileProps): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const loss = member.savings < 0;
  const none = member.tradeCount === 0;
  return (
    <div className={classes.savings}>
      <div className={loss ? classes.loss : undefined}>
        <Figure
          size="lg"
          value={format.money(member.savings).text}
          explanation={{
            title: t('savings.title'),
            term: 'savings',
            inputs: [
              { label: t('profile.bought'), value: format.energy(member.boughtWh).text },
              { label: t('profile.sold'), value: format.energy(member.soldWh).text },
              { label: t('savings.trades'), value: format.number(member.tradeCount) },
            ],
            note: t('formulas.savingsShare'),
            dataTo,
          }}
        />
      </div>
      <p>
        {none
          ? t('savings.none')
          : t(loss ? 'savings.loss' : 'savings.gain', {
              amount: format.money(Math.abs(member.savings)).text,
              share: format.percent(member.savingsShare === null ? null : Math.abs(member.savingsShare)),
            })}
      </p>
    </div>
  );
}

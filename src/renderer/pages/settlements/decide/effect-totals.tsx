import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResolutionEffect } from '#shared/contract/settlement-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './decide.module.css';

/** What resolutions do all together. */
export function EffectTotals({ effects }: { readonly effects: readonly ResolutionEffect[] }): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const sum = (value: (effect: ResolutionEffect) => number): number =>
    effects.reduce((total, effect) => total + value(effect), 0);
  const signed = (micro: number): string => format.money(micro, undefined, { signed: true }).text;
  const totals = [
    { name: 'settled', value: format.money(sum(({ amount }) => amount)).text },
    { name: 'grid', value: format.energy(sum(({ gridWh }) => gridWh)).text },
    { name: 'buyers', value: signed(sum(({ buyer }) => buyer.change)) },
    { name: 'sellers', value: signed(sum(({ seller }) => seller.change)) },
    { name: 'community', value: signed(sum(({ community }) => community)) },
  ] as const;
  return (
    <dl className={classes.totals}>
      {totals.map(({ name, value }) => (
        <div key={name}>
          <dt>{t(`preview.totals.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { Table } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Savings } from '#shared/contract/ledger-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { Figure } from '../../../components/figure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import type { AssumedTariffs } from './assumed-tariffs.ts';
import classes from './savings.module.css';

export interface SavingsResultProps {
  readonly savings: Savings;
  readonly assumed: AssumedTariffs;
  /** Whose savings, in words. */
  readonly who: string;
}

/** The savings as one number, the way to it, and what it leaves out. */
export function SavingsResult({ savings, assumed, who }: SavingsResultProps): ReactNode {
  const { t } = useTranslation('savings');
  const { withoutTariff } = savings;
  const isAssumed = assumed.retail !== null || assumed.feedIn !== null;
  return (
    <>
      <Headline savings={savings} who={who} />
      <Sides savings={savings} />
      <Share savings={savings} />
      <div className={classes.notes}>
        {isAssumed && <Notice level="info">{t('notes.assumed')}</Notice>}
        {withoutTariff > 0 && <Notice level="attention">{t('notes.withoutTariff', { count: withoutTariff })}</Notice>}
        <p>{t('notes.failed')}</p>
      </div>
    </>
  );
}

function Headline({ savings, who }: Pick<SavingsResultProps, 'savings' | 'who'>): ReactNode {
  const { t } = useTranslation('savings');
  const format = useFormat();
  const { dataTo } = useCommunity();
  const loss = isLoss(savings.savings);
  return (
    <div className={clsx(classes.headline, loss && classes.loss)}>
      <Figure
        size="lg"
        value={format.money(savings.savings).text}
        explanation={{
          title: t('title'),
          term: 'savings',
          inputs: [
            { label: t('sides.buying'), value: format.money(savings.savingsBuying).text },
            { label: t('sides.selling'), value: format.money(savings.savingsSelling).text },
            { label: t('trades'), value: format.number(savings.trades) },
          ],
          dataTo,
        }}
      />
      <p>
        {t(loss ? 'loss' : 'gain', {
          who,
          amount: format.money(Math.abs(savings.savings)).text,
          count: savings.trades,
          trades: format.number(savings.trades),
        })}
      </p>
    </div>
  );
}

/** What was bought and what was sold: at the grid's tariffs, as it was traded, and the difference. */
function Sides({ savings }: Pick<SavingsResultProps, 'savings'>): ReactNode {
  const { t } = useTranslation('savings');
  const format = useFormat();
  const sides = [
    {
      key: 'buying',
      wh: savings.boughtWh,
      grid: savings.boughtAtRetail,
      here: savings.boughtAmount,
      saved: savings.savingsBuying,
    },
    {
      key: 'selling',
      wh: savings.soldWh,
      grid: savings.soldAtFeedIn,
      here: savings.soldAmount,
      saved: savings.savingsSelling,
    },
  ] as const;
  return (
    <div className={classes.scroll}>
      <Table className={classes.sides} verticalSpacing={6} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th scope="col" ta="right">
              {t('sides.energy')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('sides.grid')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('sides.here')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('sides.saved')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sides.map(({ key, wh, grid, here, saved }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">
                {t(`sides.${key}`)}
                <span className={classes.quiet}>{t(`sides.${key}Formula`)}</span>
              </Table.Th>
              <Table.Td ta="right">{format.energy(wh).text}</Table.Td>
              <MoneyCell amount={grid} wh={wh} />
              <MoneyCell amount={here} wh={wh} />
              <Table.Td ta="right" className={clsx(isLoss(saved) && classes.loss)}>
                {format.money(saved, undefined, { signed: true }).text}
                {isLoss(saved) && <span className={classes.quiet}>{t('sides.loss')}</span>}
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr className={classes.total}>
            <Table.Th scope="row">{t('sides.together')}</Table.Th>
            <Table.Td />
            <Table.Td />
            <Table.Td />
            <Table.Td ta="right" className={clsx(isLoss(savings.savings) && classes.loss)}>
              {format.money(savings.savings, undefined, { signed: true }).text}
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** An amount, and below it what that is for each kWh. */
function MoneyCell({ amount, wh }: { readonly amount: number; readonly wh: number }): ReactNode {
  const format = useFormat();
  return (
    <Table.Td ta="right">
      {format.money(amount).text}
      <span className={classes.quiet}>
        {wh === 0 ? format.notAvailable : format.price(Math.round((amount * 1000) / wh)).text}
      </span>
    </Table.Td>
  );
}

/** The savings against what the need would have cost at retail. */
function Share({ savings: { savings, needWh, baseCost, share } }: Pick<SavingsResultProps, 'savings'>): ReactNode {
  const { t } = useTranslation('savings');
  const format = useFormat();
  return (
    <dl className={classes.share}>
      <div>
        <dt>{t('share.baseCost', { need: format.energy(needWh).text })}</dt>
        <dd>{format.money(baseCost).text}</dd>
      </div>
      <div>
        <dt>{t('share.share')}</dt>
        <dd>
          {share === null
            ? t('share.none', { notAvailable: format.notAvailable })
            : t('share.of', {
                savings: format.money(savings).text,
                baseCost: format.money(baseCost).text,
                share: format.percent(share),
              })}
        </dd>
      </div>
    </dl>
  );
}

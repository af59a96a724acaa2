import { Table } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { Figure } from '../../../components/figure.tsx';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './sheet.module.css';

type ReputationAnswer = Output<'members.get'>['reputation'];

interface Part {
  readonly key: 'settled' | 'honoured' | 'standing';
  /** Of the whole score, 0..1 (DOMAIN.md section 5). */
  readonly weight: number;
  readonly share: number | null;
  /** What was counted, in words. */
  readonly reason: string;
}

/** The three parts of the score with the counts they were made from. */
function reputationParts(reputation: ReputationAnswer, format: Format, t: TFunction<'members'>): Part[] {
  const { settled, honoured, standing } = reputation;
  return [
    {
      key: 'settled',
      weight: 0.6,
      share: settled.share,
      reason:
        settled.share === null
          ? t('reputation.nothing')
          : t('reputation.settled.reason', {
              settled: format.number(settled.settled),
              failed: format.number(settled.failedByOwnFault),
            }),
    },
    {
      key: 'honoured',
      weight: 0.3,
      share: honoured.share,
      reason:
        honoured.share === null
          ? t('reputation.nothing')
          : t('reputation.honoured.reason', {
              honoured: format.number(honoured.honoured),
              cancelled: format.number(honoured.cancelledAfterMatch),
            }),
    },
    {
      key: 'standing',
      weight: 0.1,
      share: standing.share,
      reason: t('reputation.standing.reason', { months: format.number(standing.months, 1) }),
    },
  ];
}

/** The score and why it is what it is. */
export function Reputation({ reputation }: { readonly reputation: ReputationAnswer }): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const parts = reputationParts(reputation, format, t);
  return (
    <>
      <p className={classes.score}>
        <Figure
          size="lg"
          value={
            reputation.score === null
              ? t('new')
              : { value: format.number(reputation.score), unit: t('reputation.of100'), text: '' }
          }
          explanation={{
            title: t('reputation.title'),
            term: 'reputation',
            inputs: parts.map(({ key, share }) => ({
              label: t(`reputation.${key}.name`),
              value: format.percent(share ?? 1),
            })),
          }}
        />
        <span>{reputation.score === null ? t('reputation.new') : t('reputation.period')}</span>
      </p>
      <Table verticalSpacing={6} horizontalSpacing={0} className={classes.parts}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('reputation.part')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('reputation.share')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('reputation.points')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map(({ key, weight, share, reason }) => (
            <Table.Tr key={key}>
              <Table.Td>
                {t(`reputation.${key}.name`)}
                <span className={classes.reason}>{reason}</span>
              </Table.Td>
              <Table.Td ta="right">{format.percent(share)}</Table.Td>
              <Table.Td ta="right">
                {t('reputation.pointsOf', {
                  points: format.number(100 * weight * (share ?? 1), 1),
                  most: format.number(100 * weight),
                })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

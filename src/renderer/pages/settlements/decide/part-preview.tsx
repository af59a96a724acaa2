import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { PreviewItem, ResolutionEffect } from '#shared/contract/settlement-records.ts';
import type { ResolutionKind } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { caseKey } from '../case-words.ts';
import { ApprovalNote } from './approval-note.tsx';
import classes from './decide.module.css';
import { EffectTotals } from './effect-totals.tsx';

export interface PartPreviewProps {
  readonly kind: ResolutionKind;
  readonly preview: Output<'settlement.preview'>;
}

/** What one resolution does to all its cases together and to each of them, and to which of them it cannot be done. */
export function PartPreview({ kind, preview }: PartPreviewProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  const possible = preview.items.filter(isPossible);
  const refused = preview.items.filter(({ problem }) => problem !== null);
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>
        {ofCases(`resolutions.${kind}.name`)}
        <span>{t('preview.cases', { count: possible.length, number: format.number(possible.length) })}</span>
      </h3>
      <p className={classes.quiet}>{ofCases(`resolutions.${kind}.meaning`)}</p>
      {possible.length > 0 && (
        <>
          <EffectTotals effects={possible.map(({ effect }) => effect)} />
          <CaseEffects items={possible} />
          <ApprovalNote kind={kind} {...preview} />
        </>
      )}
      {refused.length > 0 && <Refused items={refused} />}
    </section>
  );
}

type PossibleItem = PreviewItem & { readonly effect: ResolutionEffect };

function isPossible(item: PreviewItem): item is PossibleItem {
  return item.problem === null && item.effect !== null;
}

function CaseEffects({ items }: { readonly items: readonly PossibleItem[] }): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const exact = exactly(format);
  const signed = (micro: number): string => format.money(micro, undefined, { signed: true, decimals: 4 }).text;
  return (
    <div className={classes.effects} tabIndex={0} role="group" aria-label={t('preview.each')}>
      <Table stickyHeader verticalSpacing={3} horizontalSpacing="sm" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('preview.parties')}</Table.Th>
            {(['quantity', 'amount', 'buyer', 'seller'] as const).map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {t(`preview.columns.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={caseKey(item)}>
              <Table.Td>{t('preview.from', { buyer: item.buyer, seller: item.seller })}</Table.Td>
              <Table.Td ta="right">{exact.quantity(item.effect.quantityWh)}</Table.Td>
              <Table.Td ta="right">{exact.money(item.effect.amount)}</Table.Td>
              <Table.Td ta="right">{signed(item.effect.buyer.change)}</Table.Td>
              <Table.Td ta="right">{signed(item.effect.seller.change)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Which cases stay as they are, and why. */
function Refused({ items }: { readonly items: readonly PreviewItem[] }): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  return (
    <details className={classes.refused}>
      <summary>{t('preview.refused', { count: items.length, number: format.number(items.length) })}</summary>
      <ul>
        {items.map((item) => (
          <li key={caseKey(item)}>
            <strong>{t('preview.from', { buyer: item.buyer, seller: item.seller })}</strong>{' '}
            {item.problem !== null && ofCases(`problems.${item.problem}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

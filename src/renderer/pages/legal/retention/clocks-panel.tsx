import { Table } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionClock } from '#shared/contract/privacy-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { openClocks } from './clocks-form.tsx';

/** How long each kind of data is kept. */
export function ClocksPanel({ clocks }: { readonly clocks: readonly RetentionClock[] }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  return (
    <Panel
      title={t('clocks.title')}
      subtitle={t('clocks.subtitle')}
      actions={
        <RoleButton
          needs="admin"
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
          onClick={() => openClocks(communityId, clocks)}
        >
          {t('clocks.change')}
        </RoleButton>
      }
    >
      <div className={classes.scroll}>
        <Table className={classes.table} verticalSpacing={6} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('clocks.class')}</Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('clocks.length')}
              </Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('clocks.cutoff')}
              </Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('clocks.cleared')}
              </Table.Th>
              <Table.Th scope="col">{t('clocks.then')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clocks.map(({ class: name, unit, length, cutoff, clearedBefore }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{t(`classes.${name}`)}</Table.Th>
                <Table.Td className={classes.number}>{t(`units.${unit}`, { count: length })}</Table.Td>
                <Table.Td className={classes.number}>{format.date(cutoff)}</Table.Td>
                <Table.Td className={classes.number}>
                  {clearedBefore === null ? '–' : format.date(clearedBefore)}
                </Table.Td>
                <Table.Td>{t(`after.${name}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <p className={classes.quiet}>{t('clocks.others')}</p>
    </Panel>
  );
}

import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Achievements } from '#shared/contract/achievement-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { achievementNumber } from './achievement-words.ts';
import classes from './achievements.module.css';

/** How many members have reached each, and what it asks for. */
export function MemberAchievements({ members }: Pick<Achievements, 'members'>): ReactNode {
  const { t } = useTranslation('participation');
  const format = useFormat();
  const currency = format.money(0).unit;
  return (
    <Table className={classes.table} verticalSpacing={7} horizontalSpacing={0}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('achievements.kind')}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t('achievements.count')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map(({ kind, members: count, target }) => (
          <Table.Tr key={kind}>
            <Table.Th scope="row">
              <span className={classes.name}>{t(`member.${kind}.name`, { currency })}</span>
              <span className={classes.quiet}>
                {t(`member.${kind}.rule`, { target: achievementNumber(kind, target, format) })}
              </span>
            </Table.Th>
            <Table.Td ta="right">{format.number(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Button, Menu } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { differencesTable, membersTable, proofTable } from './books-file.ts';

export interface ExportBooksProps {
  readonly books: Reconciliation;
  /** While the books of another period are still shown none is saved under the new one's name. */
  readonly isOutdated: boolean;
}

const parts = { proof: proofTable, members: membersTable, differences: differencesTable } as const;
type Part = keyof typeof parts;

/** Saves a part of the books as CSV, every amount to the last digit. */
export function ExportBooks({ books, isOutdated }: ExportBooksProps): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { firstDay, lastDay } = usePeriod();
  const save = useSaveTable();
  const saveOne = (part: Part): void =>
    void save(`${t(`files.${part}`)}_${formatDay(firstDay)}_${formatDay(lastDay)}`, () =>
      parts[part](books, { t, format }),
    );
  const item = (part: Part): ReactNode => <Menu.Item onClick={() => saveOne(part)}>{t(`export.${part}`)}</Menu.Item>;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          disabled={isOutdated}
          leftSection={<IconFileSpreadsheet size={15} stroke={1.75} aria-hidden />}
        >
          {t('export.label')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {item('proof')}
        {item('members')}
        {item('differences')}
      </Menu.Dropdown>
    </Menu>
  );
}

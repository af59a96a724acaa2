import { Button, Group } from '@mantine/core';
import { IconBraces, IconFileSpreadsheet } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '#shared/contract/audit.ts';
import { marksOf } from '#shared/desk/community-mark.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import { useCommunityOrNull } from '../../../app/community.tsx';
import { useSave } from '../../../charts/use-save.ts';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { entriesJson, entriesTable } from './entries-file.ts';
import { useEntryWords } from './use-entry-words.ts';
import { readEntries } from './use-entries.ts';

export interface ExportEntriesProps {
  readonly filter: AuditFilter;
  /** While the entries of another filter are still shown none is saved. */
  readonly isOutdated: boolean;
}

/** As many as a saved file can hold; a longer log is saved in parts, by period. */
const MOST = 50_000;

/** Saves the entries of the filter, newest first. */
export function ExportEntries({ filter, isOutdated }: ExportEntriesProps): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const words = useEntryWords();
  const community = useCommunityOrNull();
  const save = useSave();
  const saveTable = useSaveTable();
  const [isReading, setReading] = useState(false);

  async function write(type: 'csv' | 'json', now: number): Promise<void> {
    setReading(true);
    const name = `${t('files.log')}_${formatDay(localDay(now, format.timeZone))}`;
    const read = () => readEntries(filter, MOST);
    if (type === 'csv') {
      await saveTable(name, async () => entriesTable(await read(), { t, sentence: words.sentence }));
    } else {
      const marks = community === null ? [] : marksOf(community);
      await save(name, type, async () => entriesJson(await read(), { filter, marks, exportedAt: now }));
    }
    setReading(false);
  }

  const button = (type: 'csv' | 'json', icon: ReactNode): ReactNode => (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={icon}
      disabled={isOutdated || isReading}
      title={t('export.most', { number: format.number(MOST) })}
      onClick={() => void write(type, Date.now())}
    >
      {t(`export.${type}`)}
    </Button>
  );
  return (
    <Group gap={8} wrap="nowrap">
      {button('csv', <IconFileSpreadsheet size={15} stroke={1.75} aria-hidden />)}
      {button('json', <IconBraces size={15} stroke={1.75} aria-hidden />)}
    </Group>
  );
}

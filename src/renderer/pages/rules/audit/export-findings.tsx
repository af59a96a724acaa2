import { Button, Group } from '@mantine/core';
import { IconFileSpreadsheet, IconBraces } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { call } from '../../../bridge/client.ts';
import { useSave } from '../../../charts/use-save.ts';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { findingsJson, findingsTable } from './findings-file.ts';

const PAGE = 500;

export interface ExportFindingsProps {
  readonly taskId: string;
  readonly result: RuleAuditResult;
}

/** Saves all findings of an audit; an audit without any is evidence too. */
export function ExportFindings({ taskId, result }: ExportFindingsProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const { t: rules } = useTranslation('rules');
  const format = useFormat();
  const community = useCommunity();
  const save = useSave();
  const saveTable = useSaveTable();
  const day = (time: number): string => formatDay(localDay(time, format.timeZone));
  const name = `${t('files.audit')}_${day(result.range.from)}_${day(result.range.to - 1)}`;
  return (
    <Group gap={8}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFileSpreadsheet size={15} stroke={1.75} aria-hidden />}
        onClick={() => void saveTable(name, async () => findingsTable(await allFindings(taskId), { format, t, rules }))}
      >
        {t('export.csv')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconBraces size={15} stroke={1.75} aria-hidden />}
        onClick={() =>
          void save(name, 'json', async () =>
            findingsJson({ ...community, exportedAt: Date.now() }, result, await allFindings(taskId)),
          )
        }
      >
        {t('export.json')}
      </Button>
    </Group>
  );
}

async function allFindings(taskId: string): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (;;) {
    const page = await call('rules.auditFindings', { taskId, verdict: null, from: findings.length, limit: PAGE });
    findings.push(...page.findings);
    if (page.findings.length === 0 || findings.length >= page.total) return findings;
  }
}

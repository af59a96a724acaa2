import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './counterfactual.module.css';
import { changeUnder, readMemberFilters, shownMembers, writeMemberFilters } from './member-changes.ts';
import { MemberChangesTable } from './member-changes-table.tsx';
import { memberChangesFile } from './member-changes-file.ts';
import type { OtherScenario } from './scenarios.ts';

export interface MemberChangesProps {
  readonly result: Counterfactual;
  /** One at least. */
  readonly chosen: readonly OtherScenario[];
}

/** Who would have saved more and who less, by pseudonym. */
export function MemberChanges({ result, chosen }: MemberChangesProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const format = useFormat();
  const { firstDay, lastDay, search } = usePeriod();
  const [filters, change] = useAddressFilters(readMemberFilters, writeMemberFilters);
  const navigate = useNavigate();
  const save = useSaveTable();
  const table = useRef<HTMLDivElement>(null);
  const under = chosen.find((name) => name === filters.under) ?? chosen[0];
  const { members } = result;
  const shown = useMemo(
    () => shownMembers(members, under, filters, format.locale),
    [members, under, filters, format.locale],
  );
  const most = useMemo(
    () => Math.max(...members.map((member) => Math.abs(changeUnder(member, under))), 1),
    [members, under],
  );
  const fileName = `${t('files.members')}_${formatDay(firstDay)}_${formatDay(lastDay)}`;
  return (
    <Panel
      title={t('members.title')}
      subtitle={t('members.subtitle')}
      padded={false}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFileSpreadsheet size={15} stroke={1.75} aria-hidden />}
          onClick={() => void save(fileName, () => memberChangesFile(members, chosen, { t, format }))}
        >
          {t('members.save')}
        </Button>
      }
    >
      <div className={classes.memberBar}>
        <SearchField
          className={classes.search}
          value={filters.search}
          onChange={(text) => change({ search: text })}
          label={t('members.search')}
          placeholder={t('members.search')}
          clearLabel={t('members.clearSearch')}
          onEnterTable={() => table.current?.focus()}
        />
        {chosen.length > 1 && (
          <div className={classes.under}>
            <span>{t('members.under')}</span>
            <SegmentedControl<OtherScenario>
              size="xs"
              aria-label={t('members.under')}
              value={under}
              onChange={(name) => change({ under: name })}
              data={chosen.map((value) => ({ value, label: t(`scenarios.${value}.short`) }))}
            />
          </div>
        )}
        <Group gap={6}>
          <Button size="compact-sm" variant="default" onClick={() => change({ sort: 'change', descending: true })}>
            {t('members.gainMost')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => change({ sort: 'change', descending: false })}>
            {t('members.loseMost')}
          </Button>
        </Group>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={t('members.nobody')} text={t('members.nobodyText')} />
      ) : (
        <MemberChangesTable
          ref={table}
          members={shown}
          chosen={chosen}
          under={under}
          most={most}
          sort={filters}
          onSort={change}
          onOpen={({ memberId }) => void navigate({ pathname: `/members/${encodeURIComponent(memberId)}`, search })}
        />
      )}
    </Panel>
  );
}

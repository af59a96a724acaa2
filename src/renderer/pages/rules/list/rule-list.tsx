import { Button, Skeleton } from '@mantine/core';
import { IconListSearch, IconPlus, IconRobot } from '@tabler/icons-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { openRuleEditor } from '../editor/open-rule-editor.tsx';
import { FilterBar } from './filter-bar.tsx';
import classes from './list.module.css';
import { filterRules, readRuleFilters, withoutRuleFilters, writeRuleFilters } from './rule-filters.ts';
import { RuleTable, type RuleTableProps } from './rule-table.tsx';

export type RuleListProps = Pick<RuleTableProps, 'openRule' | 'switching' | 'onOpen'>;

/** Every rule of the community, with its filters in the address. */
export function RuleList(props: RuleListProps): ReactNode {
  const { t } = useTranslation('rules');
  const { id: communityId } = useCommunity();
  const { locale } = useFormat();
  const [filters, change] = useAddressFilters(readRuleFilters, writeRuleFilters);
  const table = useRef<HTMLDivElement>(null);
  const query = useMethod('rules.list', { communityId });
  const shown = useMemo(() => filterRules(query.data ?? [], filters, locale), [query.data, filters, locale]);
  useCountAnnounced(t('list.title'), query.data && shown.length);
  return (
    <Panel padded={false} title={<ListTitle rules={query.data} shown={shown.length} />}>
      <PageState
        query={query}
        skeleton={<RowSkeletons />}
        isEmpty={(rules) => rules.length === 0}
        empty={{
          icon: <IconRobot size={22} stroke={1.75} />,
          title: t('none.title'),
          text: t('none.text'),
          actions: (
            <RoleButton needs="manager" size="sm" leftSection={<IconPlus size={16} />} onClick={() => openRuleEditor()}>
              {t('none.begin')}
            </RoleButton>
          ),
        }}
      >
        {(rules) => (
          <div className={classes.body}>
            <FilterBar rules={rules} filters={filters} onChange={change} onEnterTable={() => table.current?.focus()} />
            {shown.length === 0 ? (
              <EmptyState
                icon={<IconListSearch size={22} stroke={1.75} />}
                title={t('list.noMatch')}
                text={t('list.noMatchText')}
                actions={
                  <Button variant="default" size="sm" onClick={() => change(withoutRuleFilters(filters))}>
                    {t('filters.reset')}
                  </Button>
                }
              />
            ) : (
              <RuleTable ref={table} rules={shown} sort={filters} onSort={change} {...props} />
            )}
          </div>
        )}
      </PageState>
    </Panel>
  );
}

interface ListTitleProps {
  /** Undefined while nothing is known. */
  readonly rules: readonly RuleSummary[] | undefined;
  readonly shown: number;
}

function ListTitle({ rules, shown }: ListTitleProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  if (rules === undefined) return t('list.title');
  const count = rules.length;
  const total = format.number(count);
  if (shown < count) return t('list.some', { count, total, shown: format.number(shown) });
  const off = rules.filter(({ isEnabled }) => !isEnabled).length;
  return t(off === 0 ? 'list.all' : 'list.allWithOff', { count, total, off: format.number(off) });
}

function RowSkeletons(): ReactNode {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {Array.from({ length: 10 }, (_, row) => (
        <Skeleton key={row} height={28} />
      ))}
    </div>
  );
}

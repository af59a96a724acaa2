import { IconReceiptOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { readAssumedTariffs, writeAssumedTariffs } from './assumed-tariffs.ts';
import { MemberChoice, useMemberChosen } from './member-choice.tsx';
import { SavingsResult } from './savings-result.tsx';
import classes from './savings.module.css';
import { TariffField } from './tariff-field.tsx';

/** What trading saved a member, or all, against the grid: with the tariffs of the slots or assumed ones. */
export function SavingsView(): ReactNode {
  const { t } = useTranslation('savings');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const { memberId, pseudonym } = useMemberChosen();
  const [assumed, change] = useAddressFilters(readAssumedTariffs, writeAssumedTariffs);
  const query = useMethod('ledger.savings', { communityId, memberId, range, ...assumed });
  const who = memberId === null ? t('member.all') : (pseudonym ?? t('member.unknown'));
  return (
    <Panel
      title={t('title')}
      subtitle={t('subtitle', { who: memberId === null ? t('member.everybody') : who, period: label })}
      className={classes.panel}
    >
      <div className={classes.fields}>
        <MemberChoice />
        <TariffField label={t('assumed.retail')} value={assumed.retail} onChange={(retail) => change({ retail })} />
        <TariffField label={t('assumed.feedIn')} value={assumed.feedIn} onChange={(feedIn) => change({ feedIn })} />
      </div>
      <PageState
        query={query}
        skeleton={<SkeletonLines lines={10} />}
        isEmpty={({ trades, withoutTariff }) => trades + withoutTariff === 0}
        empty={{
          icon: <IconReceiptOff size={22} stroke={1.75} />,
          title: t('nothing', { who }),
          text: t('nothingText'),
          actions: <ShowAllDays />,
        }}
      >
        {(savings) => (
          <div className={classes.result} aria-busy={query.isPlaceholderData}>
            <SavingsResult savings={savings} assumed={assumed} who={who} />
          </div>
        )}
      </PageState>
    </Panel>
  );
}

import { Select } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import clsx from 'clsx';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberConsents } from '#shared/contract/consents.ts';
import { useAddressFilters, withEntries } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { RevealIdentity } from '../../../components/reveal-identity.tsx';
import classes from '../facts.module.css';
import { ErasurePanel } from './erasure-panel.tsx';
import { PackPanel } from './pack-panel.tsx';

const readMember = (params: URLSearchParams): { readonly member: string | null } => ({ member: params.get('member') });
const writeMember = (params: URLSearchParams, { member }: { readonly member: string | null }): URLSearchParams =>
  withEntries(params, [['member', member]]);

/** What a member may ask for: who they are here, all that is kept about them, and to be erased. */
export function RequestsView(): ReactNode {
  const { t } = useTranslation('legal-requests');
  const { id: communityId } = useCommunity();
  const [{ member: chosen }, change] = useAddressFilters(readMember, writeMember);
  const query = useMethod('consents.list', { communityId });
  return (
    <div className={classes.view}>
      <PageState query={query} skeleton={<SkeletonLines lines={10} />}>
        {({ members }) => {
          const member = members.find(({ memberId }) => memberId === chosen);
          return (
            <>
              <Panel title={t('choose.title')} subtitle={t('choose.subtitle')}>
                <WhoAsks
                  members={members}
                  chosen={member?.memberId ?? null}
                  onChange={(memberId) => change({ member: memberId })}
                />
              </Panel>
              {member === undefined ? <NobodyChosen /> : <Requests key={member.memberId} member={member} />}
            </>
          );
        }}
      </PageState>
    </div>
  );
}

interface WhoAsksProps {
  readonly members: readonly MemberConsents[];
  readonly chosen: string | null;
  readonly onChange: (memberId: string | null) => void;
}

function WhoAsks({ members, chosen, onChange }: WhoAsksProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  // The same list as long as the members are the same: with another one what is being typed would be gone.
  const choices = useMemo(
    () =>
      members.map(({ memberId, anonymizedId, isActive }) => ({
        value: memberId,
        label: isActive ? anonymizedId : t('choose.left', { pseudonym: anonymizedId }),
      })),
    [members, t],
  );
  return (
    <Select
      aria-label={t('choose.label')}
      placeholder={t('choose.label')}
      maw={340}
      searchable
      clearable
      nothingFoundMessage={t('choose.none')}
      value={chosen}
      onChange={onChange}
      data={choices}
    />
  );
}

function NobodyChosen(): ReactNode {
  const { t } = useTranslation('legal-requests');
  return (
    <EmptyState
      icon={<IconUserSearch size={22} stroke={1.75} />}
      title={t('choose.nobody')}
      text={t('choose.nobodyText')}
    />
  );
}

function Requests({ member: { memberId, anonymizedId } }: { readonly member: MemberConsents }): ReactNode {
  const { t } = useTranslation('legal-requests');
  return (
    <>
      <div className={classes.columns}>
        <Panel title={t('identity.title')} subtitle={t('identity.subtitle')}>
          <p className={clsx(classes.text, classes.before)}>{t('identity.text')}</p>
          <RevealIdentity memberId={memberId} pseudonym={anonymizedId} />
        </Panel>
        <PackPanel memberId={memberId} pseudonym={anonymizedId} />
      </div>
      <ErasurePanel memberId={memberId} pseudonym={anonymizedId} />
    </>
  );
}

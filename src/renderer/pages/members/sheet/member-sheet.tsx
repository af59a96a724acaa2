import { Badge, Drawer, Text } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { CopyLink } from '../../../components/copy-link.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { RevealIdentity } from '../../../components/reveal-identity.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Day } from './day.tsx';
import { Profile, SavingsFacts } from './profile.tsx';
import { Reputation } from './reputation.tsx';
import { Rules } from './rules.tsx';
import { Section } from './section.tsx';
import classes from './sheet.module.css';
import { Trades } from './trades.tsx';

export interface MemberSheetProps {
  /** Null closes the sheet. */
  readonly memberId: string | null;
  readonly onClose: () => void;
}

/** Everything about one member, by pseudonym, in a drawer at the right. */
export function MemberSheet({ memberId, onClose }: MemberSheetProps): ReactNode {
  const { t } = useTranslation('members');
  // While the drawer slides out it keeps showing whom it showed.
  const [shown, setShown] = useState(memberId);
  if (memberId !== null && memberId !== shown) setShown(memberId);
  return (
    <Drawer
      opened={memberId !== null}
      onClose={onClose}
      position="right"
      size={640}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      title={shown !== null && <SheetTitle key={shown} memberId={shown} />}
    >
      {shown !== null && <SheetBody key={shown} memberId={shown} />}
    </Drawer>
  );
}

function useMember(memberId: string) {
  const { range } = usePeriod();
  return useMethod('members.get', { memberId, range });
}

function SheetTitle({ memberId }: { readonly memberId: string }): ReactNode {
  const { t } = useTranslation('members');
  const { data } = useMember(memberId);
  if (data === undefined) return t('sheet.loading');
  const { anonymizedId, role, isActive } = data.member;
  return (
    <span className={classes.title}>
      {anonymizedId}
      <Badge variant="light" size="sm">
        {t(`roles.${role}`)}
      </Badge>
      {!isActive && (
        <Badge variant="default" size="sm">
          {t('left')}
        </Badge>
      )}
    </span>
  );
}

function SheetBody({ memberId }: { readonly memberId: string }): ReactNode {
  const query = useMember(memberId);
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={14} />}>
      {(answer) => <Content memberId={memberId} answer={answer} />}
    </PageState>
  );
}

function Content({
  memberId,
  answer,
}: {
  readonly memberId: string;
  readonly answer: Output<'members.get'>;
}): ReactNode {
  const { t } = useTranslation('members');
  const { dataTo } = useCommunity();
  const { range, lastDay, label } = usePeriod();
  const { member, reputation, rules } = answer;
  return (
    <>
      <Facts member={member} />
      <Section title={t('sheet.energy', { period: label })}>
        <Profile member={member} dataTo={dataTo} />
      </Section>
      <Section title={t('savings.title')}>
        <SavingsFacts member={member} dataTo={dataTo} />
      </Section>
      <Day memberId={memberId} pseudonym={member.anonymizedId} lastDay={lastDay} />
      <Section title={t('reputation.title')}>
        <Reputation reputation={reputation} />
      </Section>
      <Section title={t('rules.title')}>
        <Rules rules={rules} />
      </Section>
      <Section title={t('trades.title', { period: label })}>
        <Trades memberId={memberId} range={range} />
      </Section>
    </>
  );
}

/** Since when, with what, that the place is a cell, and the way to who it is. */
function Facts({ member }: { readonly member: Output<'members.get'>['member'] }): ReactNode {
  const { t } = useTranslation('members');
  const { id: community } = useCommunity();
  const format = useFormat();
  const facts = [
    member.leftAt === null
      ? t('sheet.since', { date: format.date(member.joinedAt) })
      : t('sheet.between', { from: format.date(member.joinedAt), to: format.date(member.leftAt) }),
    member.pvCapacityWp > 0 ? t('sheet.pv', { power: format.power(member.pvCapacityWp, 'kWp').text }) : null,
    member.batteryCapacityWh > 0
      ? t('sheet.battery', { energy: format.energy(member.batteryCapacityWh, { unit: 'kWh' }).text })
      : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.facts}>
      <Text size="sm">{facts.join(' · ')}</Text>
      <Text size="xs" c="dimmed" className={classes.place}>
        <IconMapPin size={14} stroke={1.9} aria-hidden />
        {member.mapCellId === null ? t('sheet.noPlace') : t('sheet.place')}
      </Text>
      <div className={classes.identity}>
        <RevealIdentity memberId={member.id} pseudonym={member.anonymizedId} />
        <CopyLink link={{ to: 'member', id: member.id, community }} />
      </div>
    </div>
  );
}

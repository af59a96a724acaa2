import { Group, Menu, Skeleton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconFileImport, IconMap2, IconSelector, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { marksOf } from '#shared/desk/community-mark.ts';
import { Mark } from '../../components/mark.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { openImport } from '../../pages/import/open-import.tsx';
import { useCommunities, useCommunityOrNull } from '../community.tsx';
import { openRemoval } from '../remove-community.tsx';
import { useRefusal } from '../role.ts';
import { useOpenCommunity } from '../period.tsx';
import { isOfHub, useSync } from '../sync.ts';
import { useSetBoundary } from '../use-set-boundary.ts';
import { HubMenu } from './hub-menu.tsx';
import { MenuAction } from './menu-action.tsx';
import styles from './top-bar.module.css';

const SMALL = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** The open community with its marks; its menu opens others, imports, sets the map area, removes, and connects to a hub. */
export function CommunitySwitcher(): ReactNode {
  const { t } = useTranslation();
  const { data } = useCommunities();
  const communities = data ?? [];
  const current = useCommunityOrNull();
  const openCommunity = useOpenCommunity();
  const setBoundary = useSetBoundary();
  const status = useSync();
  const forManagers = useRefusal('manager');
  const forAdmins = useRefusal('admin');
  const isCurrentOfHub = current !== null && status !== null && isOfHub(status, current.id);
  if (data === undefined) return <Skeleton height={36} width={200} />;
  return (
    <Menu position="bottom-start" width={340} checkIcon={<IconCheck size={15} aria-hidden />}>
      <Menu.Target>
        <UnstyledButton className={styles.switcher} data-tour="community">
          <VisuallyHidden>{`${t('community.label')}: `}</VisuallyHidden>
          <span className={styles.switcherName}>{current?.name ?? t('community.none')}</span>
          {current !== null && <CommunityMarks community={current} />}
          <IconSelector {...SMALL} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {communities.length > 0 && <Menu.Label>{t('community.label')}</Menu.Label>}
        <Menu.RadioGroup value={current?.id ?? null} onChange={(id) => openCommunity(id)}>
          {communities.map((community) => (
            <Menu.RadioItem key={community.id} value={community.id} closeMenuOnClick>
              <CommunityLine community={community} />
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {communities.length > 0 && <Menu.Divider />}
        <MenuAction icon={IconFileImport} label={t('community.import')} refusal={forManagers} onClick={openImport} />
        {current !== null && (
          <>
            <MenuAction
              icon={IconMap2}
              label={t('community.area')}
              refusal={forAdmins}
              onClick={() => setBoundary(current)}
            />
            <MenuAction
              icon={IconTrash}
              label={t('community.remove')}
              refusal={forAdmins ?? (isCurrentOfHub ? t('hub.removeRefusal') : null)}
              onClick={() => openRemoval(current)}
            />
          </>
        )}
        {status !== null && <HubMenu status={status} community={isCurrentOfHub ? current : null} />}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Invented data and computed trades are marked wherever the community is named. */
function CommunityMarks({ community }: { readonly community: CommunitySummary }): ReactNode {
  const { t } = useTranslation();
  return marksOf(community).map((mark) => <Mark key={mark}>{t(`community.${mark}`)}</Mark>);
}

function CommunityLine({ community }: { readonly community: CommunitySummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { dataFrom, dataTo } = community;
  const span =
    dataFrom === null || dataTo === null ? t('community.noData') : format.days({ from: dataFrom, to: dataTo });
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Text size="sm" fw={600} truncate>
          {community.name}
        </Text>
        <CommunityMarks community={community} />
      </Group>
      <Text size="xs" c="dimmed">
        {t('community.members', { count: community.memberCount })} · {span}
      </Text>
    </>
  );
}

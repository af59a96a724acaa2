import { Button, Group, Stack, Table } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LegalHold } from '#shared/contract/privacy-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { openHold } from './hold-form.tsx';

const LIFT = 'lift-hold';

/** What must not be deleted for now, and why. */
export function HoldsPanel({ holds }: { readonly holds: readonly LegalHold[] }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const { id: communityId } = useCommunity();
  return (
    <Panel
      title={t('holds.title')}
      subtitle={t('holds.subtitle')}
      actions={
        <RoleButton
          needs="admin"
          size="compact-sm"
          variant="subtle"
          leftSection={<IconLock size={15} stroke={1.75} aria-hidden />}
          onClick={() => openHold(communityId)}
        >
          {t('holds.set')}
        </RoleButton>
      }
    >
      {holds.length === 0 ? <p className={classes.text}>{t('holds.none')}</p> : <Holds holds={holds} />}
    </Panel>
  );
}

function Holds({ holds }: { readonly holds: readonly LegalHold[] }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={6} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {(['of', 'class', 'reason', 'since'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`holds.${column}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col" className={classes.action}>
              {t('holds.state')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holds.map((hold) => (
            <Table.Tr key={hold.id}>
              <Table.Th scope="row">{nameOf(hold, t('holds.whole'), t('holds.gone'))}</Table.Th>
              <Table.Td>{hold.class === null ? t('holds.everything') : t(`classes.${hold.class}`)}</Table.Td>
              <Table.Td>{hold.reason}</Table.Td>
              <Table.Td className={classes.nowrap}>{format.date(hold.setAt)}</Table.Td>
              <Table.Td className={classes.action}>
                {hold.liftedAt === null ? (
                  <RoleButton needs="admin" size="compact-sm" variant="default" onClick={() => openLift(hold)}>
                    {t('holds.lift')}
                  </RoleButton>
                ) : (
                  t('holds.lifted', { day: format.date(hold.liftedAt) })
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function nameOf({ memberId, anonymizedId }: LegalHold, whole: string, gone: string): string {
  return memberId === null ? whole : (anonymizedId ?? gone);
}

function openLift(hold: LegalHold): void {
  modals.open({ modalId: LIFT, title: <LiftTitle />, children: <Lift hold={hold} /> });
}

function LiftTitle(): ReactNode {
  const { t } = useTranslation('legal-retention');
  return t('lift.title');
}

function Lift({ hold }: { readonly hold: LegalHold }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const lift = useCommand('privacy.liftHold');
  return (
    <Stack gap="sm">
      <p className={classes.text}>{t('lift.effect')}</p>
      {lift.error !== null && <ErrorState problem={lift.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(LIFT)} disabled={lift.isPending}>
          {t('lift.keep')}
        </Button>
        <Button
          data-autofocus
          loading={lift.isPending}
          onClick={() => lift.mutate({ holdId: hold.id }, { onSuccess: () => modals.close(LIFT) })}
        >
          {t('lift.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionClock } from '#shared/contract/privacy-records.ts';
import { clockConflict, type Clocks } from '#shared/privacy/retention.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';

const MODAL = 'retention-clocks';

/** Opens the dialog in which the lengths of the clocks are set. */
export function openClocks(communityId: string, clocks: readonly RetentionClock[]): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <Title />,
    children: <ClocksForm communityId={communityId} clocks={clocks} />,
  });
}

function Title(): ReactNode {
  const { t } = useTranslation('legal-retention');
  return t('clocks.title');
}

interface ClocksFormProps {
  readonly communityId: string;
  readonly clocks: readonly RetentionClock[];
}

function ClocksForm({ communityId, clocks }: ClocksFormProps): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const [lengths, setLengths] = useState(
    () => Object.fromEntries(clocks.map((clock) => [clock.class, clock.length])) as Clocks,
  );
  const save = useCommand('privacy.setClocks');
  const conflict = clockConflict(lengths);
  const isInBounds = clocks.every(({ class: name, least, most }) => lengths[name] >= least && lengths[name] <= most);
  return (
    <Stack gap="sm">
      {clocks.map(({ class: name, unit, least, most, standard }) => (
        <NumberInput
          key={name}
          label={t(`classes.${name}`)}
          description={t(`bounds.${unit}`, { least, most: format.number(most), standard })}
          suffix={` ${t(`unitNames.${unit}`)}`}
          min={least}
          max={most}
          allowDecimal={false}
          value={lengths[name]}
          error={name === conflict ? t('clocks.conflict') : undefined}
          onChange={(value) => setLengths((old) => ({ ...old, [name]: Number(value) }))}
        />
      ))}
      <Notice level="info">{t('clocks.effect')}</Notice>
      {save.error !== null && <ErrorState problem={save.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={save.isPending}>
          {t('cancel')}
        </Button>
        <Button
          disabled={conflict !== null || !isInBounds}
          loading={save.isPending}
          onClick={() => save.mutate({ communityId, clocks: lengths }, { onSuccess: () => modals.close(MODAL) })}
        >
          {t('clocks.save')}
        </Button>
      </Group>
    </Stack>
  );
}

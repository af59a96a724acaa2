import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenFile } from '#shared/contract/files.ts';
import { useFormat } from '../../i18n/use-format.ts';

export interface InspectingProps {
  readonly file: ChosenFile;
  readonly onBack: () => void;
}

/** While the whole file is read; nothing is written yet. */
export function Inspecting({ file, onBack }: InspectingProps): ReactNode {
  const { t } = useTranslation('import');
  const format = useFormat();
  return (
    <Stack align="center" gap="xs" py="xl" role="status">
      <Loader size="sm" />
      <Text fw={600}>{t('inspecting.title', { file: file.name })}</Text>
      <Text size="sm" c="dimmed">
        {t('inspecting.text', { size: format.bytes(file.bytes) })}
      </Text>
      <Group mt="sm">
        <Button variant="default" size="sm" onClick={onBack}>
          {t('inspecting.back')}
        </Button>
      </Group>
    </Stack>
  );
}

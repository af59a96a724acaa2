import { Button, CopyButton, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCopy, IconDeviceFloppy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../../../bridge/queries.ts';
import { useSave } from '../../../charts/use-save.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import classes from './diagnostics.module.css';

/** Shows a support bundle word for word; only what was shown is saved. */
export function openSupportBundle(): void {
  modals.open({ modalId: 'support-bundle', size: 'xl', title: <BundleTitle />, children: <Bundle /> });
}

function BundleTitle(): ReactNode {
  const { t } = useTranslation('settings');
  return t('diagnostics.bundle.title');
}

function Bundle(): ReactNode {
  const { t } = useTranslation('settings');
  const query = useMethod('diagnostics.bundle', {});
  return (
    <Stack gap="sm">
      <p className={classes.text}>{t('diagnostics.bundle.text')}</p>
      <PageState query={query} skeleton={<SkeletonLines lines={12} />}>
        {({ text }) => <Shown text={text} />}
      </PageState>
    </Stack>
  );
}

function Shown({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('settings');
  const save = useSave();
  return (
    <>
      <pre className={classes.bundle} tabIndex={0} role="region" aria-label={t('diagnostics.bundle.title')}>
        {text}
      </pre>
      <Group justify="flex-end" gap="sm">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
              {copied ? t('diagnostics.copied') : t('diagnostics.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          leftSection={<IconDeviceFloppy size={16} aria-hidden />}
          onClick={() => void save('commonwatt-support', 'txt', () => text)}
        >
          {t('diagnostics.bundle.save')}
        </Button>
      </Group>
    </>
  );
}

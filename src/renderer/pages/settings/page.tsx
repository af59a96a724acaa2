import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { pageViews } from '#shared/desk/page-views.ts';
import { HelpButton } from '../../app/help/help-button.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
import { AboutView } from './about/about-view.tsx';
import { AppearanceView } from './appearance/appearance-view.tsx';
import { BackupsView } from './backups/backups-view.tsx';
import { DiagnosticsView } from './diagnostics/diagnostics-view.tsx';
import { SecurityView } from './security/security-view.tsx';
import { UpdatesView } from './updates/updates-view.tsx';

const views = pageViews.settings;
type View = (typeof views)[number];

const components: Readonly<Record<View, () => ReactNode>> = {
  security: SecurityView,
  backups: BackupsView,
  appearance: AppearanceView,
  updates: UpdatesView,
  diagnostics: DiagnosticsView,
  about: AboutView,
};

/** What the person at this desk decides about the console itself: its protection, its backups, its looks; and how it is. */
export default function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings');
  const { '*': rest = '' } = useParams();
  const current = views.find((one) => one === rest) ?? 'security';
  const Shown = components[current];
  return (
    <>
      <Group gap={6} mt="md" mb="sm">
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <HelpButton />
      </Group>
      <PageOfViews
        label={t('views.label')}
        views={views.map((one) => ({
          pathname: one === 'security' ? '/settings' : `/settings/${one}`,
          name: t(`views.${one}`),
          isCurrent: one === current,
        }))}
        search=""
      >
        <Shown />
      </PageOfViews>
    </>
  );
}

import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconFolderOpen, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import { useCommand, useMethod } from '../../bridge/queries.ts';
import { ClosedWindow } from '../../components/closed-window.tsx';
import { ProblemReference } from '../../components/error-state.tsx';
import { PageState } from '../../components/page-state.tsx';
import { useProblemWords } from '../../components/problem-words.ts';
import { useTitle } from '../../components/use-title.ts';
import { Choices } from './choices.tsx';
import { Kept } from './kept.tsx';
import styles from './recovery.module.css';

/** The window while the cache is in trouble: what happened, what is not lost, and the ways out. */
export function RecoveryPage({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('recovery');
  const report = useMethod('recovery.inspect', {});
  useTitle(t('title'));
  return (
    <ClosedWindow appVersion={session.appVersion}>
      <div className={styles.sheet}>
        <PageState query={report} skeleton={<Looking />}>
          {(found) => (
            <>
              <Title order={1} className={styles.title}>
                {t(`trouble.${found.trouble}.title`)}
              </Title>
              <Text>
                {found.trouble === 'unknown' ? (
                  <UnknownTrouble session={session} />
                ) : (
                  t(`trouble.${found.trouble}.text`)
                )}
              </Text>
              <Kept report={found} />
              <Choices report={found} />
            </>
          )}
        </PageState>
        <Footer session={session} />
      </div>
    </ClosedWindow>
  );
}

/** The file is whole: what the attempt to open it said is all there is to say. */
function UnknownTrouble({ session: { problem } }: { readonly session: SessionState }): ReactNode {
  const words = useProblemWords();
  const { t } = useTranslation('recovery');
  return problem === null || problem.code === 'CACHE_CORRUPT' ? t('trouble.unknown.text') : words(problem).happened;
}

function Looking(): ReactNode {
  const { t } = useTranslation('recovery');
  return (
    <div aria-busy="true">
      <Title order={1} className={styles.title}>
        {t('looking.title')}
      </Title>
      <Text c="dimmed" mb="md">
        {t('looking.text')}
      </Text>
      <Skeleton height={72} mb="sm" />
      <Skeleton height={120} />
    </div>
  );
}

function Footer({ session: { problem } }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('recovery');
  const folder = useCommand('recovery.showFolder');
  const lock = useCommand('session.lock');
  return (
    <div className={styles.footer}>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconFolderOpen size={16} stroke={1.75} aria-hidden />}
          onClick={() => folder.mutate({})}
        >
          {t('showFolder')}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLock size={16} stroke={1.75} aria-hidden />}
          onClick={() => lock.mutate({})}
        >
          {t('lock')}
        </Button>
      </Group>
      {folder.isError && (
        <Text size="sm" c="var(--cw-failure-text)" role="alert">
          {t('noFolder')}
        </Text>
      )}
      {problem !== null && <ProblemReference problem={problem} />}
    </div>
  );
}

import { Group, Loader, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconCloudOff, IconFileImport, IconFlask, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../bridge/queries.ts';
import { Mark } from '../../components/mark.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import styles from './unlock.module.css';

/** The three ways to begin. */
export function Begin({ onImport }: { readonly onImport: () => void }): ReactNode {
  const { t } = useTranslation('unlock');
  const demo = useCommand('session.openDemo');
  const isOpening = demo.isPending || demo.isSuccess;
  return (
    <div className={styles.sheet}>
      <Title order={1} className={styles.title}>
        {t('begin.title')}
      </Title>
      <Text c="dimmed" mb="lg">
        {t('begin.text')}
      </Text>
      {demo.isError ? (
        <ErrorState problem={demo.error.problem} onRetry={() => demo.mutate({})} />
      ) : (
        <>
          <Choice
            icon={IconFlask}
            title={t('begin.demo.title')}
            text={isOpening ? t('begin.demo.opening') : t('begin.demo.text')}
            isBusy={isOpening}
            onChoose={() => demo.mutate({})}
          />
          <Choice
            icon={IconFileImport}
            title={t('begin.import.title')}
            text={t('begin.import.text')}
            disabled={isOpening}
            onChoose={onImport}
          />
          <Choice
            icon={IconCloudOff}
            title={t('begin.hub.title')}
            text={t('begin.hub.text')}
            badge={t('begin.hub.later')}
            disabled
          />
        </>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text: string;
  readonly badge?: string;
  readonly disabled?: boolean;
  readonly isBusy?: boolean;
  readonly onChoose?: () => void;
}

function Choice({
  icon: ChoiceIcon,
  title,
  text,
  badge,
  disabled = false,
  isBusy = false,
  onChoose,
}: ChoiceProps): ReactNode {
  return (
    <UnstyledButton
      className={clsx(styles.choice, disabled && styles.unavailable)}
      onClick={onChoose}
      disabled={disabled || isBusy}
    >
      <span className={styles.choiceIcon}>
        <ChoiceIcon size={22} stroke={1.6} aria-hidden />
      </span>
      <span className={styles.choiceText}>
        <Group gap="xs">
          <Text fw={600} span>
            {title}
          </Text>
          {badge !== undefined && <Mark>{badge}</Mark>}
        </Group>
        <Text size="sm" c="dimmed" span>
          {text}
        </Text>
      </span>
      {isBusy ? <Loader size={18} /> : !disabled && <IconChevronRight size={18} stroke={1.75} aria-hidden />}
    </UnstyledButton>
  );
}

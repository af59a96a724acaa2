import { Loader, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconFileImport, IconFlask, IconPlugConnected, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wish } from '../../app/wish.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import styles from './unlock.module.css';

/** The three ways to begin; two of them keep data, which are protected first. */
export function Begin({ onWish }: { readonly onWish: (wish: Wish) => void }): ReactNode {
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
            onChoose={() => onWish('import')}
          />
          <Choice
            icon={IconPlugConnected}
            title={t('begin.hub.title')}
            text={t('begin.hub.text')}
            disabled={isOpening}
            onChoose={() => onWish('connect')}
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
  readonly disabled?: boolean;
  readonly isBusy?: boolean;
  readonly onChoose: () => void;
}

function Choice({ icon: ChoiceIcon, title, text, disabled = false, isBusy = false, onChoose }: ChoiceProps): ReactNode {
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
        <Text fw={600} span>
          {title}
        </Text>
        <Text size="sm" c="dimmed" span>
          {text}
        </Text>
      </span>
      {isBusy ? <Loader size={18} /> : !disabled && <IconChevronRight size={18} stroke={1.75} aria-hidden />}
    </UnstyledButton>
  );
}

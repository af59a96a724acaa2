import { Button, CopyButton, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconRefresh } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#shared/contract/errors.ts';
import { situationOf } from '#shared/contract/situations.ts';
import { useFormat } from '../i18n/use-format.ts';
import { ExamineCache } from './examine-cache.tsx';
import { useProblemWords } from './problem-words.ts';
import styles from './states.module.css';

export interface ErrorStateProps {
  readonly problem: Problem;
  readonly onRetry?: () => void;
}

/** What happened, what was not lost and what to do, in the person's language, with the reference that stands in the log. */
export function ErrorState({ problem, onRetry }: ErrorStateProps): ReactNode {
  const { t } = useTranslation('errors');
  const { happened, kept, remedy } = useProblemWords()(problem);
  return (
    <Stack className={styles.state} align="center" justify="center" gap={6} role="alert">
      <div className={clsx(styles.icon, styles.alarm)}>
        <IconAlertTriangle size={22} stroke={1.75} aria-hidden />
      </div>
      <Text fw={600} ta="center">
        {happened}
      </Text>
      <Text size="sm" c="dimmed" ta="center" maw={460}>
        {kept} {remedy}
      </Text>
      <ProblemFacts problem={problem} />
      {onRetry !== undefined && (
        <Button variant="default" size="sm" mt={4} leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
      {problem.code === 'CACHE_CORRUPT' && situationOf(problem) === null && <ExamineCache />}
      <ProblemReference problem={problem} />
    </Stack>
  );
}

/** Facts that the page itself makes use of; as bare numbers they would tell a person nothing. */
const forThePage: ReadonlySet<string> = new Set(['retryAfterMs', 'situation', 'signIn']);

/**
 * The facts of a problem that say where it is: file, row and field. Of what does not fit there is a sentence for each of a hundred rules,
 * which only the engine has.
 */
export function ProblemFacts({ problem }: { readonly problem: Problem }): ReactNode {
  const { t } = useTranslation('errors');
  const reason = problem.code === 'INPUT_INVALID' ? problem.message : '';
  const facts = Object.entries(problem.details ?? {}).filter(
    ([name, value]) => value !== null && typeof value !== 'boolean' && !forThePage.has(name),
  );
  if (facts.length === 0 && reason === '') return null;
  return (
    <dl className={styles.facts} data-selectable>
      {reason !== '' && <Fact name={t('inDetail')} value={reason} />}
      {facts.map(([name, value]) => (
        <Fact key={name} name={t(`details.${name}`, { defaultValue: name })} value={String(value)} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** The reference under which the log has the rest; a click copies it. */
export function ProblemReference({ problem }: { readonly problem: Problem }): ReactNode {
  const { t } = useTranslation('errors');
  if (problem.correlationId === '') return <span className={styles.reference}>{problem.code}</span>;
  const reference = `${problem.code} ${problem.correlationId}`;
  return (
    <CopyButton value={reference}>
      {({ copied, copy }) => (
        <UnstyledButton className={styles.reference} onClick={copy} aria-label={t('copyReference', { reference })}>
          <Group gap={6} wrap="nowrap">
            {copied ? t('copied') : t('reference', { reference })}
            <IconCopy size={14} aria-hidden />
          </Group>
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

export interface StaleNoteProps extends ErrorStateProps {
  /** When the shown answer was given, epoch milliseconds. */
  readonly since: number;
}

/** One line above content that could not be renewed. */
export function StaleNote({ problem, since, onRetry }: StaleNoteProps): ReactNode {
  const { t } = useTranslation('errors');
  const words = useProblemWords();
  const format = useFormat();
  return (
    <div className={styles.stale} role="status">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>
        {t('stale', { time: format.time(since) })} {words(problem).happened}
      </span>
      {onRetry !== undefined && (
        <Button variant="subtle" size="compact-xs" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

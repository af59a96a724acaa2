import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import type { Problem } from '#shared/contract/errors.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import styles from '../offer-wizard/offers.module.css';
import { useDecisionWords } from './use-decision-words.ts';

const MODAL = 'outbox-decision';

/** Opens a question about one decision of the outbox; the answer may take the row away that the focus would go back to. */
export function openQuestion(title: ReactNode, question: ReactNode): void {
  modals.open({
    modalId: MODAL,
    title,
    children: question,
    onExitTransitionEnd: () => {
      if (document.activeElement === document.body) focusOutbox();
    },
  });
}

/** Where the focus goes when the row that had it, or would have it again, is gone. */
export function focusOutbox(): void {
  document.querySelector<HTMLElement>('[data-outbox]')?.focus({ preventScroll: true });
}

export function closeQuestion(): void {
  modals.close(MODAL);
}

export interface DecisionQuestionProps {
  readonly item: OutboxItem;
  /** What the answer "yes" does, in whole sentences. */
  readonly effect: string;
  readonly keep: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly isPending: boolean;
  /** Why it did not work. */
  readonly problem: Problem | null;
}

/** The decision in words, what would be done to it, and both answers. */
export function DecisionQuestion(props: DecisionQuestionProps): ReactNode {
  const { item, effect, keep, confirm, onConfirm, isPending, problem } = props;
  const { statement } = useDecisionWords();
  return (
    <Stack gap="md">
      <p className={styles.statement}>{statement(item)}.</p>
      <Notice level="info">{effect}</Notice>
      {problem !== null && <ErrorState problem={problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={closeQuestion} data-autofocus>
          {keep}
        </Button>
        <Button onClick={onConfirm} loading={isPending}>
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}

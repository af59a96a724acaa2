import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { REVEAL_MS, REVEAL_REASON } from '#shared/contract/identity.ts';
import { useNow } from '../app/now.ts';
import { RoleButton } from '../app/role-button.tsx';
import { useCommand } from '../bridge/queries.ts';
import { isWritten, WordsField } from '../pages/settlements/decide/reason-field.tsx';
import { ErrorState } from './error-state.tsx';
import { Notice } from './notice.tsx';
import classes from './reveal-identity.module.css';

const MODAL = 'reveal-identity';
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

type Revealed = Output<'identity.reveal'>;

export interface RevealIdentityProps {
  readonly memberId: string;
  readonly pseudonym: string;
}

/**
 * Reveals who is behind a pseudonym: asks for a reason, says that it is recorded, and shows the user id until the time is over. It is kept
 * in this component alone, so that it goes with the page, with the sheet and with a lock.
 */
export function RevealIdentity(props: RevealIdentityProps): ReactNode {
  // Of another member nothing is shown that was revealed of this one.
  return <OfMember key={props.memberId} {...props} />;
}

function OfMember(props: RevealIdentityProps): ReactNode {
  const { t } = useTranslation('identity');
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  if (revealed !== null) return <Shown {...props} revealed={revealed} onHide={() => setRevealed(null)} />;
  return (
    <RoleButton
      needs="admin"
      size="compact-sm"
      variant="default"
      leftSection={<IconEye size={15} stroke={1.75} aria-hidden />}
      onClick={() => openRevealing(props, setRevealed)}
    >
      {t('reveal')}
    </RoleButton>
  );
}

interface ShownProps extends RevealIdentityProps {
  readonly revealed: Revealed;
  readonly onHide: () => void;
}

function Shown({ pseudonym, revealed: { userId, until }, onHide }: ShownProps): ReactNode {
  const { t } = useTranslation('identity');
  const left = until - useNow(SECOND_MS);
  // More than there ever was: the clock was set back.
  if (left <= 0 || left > REVEAL_MS) return <Expired onAgain={onHide} />;
  return (
    <div className={classes.shown} role="group" aria-label={t('shownOf', { pseudonym })}>
      <div className={classes.who}>
        <span>
          <span className={classes.label}>{t('userId')}</span> <code data-selectable>{userId}</code>
        </span>
        <span className={classes.label}>{t('hiddenIn', { time: countdown(left) })}</span>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconEyeOff size={15} stroke={1.75} aria-hidden />}
        onClick={onHide}
      >
        {t('hide')}
      </Button>
    </div>
  );
}

function Expired({ onAgain }: { readonly onAgain: () => void }): ReactNode {
  const { t } = useTranslation('identity');
  return (
    <div className={classes.shown} role="status">
      <span className={classes.label}>{t('expired', { minutes: REVEAL_MS / MINUTE_MS })}</span>
      <Button size="compact-sm" variant="subtle" onClick={onAgain}>
        {t('close')}
      </Button>
    </div>
  );
}

/** E.g. "14:09". */
function countdown(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function openRevealing(props: RevealIdentityProps, onRevealed: (revealed: Revealed) => void): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <RevealTitle pseudonym={props.pseudonym} />,
    children: (
      <Reveal
        {...props}
        onRevealed={(revealed) => {
          modals.close(MODAL);
          onRevealed(revealed);
        }}
      />
    ),
  });
}

function RevealTitle({ pseudonym }: { readonly pseudonym: string }): ReactNode {
  const { t } = useTranslation('identity');
  return t('title', { pseudonym });
}

interface RevealProps extends RevealIdentityProps {
  readonly onRevealed: (revealed: Revealed) => void;
}

function Reveal({ memberId, pseudonym, onRevealed }: RevealProps): ReactNode {
  const { t } = useTranslation('identity');
  const [reason, setReason] = useState('');
  const reveal = useCommand('identity.reveal');
  return (
    <Stack gap="sm">
      <p className={classes.statement}>{t('effect', { pseudonym, minutes: REVEAL_MS / MINUTE_MS })}</p>
      <Notice level="attention">{t('recorded')}</Notice>
      <WordsField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        least={REVEAL_REASON.min}
        most={REVEAL_REASON.max}
        autoFocus
      />
      {reveal.error !== null && <ErrorState problem={reveal.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={reveal.isPending}>
          {t('cancel')}
        </Button>
        <Button
          onClick={() => reveal.mutate({ memberId, reason: reason.trim() }, { onSuccess: onRevealed })}
          disabled={!isWritten(reason, REVEAL_REASON.min)}
          loading={reveal.isPending}
        >
          {t('confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

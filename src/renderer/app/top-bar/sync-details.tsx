import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Problem } from '#shared/contract/errors.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { ProblemFacts, ProblemReference } from '../../components/error-state.tsx';
import { useProblemWords } from '../../components/problem-words.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { openFetchAnew } from '../../pages/connection/open-fetch-anew.tsx';
import { openSignIn } from '../../pages/connection/open-sign-in.tsx';
import { OUTBOX_WANTED } from '../../pages/marketplace/outbox/use-outbox-wanted.ts';
import { useNow } from '../now.ts';
import { usePeriod } from '../period.tsx';
import { RoleButton } from '../role-button.tsx';
import { type Shrinking, shrinkingOf, shrinkingValues } from '../shrinking.ts';
import { momentWords, type SyncWords } from '../sync-words.ts';
import { useFetchNow } from '../use-fetch-now.ts';
import styles from './sync-status.module.css';

export interface SyncDetailsProps {
  readonly status: SyncStatus;
  readonly communityId: string | null;
  readonly words: SyncWords;
  readonly onClose: () => void;
}

/** Who is signed in where, how complete each community is, what fails and why, and what can be done about it. */
export function SyncDetails({ status, communityId, words, onClose }: SyncDetailsProps): ReactNode {
  const { t } = useTranslation('sync');
  return (
    <Stack gap="sm">
      <Text fw={600} tabIndex={-1} data-autofocus className={styles.title}>
        {words.text}
      </Text>
      {status.problem !== null && <Trouble problem={status.problem} />}
      {status.liveProblem !== null && <Trouble problem={status.liveProblem} />}
      <Facts status={status} />
      <ul className={styles.communities} aria-label={t('details.communities')}>
        {status.communities.map((community) => (
          <CommunityPart key={community.communityId} community={community} onClose={onClose} />
        ))}
      </ul>
      <OutboxPart outbox={status.outbox} title={words.text} />
      <Actions status={status} canSeeOutbox={communityId !== null} onClose={onClose} />
    </Stack>
  );
}

/** What is wrong, what to do and the reference under which the log has the rest. */
function Trouble({ problem }: { readonly problem: Problem }): ReactNode {
  const words = useProblemWords();
  return (
    <div className={styles.problem}>
      <p>{words(problem).whole}</p>
      <ProblemFacts problem={problem} />
      <ProblemReference problem={problem} />
    </div>
  );
}

function Facts({ status: { connection, live, retryAt, state } }: Pick<SyncDetailsProps, 'status'>): ReactNode {
  const { t } = useTranslation(['sync', 'shell']);
  const format = useFormat();
  const now = useNow(15_000);
  if (connection === null) return null;
  const { address, name, email, role } = connection;
  const facts = [
    { label: t('details.hub'), value: address },
    { label: t('details.person'), value: `${name} (${t(`shell:role.names.${role}`)}), ${email}` },
    { label: t('details.live'), value: t(`live.${state === 'waiting' ? 'none' : live}`) },
    ...(retryAt === null ? [] : [{ label: t('details.retryAt'), value: momentWords(format, retryAt, now) }]),
  ];
  return (
    <dl className={styles.facts} data-selectable>
      {facts.map(({ label, value }) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CommunityPartProps {
  readonly community: SyncStatus['communities'][number];
  readonly onClose: () => void;
}

function CommunityPart({ community, onClose }: CommunityPartProps): ReactNode {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const now = useNow(15_000);
  const { name, completeAt, progress, problem, rawFrom } = community;
  const shrinking = shrinkingOf(problem);
  return (
    <li>
      <Text size="xs" fw={600}>
        {name}
      </Text>
      <Text size="xs" c="dimmed" className="tabular">
        {completeAt === null
          ? t('details.neverComplete')
          : t('details.completeAt', { time: momentWords(format, completeAt, now) })}
        {rawFrom !== null && ` ${t('details.rawFrom', { date: format.date(rawFrom) })}`}
        {progress !== null &&
          ` ${t('details.progress', { count: progress.total, done: format.number(progress.done), total: format.number(progress.total) })}`}
      </Text>
      {shrinking !== null && <Shrunken community={community} shrinking={shrinking} onClose={onClose} />}
      {problem !== null && shrinking === null && <Trouble problem={problem} />}
    </li>
  );
}

/** A much smaller copy that was held back, and the way to take it all the same: the notice over the page may have been put away. */
function Shrunken({
  community: { communityId, name },
  shrinking,
  onClose,
}: CommunityPartProps & { readonly shrinking: Shrinking }): ReactNode {
  const { t } = useTranslation('sync');
  const format = useFormat();
  function replace(): void {
    onClose();
    openFetchAnew({ communityId, name, shrinking });
  }
  return (
    <div className={styles.problem}>
      <p>{t('details.shrunken', { ...shrinkingValues(format, shrinking) })}</p>
      <RoleButton needs="admin" size="compact-xs" variant="default" onClick={replace}>
        {t('banners.replace')}
      </RoleButton>
    </div>
  );
}

interface OutboxPartProps extends Pick<SyncStatus, 'outbox'> {
  /** What stands above already. */
  readonly title: string;
}

function OutboxPart({ outbox: { waiting, needsPerson, failing }, title }: OutboxPartProps): ReactNode {
  const { t } = useTranslation('sync');
  const words = useProblemWords();
  if (waiting + needsPerson === 0) return null;
  const counts = [
    ...(waiting > 0 ? [t('waiting', { count: waiting })] : []),
    ...(needsPerson > 0 ? [t('needsPerson', { count: needsPerson })] : []),
  ].join(' · ');
  if (counts === title && failing === null) return null;
  return (
    <Stack gap={4}>
      {counts !== title && <Text size="xs">{counts}</Text>}
      {failing !== null && (
        <div className={styles.problem}>
          <p>
            {t(failing.attempts > 0 ? 'failing.attempts' : 'failing.refused', {
              count: failing.attempts,
              member: failing.anonymizedId ?? t('failing.heldBack'),
            })}{' '}
            {words(failing.problem).whole}
          </p>
          <ProblemReference problem={failing.problem} />
        </div>
      )}
    </Stack>
  );
}

function Actions({
  status: { state, outbox },
  canSeeOutbox,
  onClose,
}: Pick<SyncDetailsProps, 'status' | 'onClose'> & { readonly canSeeOutbox: boolean }): ReactNode {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const { search } = usePeriod();
  const { fetchNow, isAsking } = useFetchNow();
  function seeOutbox(): void {
    onClose();
    void navigate({ pathname: '/marketplace', search }, { state: OUTBOX_WANTED });
  }
  function signIn(): void {
    onClose();
    openSignIn();
  }
  return (
    <Group gap="xs">
      {state === 'sign-in-needed' && (
        <Button size="compact-sm" onClick={signIn}>
          {t('actions.signIn')}
        </Button>
      )}
      {state !== 'sign-in-needed' && state !== 'too-old' && (
        <Button size="compact-sm" variant="default" onClick={fetchNow} loading={isAsking || state === 'syncing'}>
          {t('actions.fetchNow')}
        </Button>
      )}
      {canSeeOutbox && outbox.waiting + outbox.needsPerson > 0 && (
        <Button size="compact-sm" variant="default" onClick={seeOutbox}>
          {t('actions.seeOutbox')}
        </Button>
      )}
    </Group>
  );
}

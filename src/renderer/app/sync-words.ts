import type { TFunction } from 'i18next';
import type { ErrorCode } from '#shared/contract/errors.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { localDay } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';

/** What the status says, apart from its numbers. */
export type SyncKind =
  | 'upToDate'
  | 'asking'
  | 'fetching'
  | 'offline'
  | 'interrupted'
  | 'needsPerson'
  | 'waiting'
  | 'signIn'
  | 'tooOld'
  | 'blocked'
  | 'paused';

export interface SyncWords {
  readonly kind: SyncKind;
  readonly text: string;
}

type Community = SyncStatus['communities'][number];

/** Problems of the way to the hub, which end by themselves: nothing to worry about. */
const networkCodes: readonly ErrorCode[] = ['HUB_UNREACHABLE', 'NETWORK_FAILURE', 'API_TIMEOUT', 'REALTIME_LOST'];

/** The open community's part of the status; of all of them the one that is furthest behind when none of them is open. */
function partOf({ communities }: SyncStatus, communityId: string | null): Community | null {
  const open = communities.find((one) => one.communityId === communityId);
  return open ?? communities.toSorted((one, other) => (one.completeAt ?? 0) - (other.completeAt ?? 0))[0] ?? null;
}

function kindOf(status: SyncStatus, part: Community | null): SyncKind {
  switch (status.state) {
    case 'up-to-date':
      return part?.completeAt == null ? 'asking' : 'upToDate';
    case 'outbox':
      return status.outbox.needsPerson > 0 ? 'needsPerson' : 'waiting';
    case 'waiting':
      return status.problem === null || networkCodes.includes(status.problem.code) ? 'offline' : 'interrupted';
    case 'sign-in-needed':
      return 'signIn';
    case 'too-old':
      return 'tooOld';
    case 'blocked':
      return 'blocked';
    case 'paused':
      return 'paused';
    case 'syncing':
      return fetchingShare(status, part) === null ? 'asking' : 'fetching';
    case 'off':
      return 'asking';
  }
}

/** How far the fetch of the open community has come, 0 to 1, or else that of another; null when none takes longer. */
function fetchingShare({ communities }: SyncStatus, part: Community | null): number | null {
  const progress = part?.progress ?? communities.find((one) => one.progress !== null)?.progress ?? null;
  if (progress === null) return null;
  return progress.total === 0 ? 0 : Math.min(progress.done / progress.total, 1);
}

/** E.g. "14:05", with its date when that was on another day. */
export function momentWords(format: Format, at: number, now: number): string {
  const isToday = localDay(at, format.timeZone) === localDay(now, format.timeZone);
  return isToday ? format.time(at) : format.dateTime(at);
}

/**
 * The status in a few words, as the open community's reader needs them. They say "up to date" in the state of that name alone.
 * @param t of the namespace `sync`
 * @param now epoch milliseconds
 */
export function syncWords(
  t: TFunction,
  format: Format,
  {
    status,
    communityId,
    now,
  }: { readonly status: SyncStatus; readonly communityId: string | null; readonly now: number },
): SyncWords {
  const part = partOf(status, communityId);
  const kind = kindOf(status, part);
  const completeAt = part?.completeAt ?? null;
  const { waiting, needsPerson } = status.outbox;
  switch (kind) {
    case 'upToDate':
      return { kind, text: t('words.upToDate', { ago: format.relative(Math.min(completeAt ?? now, now), now) }) };
    case 'fetching':
      return { kind, text: t('words.fetching', { share: format.percent(fetchingShare(status, part), 0) }) };
    case 'asking':
    case 'offline':
    case 'interrupted':
      return {
        kind,
        text:
          completeAt === null
            ? t(`words.${kind}.never`)
            : t(`words.${kind}.since`, { time: momentWords(format, completeAt, now) }),
      };
    case 'needsPerson':
      return { kind, text: t('needsPerson', { count: needsPerson }) };
    case 'waiting':
      return { kind, text: t('waiting', { count: waiting }) };
    case 'signIn':
    case 'tooOld':
    case 'blocked':
    case 'paused':
      return { kind, text: t(`words.${kind}`) };
  }
}

import type { NotificationKind } from '#shared/contract/preferences.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { pageLink, type DeepLink } from '#shared/desk/deep-link.ts';
import type { Language } from '#shared/languages/languages.ts';
import type { MainTexts } from './texts.ts';

/** Of one kind not more than one comes in this time: what follows is seen when the person looks. */
const PAUSE_MS = 10 * 60_000;
/** Shorter work is waited for. */
const LONG_WORK_MS = 10_000;

export interface Notice {
  readonly title: string;
  readonly body: string;
}

export interface NotificationsParts {
  /** Shows it on the system's desktop. @param onClick the person clicked it */
  readonly show: (notice: Notice, onClick: () => void) => void;
  /** Whether the person is looking at the console's window. */
  readonly isFocused: () => boolean;
  /** Whether the community's data may be shown. */
  readonly isOpen: () => boolean;
  /** The kinds that the person switched off. */
  readonly muted: () => readonly NotificationKind[];
  readonly texts: () => MainTexts;
  readonly language: () => Language;
  /** Brings the window to the front, and to this page where there is one to see. */
  readonly open: (link: DeepLink | null) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What is told on the system's desktop while nobody looks at the window. It names no member, no community, no file and no amount. */
export class Notifications {
  readonly #parts: NotificationsParts;
  readonly #last = new Map<NotificationKind, number>();

  constructor(parts: NotificationsParts) {
    this.#parts = parts;
  }

  /** Trades whose settlement failed arrived from the hub. */
  failedSettlements(count: number): void {
    const { settlements } = this.#parts.texts().notifications;
    const form = new Intl.PluralRules(this.#parts.language()).select(count) === 'one' ? 'text_one' : 'text_other';
    const body = settlements[form].replace('{{count}}', new Intl.NumberFormat(this.#parts.language()).format(count));
    this.#tell('settlements', { title: settlements.title, body }, pageLink('settlements'));
  }

  /** A task changed: long ones are told when they end, but for what goes on all the time and what was stopped by hand. */
  taskChanged({ kind, state, startedAt, outcome }: Task): void {
    const isRoutine = kind === 'sync' || outcome['scheduled'] === 1;
    if (isRoutine || (state !== 'done' && state !== 'failed')) return;
    if (this.#parts.now() - startedAt < LONG_WORK_MS) return;
    const { workDone, workFailed } = this.#parts.texts().notifications;
    const { title, text } = state === 'done' ? workDone : workFailed;
    this.#tell('work', { title, body: text }, null);
  }

  /** A backup that was due was not made. */
  backupFailed(): void {
    const { title, text } = this.#parts.texts().notifications.backups;
    this.#tell('backups', { title, body: text }, pageLink('settings', 'backups'));
  }

  /** An update is downloaded and waits to be put in place. */
  updateReady(): void {
    const { title, text } = this.#parts.texts().notifications.updates;
    this.#tell('updates', { title, body: text }, pageLink('settings', 'updates'));
  }

  #tell(kind: NotificationKind, notice: Notice, link: DeepLink | null): void {
    const { isFocused, isOpen, muted, now, show, open } = this.#parts;
    if (isFocused() || muted().includes(kind)) return;
    // While locked, nothing is told but that work is over.
    if (kind !== 'work' && !isOpen()) return;
    const at = now();
    if (at - (this.#last.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return;
    this.#last.set(kind, at);
    show(notice, () => open(link));
  }
}

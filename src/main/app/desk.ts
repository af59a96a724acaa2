import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { Output } from '#shared/contract/contract.ts';
import type { SessionState } from '#shared/contract/session.ts';
import type { DeepLink } from '#shared/desk/deep-link.ts';
import type { Language } from '#shared/languages/languages.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import type { Arrival } from './arrivals.ts';
import type { DialogParts } from './dialogs.ts';
import { Errands } from './errands.ts';
import { FailedSettlements } from './failed-settlements.ts';
import type { MenuParts } from './menu-template.ts';
import { Notifications, type NotificationsParts } from './notifications.ts';

export interface DeskParts {
  readonly session: () => SessionState;
  /** Opens the window or brings it to the front. */
  readonly showWindow: () => void;
  readonly isFocused: () => boolean;
  readonly send: <E extends EventName>(event: E, payload: EventPayload<E>) => void;
  readonly registerFile: DialogParts['registerFile'];
  readonly askEngine: AskEngine;
  readonly showNotice: NotificationsParts['show'];
  readonly muted: NotificationsParts['muted'];
  readonly texts: NotificationsParts['texts'];
  readonly language: () => Language;
  readonly setMenu: (parts: MenuParts) => void;
  readonly menu: Pick<MenuParts, 'platform' | 'isRelease' | 'lock' | 'checkUpdates'>;
  readonly log: (line: string) => void;
}

/** What is around the window: its menu, links and files that come from the system, and the system's notifications. */
export class Desk {
  readonly notifications: Notifications;
  readonly #parts: DeskParts;
  readonly #errands: Errands;
  readonly #failed: FailedSettlements;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const isOpen = (): boolean => isDataOpen(parts.session());
    const now = (): number => Date.now();
    this.#errands = new Errands({
      isOpen,
      present: parts.showWindow,
      tellPage: () => parts.send('errands.waiting', {}),
      registerFile: parts.registerFile,
      now,
    });
    this.notifications = new Notifications({
      show: parts.showNotice,
      isFocused: parts.isFocused,
      isOpen,
      muted: parts.muted,
      texts: parts.texts,
      language: parts.language,
      open: (link) => (link === null ? parts.showWindow() : this.#errands.goTo(link)),
      now,
    });
    this.#failed = new FailedSettlements({
      askEngine: parts.askEngine,
      onNew: (count) => this.notifications.failedSettlements(count),
      log: parts.log,
    });
  }

  /** See `Errands.arrive`. */
  arrive(arrival: Arrival): void {
    this.#errands.arrive(arrival);
  }

  /** Shows a page. */
  goTo(link: DeepLink): void {
    this.#errands.goTo(link);
  }

  /** See the contract's `errands.take`. */
  async takeErrands(): Promise<Output<'errands.take'>> {
    return await this.#errands.take();
  }

  /** The session changed: other items of the menu can be chosen, and what waited may be carried out. */
  followSession(): void {
    this.refreshMenu();
    this.#errands.followSession();
    if (isDataOpen(this.#parts.session())) this.#failed.changed();
  }

  /** The console is being locked. */
  forget(): void {
    this.#errands.forget();
    this.#failed.forget();
  }

  /** Hears what the engine tells the page. */
  hear(event: EventName, payload: unknown): void {
    if (event === 'task.changed') this.notifications.taskChanged(payload as EventPayload<'task.changed'>);
    if (event !== 'cache.changed') return;
    const { areas } = payload as EventPayload<'cache.changed'>;
    if (areas.includes('settlement')) this.#failed.changed();
  }

  /** Makes the menu anew: in the language, and for the session, of now. */
  refreshMenu(): void {
    const { texts, menu, setMenu, session } = this.#parts;
    const { state } = session();
    setMenu({
      ...menu,
      texts: texts(),
      isOpen: isDataOpen(session()),
      canLock: state === 'unlocked' || state === 'demo' || state === 'trouble',
      goTo: (link: DeepLink) => this.#errands.goTo(link),
      command: (command) => this.#errands.command(command),
    });
  }
}

function isDataOpen({ state, upkeep }: SessionState): boolean {
  return (state === 'unlocked' || state === 'demo') && upkeep === null;
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ulid } from 'ulid';
import type { Errand } from '#shared/contract/errands.ts';
import { readLink, type DeepLink } from '#shared/desk/deep-link.ts';
import type { PageCommand } from '#shared/desk/page-commands.ts';
import type { Arrival } from './arrivals.ts';
import type { DialogParts } from './dialogs.ts';

/** Somebody who followed a link and then left the console locked does not expect it any more. */
const LONGEST_WAIT_MS = 10 * 60_000;

export interface ErrandsParts {
  /** Whether the community's data may be shown: the session is open, and nothing is done to the closed cache. */
  readonly isOpen: () => boolean;
  /** Opens the window or brings it to the front. */
  readonly present: () => void;
  /** Tells the page that there is something to take. */
  readonly tellPage: () => void;
  readonly registerFile: DialogParts['registerFile'];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Waiting =
  | Extract<Errand, { kind: 'link' | 'bad-link' | 'command' }>
  | { readonly kind: 'file'; readonly path: string };

/**
 * What was asked of the page from outside and waits for it: while it loads, and while the console is locked. Of links and of files only the
 * newest waits. It is in memory only; paths stay here.
 */
export class Errands {
  readonly #parts: ErrandsParts;
  readonly #waiting = new Map<'link' | 'file' | 'command', { readonly errand: Waiting; readonly at: number }>();

  constructor(parts: ErrandsParts) {
    this.#parts = parts;
  }

  /** A link was followed or a file opened, outside of the console. */
  arrive(arrival: Arrival): void {
    if (arrival.kind === 'file') this.#add('file', arrival);
    else {
      const link = readLink(arrival.text);
      this.#add('link', link === null ? { kind: 'bad-link' } : { kind: 'link', link });
    }
  }

  /** The console itself sends the page somewhere: the menu, a notification. */
  goTo(link: DeepLink): void {
    this.#add('link', { kind: 'link', link });
  }

  /** An item of the menu. Does nothing while the console is locked. */
  command(command: PageCommand): void {
    if (this.#parts.isOpen()) this.#add('command', { kind: 'command', command });
  }

  /** See the contract. */
  async take(): Promise<Errand[]> {
    const { isOpen, now } = this.#parts;
    if (!isOpen()) return [];
    const waiting = [...this.#waiting.values()].toSorted((a, b) => a.at - b.at);
    this.#waiting.clear();
    return await Promise.all(
      waiting
        .filter(({ at }) => now() - at <= LONGEST_WAIT_MS)
        .map(async ({ errand }) => (errand.kind === 'file' ? await this.#lookAt(errand.path) : errand)),
    );
  }

  /** The console may be open now: the page is told of what waits. */
  followSession(): void {
    if (this.#waiting.size > 0 && this.#parts.isOpen()) this.#parts.tellPage();
  }

  /** The console is locked: nothing of before is done when it is opened again. */
  forget(): void {
    this.#waiting.clear();
  }

  #add(kind: 'link' | 'file' | 'command', errand: Waiting): void {
    this.#waiting.set(kind, { errand, at: this.#parts.now() });
    this.#parts.present();
    this.#parts.tellPage();
  }

  /** As a file that was chosen in the dialog. */
  async #lookAt(file: string): Promise<Errand> {
    const name = path.basename(file);
    const about = await stat(file).catch(() => null);
    if (!about?.isFile()) return { kind: 'bad-file', name };
    const fileId = ulid();
    this.#parts.registerFile(fileId, file, name, 'read');
    return { kind: 'file', file: { fileId, name, bytes: about.size } };
  }
}

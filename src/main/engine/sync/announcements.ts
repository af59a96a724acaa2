import type { ChangedArea } from '#shared/contract/events.ts';

/** Tells the page which areas changed, not more often than it can show: the first at once, those that follow together. */
export class Announcements {
  readonly #changed: (...areas: ChangedArea[]) => void;
  readonly #everyMs: number;
  readonly #areas = new Set<ChangedArea>();
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: (...areas: ChangedArea[]) => void, everyMs: number) {
    this.#changed = changed;
    this.#everyMs = everyMs;
  }

  tell(...areas: readonly ChangedArea[]): void {
    for (const area of areas) this.#areas.add(area);
    if (this.#timer !== undefined) return;
    this.#send();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#areas.size > 0) this.tell();
    }, this.#everyMs);
  }

  /** Tells what is left at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
  }

  #send(): void {
    if (this.#areas.size > 0) this.#changed(...this.#areas);
    this.#areas.clear();
  }
}

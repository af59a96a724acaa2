import { caseStates } from '#shared/settlement/case.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';

/** A fetch brings its pages one after the other. */
const QUIET_MS = 3000;

export interface FailedSettlementsParts {
  readonly askEngine: AskEngine;
  /** Hears how many cases are new since the last look. */
  readonly onNew: (count: number) => void;
  readonly log: (line: string) => void;
}

/** Counts the cases of the communities that come from a hub, and says when there are more than before. */
export class FailedSettlements {
  readonly #parts: FailedSettlementsParts;
  readonly #known = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: FailedSettlementsParts) {
    this.#parts = parts;
  }

  /** Cases may have come or changed: looks once it is quiet. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), QUIET_MS).unref();
  }

  /** The console is locked: what is there at the next unlock is not new. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#known.clear();
  }

  /** Never rejects. The first look at a community, and one while its first fetch goes on, only counts. */
  async look(): Promise<void> {
    const { askEngine, onNew, log } = this.#parts;
    try {
      const { communities } = await askEngine('sync.status', {});
      let count = 0;
      for (const { communityId, completeAt } of communities) {
        if (completeAt === null) continue;
        const filter = { range: null, cause: null, states: [...caseStates], memberId: null, text: '' };
        const { total } = await askEngine('settlement.cases', { communityId, filter, from: 0, limit: 1 });
        count += Math.max(0, total - (this.#known.get(communityId) ?? total));
        this.#known.set(communityId, total);
      }
      if (count > 0) onNew(count);
    } catch (error) {
      log(`failed settlements could not be counted: ${String(error)}`);
    }
  }
}

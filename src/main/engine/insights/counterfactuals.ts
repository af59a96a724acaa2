import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import { wholeDays } from './insight-steps.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';

/** Results that the page can still ask for. */
const KEPT_RESULTS = 5;

/** The counterfactuals of this session and what they found. */
export class Counterfactuals {
  readonly #results = new Map<string, Counterfactual>();

  /** Starts one over the local days that the range touches, as a task; throws INPUT_INVALID when there is no such community. */
  start(
    { cache, tasks, insights }: EngineContext,
    { communityId, range }: ParsedInput<'insights.counterfactual'>,
  ): { readonly taskId: string } {
    const community = requireCommunity(cache.read, communityId);
    const input = { communityId, range: wholeDays(community, range) };
    const { id } = tasks.start({ kind: 'counterfactual', subject: community.name, unit: 'slots' }, async (task) => {
      task.belongsTo(community.uid);
      await insights.run(
        'insights.counterfactual',
        input,
        ({ done, total, result }) => {
          if (result) this.#keep(task.id, result);
          task.report(done, total);
        },
        task.signal,
      );
      throwIfCancelled(task.signal);
    });
    return { taskId: id };
  }

  result(taskId: string): Counterfactual | null {
    return this.#results.get(taskId) ?? null;
  }

  #keep(id: string, result: Counterfactual): void {
    this.#results.set(id, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT_RESULTS && oldest !== undefined) this.#results.delete(oldest);
  }
}

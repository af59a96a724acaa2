import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import type { ReplayProgress } from './replay-period.ts';

type ReplayResult = NonNullable<Output<'market.replayResult'>>;

/** Clearings that differ and are kept for the page; their number is told in any case. */
const KEPT_FINDINGS = 200;
/** Replays whose results the page can still ask for. */
const KEPT_REPLAYS = 10;

/** The replays of this session and what they found. */
export class Replays {
  readonly #results = new Map<string, ReplayResult>();

  /** Starts a replay as a task; throws INPUT_INVALID when there is no such community. */
  start({ cache, tasks, market }: EngineContext, input: ParsedInput<'market.replay'>): { taskId: string } {
    const community = requireCommunity(cache.read, input.communityId);
    const result: ReplayResult = { range: input.range, verified: 0, different: 0, withoutCertificate: 0, findings: [] };
    const about = { kind: 'replay', subject: community.name, unit: 'clearings' } as const;
    const { id } = tasks.start(about, async (task) => {
      task.belongsTo(community.uid);
      const tell = ({ total, findings, ...counts }: ReplayProgress): void => {
        Object.assign(result, counts);
        result.findings.push(...findings.slice(0, KEPT_FINDINGS - result.findings.length));
        task.report(counts.verified + counts.different + counts.withoutCertificate, total);
      };
      await market.run('market.replay', input, tell, task.signal);
      throwIfCancelled(task.signal);
      const { verified, different, withoutCertificate } = result;
      task.outcome({ verified, different, withoutCertificate });
    });
    this.#results.set(id, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT_REPLAYS && oldest !== undefined) this.#results.delete(oldest);
    return { taskId: id };
  }

  /** What a replay found so far; null when it is none, or too long ago. */
  result(taskId: string): ReplayResult | null {
    return this.#results.get(taskId) ?? null;
  }
}

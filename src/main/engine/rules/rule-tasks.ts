import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type {
  AuditFinding,
  RuleAnalysis,
  RuleAuditResult,
  RuleSimulationResult,
} from '#shared/contract/rule-records.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import type { MarketJob, MarketJobs } from '../market/market-jobs.ts';
import type { MarketInputs } from '../market/market-work.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import type { TaskProgress } from '../tasks/tasks.ts';

/** Results of each kind that the page can still ask for. */
const KEPT_RESULTS = 10;
/** Findings of an audit that are kept for the page; all are counted. */
const KEPT_FINDINGS = 20_000;

type RuleJob = Exclude<MarketJob, 'market.replay'>;

interface Audit {
  result: RuleAuditResult | null;
  readonly findings: AuditFinding[];
}

/** The simulations, analyses and audits of this session and what they found. */
export class RuleTasks {
  readonly #simulations = new Map<string, RuleSimulationResult>();
  readonly #analyses = new Map<string, RuleAnalysis>();
  readonly #audits = new Map<string, Audit>();

  simulate(context: EngineContext, input: ParsedInput<'rules.simulate'>): { taskId: string } {
    return this.#start(
      context,
      'rule-simulation',
      'rules.simulate',
      input,
      input.trial.communityId,
      ({ result }, { id }) => {
        if (result) keep(this.#simulations, id, result);
      },
    );
  }

  analyse(context: EngineContext, input: ParsedInput<'rules.analyse'>): { taskId: string } {
    return this.#start(context, 'rule-analysis', 'rules.analyse', input, input.communityId, ({ result }, { id }) => {
      if (result) keep(this.#analyses, id, result);
    });
  }

  audit(context: EngineContext, input: ParsedInput<'rules.audit'>): { taskId: string } {
    return this.#start(context, 'rule-audit', 'rules.audit', input, input.communityId, (progress, task) => {
      const audit = this.#audits.get(task.id) ?? { result: null, findings: [] };
      audit.findings.push(...progress.findings.slice(0, KEPT_FINDINGS - audit.findings.length));
      audit.result = { ...progress.result, kept: audit.findings.length };
      keep(this.#audits, task.id, audit);
      task.outcome({
        judged: progress.result.judged,
        findings: progress.result.groups.reduce((sum, { findings }) => sum + findings, 0),
      });
    });
  }

  simulation(taskId: string): RuleSimulationResult | null {
    return this.#simulations.get(taskId) ?? null;
  }

  analysis(taskId: string): RuleAnalysis | null {
    return this.#analyses.get(taskId) ?? null;
  }

  auditResult(taskId: string): RuleAuditResult | null {
    return this.#audits.get(taskId)?.result ?? null;
  }

  auditFindings({ taskId, verdict, from, limit }: ParsedInput<'rules.auditFindings'>): Output<'rules.auditFindings'> {
    const all = this.#audits.get(taskId)?.findings ?? [];
    const wanted = verdict === null ? all : all.filter((finding) => finding.verdict === verdict);
    return { findings: wanted.slice(from, from + limit), total: wanted.length };
  }

  /** Starts a job as a task; throws INPUT_INVALID when there is no such community. */
  #start<J extends RuleJob>(
    { cache, tasks, market }: EngineContext,
    kind: 'rule-simulation' | 'rule-analysis' | 'rule-audit',
    job: J,
    input: MarketInputs[J],
    communityId: string,
    note: (progress: MarketJobs[J], task: TaskProgress) => void,
  ): { taskId: string } {
    const community = requireCommunity(cache.read, communityId);
    const { id } = tasks.start({ kind, subject: community.name, unit: 'slots' }, async (task) => {
      task.belongsTo(community.uid);
      const tell = (progress: MarketJobs[J]): void => {
        note(progress, task);
        task.report(progress.done, progress.total);
      };
      await market.run(job, input, tell, task.signal);
      throwIfCancelled(task.signal);
    });
    return { taskId: id };
  }
}

/** Keeps a result, and forgets the oldest one beyond those that are kept. */
function keep<Result>(results: Map<string, Result>, id: string, result: Result): void {
  results.set(id, result);
  const [oldest] = results.keys();
  if (results.size > KEPT_RESULTS && oldest !== undefined) results.delete(oldest);
}

import type { EngineHandlers } from '../context.ts';
import { saveRule, setRuleEnabled } from './save-rule.ts';

type RuleMethod =
  | 'rules.list'
  | 'rules.versions'
  | 'rules.check'
  | 'rules.save'
  | 'rules.setEnabled'
  | 'rules.simulate'
  | 'rules.simulation'
  | 'rules.simulatedDay'
  | 'rules.analyse'
  | 'rules.analysis'
  | 'rules.audit'
  | 'rules.auditResult'
  | 'rules.auditFindings'
  | 'rules.explainTrade';

/**
 * What is computed is computed by `market`, beside the other queries.
 * @param now the desk's clock, epoch milliseconds
 */
export function ruleHandlersAt(now: () => number): EngineHandlers<RuleMethod> {
  return {
    'rules.list': (input, { market }) => market.query('rules.list', input),
    'rules.versions': (input, { market }) => market.query('rules.versions', input),
    'rules.check': (input, { market }) => market.query('rules.check', input),

    'rules.save': (input, { cache, sync, changed }) => {
      const saved = saveRule(cache.write, input, now());
      changed('outbox', 'rules', 'members', 'sync');
      sync.wake();
      return saved;
    },

    'rules.setEnabled': (input, { cache, sync, changed }) => {
      const commandId = setRuleEnabled(cache.write, input, now());
      changed('outbox', 'rules', 'members', 'sync');
      sync.wake();
      return { commandId };
    },

    'rules.simulate': (input, context) => context.ruleTasks.simulate(context, input),
    'rules.simulation': ({ taskId }, { ruleTasks }) => ruleTasks.simulation(taskId),
    'rules.simulatedDay': (input, { market }) => market.query('rules.simulatedDay', input),
    'rules.analyse': (input, context) => context.ruleTasks.analyse(context, input),
    'rules.analysis': ({ taskId }, { ruleTasks }) => ruleTasks.analysis(taskId),
    'rules.audit': (input, context) => context.ruleTasks.audit(context, input),
    'rules.auditResult': ({ taskId }, { ruleTasks }) => ruleTasks.auditResult(taskId),
    'rules.auditFindings': (input, { ruleTasks }) => ruleTasks.auditFindings(input),
    'rules.explainTrade': (input, { market }) => market.query('rules.explainTrade', input),
  };
}

export const ruleHandlers = ruleHandlersAt(Date.now);

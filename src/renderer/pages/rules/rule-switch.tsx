import { Switch, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleSwitching } from './use-rule-switch.ts';

export interface RuleSwitchProps {
  readonly rule: RuleSummary;
  readonly switching: RuleSwitching;
  /** What is switched. Shown beside the switch unless `isRow`. */
  readonly name: string;
  /** In a row of the list, which is one stop for the tab key. */
  readonly isRow?: boolean;
}

/** Whether a rule is on. Those who may not switch it are told why on hover and focus. */
export function RuleSwitch({ rule, switching: { toggle, refusal }, name, isRow = false }: RuleSwitchProps): ReactNode {
  return (
    <Tooltip label={refusal} disabled={refusal === null} multiline maw={300}>
      <Switch
        size={isRow ? 'xs' : 'sm'}
        checked={rule.isEnabled}
        onChange={() => toggle(rule)}
        aria-disabled={refusal !== null || undefined}
        aria-description={refusal ?? undefined}
        {...(refusal !== null && { styles: { track: { opacity: 0.5, cursor: 'not-allowed' } } })}
        {...(isRow ? { 'aria-label': name, tabIndex: -1 } : { label: name })}
      />
    </Tooltip>
  );
}

import { modals } from '@mantine/modals';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import styles from './rule-editor.module.css';

const MODAL = 'rule-editor';

export interface RuleEditorOptions {
  /** The rule that is changed; without it a new one is made. */
  readonly rule?: RuleSummary;
  /** For whom a new rule is made; can be chosen in the dialog when not given. */
  readonly memberId?: string;
  /** What the fields begin with, instead of what the rule says or a template. */
  readonly draft?: RuleDraft;
}

/** Opens the dialog in which a rule is made or changed. It closes by itself only when nothing in it would be lost. */
export function openRuleEditor(options: RuleEditorOptions = {}): void {
  modals.open({
    modalId: MODAL,
    size: 1040,
    // The dialog has a head of its own: before it closes it asks about what has not been saved.
    withCloseButton: false,
    closeOnEscape: false,
    closeOnClickOutside: false,
    classNames: { body: styles.body },
    children: <RuleEditor {...options} onClose={() => modals.close(MODAL)} />,
  });
}

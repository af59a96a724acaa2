import { Tabs } from '@mantine/core';
import { useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { RuleTrial } from '../trial/rule-trial.tsx';
import { WeekGridPicker } from '../week-grid/week-grid-picker.tsx';
import styles from './rule-editor.module.css';
import { OnOff, RuleFields } from './rule-fields.tsx';
import type { RuleWorkState } from './use-rule-work.ts';

const tabs = ['fields', 'trial'] as const;
export type RuleTab = (typeof tabs)[number];

export interface RuleFormProps {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly work: RuleWorkState;
  readonly tab: RuleTab;
  readonly onTab: (tab: RuleTab) => void;
}

/** The fields of a rule in two columns and, on a second leaf, what it would have done. */
export function RuleForm({ form, work, tab, onTab }: RuleFormProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  // What a trial found stays while the fields are changed; before anybody wants one there is nothing to show.
  const [isTrialWanted, setTrialWanted] = useState(false);
  if (tab === 'trial' && !isTrialWanted) setTrialWanted(true);
  return (
    <Tabs value={tab} onChange={(chosen) => onTab(tabs.find((one) => one === chosen) ?? 'fields')}>
      <Tabs.List mb="md">
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`tabs.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="fields" className={styles.leaf}>
        <form ref={form} noValidate onSubmit={(event) => event.preventDefault()} className={styles.columns}>
          <RuleFields work={work} />
          <div>
            <section aria-label={t('windows.title')}>
              <h3 className={styles.columnTitle}>{t('windows.title')}</h3>
              <WeekGridPicker
                value={work.values.windows}
                onChange={(windows) => work.change({ windows })}
                error={work.messages.windows}
              />
            </section>
            <OnOff work={work} />
          </div>
        </form>
      </Tabs.Panel>
      <Tabs.Panel value="trial" className={styles.leaf}>
        {isTrialWanted && <RuleTrial trial={work.trial} />}
      </Tabs.Panel>
    </Tabs>
  );
}

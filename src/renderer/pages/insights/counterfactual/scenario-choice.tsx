import { Checkbox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../../app/community.tsx';
import { Mark } from '../../../components/mark.tsx';
import { Panel } from '../../../components/panel.tsx';
import classes from './counterfactual.module.css';
import { MOST_SCENARIOS, otherScenarios, toggled, type OtherScenario } from './scenarios.ts';

export interface ScenarioChoiceProps {
  readonly chosen: readonly OtherScenario[];
  readonly onChosen: (chosen: readonly OtherScenario[]) => void;
}

/** Which scenarios stand beside what was, each with what it is in a sentence. A fourth is refused in words. */
export function ScenarioChoice({ chosen, onChosen }: ScenarioChoiceProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const { mechanism } = useCommunity();
  const [refused, setRefused] = useState<OtherScenario | null>(null);

  function toggle(name: OtherScenario): void {
    const next = toggled(chosen, name);
    setRefused(next === null ? name : null);
    if (next !== null) onChosen(next);
  }

  return (
    <Panel title={t('choice.title')} subtitle={t('choice.subtitle', { chosen: chosen.length, most: MOST_SCENARIOS })}>
      <div className={classes.choices} role="group" aria-label={t('choice.title')}>
        {otherScenarios.map((name) => (
          <Checkbox
            key={name}
            size="sm"
            checked={chosen.includes(name)}
            onChange={() => toggle(name)}
            label={
              <>
                {t(`scenarios.${name}.name`)} {name === mechanism && <Mark>{t('choice.own')}</Mark>}
              </>
            }
            description={t(`scenarios.${name}.explanation`)}
          />
        ))}
      </div>
      <p className={classes.refusal} role="status">
        {refused !== null && t('choice.full', { most: MOST_SCENARIOS, scenario: t(`scenarios.${refused}.name`) })}
      </p>
    </Panel>
  );
}

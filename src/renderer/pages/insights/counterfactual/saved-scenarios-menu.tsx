import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { withEntries } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { resolvePeriod, writePeriod, type InstantRange } from '../../../app/period-arithmetic.ts';
import { usePeriod } from '../../../app/period.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { SavedViewsMenu } from '../../../components/saved-views-menu.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { readSaved, SAVED_PREFIX, writeSaved } from './saved-scenarios.ts';
import { writeChosen, type OtherScenario } from './scenarios.ts';

export interface SavedScenariosMenuProps {
  readonly chosen: readonly OtherScenario[];
  /** A period was opened. */
  readonly onRange: (range: InstantRange) => void;
}

/** A period and the scenarios beside it under a name, to come back to. */
export function SavedScenariosMenu({ chosen, onRange }: SavedScenariosMenuProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const { id: communityId, timeZone, dataFrom, dataTo } = useCommunity();
  const { locale } = useFormat();
  const { preferences } = usePreferences();
  const { choice, referenceDay: today } = usePeriod();
  const [, setParams] = useSearchParams();
  const saved = readSaved(preferences.views, communityId, locale);
  const current = writeSaved(choice, chosen, communityId);

  function open(name: string): void {
    const found = saved.find((one) => one.name === name);
    if (found === undefined) return;
    const { period } = found;
    setParams((params) => writeChosen(withEntries(params, [['period', writePeriod(period)]]), found));
    onRange(resolvePeriod(period, { timeZone, dataFrom, dataTo, today }).range);
  }

  return (
    <SavedViewsMenu
      prefix={SAVED_PREFIX}
      views={saved.map((one) => ({
        name: one.name,
        isShowing: writeSaved(one.period, one.chosen, communityId) === current,
      }))}
      current={current}
      onOpen={open}
      label={t('saved.label')}
      none={t('saved.none')}
      nameLabel={t('saved.name')}
      holds={t('saved.holds')}
      removed={(name) => t('saved.removed', { name })}
    />
  );
}

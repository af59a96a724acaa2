import { Badge, Drawer } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { IconListSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Section } from '../../members/sheet/section.tsx';
import { RuleAnalysisSection } from '../analysis/rule-analysis.tsx';
import type { RuleSwitching } from '../use-rule-switch.ts';
import { Conflicts } from './conflicts.tsx';
import { History } from './history.tsx';
import { PriceBand } from './price-band.tsx';
import classes from './sheet.module.css';
import { Summary } from './summary.tsx';
import { Week } from './week.tsx';

export interface RuleSheetProps {
  /** Null closes the sheet. */
  readonly ruleId: string | null;
  readonly switching: RuleSwitching;
  readonly onClose: () => void;
}

/** Everything about one rule in a drawer at the right: what it says, what it meets, what it did, and how it came to be. */
export function RuleSheet({ ruleId, switching, onClose }: RuleSheetProps): ReactNode {
  const { t } = useTranslation('rules');
  // While the drawer slides out it keeps showing what it showed.
  const [shown, setShown] = useState(ruleId);
  if (ruleId !== null && ruleId !== shown) setShown(ruleId);
  const { modals } = useModals();
  return (
    <Drawer
      opened={ruleId !== null}
      onClose={onClose}
      position="right"
      size={720}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      // Escape in a dialog above the sheet is the dialog's.
      closeOnEscape={modals.length === 0}
      title={shown !== null && <SheetTitle ruleId={shown} />}
    >
      {shown !== null && <SheetBody key={shown} ruleId={shown} switching={switching} />}
    </Drawer>
  );
}

function useRules() {
  const { id: communityId } = useCommunity();
  return useMethod('rules.list', { communityId });
}

function SheetTitle({ ruleId }: { readonly ruleId: string }): ReactNode {
  const { t } = useTranslation('rules');
  const rule = useRules().data?.find(({ id }) => id === ruleId);
  if (rule === undefined) return t('sheet.title');
  return (
    <span className={classes.title}>
      {t('sheet.of', { member: rule.anonymizedId })}
      <Badge variant="light" size="sm">
        {t(`types.${rule.type}`)}
      </Badge>
      {!rule.isEnabled && (
        <Badge variant="default" size="sm">
          {t('switch.off')}
        </Badge>
      )}
    </span>
  );
}

function SheetBody({ ruleId, switching }: { readonly ruleId: string; readonly switching: RuleSwitching }): ReactNode {
  const { t } = useTranslation('rules');
  return (
    <PageState query={useRules()} skeleton={<SkeletonLines lines={14} />}>
      {(rules) => {
        const rule = rules.find(({ id }) => id === ruleId);
        return rule === undefined ? (
          <EmptyState
            icon={<IconListSearch size={22} stroke={1.75} />}
            title={t('sheet.unknown')}
            text={t('sheet.unknownText')}
          />
        ) : (
          <Content rule={rule} rules={rules} switching={switching} />
        );
      }}
    </PageState>
  );
}

interface ContentProps {
  readonly rule: RuleSummary;
  readonly rules: readonly RuleSummary[];
  readonly switching: RuleSwitching;
}

function Content({ rule, rules, switching }: ContentProps): ReactNode {
  const { t } = useTranslation('rules');
  const siblings = rules.filter(({ memberId }) => memberId === rule.memberId).length - 1;
  return (
    <>
      <Summary rule={rule} siblings={siblings} switching={switching} />
      {rule.conflicts.length > 0 && (
        <Section title={t('sheet.conflicts')}>
          <Conflicts conflicts={rule.conflicts} />
        </Section>
      )}
      <Section title={t('sheet.week')}>
        <Week rule={rule} />
      </Section>
      <Section title={t('sheet.band')}>
        <PriceBand rule={rule} />
      </Section>
      <RuleAnalysisSection rule={rule} />
      <Section title={t('sheet.history')}>
        <History rule={rule} />
      </Section>
    </>
  );
}

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { useFirstInvalid } from '../../marketplace/offer-wizard/use-first-invalid.ts';
import { useIsSent } from '../../marketplace/offer-wizard/use-is-sent.ts';
import { ConflictList } from './conflict-list.tsx';
import { NewerVersion } from './newer-version.tsx';
import { ruleFields, type RuleValues } from './read-rule.ts';
import styles from './rule-editor.module.css';
import { RuleForm, type RuleTab } from './rule-form.tsx';
import { RuleSummaryLine } from './rule-summary.tsx';
import { useRuleWork, type RuleWorkState } from './use-rule-work.ts';

export interface RuleWorkProps {
  readonly rule: RuleSummary | null;
  readonly memberId: string | null;
  readonly start: RuleDraft;
  /** Told after every change which fields would be lost if the dialog closed. */
  readonly onUnsaved: (fields: readonly (keyof RuleValues)[]) => void;
  /** Goes away as soon as nothing unsaved is in the way. */
  readonly onLeave: (away: () => void) => void;
  readonly onClose: () => void;
  /** Back to the templates; null where there were none. */
  readonly onTemplates: (() => void) | null;
  /** Takes the place of the buttons while it is asked. */
  readonly question: ReactNode;
}

/** The rule's fields, what is to be said about it, and its way out of the dialog. */
export function RuleWork({ rule, memberId, start, ...ways }: RuleWorkProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const navigate = useNavigate();
  const isSent = useIsSent();
  const { onUnsaved, onLeave, onClose, onTemplates, question } = ways;
  const work = useRuleWork({
    rule,
    memberId,
    start,
    onSaved: () => {
      onClose();
      notifications.show({ title: t('saved.title'), message: t(isSent ? 'saved.sent' : 'saved.kept') });
    },
  });
  useEffect(() => onUnsaved(work.unsaved));
  const [tab, setTab] = useState<RuleTab>('fields');
  const [form, focusFirstInvalid] = useFirstInvalid();
  const [isRefused, setRefused] = useState(false);

  function save(): void {
    const isTaken = work.save();
    setRefused(!isTaken);
    if (isTaken) return;
    setTab('fields');
    focusFirstInvalid();
  }

  function showOther(ruleId: string): void {
    onLeave(() => {
      onClose();
      void navigate(`/rules/${encodeURIComponent(ruleId)}`);
    });
  }

  return (
    <>
      <RuleForm form={form} work={work} tab={tab} onTab={setTab} />
      {work.checked.failure !== null && <ErrorState problem={work.checked.failure} onRetry={work.checked.retry} />}
      {work.refusal !== null && <ErrorState problem={work.refusal} />}
      <div className={styles.foot}>
        <Summary work={work} />
        <ConflictList conflicts={work.conflicts} onOther={showOther} />
        {work.base !== null && work.newer !== null && (
          <NewerVersion before={work.base} now={work.newer} onTake={work.takeNewer} onKeep={work.keepMine} />
        )}
        {question || (
          <Group justify="flex-end" gap="sm" className={styles.ways}>
            <Reason work={work} isRefused={isRefused} />
            {onTemplates !== null && (
              <Button variant="subtle" onClick={() => onLeave(onTemplates)}>
                {t('ways.templates')}
              </Button>
            )}
            <Button variant="default" onClick={() => onLeave(onClose)}>
              {t('ways.cancel')}
            </Button>
            <RoleButton needs="manager" onClick={save} loading={work.isSaving}>
              {t(rule === null ? 'ways.make' : 'ways.save')}
            </RoleButton>
          </Group>
        )}
      </div>
    </>
  );
}

function Summary({ work: { base, read, values } }: { readonly work: RuleWorkState }): ReactNode {
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const members = useMethod('members.list', { communityId, range }).data;
  const member = base?.anonymizedId ?? members?.find(({ id }) => id === values.memberId)?.anonymizedId ?? null;
  return <RuleSummaryLine draft={read.asked} member={member} />;
}

interface ReasonProps {
  readonly work: RuleWorkState;
  /** Whether the person wanted to save, and could not. */
  readonly isRefused: boolean;
}

/** Why the rule cannot be saved as it is, beside the button that would. */
function Reason({ work: { messages, newer, isChanged }, isRefused }: ReasonProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const first = ruleFields.map((field) => messages[field]).find((message) => message !== undefined);
  const unchanged = isRefused && !isChanged ? t('ways.unchanged') : undefined;
  const reason = newer === null ? (first ?? unchanged) : t('ways.newer');
  return (
    <p className={styles.reason} role="status">
      {reason}
    </p>
  );
}

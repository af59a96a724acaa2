import { IconCircleCheck, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LosingMember, LossAdvice } from '#shared/contract/loss-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Section } from '../../members/sheet/section.tsx';
import { openRuleEditor } from '../../rules/editor/open-rule-editor.tsx';
import { draftOf } from '../../rules/sheet/draft-of.ts';
import { changeWords, effectWords, LOSS_DECIMALS } from './loss-words.ts';
import classes from './loss-sheet.module.css';
import { OtherMechanisms } from './other-mechanisms.tsx';

export interface AdviceProps {
  readonly member: LosingMember;
  /** The end of the days that it is about, epoch milliseconds. */
  readonly until: number;
}

/** What would have helped a member, found by clearing the slots again, and what another mechanism would have meant. */
export function Advice({ member, until }: AdviceProps): ReactNode {
  const { t } = useTranslation('fairness');
  const { id: communityId } = useCommunity();
  const query = useMethod(
    'insights.lossAdvice',
    { communityId, memberId: member.memberId, until },
    { keepPrevious: false },
  );
  return (
    <>
      <Section title={t('advice.title')}>
        <PageState query={query} skeleton={<SkeletonLines lines={5} />}>
          {(advice) => <Changes advice={advice} />}
        </PageState>
      </Section>
      {query.data !== undefined && query.data.mechanisms.length > 0 && (
        <Section title={t('mechanisms.title')}>
          <OtherMechanisms mechanisms={query.data.mechanisms} />
        </Section>
      )}
    </>
  );
}

function Changes({ advice: { changes, together } }: { readonly advice: LossAdvice }): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  if (changes.length === 0) return <p className={classes.detail}>{t('advice.none')}</p>;
  return (
    <>
      <p className={classes.detail}>{t('advice.explained')}</p>
      <ul className={classes.items}>
        {changes.map((change) => (
          <Change key={keyOf(change)} change={change} />
        ))}
      </ul>
      {together !== null && changes.length > 1 && (
        <p className={classes.together}>
          {t(together.isEnough ? 'advice.togetherEnough' : 'advice.togetherNotEnough', {
            savings: format.money(together.savings, format.currency, { signed: true, decimals: LOSS_DECIMALS }).text,
          })}
        </p>
      )}
    </>
  );
}

type LimitChange = LossAdvice['changes'][number];

function keyOf({ rule, type }: LimitChange): string {
  return rule === null ? `hand ${type}` : `${rule.id} ${rule.version}`;
}

function Change({ change }: { readonly change: LimitChange }): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const { rule, type, to, isEnough } = change;
  const rules = useMethod('rules.list', { communityId });
  const present = rule === null ? undefined : rules.data?.find(({ id }) => id === rule.id);
  return (
    <li>
      <p className={classes.sentence}>{changeWords(change, format, t)}</p>
      <p className={classes.detail}>{effectWords(change, format, t)}</p>
      <p className={isEnough ? classes.enough : classes.detail}>
        {isEnough && <IconCircleCheck size={16} stroke={1.9} aria-hidden />}
        {t(isEnough ? 'advice.enough' : 'advice.notEnough')}
      </p>
      {rule !== null && present !== undefined && present.version > rule.version && (
        <p className={classes.detail}>{t('advice.changedSince', { version: present.version })}</p>
      )}
      {present !== undefined && (
        <RoleButton
          needs="manager"
          size="compact-sm"
          variant="default"
          leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
          onClick={() =>
            openRuleEditor({
              rule: present,
              draft: { ...draftOf(present), ...(type === 'buy' ? { maxPrice: to } : { minPrice: to }) },
            })
          }
        >
          {t('advice.open')}
        </RoleButton>
      )}
    </li>
  );
}

import { UnstyledButton } from '@mantine/core';
import {
  IconBatteryCharging,
  IconCalendarWeek,
  IconGauge,
  IconHeartHandshake,
  IconMoon,
  IconPencil,
  IconSolarPanel,
  type Icon,
} from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { ruleTemplateNames, type RuleTemplateName } from '#shared/rules/templates.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { MemberSelect } from '../../marketplace/offer-wizard/member-select.tsx';
import { emptyDraft, lackOf, templateDraft } from './rule-templates.ts';
import styles from './template-choice.module.css';

export interface TemplateChoiceProps {
  readonly memberId: string | null;
  readonly onMember: (memberId: string) => void;
  readonly onChoose: (draft: RuleDraft) => void;
}

const icons: Readonly<Record<RuleTemplateName, Icon>> = {
  'sell-surplus': IconSolarPanel,
  'night-buyer': IconMoon,
  'keep-battery-half-full': IconBatteryCharging,
  'share-first': IconHeartHandshake,
  'price-ceiling': IconGauge,
  'weekend-seller': IconCalendarWeek,
};

/** What a new rule begins with: one of the templates, or nothing. */
export function TemplateChoice({ memberId, onMember, onChoose }: TemplateChoiceProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const members = useMethod('members.list', { communityId, range }).data;
  const member = members?.find(({ id }) => id === memberId) ?? null;
  // The tariffs come with the check of any draft.
  const check = useMethod('rules.check', { communityId, memberId: null, ruleId: null, draft: emptyDraft });
  return (
    <>
      <div className={styles.member}>
        <MemberSelect label={t('fields.member')} value={memberId} onChange={onMember} error={undefined} isFirst />
      </div>
      <PageState query={check} skeleton={<SkeletonLines lines={12} />}>
        {({ band }) => (
          <>
            {(band.retail === null || band.feedIn === null) && <Notice level="info">{t('templates.noTariffs')}</Notice>}
            <ul className={styles.cards} aria-label={t('templates.title')}>
              {ruleTemplateNames.map((name) => (
                <li key={name}>
                  <Card
                    icon={icons[name]}
                    title={t(`templates.${name}.name`)}
                    does={t(`templates.${name}.does`)}
                    fits={t(`templates.${name}.fits`)}
                    lack={lackOf(name, member)}
                    onChoose={() => onChoose(templateDraft(name, band))}
                  />
                </li>
              ))}
              <li className={styles.nothing}>
                <Card
                  icon={IconPencil}
                  title={t('templates.nothing.name')}
                  does={t('templates.nothing.does')}
                  fits={t('templates.nothing.fits')}
                  lack={null}
                  onChoose={() => onChoose(emptyDraft)}
                />
              </li>
            </ul>
          </>
        )}
      </PageState>
    </>
  );
}

interface CardProps {
  readonly icon: Icon;
  readonly title: string;
  /** What such a rule does, and when it fits: a sentence each. */
  readonly does: string;
  readonly fits: string;
  /** What the member has not got, without which such a rule makes no sense. */
  readonly lack: 'panels' | 'battery' | null;
  readonly onChoose: () => void;
}

function Card({ icon: CardIcon, title, does, fits, lack, onChoose }: CardProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const textId = useId();
  return (
    <UnstyledButton
      className={styles.card}
      aria-describedby={textId}
      aria-disabled={lack !== null}
      data-disabled={lack !== null || undefined}
      onClick={lack === null ? onChoose : undefined}
    >
      <CardIcon size={20} stroke={1.75} aria-hidden />
      <span className={styles.title}>{title}</span>
      <span id={textId} className={styles.text}>
        <span>{does}</span> <span className={styles.fits}>{lack === null ? fits : t(`templates.lacks.${lack}`)}</span>
      </span>
    </UnstyledButton>
  );
}

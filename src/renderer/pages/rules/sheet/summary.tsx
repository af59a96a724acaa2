import { IconClockUp, IconCopy, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useCommunity } from '../../../app/community.tsx';
import { CopyLink } from '../../../components/copy-link.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { OUTBOX_WANTED } from '../../marketplace/outbox/use-outbox-wanted.ts';
import { openRuleEditor } from '../editor/open-rule-editor.tsx';
import { RuleSwitch } from '../rule-switch.tsx';
import { ruleSentence } from '#shared/words/rule-words.ts';
import type { RuleSwitching } from '../use-rule-switch.ts';
import { draftOf } from './draft-of.ts';
import classes from './sheet.module.css';

export interface SummaryProps {
  readonly rule: RuleSummary;
  /** How many other rules the member has. */
  readonly siblings: number;
  readonly switching: RuleSwitching;
}

/** The rule as a sentence, what waits to be sent, and what can be done with it. */
export function Summary({ rule, siblings, switching }: SummaryProps): ReactNode {
  const { t } = useTranslation('rules');
  const { id: community } = useCommunity();
  const format = useFormat();
  return (
    <div className={classes.summary}>
      <p className={classes.sentence} data-selectable>
        {ruleSentence(rule, format, t)}
      </p>
      <Facts rule={rule} siblings={siblings} />
      {rule.pending !== null && <Pending state={rule.pending.state} />}
      <div className={classes.actions}>
        <RuleSwitch rule={rule} switching={switching} name={t(rule.isEnabled ? 'switch.isOn' : 'switch.isOff')} />
        <span className={classes.space} />
        <CopyLink link={{ to: 'rule', id: rule.id, community }} />
        <RoleButton
          needs="manager"
          size="xs"
          variant="default"
          leftSection={<IconCopy size={15} stroke={1.9} />}
          onClick={() => openRuleEditor({ memberId: rule.memberId, draft: draftOf(rule) })}
        >
          {t('sheet.copy')}
        </RoleButton>
        <RoleButton
          needs="manager"
          size="xs"
          leftSection={<IconPencil size={15} stroke={1.9} />}
          onClick={() => openRuleEditor({ rule })}
        >
          {t('sheet.change')}
        </RoleButton>
      </div>
    </div>
  );
}

function Facts({ rule, siblings }: Omit<SummaryProps, 'switching'>): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { search } = usePeriod();
  const { version, validFrom, lastMatchedAt, memberId } = rule;
  const ofMember = new URLSearchParams(search);
  ofMember.set('member', memberId);
  return (
    <p className={classes.facts}>
      <span>
        {version === 0
          ? t('sheet.isNew')
          : t('sheet.version', { version: format.number(version), date: format.date(validFrom) })}
      </span>
      <span>
        {lastMatchedAt === null
          ? t('sheet.neverMatched')
          : t('sheet.lastMatch', { time: format.dateTime(lastMatchedAt) })}
      </span>
      <Link to={{ pathname: `/members/${encodeURIComponent(memberId)}`, search }}>{t('sheet.member')}</Link>
      {siblings > 0 && (
        <Link to={{ pathname: '/rules', search: ofMember.toString() }}>
          {t('sheet.siblings', { count: siblings, number: format.number(siblings) })}
        </Link>
      )}
    </p>
  );
}

function Pending({ state }: { readonly state: NonNullable<RuleSummary['pending']>['state'] }): ReactNode {
  const { t } = useTranslation('rules');
  const { search } = usePeriod();
  return (
    <p className={classes.pending}>
      <IconClockUp size={16} stroke={1.9} aria-hidden />
      <span>{t(`sheet.pending.${state}`)}</span>
      <Link to={{ pathname: '/marketplace', search }} state={OUTBOX_WANTED}>
        {t('sheet.outbox')}
      </Link>
    </p>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary, RuleVersion } from '#shared/contract/rule-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { changeWords } from '../change-words.ts';
import { ruleSentence, windowsWords } from '#shared/words/rule-words.ts';
import classes from './sheet.module.css';

/** Every version of the rule, newest first, with who made it, when, why and what it says otherwise; what waits to be sent stands on top. */
export function History({ rule }: { readonly rule: RuleSummary }): ReactNode {
  const { id: communityId } = useCommunity();
  const query = useMethod('rules.versions', { communityId, ruleId: rule.id }, { keepPrevious: false });
  return (
    <PageState query={query}>
      {(versions) => (
        <ol className={classes.history}>
          {rule.pending !== null && <Decided rule={rule} pending={rule.pending} newest={versions.at(0)} />}
          {versions.map((version, index) => (
            <Version key={version.version} version={version} before={versions.at(index + 1)} />
          ))}
        </ol>
      )}
    </PageState>
  );
}

interface VersionProps {
  readonly version: RuleVersion;
  /** The version before; undefined for the first one. */
  readonly before: RuleVersion | undefined;
}

function Version({ version, before }: VersionProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { changedBy, changeReason } = version;
  return (
    <li>
      <p className={classes.versionHead}>
        <strong>{t('history.version', { version: format.number(version.version) })}</strong>
        <span>{format.dateTime(version.validFrom)}</span>
        <span>{changedBy ?? t('history.unknownPerson')}</span>
      </p>
      <Differences before={before} after={version} />
      <p className={classes.reason}>
        {changeReason === null ? t('history.unknownReason') : t('history.reason', { reason: changeReason })}
      </p>
    </li>
  );
}

interface DecidedProps {
  readonly rule: RuleSummary;
  readonly pending: NonNullable<RuleSummary['pending']>;
  readonly newest: RuleVersion | undefined;
}

/** What this desk has decided and the hub has not told yet. */
function Decided({ rule, pending, newest }: DecidedProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const decision = useMethod('outbox.list', { communityId }).data?.find(({ id }) => id === pending.commandId);
  const reason = decision?.kind === 'rule' ? decision.reason : null;
  return (
    <li className={classes.decided}>
      <p className={classes.versionHead}>
        <strong>{t(newest === undefined ? 'history.newRule' : 'history.decided')}</strong>
        {decision !== undefined && <span>{format.dateTime(decision.createdAt)}</span>}
        <span>{t(`pending.${pending.state}`)}</span>
      </p>
      <Differences before={newest} after={rule} />
      {reason !== null && <p className={classes.reason}>{t('history.reason', { reason })}</p>}
    </li>
  );
}

/** What changed; of a first version all that it says. */
function Differences({
  before,
  after,
}: {
  readonly before: RuleVersion | undefined;
  readonly after: RuleVersion | RuleSummary;
}): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  if (before === undefined) {
    return (
      <p>
        {ruleSentence(after, format, t)}{' '}
        {t('history.when', { windows: windowsWords(after.timeWindows, format.locale, t) })}
      </p>
    );
  }
  const changes = changeWords(before, after, format, t);
  if (changes.length === 0) return <p>{t('history.nothing')}</p>;
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}

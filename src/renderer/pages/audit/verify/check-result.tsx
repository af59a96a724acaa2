import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MadeReport, ReportCheck } from '#shared/contract/report-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { reportPath } from '../audit-place.ts';
import { useAboutWords } from '../reports/use-about-words.ts';
import classes from './verify.module.css';

type Level = 'good' | 'finding' | 'open';

const levels: Readonly<Record<ReportCheck['verdict'], Level>> = {
  same: 'good',
  'data-changed': 'finding',
  'fingerprint-differs': 'finding',
  unknown: 'open',
  'data-gone': 'open',
};

const icons: Readonly<Record<Level, Icon>> = {
  good: IconCircleCheck,
  finding: IconAlertTriangle,
  open: IconHelpCircle,
};

export interface CheckResultProps {
  readonly check: ReportCheck;
  readonly onLeave?: (() => void) | undefined;
}

/** What a check says, what it means and what to do, in plain words. */
export function CheckResult({ check, onLeave }: CheckResultProps): ReactNode {
  const { t } = useTranslation('reports');
  const { verdict, reportId, report, sections, file } = check;
  if (file === 'no-report') return <Verdict level="open" verdict="no-report" />;
  return (
    <div role="status" className={classes.result}>
      <Verdict level={levels[verdict]} verdict={verdict} values={{ id: reportId }} />
      {sections.length > 0 && (
        <ul className={classes.sections} aria-label={t('check.sections')}>
          {sections.map((section) => (
            <li key={section}>{section}</li>
          ))}
        </ul>
      )}
      {file !== null && verdict !== 'unknown' && (
        <p className={classes.text} data-file={file}>
          {t(`check.file.${file}`)}
        </p>
      )}
      {report !== null && <Known report={report} onLeave={onLeave} />}
    </div>
  );
}

interface VerdictProps {
  readonly level: Level;
  readonly verdict: ReportCheck['verdict'] | 'no-report';
  readonly values?: { readonly id: string };
}

function Verdict({ level, verdict, values = { id: '' } }: VerdictProps): ReactNode {
  const { t } = useTranslation('reports');
  const Sign = icons[level];
  return (
    <div className={classes.verdict} data-level={level}>
      <Sign size={22} stroke={1.9} aria-hidden />
      <div>
        <p className={classes.sentence}>{t(`check.verdicts.${verdict}.said`, values)}</p>
        <p className={classes.text}>{t(`check.verdicts.${verdict}.meaning`, values)}</p>
      </div>
    </div>
  );
}

/** The report as it was made here, to hold the paper against. */
function Known({
  report,
  onLeave,
}: {
  readonly report: MadeReport;
  readonly onLeave: CheckResultProps['onLeave'];
}): ReactNode {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const about = useAboutWords();
  const { search } = usePeriod();
  const { id: communityId } = useCommunity();
  const { id, order, madeAt, dataTo, title } = report;
  return (
    <p className={classes.text}>
      {t('check.known', {
        title,
        about: about(order),
        madeAt: format.dateTime(madeAt),
        dataTo: dataTo === null ? format.notAvailable : format.dateTime(dataTo),
      })}{' '}
      {order.communityId === communityId && (
        <Link to={{ pathname: reportPath(id), search }} onClick={onLeave}>
          {t('check.open')}
        </Link>
      )}
    </p>
  );
}

import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconMessageQuestion,
  IconUserCheck,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import type { Resolution, SettlementEventKind } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import classes from './timeline.module.css';
import { useResolutionWords } from './use-resolution-words.ts';

const icons: Record<SettlementEventKind, Icon> = {
  failed: IconAlertTriangle,
  proposed: IconMessageQuestion,
  approved: IconUserCheck,
  rejected: IconArrowBackUp,
  resolved: IconCircleCheck,
};

export interface SettlementTimelineProps {
  /** Oldest first. */
  readonly events: readonly SettlementEventRecord[];
}

/** What happened in the case of a trade since it failed: each step with who, when and why. */
export function SettlementTimeline({ events }: SettlementTimelineProps): ReactNode {
  return (
    <ol className={classes.timeline}>
      {events.map((event) => (
        <Step key={event.id} event={event} />
      ))}
    </ol>
  );
}

function Step({ event }: { readonly event: SettlementEventRecord }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  const exact = exactly(format);
  const StepIcon = icons[event.kind];
  const { kind, by, at, reason, resolution, before, needsApproval } = event;
  return (
    <li data-kind={kind}>
      <StepIcon size={17} stroke={1.9} aria-hidden />
      <div>
        <p className={classes.what}>
          <StepWords event={event} />
        </p>
        <p className={classes.who}>
          {by ?? t('timeline.nobody')} · <time dateTime={new Date(at).toISOString()}>{format.dateTime(at)}</time>
        </p>
        {kind === 'proposed' && needsApproval && <p>{t('timeline.needsApproval')}</p>}
        {kind !== 'approved' && resolution?.kind === 'by-hand' && <Evidence resolution={resolution} />}
        {before !== null && (
          <p>
            {t('timeline.before', { quantity: exact.quantity(before.quantityWh), amount: exact.money(before.amount) })}
          </p>
        )}
        {reason !== null && <p className={classes.reason}>{t('timeline.reason', { reason })}</p>}
      </div>
    </li>
  );
}

/** What happened, e.g. "Proposed: settle it once more as agreed". */
function StepWords({ event }: { readonly event: SettlementEventRecord }): string {
  const { t } = useTranslation(['trade-sheet', 'health']);
  const resolutionWords = useResolutionWords();
  const { kind, by, failureCode, resolution } = event;
  if (kind === 'failed') {
    return t('timeline.failed', { cause: t(`health:failureCodes.${failureCode ?? 'UNKNOWN'}`) });
  }
  if (kind === 'approved' && by === null) return t('timeline.approvedAlone');
  return resolution === null
    ? t(`timeline.kinds.${kind}`)
    : t(`timeline.${kind}`, { resolution: resolutionWords(resolution) });
}

function Evidence({ resolution }: { readonly resolution: Extract<Resolution, { kind: 'by-hand' }> }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  return (
    <dl className={classes.evidence}>
      <dt>{t('timeline.evidence')}</dt>
      <dd>{resolution.evidence}</dd>
      <dt>{t('timeline.reference')}</dt>
      <dd>{resolution.reference}</dd>
    </dl>
  );
}

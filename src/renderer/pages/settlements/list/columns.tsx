import { Checkbox } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconCircle,
  IconClock,
  IconHourglass,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import clsx from 'clsx';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import type { CaseState } from '#shared/settlement/case.ts';
import type { Format } from '#shared/format/format.ts';
import { caseKey, isTurnedDown, stateWords, type CaseT } from '../case-words.ts';
import type { CaseView } from './case-filters.ts';
import classes from './list.module.css';
import type { Selection } from './use-selection.ts';

export interface CellContext {
  readonly format: Format;
  readonly t: TFunction<'settlements'>;
  readonly ofCases: CaseT;
  /** The present, epoch milliseconds. */
  readonly now: number;
  readonly view: CaseView;
  readonly selection: Selection;
}

export interface Column {
  readonly key: 'chosen' | 'time' | 'parties' | 'quantity' | 'amount' | 'cause' | 'resolution' | 'state';
  /** Below the name; every number of the column is in it. */
  readonly unit: (format: Format) => string | null;
  readonly kind: 'text' | 'number';
  /** Whether the view has it. */
  readonly isIn: (view: CaseView) => boolean;
  readonly cell: (row: CaseSummary, context: CellContext) => ReactNode;
}

const noUnit = (): null => null;
const always = (): boolean => true;

/** Said on hovering, for where the column is too narrow. */
const wholeText = (line: ReactNode): string | undefined => (typeof line === 'string' ? line : undefined);

function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }): ReactNode {
  return (
    <>
      <span className={classes.line} title={wholeText(first)}>
        {first}
      </span>
      <span className={clsx(classes.line, classes.quiet)} title={wholeText(second)}>
        {second}
      </span>
    </>
  );
}

function Chosen({ row, context: { t, selection } }: CellProps): ReactNode {
  return (
    <Checkbox
      size="xs"
      // The grid itself is the stop of the tab key: Space chooses its active row.
      tabIndex={-1}
      checked={selection.keys.has(caseKey(row))}
      onChange={() => undefined}
      aria-label={t('columns.chosen.of', { buyer: row.buyer, seller: row.seller })}
      onClick={(event) => {
        event.stopPropagation();
        selection.toggle(row, event.shiftKey);
      }}
    />
  );
}

interface CellProps {
  readonly row: CaseSummary;
  readonly context: CellContext;
}

/** The cause that the data shows; below it the reported one where that is another. */
function Cause({ row, context: { t, ofCases } }: CellProps): ReactNode {
  const { cause, causeDiffers, failureCode } = row;
  const shown = ofCases(`causes.${cause}.name`);
  const reported =
    causeDiffers && failureCode !== null
      ? t('columns.cause.reported', { cause: ofCases(`causes.${failureCode}.name`) })
      : null;
  return (
    <>
      <span className={classes.line} title={shown}>
        {shown}
      </span>
      {reported !== null && (
        <span className={clsx(classes.line, classes.differs)} title={reported}>
          <IconAlertTriangle size={13} stroke={2} aria-hidden />
          {reported}
        </span>
      )}
    </>
  );
}

function Resolution({ row, context: { t, ofCases } }: CellProps): ReactNode {
  const { proposal, suggestion, state } = row;
  if (proposal !== null) {
    const by = proposal.by ?? t('unknownPerson');
    return (
      <TwoLines
        first={ofCases(`resolutions.${proposal.resolution.kind}.name`)}
        second={state === 'resolved' ? by : t('columns.resolution.by', { person: by })}
      />
    );
  }
  if (suggestion === null) return <span className={classes.quiet}>{t('columns.resolution.none')}</span>;
  return <TwoLines first={ofCases(`resolutions.${suggestion}.name`)} second={t('columns.resolution.suggested')} />;
}

const icons: Record<CaseState, Icon> = {
  open: IconCircle,
  proposed: IconHourglass,
  approved: IconClock,
  sent: IconSend,
  resolved: IconCheck,
};

function State({ row, context: { t, ofCases, format, now } }: CellProps): ReactNode {
  const { state, openedAt, resolvedAt } = row;
  const isTrouble = isTurnedDown(row);
  const hasFailedAgain = state === 'open' && row.number > 1;
  const StateIcon = isTrouble ? IconAlertTriangle : hasFailedAgain ? IconArrowBackUp : icons[state];
  return (
    <TwoLines
      first={
        <span className={clsx(classes.state, isTrouble && classes.trouble)} data-state={state}>
          <StateIcon size={14} stroke={2} aria-hidden />
          {hasFailedAgain && !isTrouble ? t('columns.state.again') : stateWords(ofCases, row)}
        </span>
      }
      second={format.relative(Math.min(resolvedAt ?? openedAt, now), now)}
    />
  );
}

export const columns: readonly Column[] = [
  {
    key: 'chosen',
    unit: noUnit,
    kind: 'text',
    isIn: (view) => view === 'work',
    cell: (row, context) => <Chosen row={row} context={context} />,
  },
  {
    key: 'time',
    unit: noUnit,
    kind: 'text',
    isIn: always,
    cell: ({ slot }, { format }) => <TwoLines first={format.date(slot)} second={format.time(slot)} />,
  },
  {
    key: 'parties',
    unit: noUnit,
    kind: 'text',
    isIn: always,
    cell: ({ buyer, seller }, { t }) => <TwoLines first={buyer} second={t('columns.parties.from', { seller })} />,
  },
  {
    key: 'quantity',
    unit: () => 'kWh',
    kind: 'number',
    isIn: always,
    cell: ({ quantityWh }, { format }) => format.number(quantityWh / 1000, 3),
  },
  {
    key: 'amount',
    unit: (format) => format.money(0).unit,
    kind: 'number',
    isIn: always,
    cell: ({ amount }, { format }) => format.money(amount, undefined, { decimals: 4 }).value,
  },
  {
    key: 'cause',
    unit: noUnit,
    kind: 'text',
    isIn: always,
    cell: (row, context) => <Cause row={row} context={context} />,
  },
  {
    key: 'resolution',
    unit: noUnit,
    kind: 'text',
    isIn: always,
    cell: (row, context) => <Resolution row={row} context={context} />,
  },
  {
    key: 'state',
    unit: noUnit,
    kind: 'text',
    isIn: always,
    cell: (row, context) => <State row={row} context={context} />,
  },
];

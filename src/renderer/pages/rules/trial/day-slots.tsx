import { ActionIcon, Switch, Table, Tooltip } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import clsx from 'clsx';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { addDays, formatDay, localDay, MINUTE, parseDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { timeSpan } from '../../../charts/time-axis.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useCalendarLabels } from '../../../components/use-calendar-labels.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isDifferent, traceWords, type SimulatedSlot, type SlotTrace } from './slot-words.ts';
import classes from './trial.module.css';

export interface DaySlotsProps {
  readonly result: RuleSimulationResult;
  /** yyyymmdd */
  readonly day: number;
  readonly onDay: (day: number) => void;
}

/** A day of the trial, slot by slot: what today's rule did, what the draft would have done, and why. */
export function DaySlots({ result, day, onDay }: DaySlotsProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { timeZone } = useCommunity();
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const { trial, range } = result;
  const query = useMethod('rules.simulatedDay', { trial, day });
  const first = localDay(range.from, timeZone);
  const last = localDay(range.to - 1, timeZone);
  const clamp = (wanted: number) => Math.max(first, Math.min(last, wanted));
  return (
    <Panel
      title={t('day.title', { day: format.weekday(startOfLocalDay(day, timeZone)) })}
      subtitle={t('day.subtitle')}
      actions={<DayChoice day={day} first={first} last={last} onDay={(wanted) => onDay(clamp(wanted))} />}
    >
      <Switch
        size="xs"
        mb={8}
        label={t('day.onlyDifferent')}
        checked={onlyDifferent}
        onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
      />
      <PageState query={query} skeleton={<SkeletonLines lines={8} />}>
        {(slots) => <SlotTable slots={slots} onlyDifferent={onlyDifferent} result={result} />}
      </PageState>
    </Panel>
  );
}

interface DayChoiceProps {
  readonly day: number;
  readonly first: number;
  readonly last: number;
  readonly onDay: (day: number) => void;
}

function DayChoice({ day, first, last, onDay }: DayChoiceProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const calendarLabels = useCalendarLabels();
  const format = useFormat();
  const step = (by: number, Arrow: typeof IconChevronLeft, label: string) => (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={by < 0 ? day <= first : day >= last}
        onClick={() => onDay(addDays(day, by))}
      >
        <Arrow size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {step(-1, IconChevronLeft, t('day.back'))}
      <DatePickerInput
        size="xs"
        aria-label={t('day.choose')}
        value={formatDay(day)}
        onChange={(chosen) => onDay((chosen === null ? null : parseDay(chosen)) ?? day)}
        valueFormatter={() => format.date(startOfLocalDay(day, format.timeZone))}
        minDate={formatDay(first)}
        maxDate={formatDay(last)}
        ariaLabels={calendarLabels}
      />
      {step(1, IconChevronRight, t('day.forward'))}
    </>
  );
}

interface SlotTableProps {
  readonly slots: readonly SimulatedSlot[];
  readonly onlyDifferent: boolean;
  readonly result: RuleSimulationResult;
}

function SlotTable({ slots, onlyDifferent, result: { trial } }: SlotTableProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const isNew = trial.insteadOf === null;
  const hasBattery = slots.some(({ batterySoc }) => batterySoc !== null);
  const shown = onlyDifferent ? slots.filter(isDifferent) : slots;
  if (shown.length === 0) return <p className={classes.quiet}>{t('day.none')}</p>;
  return (
    <div className={classes.slots} tabIndex={0} role="group" aria-label={t('day.table')}>
      <Table stickyHeader verticalSpacing={3} horizontalSpacing="xs" className={classes.slotTable}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('day.time')}</Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t(trial.draft.type === 'sell' ? 'day.surplus' : 'day.need')} <span className={classes.unit}>kWh</span>
            </Table.Th>
            {hasBattery && (
              <Table.Th scope="col" className={classes.number}>
                {t('day.charge')}
              </Table.Th>
            )}
            <Table.Th scope="col" className={classes.number}>
              {t('day.price')} <span className={classes.unit}>{format.price(0).unit}</span>
            </Table.Th>
            {!isNew && <Table.Th scope="col">{t('day.current')}</Table.Th>}
            <Table.Th scope="col">{t('day.drafted')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((slot) => (
            <SlotRow
              key={slot.slot}
              slot={slot}
              type={trial.draft.type}
              isNew={isNew}
              hasBattery={hasBattery}
              isMarked={!onlyDifferent && isDifferent(slot)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface SlotRowProps {
  readonly slot: SimulatedSlot;
  readonly type: 'buy' | 'sell';
  readonly isNew: boolean;
  readonly hasBattery: boolean;
  /** Marks a slot that differs among those that do not. */
  readonly isMarked: boolean;
}

function SlotRow({ slot, type, isNew, hasBattery, isMarked }: SlotRowProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { slotMinutes } = useCommunity();
  const { current, drafted, batterySoc } = slot;
  const isSame = !isDifferent(slot) && (current === null || current.limit === drafted.limit);
  const wh = type === 'sell' ? slot.surplusWh : slot.needWh;
  const price = (trace: SlotTrace): string =>
    trace.clearingPrice === null ? '–' : format.price(trace.clearingPrice).value;
  const prices = [...new Set([...(current === null ? [] : [price(current)]), price(drafted)])];
  return (
    <Table.Tr data-differs={isMarked}>
      <Table.Td className={classes.time}>
        {timeSpan(slot.slot, slot.slot + slotMinutes * MINUTE, format.locale, format.timeZone)}
        {isMarked && <span className={classes.differs}>{t('day.differs')}</span>}
      </Table.Td>
      <Table.Td className={classes.number}>{format.number(wh / 1000, 3)}</Table.Td>
      {hasBattery && (
        <Table.Td className={classes.number}>
          {batterySoc === null ? '–' : format.percent(batterySoc / 100, 0)}
        </Table.Td>
      )}
      <Table.Td className={classes.number}>{prices.join(' → ')}</Table.Td>
      {!isNew && <Table.Td>{current !== null && <Trace trace={current} type={type} />}</Table.Td>}
      <Table.Td>
        {isSame && !isNew ? (
          <span className={classes.silent}>{t('day.same')}</span>
        ) : (
          <Trace trace={drafted} type={type} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Trace({ trace, type }: { readonly trace: SlotTrace; readonly type: 'buy' | 'sell' }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const { did, outcome } = traceWords(trace, type, useFormat(), t);
  return (
    <>
      <span className={clsx(trace.offeredWh === 0 && classes.silent)}>{did}</span>
      <span className={classes.outcome}>{outcome}</span>
    </>
  );
}

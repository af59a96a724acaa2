import { ActionIcon, Button, Group, Popover, SegmentedControl, Tooltip, VisuallyHidden } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowsDiff,
  IconCalendar,
  IconChevronLeft,
  IconChevronRight,
  IconChevronsRight,
} from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, formatDay, parseDay } from '#shared/domain/slots.ts';
import type { PeriodChoice, PeriodKind } from './period-arithmetic.ts';
import { useCalendarLabels } from '../components/use-calendar-labels.ts';
import styles from './period-picker.module.css';
import { usePeriod } from './period.tsx';

const named = ['today', 'yesterday', 'week', 'month', 'year', 'all'] as const satisfies readonly PeriodKind[];
type NamedKind = (typeof named)[number];

function choiceOf(kind: NamedKind): PeriodChoice {
  return kind === 'week' || kind === 'month' || kind === 'year' ? { kind, lastDay: null } : { kind };
}

/** Chooses the period that the whole window shows, steps it, and switches the comparison with the period before. */
export function PeriodPicker(): ReactNode {
  const { t } = useTranslation();
  const period = usePeriod();
  const names: Record<NamedKind, string> = {
    today: t(period.endsToday ? 'period.today' : 'period.lastDay'),
    yesterday: t(period.endsToday ? 'period.yesterday' : 'period.dayBefore'),
    week: t('period.week'),
    month: t('period.month'),
    year: t('period.year'),
    all: t('period.all'),
  };
  const hints: Partial<Record<NamedKind, string>> = {
    week: t('period.weekHint'),
    month: t('period.monthHint'),
    year: t('period.yearHint'),
    all: t('period.allHint'),
  };
  return (
    <Group
      gap={6}
      wrap="nowrap"
      role="group"
      aria-label={t('period.label')}
      className={styles.picker}
      data-tour="period"
    >
      <StepButtons />
      <SegmentedControl
        size="xs"
        withItemsBorders={false}
        value={period.kind}
        onChange={(kind) => period.choose(choiceOf(kind as NamedKind))}
        data={named.map((kind) => ({ value: kind, label: <span title={hints[kind]}>{names[kind]}</span> }))}
        aria-label={t('period.label')}
        classNames={{ root: styles.kinds, label: styles.kind, indicator: styles.indicator }}
      />
      <CustomDays />
      <CompareSwitch />
    </Group>
  );
}

function StepButtons(): ReactNode {
  const { t } = useTranslation();
  const period = usePeriod();
  const { kind } = period;
  const newest: PeriodChoice =
    kind === 'week' || kind === 'month' || kind === 'year' ? choiceOf(kind) : { kind: 'today' };
  const steps = [
    { label: t('period.back'), icon: IconChevronLeft, enabled: period.canBack, act: () => period.step(-1) },
    { label: t('period.forward'), icon: IconChevronRight, enabled: period.canForward, act: () => period.step(1) },
    {
      label: t('period.newest'),
      icon: IconChevronsRight,
      enabled: period.canForward,
      act: () => period.choose(newest),
    },
  ];
  return (
    <ActionIcon.Group>
      {steps.map(({ label, icon: StepIcon, enabled, act }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon variant="default" size={30} disabled={!enabled} onClick={act} aria-label={label}>
            <StepIcon size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </ActionIcon.Group>
  );
}

/** First and last day from a calendar. */
function CustomDays(): ReactNode {
  const { t } = useTranslation();
  const calendarLabels = useCalendarLabels();
  const period = usePeriod();
  const nameId = useId();
  const [opened, { toggle, close, open }] = useDisclosure(false);
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  const isCustom = period.kind === 'custom';

  function changed([first, last]: [string | null, string | null]): void {
    setDays([first, last]);
    const [firstDay, lastDay] = [first, last].map((day) => (day === null ? null : parseDay(day)));
    if (firstDay == null || lastDay == null) return;
    period.choose({ kind: 'custom', firstDay, lastDay });
    close();
  }

  return (
    <Popover
      opened={opened}
      onChange={(wanted) => (wanted ? open() : close())}
      onOpen={() => setDays([formatDay(period.firstDay), formatDay(period.lastDay)])}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant={isCustom ? 'light' : 'default'}
          size="compact-sm"
          className={styles.custom}
          leftSection={<IconCalendar size={15} stroke={1.75} aria-hidden />}
          onClick={toggle}
          aria-pressed={isCustom}
        >
          {t('period.custom')}
        </Button>
      </Popover.Target>
      {/* Mantine would name it after its button. */}
      <Popover.Dropdown aria-labelledby={nameId}>
        <VisuallyHidden id={nameId}>{t('period.choose')}</VisuallyHidden>
        <DatePicker
          type="range"
          allowSingleDateInRange
          numberOfColumns={2}
          value={days}
          onChange={changed}
          // The last chosen month at the right, the one before at the left.
          defaultDate={formatDay(addDays(period.lastDay, -(period.lastDay % 100)))}
          maxDate={formatDay(period.referenceDay)}
          {...(period.firstDataDay === null ? {} : { minDate: formatDay(period.firstDataDay) })}
          size="sm"
          ariaLabels={calendarLabels}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function CompareSwitch(): ReactNode {
  const { t } = useTranslation();
  const period = usePeriod();
  const isPossible = period.hasPrevious && period.kind !== 'all';
  const label = isPossible ? t('period.compare') : t('period.compareNone');
  return (
    <Tooltip label={label} multiline maw={260}>
      <ActionIcon
        variant={period.compare ? 'light' : 'default'}
        size={30}
        aria-pressed={period.compareWanted}
        aria-label={label}
        data-disabled={!isPossible || undefined}
        aria-disabled={!isPossible}
        onClick={() => isPossible && period.setCompare(!period.compareWanted)}
      >
        <IconArrowsDiff size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

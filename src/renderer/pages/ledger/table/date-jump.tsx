import { ActionIcon, Popover, Text, Tooltip } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, localDayRange, parseDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { useCalendarLabels } from '../../../components/use-calendar-labels.ts';
import type { Wanted } from './use-trades.ts';

/** A place among trades in the order of time. */
export interface Jump {
  readonly wanted: Wanted;
  readonly place: number;
}

export interface DateJumpProps {
  readonly wanted: Wanted;
  readonly onJump: (jump: Jump) => void;
}

/** Goes to the trades of a day; `g` opens its calendar. Trades in another order are put into the order of time first. */
export function DateJump({ wanted, onJump }: DateJumpProps): ReactNode {
  const { t } = useTranslation('ledger');
  const { timeZone } = useCommunity();
  const { firstDay, lastDay } = usePeriod();
  const calendarLabels = useCalendarLabels();
  const [opened, { open, close, toggle }] = useDisclosure(false);
  const placeOf = useCommand('ledger.placeOf');
  useShortcut('day', open);

  function goTo(text: string | null): void {
    const day = text === null ? null : parseDay(text);
    if (day === null) return;
    const isByTime = wanted.sort.by === 'executedAt';
    const descending = isByTime ? wanted.sort.descending : true;
    const { from, to } = localDayRange(day, timeZone);
    const { communityId, filter } = wanted;
    placeOf.mutate(
      { communityId, filter, descending, at: descending ? to - 1 : from },
      {
        onSuccess: ({ place }) => {
          close();
          onJump({ wanted: { ...wanted, sort: { by: 'executedAt', descending } }, place });
        },
      },
    );
  }

  const label = t('jump.label');
  return (
    <Popover
      opened={opened}
      onChange={(wish) => (wish ? open() : close())}
      onOpen={placeOf.reset}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Tooltip label={`${label} (G)`} disabled={opened}>
          <ActionIcon variant="default" size={30} aria-label={label} aria-keyshortcuts="g" onClick={toggle}>
            <IconCalendarSearch size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <DatePicker
          size="sm"
          value={null}
          onChange={goTo}
          defaultDate={formatDay(lastDay)}
          minDate={formatDay(firstDay)}
          maxDate={formatDay(lastDay)}
          ariaLabels={calendarLabels}
        />
        <Text size="xs" c="dimmed" mt={6} maw={250}>
          {t(wanted.sort.by === 'executedAt' ? 'jump.hint' : 'jump.sorts')}
        </Text>
        {placeOf.isError && <ErrorState problem={placeOf.error.problem} />}
      </Popover.Dropdown>
    </Popover>
  );
}

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { windowsOf } from '#shared/rules/week-grid.ts';
import type { WeekMask } from '#shared/rules/windows.ts';
import { readableMask, windowLines } from './readable-mask.ts';
import styles from './week-table.module.css';
import { WeekTable } from './week-table.tsx';
import { windowProblems } from './window-problem-words.ts';

export interface WeekGridPickerProps {
  /** Windows as a person types them, one a line. */
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What else is wrong with them. */
  readonly error: string | undefined;
}

const presets = {
  always: ['* 00:00-24:00'],
  days: ['* 07:00-18:00'],
  nights: ['* 18:00-07:00'],
  weekend: ['Sa,Su 00:00-24:00'],
} as const;
const presetNames = Object.keys(presets) as (keyof typeof presets)[];

/** When a rule may act: painted on a week, or typed. Either changes the other; a line that cannot be read leaves the grid as it was. */
export function WeekGridPicker({ value, onChange, error }: WeekGridPickerProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const helpId = useId();
  const problems = windowProblems(t, value);
  const mask = useReadableMask(value, problems.length === 0);
  const write = (windows: readonly string[]): void => onChange(windows.join('\n'));
  return (
    <Stack gap={8}>
      <Group gap={6}>
        {presetNames.map((name) => (
          <Button key={name} size="compact-xs" variant="default" onClick={() => write(presets[name])}>
            {t(`windows.presets.${name}`)}
          </Button>
        ))}
      </Group>
      <WeekTable
        mask={mask}
        onPaint={(painted) => write(windowsOf(painted))}
        label={t('windows.grid')}
        describedBy={helpId}
      />
      <Text id={helpId} size="xs" c="dimmed">
        {t('windows.help')}
      </Text>
      <Textarea
        label={t('windows.text')}
        description={t('windows.textHelp')}
        autosize
        minRows={3}
        maxRows={6}
        spellCheck={false}
        classNames={{ input: styles.typed, error: styles.problems }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={problems.length > 0 ? problems.join('\n') : error}
      />
    </Stack>
  );
}

/** The grid of a text: the last one that could be read. */
function useReadableMask(text: string, isReadable: boolean): WeekMask {
  const [known, setKnown] = useState(() => ({ text, mask: readableMask(windowLines(text)) }));
  if (text === known.text) return known.mask;
  const next = { text, mask: isReadable ? readableMask(windowLines(text)) : known.mask };
  setKnown(next);
  return next.mask;
}

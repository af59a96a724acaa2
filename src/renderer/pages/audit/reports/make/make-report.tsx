import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportKind, ReportOrder } from '#shared/contract/report-records.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages, type Language } from '#shared/languages/languages.ts';
import { useCommunity } from '../../../../app/community.tsx';
import { usePeriod } from '../../../../app/period.tsx';
import { RoleButton } from '../../../../app/role-button.tsx';
import { noteAsked } from '../../../../app/waits/waits.ts';
import { useCommand } from '../../../../bridge/queries.ts';
import { ErrorState } from '../../../../components/error-state.tsx';
import { useLanguage } from '../../../../i18n/use-language.ts';
import { useAboutWords } from '../use-about-words.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { MakingReport } from './making-report.tsx';
import { firstChoice, orderOf } from './report-choice.ts';

export interface MakeReportProps {
  readonly kind: ReportKind;
  /** What was ordered before and is wanted once more, from the data of now. */
  readonly again?: { readonly order: ReportOrder; readonly language: Language };
  readonly onClose: () => void;
}

/** From the order to the pages: the few things that a report needs, its language, then how far it is. */
export function MakeReport({ kind, again, onClose }: MakeReportProps): ReactNode {
  const { t } = useTranslation('reports');
  const spoken = useLanguage();
  const community = useCommunity();
  const { range } = usePeriod();
  const make = useCommand('reports.make');
  const [choice, setChoice] = useState(() => firstChoice(community));
  const [language, setLanguage] = useState(again?.language ?? spoken);
  const order = again?.order ?? orderOf(kind, community.id, range, choice);

  if (make.data !== undefined) {
    return (
      <MakingReport taskId={make.data.taskId} reportId={make.data.reportId} onAgain={make.reset} onClose={onClose} />
    );
  }
  return (
    <Stack gap="md">
      <Text size="sm">{t(`kinds.${kind}.text`)}</Text>
      {again === undefined ? (
        <ChoiceFields kind={kind} choice={choice} onChange={(change) => setChoice((old) => ({ ...old, ...change }))} />
      ) : (
        <SameAgain order={again.order} />
      )}
      <LanguageField value={language} onChange={setLanguage} />
      {make.isError && <ErrorState problem={make.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('make.close')}
        </Button>
        <RoleButton
          needs="reporting"
          disabled={order === null}
          loading={make.isPending}
          onClick={() => {
            if (order === null) return;
            noteAsked('report');
            make.mutate({ order, language });
          }}
        >
          {t('make.start')}
        </RoleButton>
      </Group>
    </Stack>
  );
}

function SameAgain({ order }: { readonly order: ReportOrder }): ReactNode {
  const { t } = useTranslation('reports');
  const about = useAboutWords();
  return (
    <div>
      <Text size="sm" fw={600}>
        {about(order)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('make.again')}
      </Text>
    </div>
  );
}

interface LanguageFieldProps {
  readonly value: Language;
  readonly onChange: (language: Language) => void;
}

function LanguageField({ value, onChange }: LanguageFieldProps): ReactNode {
  const { t } = useTranslation('reports');
  const spoken = useLanguage();
  const labelId = useId();
  return (
    <div>
      <Text size="sm" fw={500} id={labelId} mb={4}>
        {t('make.language')}
      </Text>
      <SegmentedControl
        size="sm"
        aria-labelledby={labelId}
        value={value}
        onChange={onChange}
        data={languages.map((language) => ({ value: language, label: languageName(language, spoken) }))}
      />
    </div>
  );
}

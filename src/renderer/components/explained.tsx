import { Stack, Text, Tooltip } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureName } from '#shared/glossary/terms.ts';
import { useFormat } from '../i18n/use-format.ts';
import styles from './explained.module.css';

/** What stands behind a number: EXPERIENCE.md wants every number open to question. */
export type Explanation = ExplanationFacts & FormulaSource;

/** A figure of the glossary shows the glossary's formula, unless it is of something smaller than the community. */
type FormulaSource =
  | { readonly term: FigureName; readonly formula?: string }
  | { readonly term?: undefined; /** In words, e.g. "self-consumed / consumed". */ readonly formula: string };

interface ExplanationFacts {
  /** The name of the figure when it does not stand beside it. */
  readonly title?: string;
  /** What went into it, as people read it. */
  readonly inputs?: readonly { readonly label: string; readonly value: string }[];
  /** Source, method or limits. */
  readonly note?: string;
  /** End of the newest data used, epoch milliseconds; null when there are none. */
  readonly dataTo?: number | null;
}

export interface ExplainedProps {
  readonly explanation: Explanation;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A value that shows its formula, its inputs and the time of its data on hover or focus; the help key opens what the help says of it. */
export function Explained({ explanation, className, children }: ExplainedProps): ReactNode {
  return (
    <Tooltip multiline w={300} openDelay={250} label={<ExplanationText {...explanation} />} classNames={styles}>
      <span className={clsx(styles.subject, className)} tabIndex={0} data-term={explanation.term}>
        {children}
      </span>
    </Tooltip>
  );
}

function ExplanationText({ title, term, formula, inputs = [], note, dataTo }: Explanation): ReactNode {
  const { t } = useTranslation(['shell', 'glossary']);
  const format = useFormat();
  return (
    <Stack gap={6}>
      {title !== undefined && (
        <Text size="xs" fw={600}>
          {title}
        </Text>
      )}
      <Text size="xs">{formula ?? t(`glossary:terms.${term}.formula`)}</Text>
      {inputs.length > 0 && (
        <dl className={styles.inputs}>
          {inputs.map(({ label, value }) => (
            <div key={label} className={styles.input}>
              <dt>{label}</dt>
              <dd className="tabular">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {note !== undefined && (
        <Text size="xs" className={styles.quiet}>
          {note}
        </Text>
      )}
      {dataTo != null && (
        <Text size="xs" className={styles.quiet}>
          {t('explained.dataTo', { time: format.dateTime(dataTo) })}
        </Text>
      )}
      {term !== undefined && (
        <Text size="xs" className={styles.quiet}>
          {t('explained.more')}
        </Text>
      )}
    </Stack>
  );
}

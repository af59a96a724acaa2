import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentVersion } from '#shared/contract/documents.ts';
import { type DiffLine, diffLines } from '#shared/domain/line-diff.ts';
import { PageState } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './documents.module.css';
import { foldUnchanged } from './fold-unchanged.ts';
import { useDocument } from './use-document.ts';

export interface ChangesProps {
  readonly from: DocumentVersion;
  readonly to: DocumentVersion;
}

/** What was taken out and put in between two versions, line by line. */
export function Changes({ from, to }: ChangesProps): ReactNode {
  const before = useDocument(from);
  const after = useDocument(to);
  return (
    <PageState query={before} skeleton={<Skeleton height={360} />}>
      {({ text: old }) => (
        <PageState query={after} skeleton={<Skeleton height={360} />}>
          {({ text, language }) => <Lines old={old} next={text} language={language} from={from} to={to} />}
        </PageState>
      )}
    </PageState>
  );
}

interface LinesProps extends ChangesProps {
  readonly old: string;
  readonly next: string;
  readonly language: string;
}

function Lines({ old, next, language, from, to }: LinesProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  const format = useFormat();
  const lines = useMemo(() => diffLines(old, next), [old, next]);
  const count = (kind: DiffLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  const [removed, added] = [count('removed'), count('added')];
  return (
    <>
      <p className={classes.summary}>
        {removed + added === 0
          ? t('changes.none', { from: from.version, to: to.version })
          : t('changes.summary', {
              from: from.version,
              to: to.version,
              removed: t('changes.removedLines', { count: removed, number: format.number(removed) }),
              added: t('changes.addedLines', { count: added, number: format.number(added) }),
            })}
      </p>
      <div className={classes.text} lang={language} data-selectable>
        {foldUnchanged(lines).map((part, at) =>
          typeof part === 'number' ? (
            <div key={at} className={classes.fold}>
              {t('changes.unchanged', { count: part, number: format.number(part) })}
            </div>
          ) : (
            <Line key={at} line={part} />
          ),
        )}
      </div>
    </>
  );
}

const marks = { same: ' ', removed: '−', added: '+' } as const;

function Line({ line: { kind, text } }: { readonly line: DiffLine }): ReactNode {
  const { t } = useTranslation('legal-documents');
  const Words = kind === 'removed' ? 'del' : kind === 'added' ? 'ins' : 'span';
  return (
    <div className={classes.line} data-kind={kind}>
      <span aria-hidden className={classes.mark}>
        {marks[kind]}
      </span>
      {kind !== 'same' && <VisuallyHidden>{t(`changes.${kind}`)}: </VisuallyHidden>}
      <Words>{text === '' ? ' ' : text}</Words>
    </div>
  );
}

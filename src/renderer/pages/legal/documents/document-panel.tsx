import { Select, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentVersion } from '#shared/contract/documents.ts';
import { languageName } from '#shared/languages/language.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Changes } from './changes.tsx';
import classes from './documents.module.css';
import { useDocument } from './use-document.ts';

export interface DocumentPanelProps {
  readonly version: DocumentVersion;
  /** Of the same kind, newest first. */
  readonly versions: readonly DocumentVersion[];
  /** The version that it is compared with; null shows the text. */
  readonly against: number | null;
  readonly onCompare: (against: number | null) => void;
}

/** One version: its text, or what changed against another one. */
export function DocumentPanel({ version, versions, against, onCompare }: DocumentPanelProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  const format = useFormat();
  const spoken = useLanguage();
  const others = versions.filter((other) => other.version !== version.version);
  const other = others.find((one) => one.version === against);
  const facts = [
    t(`kinds.${version.kind}.name`),
    t('version', { version: version.version }),
    t('validFrom', { date: format.date(version.validFrom) }),
    languageName(version.language, spoken),
  ];
  return (
    <Panel
      title={version.title}
      subtitle={facts.join(' · ')}
      className={classes.paper}
      actions={
        others.length > 0 && (
          <Select
            size="xs"
            aria-label={t('compare.label')}
            className={classes.compare}
            allowDeselect={false}
            value={other === undefined ? '' : String(other.version)}
            onChange={(chosen) => onCompare(chosen ? Number(chosen) : null)}
            data={[
              { value: '', label: t('compare.text') },
              ...others.map((one) => ({
                value: String(one.version),
                label: t('compare.with', { version: one.version }),
              })),
            ]}
          />
        )
      }
    >
      {other === undefined ? <Text version={version} /> : <Changes from={other} to={version} />}
      <dl className={classes.proof}>
        <dt>{t('added')}</dt>
        <dd>{format.dateTime(version.createdAt)}</dd>
        <dt>{t('length')}</dt>
        <dd>{t('characters', { count: version.characters, number: format.number(version.characters) })}</dd>
        <dt>SHA-256</dt>
        <dd>
          <code data-selectable>{version.sha256}</code>
        </dd>
      </dl>
    </Panel>
  );
}

/** The text of a version. */
function Text({ version }: { readonly version: DocumentVersion }): ReactNode {
  return (
    <PageState query={useDocument(version)} skeleton={<Skeleton height={360} />}>
      {({ text, language }) => (
        <div className={classes.text} lang={language} data-selectable>
          {text}
        </div>
      )}
    </PageState>
  );
}

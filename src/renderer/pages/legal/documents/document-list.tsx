import { Badge, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import clsx from 'clsx';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentKind, documentKinds, type DocumentVersion } from '#shared/contract/documents.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { DocumentPlace } from './document-place.ts';
import classes from './documents.module.css';
import { openNewVersion } from './new-version.tsx';

export interface DocumentListProps {
  /** What was found, by kind and newest first. */
  readonly versions: readonly DocumentVersion[];
  readonly all: readonly DocumentVersion[];
  readonly place: DocumentPlace;
  readonly open: DocumentVersion | undefined;
  readonly onChange: ChangeFilters<DocumentPlace>;
}

/** The kinds of documents with their versions, and the search in titles and texts. */
export function DocumentList({ versions, all, place, open, onChange }: DocumentListProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  const list = useRef<HTMLDivElement>(null);
  return (
    <>
      <search className={classes.search}>
        <SearchField
          value={place.search}
          onChange={(search) => onChange({ search })}
          label={t('search.label')}
          placeholder={t('search.hint')}
          clearLabel={t('search.clear')}
          onEnterTable={() => list.current?.querySelector('button')?.focus()}
        />
      </search>
      <div ref={list} className={classes.list}>
        {documentKinds.map((kind) => (
          <Kind
            key={kind}
            kind={kind}
            versions={versions.filter((one) => one.kind === kind)}
            newest={all.find((one) => one.kind === kind)}
            isSearching={place.search.trim() !== ''}
            open={open}
            onOpen={(version) => onChange({ open: { kind, version }, against: null })}
          />
        ))}
      </div>
    </>
  );
}

interface KindProps {
  readonly kind: DocumentKind;
  readonly versions: readonly DocumentVersion[];
  readonly newest: DocumentVersion | undefined;
  readonly isSearching: boolean;
  readonly open: DocumentVersion | undefined;
  readonly onOpen: (version: number) => void;
}

function Kind({ kind, versions, newest, isSearching, open, onOpen }: KindProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  return (
    <div role="group" aria-label={t(`kinds.${kind}.name`)}>
      <div className={classes.kindHead}>
        <h3>{t(`kinds.${kind}.name`)}</h3>
        <RoleButton
          needs="admin"
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
          aria-label={t('newVersionOf', { kind: t(`kinds.${kind}.name`) })}
          onClick={() => openNewVersion({ kind, newest, onSaved: onOpen })}
        >
          {t('newVersion')}
        </RoleButton>
      </div>
      {versions.length === 0 ? (
        <p className={classes.none}>{isSearching ? t('search.none') : t(`kinds.${kind}.none`)}</p>
      ) : (
        <ul className={classes.versions}>
          {versions.map((version) => (
            <li key={version.version}>
              <Version
                version={version}
                isOpen={open?.kind === kind && open.version === version.version}
                onOpen={() => onOpen(version.version)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface VersionProps {
  readonly version: DocumentVersion;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function Version({ version: { version, validFrom, isInForce }, isOpen, onOpen }: VersionProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  const format = useFormat();
  return (
    <UnstyledButton className={clsx(classes.version, isOpen && classes.open)} aria-pressed={isOpen} onClick={onOpen}>
      <span className={classes.versionName}>
        {t('version', { version })}
        {isInForce && (
          <Badge size="sm" variant="light" flex="none">
            {t('inForce')}
          </Badge>
        )}
      </span>
      <span className={classes.quiet}>{t('validFrom', { date: format.date(validFrom) })}</span>
    </UnstyledButton>
  );
}

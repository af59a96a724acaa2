import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditDetails, AuditEntry } from '#shared/contract/audit-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { usePseudonyms } from '../reports/use-pseudonyms.ts';
import { entryActor, entryFacts, entrySentence, factName, factValue } from './entry-words.ts';

export interface EntryWords {
  readonly sentence: (entry: AuditEntry) => string;
  readonly facts: (entry: AuditEntry) => string;
  readonly who: (entry: AuditEntry) => string;
  readonly factName: (name: string) => string;
  readonly factValue: (name: string, value: AuditDetails[string]) => string;
}

/** Writes the entries of the log in the person's language, members of the open community by pseudonym. */
export function useEntryWords(): EntryWords {
  const { t } = useTranslation(['audit-log', 'errors', 'reports']);
  const format = useFormat();
  const pseudonym = usePseudonyms();
  return useMemo(() => {
    const parts = { t, format, pseudonym };
    return {
      sentence: (entry) => entrySentence(entry, parts),
      facts: (entry) => entryFacts(entry, parts),
      who: (entry) => entryActor(entry, parts),
      factName: (name) => factName(name, parts),
      factValue: (name, value) => factValue(name, value, parts),
    };
  }, [t, format, pseudonym]);
}

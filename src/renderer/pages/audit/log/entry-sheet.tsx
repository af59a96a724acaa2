import { Drawer } from '@mantine/core';
import clsx from 'clsx';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { useCommunities } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Section } from '../../members/sheet/section.tsx';
import classes from './log.module.css';
import { useEntryWords } from './use-entry-words.ts';

export interface EntrySheetProps {
  /** Null closes the sheet. */
  readonly entry: AuditEntry | null;
  readonly onClose: () => void;
}

/** All facts of one entry, as they are written in the log. */
export function EntrySheet({ entry, onClose }: EntrySheetProps): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  // While the drawer slides out it keeps showing what it showed.
  const [shown, setShown] = useState(entry);
  if (entry !== null && entry !== shown) setShown(entry);
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size={560}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      title={shown !== null && t('sheet.title', { number: format.number(shown.number) })}
    >
      {shown !== null && <Content entry={shown} />}
    </Drawer>
  );
}

function Content({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const words = useEntryWords();
  const communities = useCommunities().data ?? [];
  const { at, kind, outcome, of, method, communityId, details, hash } = entry;
  const community = communities.find(({ id }) => id === communityId)?.name;
  const facts = Object.entries(details);
  return (
    <>
      <p className={clsx(classes.sentence, classes.head)}>{words.sentence(entry)}</p>
      <Section title={t('sheet.about')}>
        <dl className={classes.sheet}>
          <Fact name={t('sheet.at')} value={format.dateTime(at)} />
          <Fact name={t('sheet.who')} value={words.who(entry)} />
          <Fact name={t('sheet.kind')} value={t(`kinds.${kind}`)} />
          <Fact
            name={t('sheet.outcome')}
            value={t(`outcomes.${outcome}`, { of: of === null ? '' : format.number(of) })}
          />
          {communityId !== null && (
            <Fact name={t('sheet.community')} value={community ?? t('sheet.goneCommunity', { id: communityId })} />
          )}
          {method !== null && <Fact name={t('sheet.method')} value={method} isCode />}
        </dl>
      </Section>
      {facts.length > 0 && (
        <Section title={t('sheet.facts')}>
          <dl className={classes.sheet}>
            {facts.map(([name, value]) => (
              <Fact key={name} name={words.factName(name)} value={words.factValue(name, value)} />
            ))}
          </dl>
        </Section>
      )}
      <Section title={t('sheet.proof')}>
        <p className={classes.quiet}>{t('sheet.proofText')}</p>
        <p className={classes.code} data-selectable>
          {hash}
        </p>
      </Section>
    </>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly isCode?: boolean;
}

function Fact({ name, value, isCode = false }: FactProps): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className={isCode ? classes.code : undefined} data-selectable>
        {value}
      </dd>
    </>
  );
}

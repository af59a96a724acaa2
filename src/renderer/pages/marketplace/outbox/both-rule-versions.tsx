import { Table } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxRule } from '#shared/contract/outbox.ts';
import { changedFields, changedRuleFields, type ChangedRuleField } from '#shared/rules/rule-changes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useRuleWords } from '../../rules/editor/use-rule-words.ts';
import styles from './outbox.module.css';

type ShownField = Exclude<ChangedRuleField, 'type'>;
/** Whether a rule sells or buys never changes. */
const shownFields = changedRuleFields.filter((field) => field !== 'type');

/** A rule that was changed here and at the hub, field by field: what differs, and who decided what, when and why. */
export function BothRuleVersions({ item }: { readonly item: OutboxRule }): ReactNode {
  const { t } = useTranslation('offers');
  const { t: ofRules } = useTranslation('rules');
  const format = useFormat();
  const words = useRuleWords();
  const { draft, theirs } = item;
  if (theirs === null) return <p className={styles.note}>{t('ruleVersions.gone')}</p>;
  const different = changedFields(theirs, draft);
  const fieldText = (field: ShownField, version: RuleDraft): string =>
    field === 'isEnabled' ? t(version.isEnabled ? 'ruleVersions.on' : 'ruleVersions.off') : words.field(field, version);
  const shown = shownFields.filter((field) => draft[field] !== null || theirs[field] !== null);
  return (
    <Table className={styles.ruleVersions} verticalSpacing={3} withRowBorders={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col">{t('ruleVersions.yours')}</Table.Th>
          <Table.Th scope="col">{t('ruleVersions.theirs', { version: theirs.version })}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((field) => (
          <Table.Tr key={field} className={clsx(different.includes(field) && styles.differs)}>
            <Table.Th scope="row">
              {field === 'isEnabled' ? t('ruleVersions.state') : ofRules(`fields.${field}`)}
              {different.includes(field) && <span className={styles.differsMark}>{t('ruleVersions.differs')}</span>}
            </Table.Th>
            <Table.Td>{fieldText(field, draft)}</Table.Td>
            <Table.Td>{fieldText(field, theirs)}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr className={styles.origin}>
          <Table.Th scope="row">{t('ruleVersions.who')}</Table.Th>
          <Table.Td>{t('ruleVersions.you')}</Table.Td>
          <Table.Td>{theirs.changedBy ?? t('ruleVersions.unknown')}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">{t('ruleVersions.when')}</Table.Th>
          <Table.Td>{format.dateTime(item.createdAt)}</Table.Td>
          <Table.Td>{format.dateTime(theirs.validFrom)}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">{t('ruleVersions.why')}</Table.Th>
          <Table.Td>{item.reason ?? t('ruleVersions.noReason')}</Table.Td>
          <Table.Td>{theirs.changeReason ?? t('ruleVersions.noReason')}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}

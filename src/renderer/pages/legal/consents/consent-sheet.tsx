import { Drawer, Table } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberConsents } from '#shared/contract/consents.ts';
import type { DocumentVersion } from '#shared/contract/documents.ts';
import { consentPurposes } from '#shared/privacy/consents.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Section } from '../../members/sheet/section.tsx';
import { State } from './consent-table.tsx';
import classes from './consents.module.css';
import { RecordConsent } from './record-consent.tsx';

export interface ConsentSheetProps {
  /** Null closes the sheet. */
  readonly member: MemberConsents | null;
  /** The versions of the consent text, newest first. */
  readonly texts: readonly DocumentVersion[];
  readonly onClose: () => void;
}

/** What one member has decided, with every step, in a drawer at the right. */
export function ConsentSheet({ member, texts, onClose }: ConsentSheetProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  // While the drawer slides out it keeps showing whom it showed.
  const [shown, setShown] = useState(member);
  if (member !== null && member !== shown) setShown(member);
  return (
    <Drawer
      opened={member !== null}
      onClose={onClose}
      position="right"
      size={560}
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
      title={
        shown !== null && <span className={classes.title}>{t('sheet.title', { pseudonym: shown.anonymizedId })}</span>
      }
    >
      {shown !== null && <Content key={shown.memberId} member={shown} texts={texts} />}
    </Drawer>
  );
}

function Content({ member, texts }: { readonly member: MemberConsents } & Pick<ConsentSheetProps, 'texts'>): ReactNode {
  const { t } = useTranslation('legal-consents');
  const [isRecording, setRecording] = useState(false);
  const [recorded, setRecorded] = useState<'done' | 'doneEarlier' | null>(null);
  return (
    <>
      <dl className={classes.standing}>
        {consentPurposes.map((purpose) => (
          <div key={purpose}>
            <dt>{t(`purposes.${purpose}.name`)}</dt>
            <dd>
              <State member={member} purpose={purpose} />
            </dd>
          </div>
        ))}
      </dl>
      {isRecording ? (
        <RecordConsent
          member={member}
          texts={texts}
          onRecorded={(isLastWord) => {
            setRecorded(isLastWord ? 'done' : 'doneEarlier');
            setRecording(false);
          }}
          onClose={() => setRecording(false)}
        />
      ) : (
        <RoleButton
          needs="admin"
          size="sm"
          mb="lg"
          leftSection={<IconPencilPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => {
            setRecorded(null);
            setRecording(true);
          }}
        >
          {t('record.open')}
        </RoleButton>
      )}
      <div role="status" className={classes.recorded}>
        {recorded !== null && <Notice level="info">{t(`record.${recorded}`)}</Notice>}
      </div>
      <Section title={t('history.title')}>
        <History memberId={member.memberId} />
      </Section>
    </>
  );
}

function History({ memberId }: { readonly memberId: string }): ReactNode {
  const { t } = useTranslation('legal-consents');
  const format = useFormat();
  const query = useMethod('consents.history', { memberId }, { keepPrevious: false });
  return (
    <PageState
      query={query}
      skeleton={<SkeletonLines lines={4} />}
      empty={{ title: t('history.none'), text: t('history.noneText') }}
      isEmpty={(decisions) => decisions.length === 0}
    >
      {(decisions) => (
        <Table className={classes.history} verticalSpacing={5} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              {(['day', 'purpose', 'decision', 'text', 'recorded'] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`history.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {decisions.map(({ number, purpose, decision, documentVersion, at, recordedAt }) => (
              <Table.Tr key={number}>
                <Table.Td>{format.date(at)}</Table.Td>
                <Table.Td>{t(`purposes.${purpose}.name`)}</Table.Td>
                <Table.Td>{t(`states.${decision}`)}</Table.Td>
                <Table.Td>
                  {documentVersion === null ? '–' : t('history.version', { version: documentVersion })}
                </Table.Td>
                <Table.Td>{format.date(recordedAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </PageState>
  );
}

import { Anchor, Button, Group, Radio, Select, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MemberConsents } from '#shared/contract/consents.ts';
import type { DocumentVersion } from '#shared/contract/documents.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { consentDecisions, type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { DayField } from '../day-field.tsx';
import classes from './consents.module.css';

export interface RecordConsentProps {
  readonly member: MemberConsents;
  /** The versions of the consent text, newest first. */
  readonly texts: readonly DocumentVersion[];
  /** `isLastWord` is false when a decision of a later day holds. */
  readonly onRecorded: (isLastWord: boolean) => void;
  readonly onClose: () => void;
}

/** What a member has decided: for what, how, on which day and to which text; and what it changes. */
export function RecordConsent({ member, texts, onRecorded, onClose }: RecordConsentProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  const { timeZone } = useCommunity();
  const [purpose, setPurpose] = useState<ConsentPurpose>(consentPurposes[0]);
  const isGiven = member.last[purpose]?.decision === 'given';
  const [chosen, setDecision] = useState<(typeof consentDecisions)[number] | null>(null);
  const decision = chosen ?? (isGiven ? 'withdrawn' : 'given');
  const [today] = useState(() => localDay(Date.now(), timeZone));
  const [day, setDay] = useState(today);
  const [version, setVersion] = useState<number | null>(null);
  const record = useCommand('consents.record');
  const at = startOfLocalDay(day, timeZone);
  const possible = texts.filter(({ validFrom }) => validFrom <= at);
  const text = possible.find((one) => one.version === version) ?? possible[0];
  const needsText = decision === 'given';

  function submit(): void {
    const documentVersion = needsText ? (text?.version ?? null) : null;
    record.mutate(
      { memberId: member.memberId, purpose, decision, documentVersion, at },
      { onSuccess: ({ isLastWord }) => onRecorded(isLastWord) },
    );
  }

  return (
    <Stack gap="sm" className={classes.form}>
      <Select
        label={t('record.purpose')}
        allowDeselect={false}
        value={purpose}
        onChange={(value) => {
          setPurpose(value ?? purpose);
          setDecision(null);
        }}
        data={consentPurposes.map((value) => ({ value, label: t(`purposes.${value}.name`) }))}
      />
      <Radio.Group
        label={t('record.decision')}
        value={decision}
        onChange={(value) => setDecision(consentDecisions.find((one) => one === value) ?? null)}
      >
        <Group gap="lg" mt={4}>
          {consentDecisions.map((value) => (
            <Radio key={value} value={value} label={t(`record.${value}`)} size="sm" />
          ))}
        </Group>
      </Radio.Group>
      <Group gap="sm" grow align="flex-start">
        <DayField label={t('record.day')} value={day} onChange={setDay} last={today} />
        {needsText && possible.length > 0 && (
          <Select
            label={t('record.text')}
            allowDeselect={false}
            value={String(text?.version)}
            onChange={(value) => setVersion(Number(value))}
            data={possible.map((one) => ({
              value: String(one.version),
              label: t('record.version', { version: one.version, title: one.title }),
            }))}
          />
        )}
      </Group>
      {needsText && text === undefined ? <NoText hasTexts={texts.length > 0} /> : null}
      <Notice level={decision === 'withdrawn' ? 'attention' : 'info'}>
        {t(`purposes.${purpose}.${decision}`)} {t(`record.effect.${decision}`)}
      </Notice>
      {record.error !== null && <ErrorState problem={record.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={record.isPending}>
          {t('record.cancel')}
        </Button>
        <Button onClick={submit} disabled={needsText && text === undefined} loading={record.isPending}>
          {t('record.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

function NoText({ hasTexts }: { readonly hasTexts: boolean }): ReactNode {
  const { t } = useTranslation('legal-consents');
  const { search } = usePeriod();
  return (
    <Notice level="attention">
      {t(hasTexts ? 'record.textLater' : 'record.noText')}{' '}
      <Anchor component={Link} to={{ pathname: '/legal/documents', search }} inherit>
        {t('record.toDocuments')}
      </Anchor>
    </Notice>
  );
}

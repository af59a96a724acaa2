import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DOCUMENT_CHARACTERS, type DocumentKind, type DocumentVersion } from '#shared/contract/documents.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { DayField } from '../day-field.tsx';
import { useDocument } from './use-document.ts';

const MODAL = 'new-document-version';

export interface NewVersionProps {
  readonly kind: DocumentKind;
  /** What the new one begins with. */
  readonly newest: DocumentVersion | undefined;
  readonly onSaved: (version: number) => void;
}

/** Opens the dialog in which the next version of a document is written. */
export function openNewVersion(props: NewVersionProps): void {
  modals.open({
    modalId: MODAL,
    size: 860,
    closeOnClickOutside: false,
    title: <NewVersionTitle {...props} />,
    children:
      props.newest === undefined ? <NewVersion {...props} text="" /> : <NextVersion {...props} newest={props.newest} />,
  });
}

function NewVersionTitle({ kind, newest }: NewVersionProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  return t('write.title', { kind: t(`kinds.${kind}.name`), version: (newest?.version ?? 0) + 1 });
}

function NextVersion(props: NewVersionProps & { readonly newest: DocumentVersion }): ReactNode {
  const query = useDocument(props.newest);
  return <PageState query={query}>{({ text }) => <NewVersion {...props} text={text} />}</PageState>;
}

function NewVersion({ kind, newest, text: before, onSaved }: NewVersionProps & { readonly text: string }): ReactNode {
  const { t } = useTranslation('legal-documents');
  const format = useFormat();
  const { id: communityId, timeZone } = useCommunity();
  const save = useCommand('documents.save');
  const spoken = useLanguage();
  const [title, setTitle] = useState(newest?.title ?? t(`kinds.${kind}.title`));
  const [language, setLanguage] = useState(newest?.language ?? spoken);
  const [day, setDay] = useState(() => localDay(Date.now(), timeZone));
  const [text, setText] = useState(before);
  const isNew = text.trimEnd() !== before.trimEnd() || (newest !== undefined && language !== newest.language);
  const canSave = isNew && title.trim() !== '' && text.trim() !== '' && text.length <= DOCUMENT_CHARACTERS;

  function submit(): void {
    save.mutate(
      { communityId, kind, title: title.trim(), language, text, validFrom: startOfLocalDay(day, timeZone) },
      {
        onSuccess: ({ version }) => {
          modals.close(MODAL);
          notifications.show({ message: t('write.saved', { kind: t(`kinds.${kind}.name`), version }) });
          onSaved(version);
        },
      },
    );
  }

  return (
    <Stack gap="sm">
      <Group gap="sm" grow align="flex-start">
        <TextInput
          label={t('write.name')}
          value={title}
          maxLength={200}
          required
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label={t('write.language')}
          allowDeselect={false}
          value={language}
          onChange={(chosen) => setLanguage(chosen ?? language)}
          data={languages.map((value) => ({ value, label: languageName(value, spoken) }))}
        />
        <DayField label={t('write.validFrom')} value={day} onChange={setDay} />
      </Group>
      <Textarea
        label={t('write.text')}
        description={t('write.length', {
          length: format.number(text.length),
          most: format.number(DOCUMENT_CHARACTERS),
        })}
        inputWrapperOrder={['label', 'input', 'description']}
        autosize
        minRows={12}
        maxRows={24}
        maxLength={DOCUMENT_CHARACTERS}
        required
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Notice level="info">
        {t(newest === undefined ? 'write.effectFirst' : 'write.effect', { version: newest?.version })}{' '}
        {kind === 'consent-text' && newest !== undefined && t('write.consents', { version: newest.version })}
      </Notice>
      {save.error !== null && <ErrorState problem={save.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={save.isPending}>
          {t('write.cancel')}
        </Button>
        <Button onClick={submit} disabled={!canSave} loading={save.isPending}>
          {t('write.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

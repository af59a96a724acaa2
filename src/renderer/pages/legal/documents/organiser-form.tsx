import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Organiser } from '#shared/contract/documents.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';

const MODAL = 'organiser';
const EMPTY: Organiser = { name: '', address: '', contact: '', representative: null, protectionOfficer: null };

/** Opens the dialog in which the organiser is entered. */
export function openOrganiser(communityId: string, organiser: Organiser | null): void {
  modals.open({
    modalId: MODAL,
    size: 560,
    closeOnClickOutside: false,
    title: <OrganiserTitle />,
    children: <OrganiserForm communityId={communityId} organiser={organiser ?? EMPTY} />,
  });
}

function OrganiserTitle(): ReactNode {
  const { t } = useTranslation('legal-documents');
  return t('organiser.title');
}

interface OrganiserFormProps {
  readonly communityId: string;
  readonly organiser: Organiser;
}

function OrganiserForm({ communityId, organiser }: OrganiserFormProps): ReactNode {
  const { t } = useTranslation('legal-documents');
  const [values, setValues] = useState<Organiser>(() => fieldsOf(organiser));
  const save = useCommand('documents.setOrganiser');
  const canSave = [values.name, values.address, values.contact].every((value) => value.trim() !== '');
  const set = (field: keyof Organiser) => (event: { readonly currentTarget: { readonly value: string } }) => {
    const { value } = event.currentTarget;
    setValues((old) => ({ ...old, [field]: value }));
  };
  const field = (name: keyof Organiser) => ({
    label: t(`organiser.fields.${name}`),
    value: values[name] ?? '',
    onChange: set(name),
  });

  function submit(): void {
    const orNull = (value: string | null): string | null => (value?.trim() ? value.trim() : null);
    const entered = {
      ...values,
      representative: orNull(values.representative),
      protectionOfficer: orNull(values.protectionOfficer),
    };
    save.mutate({ communityId, organiser: entered }, { onSuccess: () => modals.close(MODAL) });
  }

  return (
    <Stack gap="sm">
      <TextInput {...field('name')} maxLength={200} required data-autofocus />
      <Textarea {...field('address')} maxLength={500} autosize minRows={2} maxRows={5} required />
      <TextInput {...field('contact')} description={t('organiser.contactHint')} maxLength={200} required />
      <TextInput {...field('representative')} description={t('organiser.optional')} maxLength={300} />
      <TextInput {...field('protectionOfficer')} description={t('organiser.optional')} maxLength={300} />
      <Notice level="info">{t('organiser.effect')}</Notice>
      {save.error !== null && <ErrorState problem={save.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={save.isPending}>
          {t('organiser.cancel')}
        </Button>
        <Button onClick={submit} disabled={!canSave} loading={save.isPending}>
          {t('organiser.save')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Without what is told beside it, such as when it was entered. */
function fieldsOf({ name, address, contact, representative, protectionOfficer }: Organiser): Organiser {
  return { name, address, contact, representative, protectionOfficer };
}

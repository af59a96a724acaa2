import { Button, Group, PasswordInput, Select, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PACK_PASSWORD, PACK_REASON } from '#shared/contract/privacy.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { markedName } from '#shared/desk/community-mark.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useLanguage } from '../../../i18n/use-language.ts';
import { isWritten, WordsField } from '../../settlements/decide/reason-field.tsx';
import classes from '../facts.module.css';

const MODAL = 'access-pack';

export interface PackProps {
  readonly memberId: string;
  readonly pseudonym: string;
}

/** Opens the dialog that asks for the password, the language and the reason of an access pack. */
export function openPack(props: PackProps): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <Title {...props} />,
    children: <PackDialog {...props} />,
  });
}

function Title({ pseudonym }: PackProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  return t('pack.dialog', { pseudonym });
}

function PackDialog({ memberId, pseudonym }: PackProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  const spoken = useLanguage();
  const community = useCommunity();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [language, setLanguage] = useState(spoken);
  const [reason, setReason] = useState('');
  const choose = useCommand('files.chooseTarget');
  const begin = useCommand('privacy.accessPack');
  const problem = choose.error?.problem ?? begin.error?.problem;
  const isLong = password.length >= PACK_PASSWORD;
  const canStart = isLong && password === repeated && isWritten(reason, PACK_REASON.min);

  async function write(): Promise<void> {
    const suggestedName = markedName(t('pack.fileName', { pseudonym }), community);
    const target = await choose.mutateAsync({ suggestedName, type: 'zip' });
    if (target === null) return;
    await begin.mutateAsync({ memberId, fileId: target.fileId, password, language, reason: reason.trim() });
    modals.close(MODAL);
    notifications.show({ message: t('pack.begun', { file: target.name }) });
  }

  return (
    <Stack gap="sm">
      <p className={classes.text}>{t('pack.effect')}</p>
      <Notice level="attention">{t('pack.reveals')}</Notice>
      <PasswordInput
        label={t('pack.password')}
        description={t('pack.passwordHint', { count: PACK_PASSWORD })}
        autoComplete="new-password"
        required
        data-autofocus
        value={password}
        error={password !== '' && !isLong ? t('pack.passwordShort', { count: PACK_PASSWORD }) : undefined}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('pack.repeat')}
        autoComplete="new-password"
        required
        value={repeated}
        error={repeated !== '' && repeated !== password ? t('pack.different') : undefined}
        onChange={(event) => setRepeated(event.currentTarget.value)}
      />
      <Select
        label={t('pack.language')}
        allowDeselect={false}
        value={language}
        onChange={(value) => setLanguage(languages.find((one) => one === value) ?? language)}
        data={languages.map((value) => ({ value, label: languageName(value, spoken) }))}
      />
      <WordsField
        label={t('pack.reason')}
        hint={t('pack.reasonHint')}
        value={reason}
        onChange={setReason}
        least={PACK_REASON.min}
        most={PACK_REASON.max}
      />
      {problem !== undefined && <ErrorState problem={problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={begin.isPending}>
          {t('cancel')}
        </Button>
        <Button
          disabled={!canStart}
          loading={choose.isPending || begin.isPending}
          // What goes wrong is shown from the commands' own state.
          onClick={() => void write().catch(() => undefined)}
        >
          {t('pack.choose')}
        </Button>
      </Group>
    </Stack>
  );
}

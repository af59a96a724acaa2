import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconKey, IconLock, IconPassword, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { openPassphraseForm, openPassphraseRemoval } from './passphrase-form.tsx';
import classes from './security.module.css';

/** What opens the data: passphrase, keychain, or both; each can be changed, and one of them always stays. */
export function Protection({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('security.protection.title')} subtitle={t('security.protection.subtitle')}>
      <Way icon={IconLock} name={t('security.encryption.name')} text={t('security.encryption.text')} />
      <PassphraseWay session={session} />
      <KeychainWay session={session} />
    </Panel>
  );
}

function PassphraseWay({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('settings');
  const { passphrase: isSet, keychain: hasOther } = session.protection;
  return (
    <Way
      icon={IconPassword}
      name={t(`security.passphrase.${isSet ? 'set' : 'none'}`)}
      text={t(isSet && !hasOther ? 'security.passphrase.only' : 'security.passphrase.text')}
    >
      <Button variant="default" size="compact-sm" onClick={() => openPassphraseForm(isSet)}>
        {t(`security.passphrase.${isSet ? 'change' : 'add'}`)}
      </Button>
      {isSet && hasOther && (
        <Button variant="default" size="compact-sm" onClick={openPassphraseRemoval}>
          {t('security.passphrase.remove')}
        </Button>
      )}
    </Way>
  );
}

function KeychainWay({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('settings');
  const set = useCommand('security.setKeychain');
  const { protection, keychain } = session;
  const isOn = protection.keychain;
  const canChange = isOn ? protection.passphrase : keychain.available;
  const text = isOn
    ? protection.passphrase
      ? 'security.keychain.text'
      : 'security.keychain.only'
    : keychain.available
      ? 'security.keychain.offText'
      : 'security.keychain.missing';

  function change(wanted: boolean): void {
    const said = t(`security.keychain.${wanted ? 'changedOn' : 'changedOff'}`);
    set.mutate({ isOn: wanted }, { onSuccess: () => notifications.show({ message: said }) });
  }

  return (
    <>
      <Way
        icon={IconKey}
        name={t(`security.keychain.${isOn ? 'on' : 'off'}`)}
        text={t(text, { backend: keychain.backend })}
      >
        {isOn && keychain.available && (
          <Button variant="default" size="compact-sm" loading={set.isPending} onClick={() => change(true)}>
            {t('security.keychain.renew')}
          </Button>
        )}
        {canChange && (
          <Button variant="default" size="compact-sm" loading={set.isPending} onClick={() => change(!isOn)}>
            {t(`security.keychain.${isOn ? 'turnOff' : 'turnOn'}`)}
          </Button>
        )}
      </Way>
      {set.isError && <ErrorState problem={set.error.problem} />}
    </>
  );
}

interface WayProps {
  readonly icon: Icon;
  readonly name: string;
  readonly text: string;
  readonly children?: ReactNode;
}

function Way({ icon: WayIcon, name, text, children }: WayProps): ReactNode {
  return (
    <div className={classes.way}>
      <WayIcon size={20} stroke={1.75} aria-hidden />
      <h3 className={classes.name}>{name}</h3>
      {children !== undefined && <div className={classes.actions}>{children}</div>}
      <p className={classes.text}>{text}</p>
    </div>
  );
}

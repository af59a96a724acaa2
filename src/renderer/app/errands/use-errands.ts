import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Errand } from '#shared/contract/errands.ts';
import { call, subscribe } from '../../bridge/client.ts';
import { showFailure } from '../../components/failure-notice.ts';
import { openImportOf } from '../../pages/import/open-import.tsx';
import { useRefusal } from '../role.ts';
import { useOpenLink } from './use-open-link.ts';
import { usePageCommands } from './use-page-commands.ts';

/** Carries out what was asked of the page from outside: before it was there, while the console was locked, and from now on. */
export function useErrands(): void {
  const { t } = useTranslation('desk');
  const openLink = useOpenLink();
  const commands = usePageCommands();
  const importRefusal = useRefusal('manager');

  const carryOut = useEffectEvent((errand: Errand): void => {
    switch (errand.kind) {
      case 'link':
        void openLink(errand.link);
        return;
      case 'bad-link':
        showFailure({ id: 'link', title: t('links.title'), message: t('links.bad') });
        return;
      case 'file':
        if (importRefusal === null) openImportOf(errand.file);
        else showFailure({ id: 'file', title: t('file.title'), message: importRefusal });
        return;
      case 'bad-file':
        showFailure({ id: 'file', title: t('file.title'), message: t('file.bad', { name: errand.name }) });
        return;
      case 'command':
        commands[errand.command]?.();
    }
  });

  useEffect(() => {
    const take = (): void => {
      // Nobody waits for it: what could not be taken stays where it is until the next time.
      call('errands.take', {}).then(
        (errands) => errands.forEach(carryOut),
        () => undefined,
      );
    };
    take();
    return subscribe('errands.waiting', take);
  }, []);
}

import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundledPackage } from '#shared/contract/about.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import classes from './about.module.css';

/** Lists everything of others that is inside the console, with the licence in full. */
export function openLicences(): void {
  modals.open({ modalId: 'licences', size: 'xl', title: <DialogTitle />, children: <Licences /> });
}

function DialogTitle(): ReactNode {
  const { t } = useTranslation('settings');
  return t('about.licences.title');
}

function Licences(): ReactNode {
  const { t } = useTranslation('settings');
  const query = useMethod('about.licences', {});
  return (
    <Stack gap="sm">
      <p className={classes.text}>{t('about.licences.text')}</p>
      <PageState query={query} skeleton={<SkeletonLines lines={12} />}>
        {({ packages }) => <Packages packages={packages} />}
      </PageState>
    </Stack>
  );
}

function Packages({ packages }: { readonly packages: readonly BundledPackage[] }): ReactNode {
  const { t } = useTranslation('settings');
  const [wanted, setWanted] = useState('');
  const text = wanted.trim().toLowerCase();
  const found = packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(text));
  return (
    <>
      <TextInput
        data-autofocus
        size="xs"
        leftSection={<IconSearch size={15} aria-hidden />}
        aria-label={t('about.licences.search')}
        placeholder={t('about.licences.search')}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed" role="status">
        {found.length === 0 ? t('about.licences.none') : t('about.licences.count', { count: found.length })}
      </Text>
      {found.length > 0 && (
        <ul className={classes.packages} aria-label={t('about.licences.title')}>
          {found.map((one) => (
            <PackageItem key={`${one.name}@${one.version}`} item={one} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Hundreds of licence texts would be slow to lay out: each is there once it is asked for. */
function PackageItem({ item }: { readonly item: BundledPackage }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const textId = useId();
  return (
    <li>
      <UnstyledButton
        className={classes.package}
        aria-expanded={isOpen}
        aria-controls={isOpen ? textId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <IconChevronRight size={14} aria-hidden />
        <span>
          {item.name} <span className={classes.of}>{item.version}</span>
        </span>
        <span className={classes.of}>{item.licence}</span>
      </UnstyledButton>
      {isOpen && (
        <pre id={textId} className={classes.licence}>
          {item.text}
        </pre>
      )}
    </li>
  );
}

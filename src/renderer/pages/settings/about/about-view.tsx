import { Anchor, Button, CopyButton } from '@mantine/core';
import { IconCopy, IconLicense } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Output } from '#shared/contract/contract.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { Logo } from '../../../components/logo.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import classes from './about.module.css';
import { openLicences } from './licences-dialog.tsx';

const LOGO_SIZE = 44;
const runsOn = ['electron', 'chromium', 'node', 'platform'] as const;

/** Which console this is, under which licence, of what it is made, and where its data come from. */
export function AboutView(): ReactNode {
  const query = useMethod('about.console', {});
  return (
    <div className={classes.view}>
      <PageState query={query} skeleton={<SkeletonLines lines={6} />}>
        {(console) => <Versions console={console} />}
      </PageState>
      <Licence />
      <DataSources />
    </div>
  );
}

function Versions({ console }: { readonly console: Output<'about.console'> }): ReactNode {
  const { t } = useTranslation('settings');
  const lines = [
    `${t('about.title')} ${console.version}`,
    ...runsOn.map((part) => `${t(`about.${part}`)} ${console[part]}`),
  ];
  return (
    <Panel>
      <div className={classes.head}>
        <Logo size={LOGO_SIZE} />
        <div>
          <h2 className={classes.name}>{t('about.title')}</h2>
          <p className={classes.version}>{t('about.version', { version: console.version })}</p>
        </div>
        <CopyButton value={lines.join('\n')}>
          {({ copied, copy }) => (
            <Button
              ml="auto"
              variant="default"
              size="compact-sm"
              leftSection={<IconCopy size={15} aria-hidden />}
              onClick={copy}
            >
              {copied ? t('about.copied') : t('about.copyVersions')}
            </Button>
          )}
        </CopyButton>
      </div>
      <dl className={classes.parts} aria-label={t('about.parts')}>
        {runsOn.map((part) => (
          <div key={part}>
            <dt>{t(`about.${part}`)}</dt>
            <dd>{console[part]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Licence(): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Panel
      title={t('about.licence.title')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconLicense size={15} aria-hidden />}
          onClick={openLicences}
        >
          {t('about.licence.show')}
        </Button>
      }
    >
      <p className={classes.text}>{t('about.licence.text')}</p>
      <p className={classes.text}>{t('about.licence.others')}</p>
    </Panel>
  );
}

function DataSources(): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('about.data.title')}>
      <p className={classes.text}>{t('about.data.hub')}</p>
      <p className={classes.text}>{t('about.data.factors')}</p>
      <p className={classes.text}>
        {t('about.data.law')}{' '}
        <Anchor component={Link} to="/legal" inherit underline="always">
          {t('about.data.lawLink')}
        </Anchor>
      </p>
    </Panel>
  );
}

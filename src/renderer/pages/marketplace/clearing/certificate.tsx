import { Button, CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCertificate, IconCircleCheck, IconCopy, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { call } from '../../../bridge/client.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { useSave } from '../../../charts/use-save.ts';
import { CopyLink } from '../../../components/copy-link.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import classes from './clearing.module.css';
import { Differences } from './differences.tsx';

export interface CertificateProps {
  readonly slot: number;
  readonly certificate: NonNullable<Book['certificate']>;
}

/** The proof of a stored clearing: its fingerprint, and the second computation that must come to the same. */
export function Certificate({ slot, certificate: { clearingId, fingerprint } }: CertificateProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { id: communityId } = useCommunity();
  const save = useSave();
  const [asked, setAsked] = useState(false);
  const input = { communityId, slot, clearingId };
  const query = useMethod('market.verify', input, { enabled: asked, keepPrevious: false });

  function verify(): void {
    if (asked) void query.refetch();
    else setAsked(true);
  }

  const saveCertificate = (): void =>
    void save(
      `${t('files.certificate')}_${new Date(slot).toISOString().slice(0, 16).replaceAll(':', '')}Z`,
      'json',
      async () => (await call('market.certificate', input)).text,
    );

  return (
    <section className={classes.certificate} aria-label={t('certificate.title')}>
      <div className={classes.fingerprint}>
        <IconCertificate size={17} stroke={1.75} aria-hidden />
        <span>{t('certificate.title')}</span>
        {fingerprint === null ? (
          <span className={classes.quiet}>{t('certificate.none')}</span>
        ) : (
          <Fingerprint fingerprint={fingerprint} />
        )}
      </div>
      <div className={classes.actions}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconShieldCheck size={15} stroke={1.75} aria-hidden />}
          loading={query.isFetching}
          onClick={verify}
        >
          {t('certificate.verify')}
        </Button>
        {fingerprint !== null && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
            onClick={saveCertificate}
          >
            {t('certificate.save')}
          </Button>
        )}
        <CopyLink link={{ to: 'clearing', id: clearingId, at: slot, community: communityId }} />
      </div>
      {asked && (
        <div role="status">
          <PageState query={query} skeleton={<SkeletonLines lines={1} />}>
            {({ verdict, differences }) =>
              verdict === 'different' ? (
                <>
                  <Notice level="alarm">{t('verdict.different', { count: differences.length })}</Notice>
                  <Differences differences={differences} />
                </>
              ) : (
                <p className={classes.verdict} data-verdict={verdict}>
                  {verdict === 'verified' && <IconCircleCheck size={17} stroke={1.9} aria-hidden />}
                  {t(`verdict.${verdict}`)}
                </p>
              )
            }
          </PageState>
        </div>
      )}
    </section>
  );
}

/** The first and last digits; the whole fingerprint on hover, and in the clipboard by a click. */
function Fingerprint({ fingerprint }: { readonly fingerprint: string }): ReactNode {
  const { t } = useTranslation('marketplace');
  const short = `${fingerprint.slice(0, 8)}…${fingerprint.slice(-8)}`;
  return (
    <CopyButton value={fingerprint}>
      {({ copied, copy }) => (
        <Tooltip multiline maw={360} label={<code className={classes.full}>{fingerprint}</code>}>
          <UnstyledButton
            className={classes.short}
            onClick={copy}
            // Whoever speaks to the machine says what stands there.
            aria-label={t('certificate.copy', { fingerprint: short })}
          >
            <code>{short}</code>
            {copied ? <span>{t('certificate.copied')}</span> : <IconCopy size={14} stroke={1.75} aria-hidden />}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

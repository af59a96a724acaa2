import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useTasks } from '../../../app/tasks.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { inGroups } from '../verify/typed-codes.ts';
import classes from './log.module.css';
import { Verification } from './verification.tsx';

/** How the log stands: its size, its end and its signature; and the verification that was started last. */
export function LogState(): ReactNode {
  const { t } = useTranslation('audit-log');
  const query = useMethod('audit.state', {});
  const verify = useCommand('audit.verify');
  const task = useTasks().all.findLast(({ kind }) => kind === 'audit-log') ?? null;
  const start = (): void => verify.mutate({});
  return (
    <Panel
      title={t('state.title')}
      subtitle={t('state.subtitle')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconShieldCheck size={15} stroke={1.75} aria-hidden />}
          loading={verify.isPending}
          disabled={task?.state === 'running' || query.data?.entries === 0}
          onClick={start}
        >
          {t('state.verify')}
        </Button>
      }
    >
      <PageState query={query} skeleton={<SkeletonLines lines={3} />}>
        {(state) => (
          <div className={classes.state}>
            {verify.isError && <ErrorState problem={verify.error.problem} onRetry={start} />}
            {task === null ? <LastVerified state={state} /> : <Verification key={task.id} task={task} />}
            <Facts state={state} />
          </div>
        )}
      </PageState>
    </Panel>
  );
}

type State = Output<'audit.state'>;

/** What is known without a verification of this window: that of another one, or that there was none. */
function LastVerified({ state: { lastVerified, entries } }: { readonly state: State }): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  if (entries === 0) return <p className={classes.text}>{t('state.empty')}</p>;
  if (lastVerified === null) return <p className={classes.text}>{t('state.never')}</p>;
  const time = format.dateTime(lastVerified.at);
  return <p className={classes.text}>{t(lastVerified.isIntact ? 'state.wasIntact' : 'state.wasBroken', { time })}</p>;
}

function Facts({ state: { entries, firstAt, head, checkpoint, deviceKey } }: { readonly state: State }): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const [isOpen, { toggle }] = useDisclosure(false);
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <dl className={classes.facts}>
        <Fact name={t('state.entries')} value={format.number(entries)} />
        {firstAt !== null && <Fact name={t('state.firstAt')} value={format.dateTime(firstAt)} />}
        {head !== null && <Fact name={t('state.lastAt')} value={format.dateTime(head.at)} />}
        <Fact
          name={t('state.checkpoint')}
          value={
            checkpoint === null
              ? t('state.noCheckpoint')
              : t('state.checkpointAt', {
                  number: format.number(checkpoint.number),
                  time: format.dateTime(checkpoint.at),
                })
          }
        />
      </dl>
      <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={toggle}>
        <Arrow size={15} stroke={1.9} aria-hidden />
        {t('state.more')}
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <p className={classes.quiet}>{t('state.how')}</p>
        <dl className={classes.codes}>
          {head !== null && (
            <Fact name={t('state.head', { number: format.number(head.number) })} value={head.hash} isCode />
          )}
          <Fact name={t('state.deviceKey')} value={inGroups(deviceKey)} isCode />
        </dl>
      </Collapse>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly isCode?: boolean;
}

function Fact({ name, value, isCode = false }: FactProps): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isCode ? classes.code : undefined} data-selectable>
        {value}
      </dd>
    </div>
  );
}

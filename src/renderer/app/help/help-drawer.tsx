import { Anchor, Button, Drawer, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconKeyboard, IconMap2 } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PageName, ViewName } from '#shared/desk/page-views.ts';
import { figures, isFigure, termNames, type TermName } from '#shared/glossary/terms.ts';
import { usePeriod } from '../period.tsx';
import { openShortcuts } from '../shortcuts/open-shortcuts.tsx';
import { beginTour } from '../tour/tour-state.ts';
import { closeHelp, useHelp } from './help-state.ts';
import styles from './help.module.css';
import { helpOf, tasks, type TaskName } from './page-help.ts';
import { useAskedTerm } from './use-asked-term.ts';
import { useHelpPlace } from './use-help-place.ts';

const taskNames = Object.keys(tasks) as TaskName[];

/** The help on the page that is shown: what it is for, how its tasks are done, and what its terms mean. It can be searched as a whole. */
export function HelpDrawer(): ReactNode {
  const { t } = useTranslation(['help', 'shell']);
  const { shown } = useHelp();
  const place = useHelpPlace();
  useAskedTerm();
  return (
    <Drawer
      opened={shown !== null}
      onClose={closeHelp}
      position="right"
      size="min(460px, 100vw)"
      title={place === null ? t('title') : t('titleOf', { page: t(`shell:pages.${place.page}`) })}
    >
      {shown !== null && <Help place={place} term={shown.term} />}
    </Drawer>
  );
}

interface Place {
  readonly page: PageName;
  readonly view: ViewName;
}

function Help({ place, term }: { readonly place: Place | null; readonly term: TermName | null }): ReactNode {
  const { t } = useTranslation(['help', 'glossary']);
  const [search, setSearch] = useState('');
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLocaleLowerCase().includes(word));
  const help = place === null ? { terms: termNames, tasks: taskNames } : helpOf(place.page, place.view);
  const isSearched = words.length > 0;
  const shownTasks = isSearched
    ? taskNames.filter((task) => has(`${t(`tasksOf.${task}.question`)} ${t(`tasksOf.${task}.answer`)}`))
    : help.tasks;
  const shownTerms = isSearched
    ? termNames.filter((name) => has(`${t(`glossary:terms.${name}.name`)} ${t(`glossary:terms.${name}.meaning`)}`))
    : term === null || help.terms.includes(term)
      ? help.terms
      : [term, ...help.terms];
  return (
    <Stack gap="md">
      <TextInput label={t('search')} value={search} onChange={({ currentTarget }) => setSearch(currentTarget.value)} />
      {!isSearched && place !== null && <Text size="sm">{t(`pages.${place.page}.${place.view}`)}</Text>}
      {shownTasks.length > 0 && (
        <section>
          <Title order={3} className={styles.head}>
            {t(isSearched ? 'foundTasks' : 'tasks')}
          </Title>
          <Stack gap="sm">
            {shownTasks.map((task) => (
              <Task key={task} name={task} />
            ))}
          </Stack>
        </section>
      )}
      {shownTerms.length > 0 && (
        <section>
          <Title order={3} className={styles.head}>
            {t(isSearched ? 'foundTerms' : 'terms')}
          </Title>
          <dl className={styles.terms}>
            {shownTerms.map((name) => (
              <Term key={name} name={name} isAsked={!isSearched && name === term} />
            ))}
          </dl>
        </section>
      )}
      {shownTasks.length + shownTerms.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t('nothing')}
        </Text>
      )}
      <Elsewhere />
    </Stack>
  );
}

function Task({ name }: { readonly name: TaskName }): ReactNode {
  const { t } = useTranslation('help');
  const { search } = usePeriod();
  return (
    <div>
      <Text size="sm" fw={600}>
        {t(`tasksOf.${name}.question`)}
      </Text>
      <Text size="sm">
        {t(`tasksOf.${name}.answer`)}{' '}
        <Anchor
          underline="always"
          component={Link}
          to={{ pathname: tasks[name], search }}
          size="sm"
          onClick={closeHelp}
        >
          {t('goThere')}
        </Anchor>
      </Text>
    </div>
  );
}

/** A term with its meaning; of a figure also formula, unit, range, and what stands where there is nothing to divide by. */
function Term({ name, isAsked }: { readonly name: TermName; readonly isAsked: boolean }): ReactNode {
  const { t } = useTranslation('glossary');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked) place.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  return (
    <div ref={place} className={styles.term} data-asked={isAsked || undefined}>
      <dt>{t(`terms.${name}.name`)}</dt>
      <dd>{t(`terms.${name}.meaning`)}</dd>
      {isFigure(name) && (
        <>
          <dd className={styles.formula}>{t(`terms.${name}.formula`)}</dd>
          <dd className={styles.facts}>
            {[
              `${t('labels.unit')}: ${t(`units.${figures[name].unit}`)}`,
              `${t('labels.range')}: ${t(`terms.${name}.range`)}`,
              ...(figures[name].zero === null ? [] : [t(`zero.${figures[name].zero}`)]),
            ].join(' · ')}
          </dd>
        </>
      )}
    </div>
  );
}

/** The ways on that are on every page's help. */
function Elsewhere(): ReactNode {
  const { t } = useTranslation('help');
  const instead = (open: () => void) => () => {
    closeHelp();
    open();
  };
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconMap2 size={15} aria-hidden />}
        onClick={instead(beginTour)}
      >
        {t('tour')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconKeyboard size={15} aria-hidden />}
        onClick={instead(openShortcuts)}
      >
        {t('keys')}
      </Button>
    </Group>
  );
}

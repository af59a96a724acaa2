import { Button, Group, Popover, Portal, Text, Title } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { usePeriod } from '../period.tsx';
import { useCurrentPage } from '../use-page.ts';
import { endTour, stepTour, useTour } from './tour-state.ts';
import { tourSteps, type TourStep } from './tour-steps.ts';
import styles from './tour.module.css';
import { useFirstTour } from './use-first-tour.ts';
import { useTargetBoxes, type Box } from './use-target-boxes.ts';

/** The tour through the window, once by itself and whenever it is asked for. */
export function Tour(): ReactNode {
  useFirstTour();
  const { step } = useTour();
  return step === null ? null : <RunningTour place={step} />;
}

/** A tour under way. The person finds the page and the focus again as they were before it. */
function RunningTour({ place }: { readonly place: number }): ReactNode {
  const step = tourSteps[place];
  useReturn();
  usePageOf(step);
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') endTour();
  });
  return <Shown key={step.name} step={step} place={place} />;
}

function useReturn(): void {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const latest = useRef(navigate);
  useEffect(() => {
    latest.current = navigate;
  }, [navigate]);
  const came = useRef({ pathname, search });
  useEffect(() => {
    const focused = document.activeElement;
    const { current: address } = came;
    return () => {
      void latest.current(address);
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, []);
}

function usePageOf({ page, name }: TourStep): void {
  const navigate = useNavigate();
  const current = useCurrentPage()?.path;
  const { search } = usePeriod();
  const opened = useRef<string | null>(null);
  useEffect(() => {
    // Once a step: who goes elsewhere by a key is not called back.
    if (opened.current === name) return;
    opened.current = name;
    if (page !== null && page !== current) void navigate({ pathname: `/${page}`, search });
  }, [page, name, current, search, navigate]);
}

function Shown({ step, place }: { readonly step: TourStep; readonly place: number }): ReactNode {
  const boxes = useTargetBoxes(step.targets);
  const [first = { x: window.innerWidth / 2, y: window.innerHeight / 4, width: 0, height: 0 }] = boxes ?? [];
  return (
    <Portal>
      <Shade boxes={boxes ?? []} />
      {boxes !== null && <Card step={step} place={place} beside={first} />}
    </Portal>
  );
}

/** Darkens the window but for what is pointed at. */
function Shade({ boxes }: { readonly boxes: readonly Box[] }): ReactNode {
  const holes = boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');
  return (
    <svg className={styles.shade} aria-hidden>
      <path fillRule="evenodd" className={styles.dark} d={`M0 0h20000v20000h-20000z${holes}`} />
      {boxes.map((box, place) => (
        <rect key={place} className={styles.line} rx={6} {...box} />
      ))}
    </svg>
  );
}

interface CardProps {
  readonly step: TourStep;
  readonly place: number;
  readonly beside: Box;
}

function Card({ step: { name, side }, place, beside: { x, y, width, height } }: CardProps): ReactNode {
  const { t } = useTranslation('tour');
  const id = useId();
  const isLast = place === tourSteps.length - 1;
  return (
    <Popover
      opened
      trapFocus
      withRoles={false}
      withArrow={width > 0}
      position={side}
      offset={10}
      width="min(380px, calc(100vw - 24px))"
      middlewares={{ flip: true, shift: { padding: 12, crossAxis: true } }}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Popover.Target>
        <div className={styles.anchor} style={{ left: x, top: y, width, height }} />
      </Popover.Target>
      <Popover.Dropdown
        className={styles.card}
        role="dialog"
        aria-modal
        aria-labelledby={`${id}title`}
        aria-describedby={`${id}text`}
      >
        <Text size="xs" c="dimmed" className="tabular">
          {t('progress', { step: place + 1, steps: tourSteps.length })}
        </Text>
        <Title order={2} size="h4" id={`${id}title`}>
          {t(`steps.${name}.title`)}
        </Title>
        <Text size="sm" mt={6} id={`${id}text`}>
          {t(`steps.${name}.text`)}
        </Text>
        <Group mt="md" gap="xs" justify="space-between">
          {isLast ? (
            <span />
          ) : (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={endTour}>
              {t('skip')}
            </Button>
          )}
          <Group gap="xs">
            {place > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => stepTour(-1)}>
                {t('back')}
              </Button>
            )}
            <Button size="compact-sm" data-autofocus onClick={() => stepTour(1)}>
              {t(isLast ? 'done' : 'next')}
            </Button>
          </Group>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

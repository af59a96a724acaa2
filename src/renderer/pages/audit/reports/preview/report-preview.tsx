import { ActionIcon, Loader, SegmentedControl, Text, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../components/error-state.tsx';
import { Notice } from '../../../../components/notice.tsx';
import { useFormat } from '../../../../i18n/use-format.ts';
import { PageCanvas } from './page-canvas.tsx';
import classes from './report-preview.module.css';
import { useNearPages } from './use-near-pages.ts';
import { useOpenPdf, useReportPdf } from './use-pdf.ts';
import type { OpenPdf } from './use-pdf.ts';

/** A CSS pixel is 3/4 of a point. */
const ACTUAL_SIZE = 96 / 72;
/** Between two pages and around them, in pixels. */
const GAP = 16;

const zooms = ['width', 'actual'] as const;
type Zoom = (typeof zooms)[number];

export interface ReportPreviewProps {
  readonly reportId: string;
}

/** The pages of a report at hand, exactly as its PDF has them. */
export function ReportPreview({ reportId }: ReportPreviewProps): ReactNode {
  const query = useReportPdf(reportId);
  if (query.data !== undefined) return <Pages key={reportId} bytes={query.data.bytes} />;
  if (query.isError) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  return <Waiting text="layingOut" />;
}

function Waiting({ text }: { readonly text: 'layingOut' | 'opening' }): ReactNode {
  const { t } = useTranslation('report-preview');
  return (
    <div className={classes.waiting} role="status">
      <Loader size="sm" aria-busy="true" />
      <Text size="sm">{t(text)}</Text>
    </div>
  );
}

function Pages({ bytes }: { readonly bytes: Uint8Array }): ReactNode {
  const { t } = useTranslation('report-preview');
  const pdf = useOpenPdf(bytes);
  if (pdf === undefined) return <Waiting text="opening" />;
  if (pdf === null) return <Notice level="attention">{t('unreadable')}</Notice>;
  return <Shown pdf={pdf} />;
}

function Shown({ pdf }: { readonly pdf: OpenPdf }): ReactNode {
  const { t } = useTranslation('report-preview');
  const format = useFormat();
  const area = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>('width');
  const pages = pdf.document.numPages;
  const scaleIn = (width: number): number =>
    zoom === 'actual' ? ACTUAL_SIZE : Math.max(0.1, (width - 2 * GAP) / pdf.width);
  const near = useNearPages(area, pages, (width) => Math.round(pdf.height * scaleIn(width)) + GAP);
  const scale = scaleIn(near.width);

  function turn(event: KeyboardEvent): void {
    const wanted: Readonly<Record<string, number | undefined>> = {
      PageDown: near.current + 1,
      PageUp: near.current - 1,
      Home: 1,
      End: pages,
    };
    const page = wanted[event.key];
    if (page === undefined) return;
    event.preventDefault();
    near.show(page);
  }

  return (
    <div className={classes.preview}>
      <div className={classes.bar}>
        <ActionIcon
          variant="default"
          aria-label={t('previous')}
          disabled={near.current === 1}
          onClick={() => near.show(near.current - 1)}
        >
          <IconChevronUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t('next')}
          disabled={near.current === pages}
          onClick={() => near.show(near.current + 1)}
        >
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
        <span className={classes.count}>
          {t('count', { page: format.number(near.current), pages: format.number(pages) })}
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('zoom.label')}
          value={zoom}
          data={zooms.map((one) => ({ value: one, label: t(`zoom.${one}`) }))}
          onChange={(value) => setZoom(zooms.find((one) => one === value) ?? 'width')}
        />
      </div>
      <VisuallyHidden>{t('alternative')}</VisuallyHidden>
      <div
        ref={area}
        className={classes.area}
        role="region"
        aria-label={t('label')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be within reach of the keyboard
        tabIndex={0}
        onKeyDown={turn}
      >
        {Array.from({ length: pages }, (_, index) => (
          <PageCanvas
            key={index}
            pdf={pdf}
            number={index + 1}
            scale={scale}
            isNear={index + 1 >= near.first && index + 1 <= near.last}
          />
        ))}
      </div>
    </div>
  );
}

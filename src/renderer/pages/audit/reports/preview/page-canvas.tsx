import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './report-preview.module.css';
import type { OpenPdf } from './use-pdf.ts';

/** Sharper than the screen is of no use, and takes memory. */
const MAX_RATIO = 2;

export interface PageCanvasProps {
  readonly pdf: OpenPdf;
  /** From 1. */
  readonly number: number;
  /** CSS pixels a point. */
  readonly scale: number;
  /** Whether it is near enough to be drawn; otherwise only its place is kept. */
  readonly isNear: boolean;
}

/** One page as a picture. */
export function PageCanvas({ pdf, number, scale, isNear }: PageCanvasProps): ReactNode {
  const { t } = useTranslation('report-preview');
  const { document, width, height } = pdf;
  return (
    <div
      className={classes.page}
      data-page={number}
      role="img"
      aria-label={t('page', { page: number, pages: document.numPages })}
      style={{ width: Math.round(width * scale), height: Math.round(height * scale) }}
    >
      {isNear && <Drawing pdf={pdf} number={number} scale={scale} />}
    </div>
  );
}

function Drawing({ pdf: { document }, number, scale }: Omit<PageCanvasProps, 'isNear'>): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    let stop = (): void => undefined;
    let isWanted = true;
    const draw = async (): Promise<void> => {
      const page = await document.getPage(number);
      if (!isWanted || target === null) return;
      const viewport = page.getViewport({ scale: scale * Math.min(window.devicePixelRatio, MAX_RATIO) });
      target.width = Math.round(viewport.width);
      target.height = Math.round(viewport.height);
      const task = page.render({ canvas: target, viewport });
      stop = () => task.cancel();
      await task.promise;
      target.ariaBusy = null;
    };
    // A drawing that was stopped, because the page went out of sight or the size changed, is drawn again by its successor.
    draw().catch(() => undefined);
    return () => {
      isWanted = false;
      stop();
    };
  }, [document, number, scale]);
  // Taken away without React, which has nothing else to draw then.
  return <canvas ref={canvas} className={classes.drawing} aria-busy="true" />;
}

import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useState } from 'react';
import type { Output } from '#shared/contract/contract.ts';
import { call } from '../../../../bridge/client.ts';
import type { BridgeError } from '../../../../bridge/client.ts';

/** The PDF of a report at hand. Main lays it out; a report never changes, so it is asked for once. */
export function useReportPdf(reportId: string): UseQueryResult<Output<'reports.pdf'>, BridgeError> {
  return useQuery<Output<'reports.pdf'>, BridgeError>({
    queryKey: ['report-pages', reportId],
    queryFn: () => call('reports.pdf', { reportId }),
    gcTime: 0,
    retry: false,
  });
}

/** A PDF with its first page's size in points, which all pages of a report have. */
export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  readonly width: number;
  readonly height: number;
}

/** Reads the bytes; undefined until that is done, null when they cannot be shown. */
export function useOpenPdf(bytes: Uint8Array): OpenPdf | null | undefined {
  const [opened, setOpened] = useState<{ bytes: Uint8Array; pdf: OpenPdf | null }>();
  useEffect(() => {
    let isWanted = true;
    let close = (): void => undefined;
    const read = async (): Promise<OpenPdf> => {
      const { openPdf } = await import('./open-pdf.ts');
      // A copy: the worker takes the bytes away.
      const task = openPdf(bytes.slice());
      close = () => void task.destroy();
      const document = await task.promise;
      const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
      return { document, width, height };
    };
    read().then(
      (pdf) => (isWanted ? setOpened({ bytes, pdf }) : close()),
      () => isWanted && setOpened({ bytes, pdf: null }),
    );
    return () => {
      isWanted = false;
      close();
    };
  }, [bytes]);
  return opened?.bytes === bytes ? opened.pdf : undefined;
}

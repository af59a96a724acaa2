import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentLoadingTask } from 'pdfjs-dist/legacy/build/pdf.mjs';
// The older runtime needs the legacy build; as a module of the page's own origin the worker keeps to its content security policy.
// oxlint-disable-next-line import/default -- the address that the build gives to the file
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Begins to read a PDF in a worker. The bytes are gone afterwards. Loaded when a report is looked at, not before. */
export function openPdf(bytes: Uint8Array): PDFDocumentLoadingTask {
  return getDocument({ data: bytes, useWasm: false, useWorkerFetch: false, enableXfa: false, verbosity: 0 });
}

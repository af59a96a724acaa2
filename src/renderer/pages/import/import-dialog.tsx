import { useEffect, useState, type ReactNode } from 'react';
import type { ChosenFile } from '#shared/contract/files.ts';
import type { Inspection } from '#shared/contract/imports.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { ChooseFile } from './choose-file.tsx';
import { ImportOptions } from './import-options.tsx';
import { ImportRun } from './import-run.tsx';
import { Inspecting } from './inspecting.tsx';

const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One import from the file to its outcome: choose, look at what was recognised, decide, watch, open. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [timeZone, setTimeZone] = useState(systemTimeZone);
  const [taskId, setTaskId] = useState<string | null>(null);
  const inspection = useInspection(file, timeZone);

  function again(): void {
    setTaskId(null);
    setFile(null);
  }

  if (taskId !== null) return <ImportRun taskId={taskId} onAgain={again} onClose={onClose} />;
  if (file === null) return <ChooseFile onChosen={setFile} />;
  if (inspection.problem !== null) return <ErrorState problem={inspection.problem} onRetry={again} />;
  if (inspection.data === null) return <Inspecting file={file} onBack={again} />;
  return (
    <ImportOptions
      inspection={inspection.data}
      timeZone={timeZone}
      onTimeZone={setTimeZone}
      onStarted={setTaskId}
      onBack={again}
      onClose={onClose}
    />
  );
}

interface InspectionState {
  readonly data: Inspection | null;
  readonly problem: NonNullable<ReturnType<typeof useCommand<'imports.inspect'>>['error']>['problem'] | null;
}

/** Inspects the file, and again when the time zone of its wall times changes. */
function useInspection(file: ChosenFile | null, timeZone: string): InspectionState {
  const { mutate, reset, data, error } = useCommand('imports.inspect');
  const fileId = file?.fileId ?? null;
  useEffect(() => {
    reset();
    if (fileId !== null) mutate({ fileId, timeZone });
  }, [fileId, timeZone, mutate, reset]);
  return { data: data !== undefined && data.fileId === fileId ? data : null, problem: error?.problem ?? null };
}

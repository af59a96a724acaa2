import { useEffect, useState, type ReactNode } from 'react';
import type { ChosenFile } from '#shared/contract/files.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { Inspection } from '#shared/contract/imports.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { ChooseFile } from './choose-file.tsx';
import { ImportOptions } from './import-options.tsx';
import { ImportRun } from './import-run.tsx';
import { Inspecting } from './inspecting.tsx';

const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ImportDialogProps {
  /** The file to begin with; null lets the person choose one. */
  readonly opened: ChosenFile | null;
  readonly onClose: () => void;
}

/** One import from the file to its outcome: choose, look at what was recognised, decide, watch, open. */
export function ImportDialog({ opened, onClose }: ImportDialogProps): ReactNode {
  const [file, setFile] = useState(opened);
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
  if (inspection.found === null) return <Inspecting file={file} onBack={again} />;
  return (
    <ImportOptions
      inspection={inspection.found}
      isInspecting={inspection.isPending}
      timeZone={timeZone}
      onTimeZone={setTimeZone}
      onStarted={setTaskId}
      onBack={again}
      onClose={onClose}
    />
  );
}

interface InspectionState {
  /** What was found in the chosen file; the last finding stays while the file is read again for another time zone. */
  readonly found: Inspection | null;
  readonly isPending: boolean;
  readonly problem: Problem | null;
}

/** Inspects the file, and again when the time zone of its wall times changes. */
function useInspection(file: ChosenFile | null, timeZone: string): InspectionState {
  const { mutate, error, isPending } = useCommand('imports.inspect');
  const [found, setFound] = useState<Inspection | null>(null);
  const fileId = file?.fileId ?? null;
  useEffect(() => {
    if (fileId !== null) mutate({ fileId, timeZone }, { onSuccess: setFound });
  }, [fileId, timeZone, mutate]);
  return {
    found: found?.fileId === fileId ? found : null,
    isPending,
    problem: fileId === null ? null : (error?.problem ?? null),
  };
}

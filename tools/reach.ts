import { messageOf } from './report.ts';

const answerMs = 5_000;

/** Why a file cannot be downloaded here, as part of a sentence; undefined when its server has it. Answers within seconds. */
export async function reachProblem(url: URL): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerMs) });
    return response.ok ? undefined : `${url.host} answered ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    return `${url.host} cannot be reached (${cause})`;
  }
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { batchFields, batchResultFields, type CommandResult } from '#shared/wire/sync.ts';
import { answerCommand, deferCommand } from '../commands/answer-command.ts';
import { type RawCommand, textAt } from '../commands/read-command.ts';
import type { HubParts, Principal } from '../parts.ts';
import { requireProtocol } from './require-protocol.ts';

/** POST /api/commands: the decisions of a desk (PROTOCOL.md, Push). */
export function commandRoutes(parts: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/commands',
      {
        preValidation: requireProtocol,
        schema: {
          summary: 'Carry out the decisions of a desk',
          tags: ['sync'],
          body: batchFields,
          response: { 200: batchResultFields },
        },
      },
      async ({ body, principal }) => ({ results: await answerBatch(parts, principal, body.commands) }),
    );
  };
}

/** One after the other, in the order in which they were made; behind one that failed, those of its member wait (PROTOCOL.md C2, C4). */
async function answerBatch(
  parts: HubParts,
  principal: Principal,
  commands: readonly RawCommand[],
): Promise<CommandResult[]> {
  const results: CommandResult[] = [];
  const waiting = new Set<string>();
  for (const command of commands) {
    const member = textAt(command, 'data', 'member_id');
    const isWaiting = member !== null && waiting.has(member);
    const result = isWaiting
      ? await deferCommand(parts, principal, command)
      : (await answerCommand(parts, principal, command)).result;
    if (result.outcome === 'failed' && member !== null) waiting.add(member);
    results.push(result);
  }
  return results;
}

import swagger, { type SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubProblemFields, PROTOCOL_VERSION } from '#shared/wire/sync.ts';

/** What a route without sign-in says in its schema. */
export const WITHOUT_SIGN_IN: FastifySchema['security'] = [];

const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** The pages of the documentation run the hub's own scripts and ask the hub alone. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The OpenAPI description of all routes that are registered later (`/docs/json`), and pages to read it (`/docs`). */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Commonwatt hub',
        version: String(PROTOCOL_VERSION),
        description:
          'A local energy community’s data, and the decisions of its desks. Energy in kWh, money in currency units.',
      },
      security: [{ bearer: [] }],
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
        schemas: { Problem: z.toJSONSchema(hubProblemFields) as object },
      },
    },
    transform: describeRoute,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY });
}

/**
 * A route's schemas as JSON Schema. Answers are described as they stand on the wire, which is the side of a codec that the library takes
 * for input; it would describe the integers inside. Answers that are no success are the same for all routes.
 */
const describeRoute: SwaggerTransform = (document) => {
  const { schema } = document;
  if (schema === undefined || schema.hide === true) return jsonSchemaTransform(document);
  const { response = {}, ...asked } = schema;
  const onTheWire = (answer: unknown): unknown =>
    jsonSchemaTransform({ ...document, schema: { body: answer } }).schema.body;
  const described = jsonSchemaTransform({ ...document, schema: asked });
  const answers = Object.fromEntries(
    Object.entries(response as Record<string, unknown>).map(([status, answer]) => [
      status,
      answer instanceof z.ZodType ? onTheWire(answer) : answer,
    ]),
  );
  const success = Object.keys(answers).some((status) => status.startsWith('2'))
    ? {}
    : { 200: { description: 'Success' } };
  return { ...described, schema: { ...described.schema, response: { ...success, ...answers, ...problems(schema) } } };
};

/** The answers of a route that are no success. */
function problems({ querystring, body, security }: FastifySchema): Record<string, object> {
  return {
    ...(querystring !== undefined || body !== undefined
      ? { 400: problem('INPUT_INVALID: a field does not fit.') }
      : {}),
    ...(security === WITHOUT_SIGN_IN ? {} : { 401: problem('Not signed in, or the access token has ended.') }),
    429: problem('RATE_LIMITED: wait as long as Retry-After says.'),
    500: problem('INTERNAL: a fault of the hub; nothing was changed.'),
    default: problem('Every other answer that is no success.'),
  };
}

function problem(description: string): object {
  return { description, ...PROBLEM };
}

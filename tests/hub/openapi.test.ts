import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { memoryDatabase, START_TIMEOUT } from './databases.ts';
import { openEndpoints, signedInEndpoints } from './endpoints.ts';

let database: HubDatabase;
let hub: AppUnderTest;

beforeAll(async () => {
  database = await memoryDatabase(null);
  hub = await startApp(database);
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  await database.close();
});

describe('the description of the API', () => {
  interface Operation {
    readonly summary?: string;
    readonly tags?: readonly string[];
    readonly security?: readonly object[];
    readonly responses: Record<string, { readonly content?: Record<string, { schema: object }> }>;
    readonly parameters?: readonly { readonly name: string }[];
    readonly requestBody?: object;
  }
  interface Document {
    readonly openapi: string;
    readonly security: readonly object[];
    readonly paths: Record<string, Record<string, Operation>>;
    readonly components: { readonly schemas: Record<string, object> };
  }

  async function described(): Promise<Document> {
    return (await hub.get('/docs/json')).json<Document>();
  }

  it('lists exactly the endpoints that there are', async () => {
    const { paths, openapi } = await described();
    expect(openapi).toBe('3.1.0');
    const listed = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${url}`),
    );
    expect(listed.toSorted()).toEqual(
      [...signedInEndpoints, ...openEndpoints].map((endpoint) => endpoint.join(' ')).toSorted(),
    );
  });

  it('says of each what it is, what it takes, who may, and how it refuses', async () => {
    const { paths, security } = await described();
    expect(security).toEqual([{ bearer: [] }]);
    const isOpen = new Set(openEndpoints.map(([, url]) => url as string));
    for (const [url, methods] of Object.entries(paths)) {
      for (const operation of Object.values(methods)) {
        const statuses = Object.keys(operation.responses);
        expect({
          url,
          isNamed: Boolean(operation.summary) && (operation.tags ?? []).length > 0,
          needsSignIn: operation.security === undefined && statuses.includes('401'),
          succeeds: statuses.some((status) => status.startsWith('2')),
        }).toEqual({ url, isNamed: true, needsSignIn: !isOpen.has(url), succeeds: true });
        expect(statuses).toEqual(expect.arrayContaining(['429', '500', 'default']));
        const refused = operation.responses.default.content?.['application/json'].schema;
        expect(refused).toEqual({ $ref: '#/components/schemas/Problem' });
      }
    }
  });

  it('points to nothing that is not there', async () => {
    const document = await described();
    const named = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of named) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('describes answers as they stand on the wire: decimals and ISO times', async () => {
    const { paths } = await described();
    const answer = paths['/api/trading/history'].get.responses['200'].content?.['application/json'].schema;
    expect(answer).toMatchObject({
      properties: {
        items: { items: { properties: { quantity_kwh: { type: 'number' }, executed_at: { format: 'date-time' } } } },
      },
    });
  });

  it('can be read as pages whose policy lets their own scripts run, and no others', async () => {
    const page = await hub.get('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    const loaded = [...page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
    expect(loaded.length).toBeGreaterThan(3);
    for (const file of loaded) {
      expect({ file, status: (await hub.get(`/docs/${file}`)).statusCode }).toEqual({ file, status: 200 });
    }
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
  });
});

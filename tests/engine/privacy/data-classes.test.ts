import { expect, it } from 'vitest';
import { schemaClasses, schemaOf } from '#engine/privacy/schema-classes.ts';
import { cacheTables } from '#shared/privacy/cache-tables.ts';
import { dataClasses } from '#shared/privacy/data-classes.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

it('every column of the cache has a data class, and no class stands for a column that is not there', () => {
  const classified = Object.fromEntries(
    Object.entries(cacheTables).map(([table, { columns }]) => [table, Object.keys(columns).sort()]),
  );
  const real = Object.fromEntries(
    [...schemaOf(temporaryCache().read)].map(([table, columns]) => [table, columns.toSorted()]),
  );
  expect(classified).toEqual(real);
});

it('a column without a data class is a fault, whoever asks for the classes', () => {
  const cache = temporaryCache();
  expect(schemaClasses(cache.read, 'any').map((one) => one.class)).toEqual([...dataClasses]);
  cache.write.exec('ALTER TABLE member ADD COLUMN shoe_size INTEGER');
  expect(() => schemaClasses(cache.read, 'any')).toThrow('member.shoe_size has no data class.');
});

it('the rows of a table say which member they are about by columns that the table has', () => {
  for (const [table, { columns, about }] of Object.entries(cacheTables)) {
    for (const { column } of about) expect(Object.keys(columns), `of ${table}`).toContain(column);
  }
});

it('classes with a clock say how long, the others are kept with what they belong to', () => {
  const clocks = schemaClasses(temporaryCache().read, 'any').flatMap(({ class: name, clock }) =>
    clock ? [`${name}: ${clock.length} ${clock.unit}`] : [],
  );
  expect(clocks).toEqual([
    'identity: 30 days',
    'meter: 24 months',
    'offer: 24 months',
    'trade: 120 months',
    'audit: 120 months',
  ]);
});

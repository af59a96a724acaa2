import fc from 'fast-check';
import { z } from 'zod';
import { hostileNumbers, hostileTexts } from './hostile.ts';

/** Real values of a community by the name of the field that takes them, so that what is asked gets past "there is no such thing". */
export type KnownValues = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * Values that have the shape of a schema, with leaves that are real, hostile, or merely odd; nearly all of them are valid.
 *
 * @param field name of the field that the value is for
 */
export function valuesOf(schema: z.core.$ZodType, known: KnownValues, field = ''): fc.Arbitrary<unknown> {
  const inside = (inner: z.core.$ZodType, name = field): fc.Arbitrary<unknown> => valuesOf(inner, known, name);
  if (schema instanceof z.ZodObject) return objectsOf(schema, inside);
  if (schema instanceof z.ZodArray) return arraysOf(schema, inside);
  if (schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodUnion)
    return fc.oneof(...schema.options.map((option) => inside(option)));
  if (schema instanceof z.ZodNullable) return rarely(fc.constant(null), inside(schema.unwrap()));
  if (schema instanceof z.ZodOptional) return rarely(fc.constant(undefined), inside(schema.unwrap()));
  if (schema instanceof z.ZodDefault) return rarely(fc.constant(undefined), inside(schema.unwrap()));
  if (schema instanceof z.ZodReadonly) return inside(schema.unwrap());
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(inside(schema.keyType, '').map(String), inside(schema.valueType), { maxKeys: 5 });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodUUID) return rarely(fc.uuid(), fc.constantFrom(...(known[field] ?? [AN_ID])));
  if (schema instanceof z.ZodString) return textsOf(schema, known[field] ?? []);
  if (schema instanceof z.ZodNumber) return numbersOf(schema, known[field] ?? []);
  throw new Error(`This test does not know how to make a value for "${field}".`);
}

const AN_ID = '00000000-0000-4000-8000-00000000000f';

function rarely<T>(seldom: fc.Arbitrary<T>, usually: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 1, arbitrary: seldom }, { weight: 4, arbitrary: usually });
}

const DAY = 86_400_000;

/** A period that ends before it begins, or never, is asked for by the other tests: the code behind the schema is to be reached. */
function objectsOf(
  schema: z.ZodObject,
  inside: (inner: z.core.$ZodType, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.shape).map(([name, inner]) => [name, inside(inner, name)] as const);
  return fc.record(Object.fromEntries(fields)).map((made: Record<string, unknown>) => {
    const { from, to } = made;
    const isPeriod = typeof from === 'number' && typeof to === 'number';
    return isPeriod && (to <= from || to - from > 4000 * DAY) ? { ...made, to: from + DAY } : made;
  });
}

function arraysOf(
  schema: z.ZodArray,
  inside: (inner: z.core.$ZodType) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  let minLength = 0;
  for (const { _zod } of schema.def.checks ?? []) {
    if (_zod.def.check === 'min_length') minLength = (_zod.def as z.core.$ZodCheckMinLengthDef).minimum;
  }
  return fc.array(inside(schema.element), { minLength, maxLength: minLength + 3 });
}

function textsOf(schema: z.ZodString, real: readonly (string | number)[]): fc.Arbitrary<string> {
  const least = schema.minLength ?? 0;
  const most = schema.maxLength ?? 5000;
  const fitting = (text: string): string => text.padEnd(least, 'x').slice(0, most);
  const hostile = fc.constantFrom(...hostileTexts).map(fitting);
  const odd = fc.string({ unit: 'binary', minLength: least, maxLength: Math.min(most, least + 40) }).map(fitting);
  const texts = real.filter((value) => typeof value === 'string');
  if (texts.length > 0) return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...texts) }, hostile);
  return fc.oneof(...patternsOf(schema).map((pattern) => fc.stringMatching(pattern)), hostile, odd);
}

function patternsOf(schema: z.ZodString): RegExp[] {
  return (schema.def.checks ?? []).flatMap(({ _zod }) => {
    const { pattern } = _zod.def as { pattern?: RegExp };
    return pattern === undefined ? [] : [pattern];
  });
}

function numbersOf(schema: z.ZodNumber, real: readonly (string | number)[]): fc.Arbitrary<number> {
  const least = Math.max(schema.minValue ?? -Infinity, Number.MIN_SAFE_INTEGER);
  const most = Math.min(schema.maxValue ?? Infinity, Number.MAX_SAFE_INTEGER);
  const isWhole = schema.format === 'safeint';
  const fits = (value: number): boolean => value >= least && value <= most && (!isWhole || Number.isInteger(value));
  const hostile = fc.constantFrom(least, most, ...hostileNumbers.filter(fits));
  const numbers = real.filter((value) => typeof value === 'number').filter(fits);
  if (numbers.length > 0) return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...numbers) }, hostile);
  const usual = isWhole ? fc.integer({ min: Math.max(least, -1000), max: Math.min(most, 1_000_000) }) : fc.double();
  return fc.oneof(hostile, usual);
}

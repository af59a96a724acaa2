/**
 * Surveys a readings file and then reads it through, and says how many readings it took. Arguments: file. The test starts it with little
 * memory.
 */
import { readReadings, surveyReadings } from '#engine/imports/readings-csv.ts';
import { inspectSource } from '#engine/imports/source-file.ts';

const [path = ''] = process.argv.slice(2);
const file = { path, name: 'readings.csv' };
const source = await inspectSource(file);
if (source.kind !== 'text') throw new Error('not a text');
const input = { file, source, timeZone: 'UTC' };
const survey = await surveyReadings(input);
let readings = 0;
for await (const batch of readReadings(input, survey)) readings += batch.length;
console.log(readings);

import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const [baseUrl, key, from, to] = process.argv.slice(2);
// Answers come in several formats; a client names those that it takes.
const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl, headers: { 'X-API-Key': key } });

let cursor: string | undefined;
do {
  const { data, error } = await client.GET('/api/v1/readings', { params: { query: { from, to, limit: 2, cursor } } });
  if (error)
    throw new Error(error.detail);
  for (const reading of data.readings)
    console.log(`${reading.sensorId} ${reading.measuredAt} ${reading.value} ${reading.unit}`);
  cursor = data.next === null ? undefined : new URL(data.next, baseUrl).searchParams.get('cursor') ?? undefined;
} while (cursor);

const aggregates = await client.GET('/api/v1/aggregates', { params: { query: { from, to, bucket: '1d', functions: 'avg,p50', groupBy: 'type' } } });
for (const row of aggregates.data?.aggregates ?? [])
  console.log(`${row.type} ${row.unit} ${row.avg?.toFixed(2)} ${row['p50']?.toFixed(2)}`);

const catalogue = await client.GET('/api/v1/catalogue', { params: { query: { type: 'temperature' } } });
for (const sensor of catalogue.data?.catalogue ?? [])
  console.log(`${sensor.sensorId} ${sensor.readingCount} ${sensor.firstReadingAt === null ? 'never' : 'sent'}`);

const refused = await client.GET('/api/v1/readings', { params: { query: { limit: 0 } } });
console.log(`${refused.error?.status} ${refused.error?.errors.map(error => error.name).join()}`);

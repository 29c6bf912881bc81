// Reads answers with libraries of npm: node read.mjs <folder with node_modules> <file>...
// One line of JSON a file: its columns and rows. Numbers are their eight bytes, so that nothing is lost or mended on the way.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const arrow = require('apache-arrow');
const { parquetReadObjects, parquetMetadataAsync, parquetSchema } = await import(pathToFileURL(require.resolve('hyparquet')));
const { compressors } = await import(pathToFileURL(require.resolve('hyparquet-compressors')));

const number = value => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number(value));
  return `#${bytes.toString('hex')}`;
};

const instant = microseconds => {
  const below = ((microseconds % 1000n) + 1000n) % 1000n;
  return `${new Date(Number((microseconds - below) / 1000n)).toISOString().slice(0, -1)}${String(below).padStart(3, '0')}Z`;
};

const cell = value => {
  if (value === null || value === undefined)
    return null;
  if (typeof value === 'number' || typeof value === 'bigint')
    return number(value);
  return String(value);
};

const readers = {
  '.json': bytes => {
    const rows = Object.values(JSON.parse(bytes)).findLast(Array.isArray);
    return { columns: Object.keys(rows[0]), rows: rows.map(row => Object.values(row).map(cell)) };
  },
  '.ndjson': bytes => {
    const rows = bytes.toString().split('\n').filter(line => line).map(line => JSON.parse(line));
    return { columns: Object.keys(rows[0]), rows: rows.map(row => Object.values(row).map(cell)) };
  },
  '.arrows': bytes => {
    const table = arrow.tableFromIPC(bytes);
    const columns = table.schema.fields.map((field, i) => {
      const column = table.getChildAt(i);
      const convert = arrow.DataType.isTimestamp(field.type) ? value => instant(BigInt(Math.round(value * 1000))) : cell;
      return Array.from({ length: table.numRows }, (_, row) => (column.isValid(row) ? convert(column.get(row)) : null));
    });
    return { columns: table.schema.fields.map(field => field.name), rows: Array.from({ length: table.numRows }, (_, row) => columns.map(column => column[row])) };
  },
  '.parquet': async bytes => {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.map(child => child.element.name);
    const rows = await parquetReadObjects({ file, metadata, compressors, parsers: { timestampFromMicroseconds: instant } });
    return { columns, rows: rows.map(row => columns.map(column => cell(row[column]))) };
  },
};

for (const file of files)
  process.stdout.write(`${JSON.stringify(await readers[extname(file)](readFileSync(file)))}\n`);

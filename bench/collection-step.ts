import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { openPromise } from 'yauzl';
import type { Arrival } from '../ingest/delivery.ts';
import { takeIn } from '../ingest/take-in.ts';
import { understand } from '../ingest/understand.ts';
import { understandMessages } from '../ingest/understand-messages.ts';
import { ingestSettings, nothingKnown, receivedAt, uscc } from './settings.ts';

/** One measured step of reading another format, in a process of its own. Prints seconds and peak memory as JSON. */
const [step = '', root = ''] = process.argv.slice(2);
const settings = ingestSettings(root);
const work = join(root, 'data', 'tmp', 'bench');

const steps: Record<string, () => Promise<object>> = {
  'text-utf-8': () => takeInOne('text.csv'),
  'text-gb18030': () => takeInOne('text-gb.csv'),
  /** The library's bare read of the sheet: every cell is parsed, nothing is kept. */
  'bare-sheet': async () => {
    const zip = await openPromise(join(root, 'sheet.xlsx'), { lazyEntries: true, autoClose: false });
    let cells = 0;
    const parser = new SaxesParser();
    parser.on('closetag', ({ name }) => {
      if (name === 'c') cells += 1;
    });
    for await (const entry of zip.eachEntry())
      if (entry.fileName === 'xl/worksheets/sheet1.xml') {
        const decoder = new TextDecoder();
        for await (const chunk of await zip.openReadStreamPromise(entry))
          parser.write(decoder.decode(chunk as Buffer, { stream: true }));
      }
    parser.close();
    zip.close();
    return { cells };
  },
  sheet: async () => {
    const path = join(root, 'sheet.xlsx');
    const { size: bytes } = await stat(path);
    const file = { path, bytes, copy: join(work, 'sheet'), limits: settings.limits, columnMap: null };
    const understood = await understand('xlsx', file);
    if ('id' in understood) throw new Error(understood.id);
    return { rows: understood.cells.rows };
  },
  /** A bare pass of the parser over the messages, which counts their elements. */
  'bare-messages': async () => {
    let elements = 0;
    const decoder = new TextDecoder();
    let parser = fresh();
    function fresh() {
      const one = new SaxesParser();
      one.on('opentag', () => {
        elements += 1;
      });
      return one;
    }
    let rest = '';
    for await (const chunk of createReadStream(join(root, 'messages.xml'), { highWaterMark: 1 << 16 })) {
      const documents = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('<?xml ');
      rest = documents.pop() ?? '';
      for (const text of documents) {
        if (text.trim() === '') continue;
        parser.write(`<?xml ${text}`).close();
        parser = fresh();
      }
    }
    return { elements };
  },
  messages: async () => {
    const path = join(root, 'messages.xml');
    const { size: bytes } = await stat(path);
    const file = { path, bytes, copy: join(work, 'messages'), limits: settings.limits };
    const found = await understandMessages('ceb', file, settings);
    if ('id' in found) throw new Error(found.id);
    return { messages: found.messages, records: found.records };
  },
  'messages-take-in': () => takeInOne('messages.xml'),
};

async function takeInOne(name: string): Promise<object> {
  const arrival: Arrival = {
    path: join(root, name),
    fileName: name,
    fileTime: receivedAt,
    uscc: name === 'messages.xml' ? '91210100MA00000013' : uscc,
    sourceId: null,
    declaredPeriod: null,
  };
  const [taken] = await takeIn([arrival], receivedAt, settings, nothingKnown);
  await rm(join(root, 'data', 'lake'), { recursive: true, force: true });
  if (!taken || taken.delivery.refusal) throw new Error(`${name}: ${taken?.delivery.refusal?.en}`);
  return { rows: taken.delivery.rowsRead, accepted: taken.delivery.accepted };
}

const run = steps[step];
if (!run) throw new Error(`no step ${step}`);
await mkdir(work, { recursive: true });
const started = performance.now();
const found = await run();
const seconds = (performance.now() - started) / 1000;
await rm(work, { recursive: true, force: true });
console.log(JSON.stringify({ seconds, ...found, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));

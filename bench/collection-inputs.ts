import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { writeBigFile } from '../fixtures/generator.ts';
import { manyMessages } from '../fixtures/messages.ts';
import { escaped, workbookMembers, zip } from '../fixtures/workbook.ts';
import { firstPeriod, months, seed } from './settings.ts';

export interface CollectionSizes {
  readonly textLines: number;
  readonly sheetRows: number;
  readonly messages: number;
}

/** Files of the other formats, made of the same lines as the large text: `text.csv`, `text-gb.csv`, `sheet.xlsx`, `messages.xml`. */
export async function writeCollectionInputs(root: string, sizes: CollectionSizes): Promise<void> {
  const text = `${root}/text.csv`;
  await writeBigFile(text, { seed, lines: sizes.textLines, firstPeriod, months });
  await writeGb18030(text, `${root}/text-gb.csv`);
  await writeFile(`${root}/sheet.xlsx`, await sheetOf(text, sizes.sheetRows));
  const out = createWriteStream(`${root}/messages.xml`);
  for (const one of manyMessages(sizes.messages)) if (!out.write(one)) await once(out, 'drain');
  await new Promise<void>((done) => out.end(done));
}

async function writeGb18030(from: string, to: string): Promise<void> {
  const file = await open(to, 'w');
  for await (const chunk of createReadStream(from, { encoding: 'utf8', highWaterMark: 1 << 20 }))
    await file.write(encodeGb18030(chunk as string));
  await file.close();
}

/** 25 columns: those of the template that the large file has cells in. */
async function sheetOf(csv: string, rows: number): Promise<Buffer> {
  const xml: string[] = [];
  let row = 0;
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    row += 1;
    const cells = line.split(',').slice(0, 25);
    xml.push(
      `<row r="${row}">${cells.map((cell, at) => `<c r="${letters[at]}${row}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`).join('')}</row>`,
    );
    if (row > rows) break;
  }
  const members = workbookMembers({ sheets: [{ name: '明细', rows: [] }] });
  const [before = '', after = ''] = String(members['xl/worksheets/sheet1.xml']).split('</sheetData>');
  return zip({
    ...members,
    'xl/worksheets/sheet1.xml': Buffer.concat([
      Buffer.from(before),
      ...xml.map((text) => Buffer.from(text)),
      Buffer.from(`</sheetData>${after}`),
    ]),
  });
}

const letters = Array.from({ length: 25 }, (_, at) => String.fromCharCode(65 + at));

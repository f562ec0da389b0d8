import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { cleanseXml, cleanseXmlFile } from './cleanse-xml.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-xml-'));
});
afterAll(() => rm(dir, { recursive: true }));

const personal = (name: string) => name.startsWith('buyer') || name === 'consignee';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function cleansed(text: string, size = text.length || 1): Promise<string> {
  let found = '';
  for await (const piece of cleanseXml(pieces(text, size), personal)) found += piece;
  return found;
}

const whole = `<?xml version="1.0" encoding="GBK"?>
<ceb:CEB621Message guid="1" xmlns:ceb="urn:x">
  <ceb:InventoryHead><ceb:copNo>13800138000</ceb:copNo>
    <ceb:buyerName>张&amp;三</ceb:buyerName><ceb:buyerIdNumber/><ceb:buyerTelephone a="1">138</ceb:buyerTelephone>
    <ceb:consignee><x:name>李四</x:name><![CDATA[王五]]></ceb:consignee>
    <ceb:note><![CDATA[好]]> a &lt; b<![CDATA[<buyerName>张</buyerName>]]></ceb:note><!-- 赵六 -->
  </ceb:InventoryHead>
</ceb:CEB621Message>
`;
const kept = `<?xml version="1.0" encoding="UTF-8"?>
<ceb:CEB621Message guid="1" xmlns:ceb="urn:x">
  <ceb:InventoryHead><ceb:copNo>13800138000</ceb:copNo>
    <ceb:buyerName></ceb:buyerName><ceb:buyerIdNumber/><ceb:buyerTelephone></ceb:buyerTelephone>
    <ceb:consignee><x:name></x:name></ceb:consignee>
    <ceb:note><![CDATA[好]]> a &lt; b<![CDATA[]]></ceb:note><!---->
  </ceb:InventoryHead>
</ceb:CEB621Message>
`;

test('a message keeps everything but what is personal, wherever it is cut', async () => {
  for (const size of [1, 2, 3, 7, 50, whole.length]) expect(await cleansed(whole, size)).toBe(kept);
});

test.each<[string, string, string]>([
  ['breaks off in a personal element', '<CEB621Message><buyerName>张', '<CEB621Message><buyerName>'],
  [
    'breaks off in a tag',
    '<CEB621Message><copNo>1</copNo><buyerName 张三',
    '<CEB621Message><copNo>1</copNo><',
  ],
  [
    'breaks off before another one',
    '<CEB621Message><buyerName>张<CEB622Message><copNo>1</copNo></CEB622Message>',
    '<CEB621Message><buyerName><CEB622Message><copNo>1</copNo></CEB622Message>',
  ],
  [
    'breaks off in a tag before another one',
    '<CEB621Message><buyerName 张三<CEB622Message><copNo>1</copNo>',
    '<CEB621Message><buyerName<CEB622Message><copNo>1</copNo>',
  ],
  ['has an end tag too many', '<a></b>1</a>', '<a></b>1</a>'],
  ['has an element that is not closed', '<a><buyerName>张</a>2<a>1</a>', '<a><buyerName></a><a>1</a>'],
  ['stands between words', '张三<a>1</a>李四', '<a>1</a>'],
  ['has entities', '<!DOCTYPE a [<!ENTITY x "张三">]><a>&x;</a>', '<!DOCTYPE removed><a>&x;</a>'],
  ['has instructions', '<?x 张三?><a>1</a>', '<a>1</a>'],
  ['is no message', '张三138', ''],
])('a text that %s', async (_, text, expected) => {
  for (const size of [1, 4, text.length]) expect(await cleansed(text, size)).toBe(expected);
});

test('a file in GBK becomes one in UTF-8', async () => {
  const [path, target] = [join(dir, 'a.xml'), join(dir, 'b.xml')];
  await writeFile(path, encodeGb18030(whole));
  await cleanseXmlFile(path, personal, target);
  expect(await readFile(target, 'utf8')).toBe(kept);
});

test('no name planted in a personal element is found again, however broken the text', async () => {
  const broken = fc.record({ from: fc.nat(), length: fc.nat(30), size: fc.integer({ min: 1, max: 90 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(broken, { maxLength: 3 }), async (cuts) => {
      // Only tags are broken here: a name whose element lost its beginning can be told from no other text.
      let text = whole.repeat(2);
      for (const { from, length } of cuts) {
        const at = text.indexOf('>', from % text.length);
        const next = text.indexOf('<', at + length);
        if (at >= 0 && next > at) text = `${text.slice(0, at + 1)}${text.slice(next)}`;
      }
      const found = await cleansed(text, cuts[0]?.size ?? 9);
      const isOpen = !/(?<!<ceb:buyerName>)张/.test(text) && !/(?<!<x:name>)李四/.test(text);
      if (isOpen) for (const name of ['张', '李四', '赵六']) expect(found).not.toContain(name);
    }),
    { numRuns: 400 },
  );
});

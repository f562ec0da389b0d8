import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headFields, itemFields } from '../../catalogue/ceb.ts';
import { encodeGb18030 } from '../../fixtures/gb18030.ts';
import { importList, message, person, receipt, returned } from '../../fixtures/messages.ts';
import { type Content, readRecords } from './messages.fixture.ts';

const list = (...parameters: Parameters<typeof importList>) => message('CEB621', [importList(...parameters)]);
const released = message('CEB622', [receipt()]);

const places = async (content: Content, changes = {}, size?: number) =>
  (await readRecords(content, changes, size)).records.map(
    ({ part, message: number, item, row, kind, breakage }) =>
      [part ?? '', number, item, row, kind, breakage ?? ''].join(' '),
  );

describe('shapes of a file', () => {
  test.each([
    ['one after another', list() + released],
    ['in an element of any name', `<all>\n${list().slice(39)}\n${released.slice(39)}</all>`],
    [
      'without a namespace',
      message('CEB621', [importList()], { prefix: '' }) + message('CEB622', [receipt()], { prefix: '' }),
    ],
    [
      'with another prefix',
      message('CEB621', [importList()], { prefix: 'n1:' }) +
        message('CEB622', [receipt()], { prefix: 'n1:' }),
    ],
    ['on one line, with a mark before', `\ufeff${(list() + released).replaceAll('\n', '')}`],
    ['beside one that is commented out', `${list()}<!-- ${list()} -->${released}`],
  ])('%s', async (_, content) => {
    expect(await places(content)).toEqual([' 1 1 1 CEB621 ', ' 2 1 2 CEB622 ']);
  });

  test('members of an archive, each counted from one', async () => {
    const content = { 'a/1.xml': list({}, [{}, {}]), '2.xml': released + released };
    expect(await places(content)).toEqual([
      'a/1.xml 1 1 1 CEB621 ',
      'a/1.xml 1 2 2 CEB621 ',
      '2.xml 1 1 3 CEB622 ',
      '2.xml 2 1 4 CEB622 ',
    ]);
  });

  test('many records in one message', async () => {
    const content = message('CEB621', [importList({}, [{}, {}]), importList({ copNo: 'COP-2' })]);
    const { records, file } = await readRecords(content);
    expect(records.map(({ item, node, nth, cop_no }) => [item, node, nth, cop_no])).toEqual([
      ['1', '1', '1', 'COP-1'],
      ['2', '1', '2', 'COP-1'],
      ['3', '2', '1', 'COP-2'],
    ]);
    expect('id' in file ? file : file.claims).toEqual({ ebcCodes: ['91210100MA00000013'] });
  });

  test.each([1, 7, 64, 1000])('in pieces of %s bytes', async (size) => {
    expect(await places(list() + released, {}, size)).toEqual([' 1 1 1 CEB621 ', ' 2 1 2 CEB622 ']);
  });

  test('GB18030 when it is declared', async () => {
    const declaration = '<?xml version="1.0" encoding="GB18030"?>';
    const content = encodeGb18030(message('CEB621', [importList()], { declaration }));
    const { records, file } = await readRecords(content, {}, 50);
    expect([records[0]?.gname, 'id' in file ? file : file.encoding]).toEqual(['婴儿配方奶粉', 'gb18030']);
  });

  test.each(['', 'a,b\n1,2\n', '<html>Message</html>', '<all></all>'])(
    'no message in %j',
    async (content) => {
      expect((await readRecords(content)).file).toEqual({ id: 'no_messages', value: '' });
    },
  );
});

describe('fields', () => {
  test('are found by name, not by place; names of head and goods do not mix', async () => {
    const record = {
      element: 'Inventory',
      within: ['InventoryHead', 'InventoryList'],
      head: { country: '110', currency: '142', invtNo: 'A', freight: '1.5', appType: '1' },
      items: [
        { totalPrice: '3', price: '2', country: '309', currency: '502', qty: '1.5', unit: '035', gnum: '4' },
      ],
    } as const;
    const { records } = await readRecords(message('CEB621', [record]));
    expect(records[0]).toMatchObject({
      country: '309',
      currency: '142',
      item_currency: '502',
      invt_no: 'A',
      freight: '1.50000',
      total_price: '3.00000',
      gnum: '4',
    });
  });

  test('entities of XML and character data are text', async () => {
    const content = list({}, [{ gname: 'A&B' }]).replace('A&amp;B', '<![CDATA[<b>]]>&#x41;&amp;B');
    expect((await readRecords(content)).records[0]?.gname).toBe('<b>A&B');
  });

  test.each([
    ['qty', '1,5'],
    ['qty', '1.123456'],
    ['totalPrice', '12345678901234'],
    ['unit', '千克'],
  ])('%s cannot be %s', async (field, value) => {
    const { records } = await readRecords(list({}, [{ [field]: value }]));
    expect(records[0]).toMatchObject({ wrong: field });
  });

  test('none is a person’s, and free words are not among them', () => {
    const names = [...Object.keys(headFields), ...Object.keys(itemFields)];
    expect(
      names.filter((name) => /buyer|consignee|payer|telephone|address|name|note|reason/i.test(name)),
    ).toEqual(['gname']);
  });

  test('of persons nothing is kept, wherever a message puts them', async () => {
    const inside = list().replace(
      '<ceb:orderNo>ORDER-1',
      `<ceb:orderNo><ceb:buyerName>${person.buyerName}</ceb:buyerName>`,
    );
    const content =
      list({}, [{ gname: `奶粉１３８００００１２３４ 张 ${person.buyerIdNumber}` }]) +
      inside +
      message('CEB625', [returned({}, [{}])]);
    const { records, bytes } = await readRecords(content);
    const said = `${JSON.stringify(records)}${bytes.toString('utf8')}`;
    expect(Object.values(person).filter((value) => value.length > 1 && said.includes(value))).toEqual([]);
    expect(records[0]?.gname).toBe('奶粉****** 张 ******');
    expect(records[1]?.order_no).toBe(null);
  });
});

describe('what cannot be read', () => {
  const dtd = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
  test.each([
    ['cut off within', `${list().slice(0, 700)}`, 'truncated'],
    ['cut off within a tag', `${list().slice(0, list().indexOf('copNo') + 3)}`, 'truncated'],
    ['a document type', list().replace('<?xml version="1.0" encoding="UTF-8"?>', dtd), 'dtd'],
    ['an entity', list().replace('ORDER-1', '&f;'), 'xml'],
    ['a document type within', list().replace('<ceb:Inventory>', '<!DOCTYPE a><ceb:Inventory>'), 'xml'],
    ['crossed tags', list().replace('</ceb:copNo>', '</ceb:preNo>'), 'xml'],
    ['too deep', list().replace('ORDER-1', '<a>'.repeat(40) + '</a>'.repeat(40)), 'depth'],
    ['a value that is too long', list({ orderNo: 'A'.repeat(1001) }), 'length'],
    ['a value without end', list({ note: 'A'.repeat(12_000) }), 'length'],
    ['bytes of no encoding', list().replace('ORDER-1', '\ufffd'), 'encoding'],
  ])('%s: the message is one record that says so, the others are read', async (_, broken, breakage) => {
    const { records } = await readRecords(list() + broken + released, { maxLineBytes: 8000 });
    expect(records.map(({ message: number, kind, breakage }) => [number, kind, breakage])).toEqual([
      ['1', 'CEB621', null],
      ['2', 'CEB621', breakage],
      ['3', 'CEB622', null],
    ]);
  });

  test('records of a message before it breaks off are not kept', async () => {
    const content = message('CEB621', [importList(), importList({ copNo: 'COP-2' })]).slice(0, -400);
    const { records } = await readRecords(content);
    expect(records.map(({ breakage, cop_no }) => [breakage, cop_no])).toEqual([['truncated', null]]);
  });

  test('a file that ends in a tag has lost a message', async () => {
    expect(await places(`${list()}<?xml version="1.0"?>\n<ceb:CEB62`)).toEqual([
      ' 1 1 1 CEB621 ',
      ' 2 1 2  truncated',
    ]);
  });

  test('more rows than allowed', async () => {
    const { file } = await readRecords(
      list(
        {},
        Array.from({ length: 20 }, () => ({})),
      ),
      { maxRows: 10 },
    );
    expect(file).toEqual({ id: 'too_large', value: '> 10 行 / rows' });
  });
});

test('mutated bytes never throw, and no row is lost of what is whole', async () => {
  const good = Buffer.from(list() + released + message('CEB625', [returned({}, [{}])]));
  const change = fc.record({
    at: fc.nat(good.length - 1),
    bytes: fc.uint8Array({ maxLength: 4 }),
    cut: fc.nat(20),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 500 }),
      async (changes, size) => {
        const mutated = changes.reduce(
          (bytes, { at, bytes: put, cut }) =>
            Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]),
          good,
        );
        const { file, records } = await readRecords(
          Buffer.concat([mutated, Buffer.from(`\n${released}`)]),
          {},
          size,
        );
        if ('id' in file) expect(file.id).toBe('no_messages');
        else expect(records.filter(({ row }, at) => Number(row) < at + 1)).toEqual([]);
      },
    ),
    { numRuns: 40, seed: 20261124 },
  );
}, 60_000);

test('an identity number for an order or a waybill is not kept', async () => {
  const identity = '11010519491231002X';
  const { records, bytes } = await readRecords(list({ orderNo: identity, logisticsNo: identity }));
  expect([records[0]?.order_no, records[0]?.logistics_no]).toEqual(['*'.repeat(18), '*'.repeat(18)]);
  expect(bytes.includes(identity)).toBe(false);
  const other = await readRecords(list({ orderNo: '110105194912310021' }));
  expect(other.records[0]?.order_no).toBe('110105194912310021');
});

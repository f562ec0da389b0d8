import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cancellation,
  exportList,
  guidOf,
  importList,
  type MessageFields,
  message,
  person,
  receipt,
  returned,
  summary,
  tax,
  taxStatus,
} from '../../fixtures/messages.ts';
import { contents, customsCode, type Told, tell } from './messages.fixture.ts';

const invtNo = '080820261000000001';
const list = (changes: MessageFields = {}, items: readonly MessageFields[] = [{}]) =>
  message('CEB621', [importList(changes, items)]);
const released = (changes: MessageFields = {}) => message('CEB622', [receipt(changes)]);
const cleared = (changes: MessageFields = {}) =>
  message('CEB604', [receipt({ returnStatus: '899', customsCode: '0804', ...changes })]);

const picked = (rows: Told['lines'], ...columns: readonly string[]) =>
  rows.map((row) => columns.map((column) => row[column]));
const amounts = ({ lines }: Told) => picked(lines, 'declaration_no', 'line_no', 'amount', 'released_on');
const rules = ({ assembled }: Told) =>
  assembled.map(({ findings }) => findings.map(({ rule, part, value }) => [rule, part, value]));

describe('what counts', () => {
  test('a list counts in the month of its release receipt, which comes in another file', async () => {
    const told = await tell([list(), released()]);
    expect(told.lines).toEqual([
      {
        part: 'messages-0:#1/1',
        row: '1',
        shape: '',
        declaration_no: invtNo,
        line_no: '1',
        customs_mode: '1210',
        flow: 'import',
        declared_on: '2026-10-10 09:30:00',
        released_on: '2026-10-15 10:30:00',
        customs_district: '0808',
        supervision_site: '',
        partner: '309',
        transport_mode: '9',
        order_no: 'ORDER-1',
        waybill_no: 'YD0001',
        hs_code: '1901101000',
        goods_name: '婴儿配方奶粉',
        quantity: '2.00000',
        unit: '122',
        gross_kg: '1.50000',
        net_kg: '1.20000',
        currency: '142',
        unit_price: '100.00000',
        amount: '200.00000',
        declaration_total: '',
        freight: '0.00000',
        insurance: '0.00000',
        trade_terms: '3',
        statistics_flag: '',
        duty: '',
        vat: '',
        consumption_tax: '',
        bonded_line: '',
        first_cell: invtNo,
        other_cell: '',
      },
    ]);
    expect(told.assembled.map(({ touched, counts }) => ({ touched, counts }))).toEqual([
      { touched: [], counts: { rowsRead: 1, accepted: 1, rejected: 0, setAside: 0 } },
      {
        touched: [{ customs_mode: '1210', flow: 'import', period: '2026-10', lines: 1 }],
        counts: { rowsRead: 1, accepted: 1, rejected: 0, setAside: 0 },
      },
    ]);
    expect(rules(told)).toEqual([[['receipt_missing', null, '1']], []]);
  });

  test('a receipt may come before its list', async () => {
    const told = await tell([released(), list()]);
    expect(amounts(told)).toEqual([[invtNo, '1', '200.00000', '2026-10-15 10:30:00']]);
    expect(rules(told)).toEqual([[['receipt_without_list', null, '1']], []]);
  });

  test.each(['1', '3', '100', '120', '300', '399', '500', '899'])(
    'an import does not count at %s',
    async (status) => {
      const told = await tell([list(), released({ returnStatus: status })]);
      expect(told.lines).toEqual([]);
      expect(told.assembled[1]?.counts).toEqual({ rowsRead: 1, accepted: 0, rejected: 0, setAside: 1 });
      expect(told.assembled[1]?.findings.map(({ rule }) => rule)).toEqual(['status_not_counted']);
    },
  );

  test('an export counts when it is cleared, not when it is released', async () => {
    const goods = message('CEB603', [exportList()]);
    const told = await tell([
      goods,
      cleared({ returnStatus: '800' }),
      cleared({ returnTime: '20261102000000000' }),
    ]);
    expect(told.assembled[1]?.touched).toEqual([]);
    expect(
      picked(told.lines, 'flow', 'released_on', 'declared_on', 'partner', 'statistics_flag', 'amount'),
    ).toEqual([['export', '2026-11-02', '2026-10-10 09:30:00', '502', 'A', '300.00000']]);
  });

  test('the first receipt of release says the month, however often it is sent', async () => {
    const told = await tell([
      list(),
      released({ returnTime: '20261031235959999' }),
      released({ returnTime: '20261101000000000' }),
    ]);
    expect(amounts(told)).toEqual([[invtNo, '1', '200.00000', '2026-10-31 23:59:59']]);
  });

  test('goods that are sent back leave, and come back with a later release', async () => {
    const back = released({ returnStatus: '700', returnTime: '20261020000000000' });
    const told = await tell([list() + released(), back]);
    expect(told.lines).toEqual([]);
    expect(told.assembled[1]?.emptied).toEqual([
      { customs_mode: '1210', flow: 'import', period: '2026-10', lines: 0 },
    ]);
    const again = await tell([list() + released(), back, released({ returnTime: '20261103000000000' })]);
    expect(amounts(again)).toEqual([[invtNo, '1', '200.00000', '2026-11-03']]);
  });

  test('a draft does not count, a list that was never released waits', async () => {
    const told = await tell([list({ appStatus: '1' }) + released()]);
    expect(told.lines).toEqual([]);
    expect(rules(told)).toEqual([
      [
        ['message_draft', '#1/1', 'CEB621 进口清单 × 1'],
        ['receipt_without_list', null, '1'],
      ],
    ]);
  });
});

describe('versions', () => {
  const change = { appType: '2', appTime: '20261103080000', guid: guidOf('LIST', 2) };

  test('a change after the release replaces the goods, not the month and not the day of declaration', async () => {
    const told = await tell([
      message('CEB603', [exportList()]) + cleared(),
      message('CEB603', [exportList(change, [{ totalPrice: '280' }])]),
    ]);
    expect(picked(told.lines, 'amount', 'declared_on', 'released_on')).toEqual([
      ['280.00000', '2026-10-10 09:30:00', '2026-10-15 10:30:00'],
    ]);
    const both = await tell([
      message('CEB603', [exportList()]) +
        message('CEB603', [exportList(change, [{ totalPrice: '280' }])]) +
        cleared(),
    ]);
    expect(rules(both)).toEqual([[['version_replaced', '#1/1', 'CEB603 出口清单 × 1']]]);
    expect(both.assembled[0]?.counts).toEqual({ rowsRead: 3, accepted: 2, rejected: 0, setAside: 1 });
  });

  test('the last change by its time counts, whatever order they come in', async () => {
    const told = await tell([list(change, [{ totalPrice: '180' }]), list(), released()]);
    expect(picked(told.lines, 'amount')).toEqual([['180.00000']]);
  });

  test('a deleted list leaves', async () => {
    const told = await tell([list() + released(), list({ ...change, appType: '3' })]);
    expect(told.lines).toEqual([]);
    expect(told.assembled[1]?.emptied.map(({ period }) => period)).toEqual(['2026-10']);
  });

  test('two contents under one guid: neither counts, until a later version comes', async () => {
    const files = [list() + released(), list({}, [{ totalPrice: '999' }])];
    const told = await tell(files);
    expect(told.lines).toEqual([]);
    expect(rules(told)[1]).toEqual([['message_conflict', '#1/1', invtNo]]);
    expect(told.assembled[1]?.counts.rejected).toBe(1);
    expect(picked((await tell([...files, list(change)])).lines, 'amount')).toEqual([['200.00000']]);
  });

  test('the same message again changes nothing', async () => {
    const told = await tell([list() + list() + released(), list() + released()]);
    expect(amounts(told)).toHaveLength(1);
    expect(rules(told)).toEqual([[['message_repeated', '#2/1', 'CEB621 进口清单 × 1']], []]);
    expect(told.assembled[1]?.touched).toEqual([]);
  });

  test('a list is known by the port number that its receipts tie to its number', async () => {
    const told = await tell([
      list({ copNo: 'A', preNo: '' }),
      released({ copNo: 'A', preNo: 'B1', invtNo: '', returnStatus: '2' }),
      released({ copNo: 'other', preNo: 'B1' }),
    ]);
    expect(amounts(told)).toEqual([[invtNo, '1', '200.00000', '2026-10-15 10:30:00']]);
  });
});

describe('cancellations and returns', () => {
  const accepted = (changes: MessageFields = {}) =>
    receipt({ returnStatus: '399', returnTime: '20261105000000000', ...changes }, 'InvtCancelReturn');
  const refunded = (changes: MessageFields = {}) =>
    receipt(
      { returnStatus: '399', returnTime: '20261120000000000', copNo: 'RETURN-1', preNo: 'B9', ...changes },
      'InvtRefundReturn',
    );

  test('a cancellation takes effect with its own receipt only', async () => {
    const asked = message('CEB623', [cancellation()]);
    const waiting = await tell([
      list() + released(),
      asked,
      message('CEB624', [accepted({ returnStatus: '120' })]),
    ]);
    expect([amounts(waiting).length, waiting.events]).toEqual([1, []]);
    const done = await tell([
      list() + released(),
      asked,
      message('CEB624', [accepted({ copNo: 'CANCEL-1', invtNo: '' })]),
    ]);
    expect(done.lines).toEqual([]);
    expect(
      picked(done.events, 'kind', 'flow', 'declaration_no', 'line_no', 'event_on', 'quantity', 'reason'),
    ).toEqual([['cancellation', 'import', invtNo, '', '2026-11-05', '', '']]);
  });

  test('a part of the goods comes back in the month of the receipt; the list stays', async () => {
    const two = list({}, [{ qty: '2' }, { qty: '5', totalPrice: '50' }]);
    const back = message('CEB625', [returned({}, [{ gnum: 2, qty: '3' }])]);
    const told = await tell([two + released(), back, message('CEB626', [refunded()])]);
    expect(amounts(told)).toHaveLength(2);
    expect(told.assembled[1]?.touchedEvents).toEqual([]);
    expect(
      picked(
        told.events,
        'kind',
        'customs_mode',
        'flow',
        'declaration_no',
        'line_no',
        'event_on',
        'quantity',
        'unit',
      ),
    ).toEqual([['return', '1210', 'import', invtNo, '2', '2026-11-20', '3.00000', '122']]);
  });

  test('two returns of one list need a receipt each', async () => {
    const second = { guid: guidOf('RETURN', 2), copNo: 'RETURN-2' };
    const told = await tell([
      list() + released() + message('CEB625', [returned({}, [{}]), returned(second, [{}])]),
      message('CEB626', [refunded()]),
    ]);
    expect(told.events).toHaveLength(1);
    const both = message('CEB626', [refunded(), refunded({ copNo: 'RETURN-2', preNo: 'B8' })]);
    expect(
      (
        await tell([
          list() + released() + message('CEB625', [returned({}, [{}]), returned(second, [{}])]),
          both,
        ])
      ).events,
    ).toHaveLength(2);
  });

  test('a return of an unknown list is rejected, and counts once the list is known', async () => {
    const told = await tell([
      message('CEB625', [returned({}, [{}])]) + message('CEB626', [refunded()]),
      list() + released(),
    ]);
    expect(rules(told)[0]).toEqual([
      ['return_unknown_list', '#1/1', invtNo],
      ['receipt_without_list', null, '1'],
    ]);
    expect(told.events).toHaveLength(1);
  });
});

describe('what belongs to a line', () => {
  test('freight, insurance and weights are divided exactly', async () => {
    const told = await tell([
      list({ freight: '10', insuredFee: '0.01', grossWeight: '2', netWeight: '1' }, [
        { totalPrice: '100', qty: '1' },
        { totalPrice: '100', qty: '1' },
        { totalPrice: '100.01', qty: '1' },
      ]) + released(),
    ]);
    expect(picked(told.lines, 'amount', 'freight', 'insurance', 'gross_kg', 'net_kg')).toEqual([
      ['100.00000', '3.33000', '0.00000', '0.66666', '0.33333'],
      ['100.00000', '3.33000', '0.00000', '0.66666', '0.33333'],
      ['100.01000', '3.34000', '0.01000', '0.66668', '0.33334'],
    ]);
  });

  test('goods of several units share the weight by value', async () => {
    const told = await tell([
      list({ grossWeight: '4', netWeight: '3' }, [
        { totalPrice: '300', unit: '122' },
        { totalPrice: '100', unit: '011' },
      ]) + released(),
    ]);
    expect(picked(told.lines, 'gross_kg', 'net_kg')).toEqual([
      ['3.00000', '2.25000'],
      ['1.00000', '0.75000'],
    ]);
  });

  test.each([
    ['1', '5', '15.00000'],
    ['2', '2000', '3.00000'],
    ['3', '7', '7.00000'],
  ])('freight of an export with flag %s', async (fFlag, freight, expected) => {
    const told = await tell([message('CEB603', [exportList({ fFlag, freight })]) + cleared()]);
    expect(picked(told.lines, 'amount', 'freight', 'trade_terms')).toEqual([['300.00000', expected, '3']]);
  });

  test('freight in another currency is left out, and said', async () => {
    const told = await tell([list({ freight: '10', currency: '502' }) + released()]);
    expect(picked(told.lines, 'freight', 'currency')).toEqual([['', '142']]);
    expect(rules(told)).toEqual([[['freight_currency', null, '1']]]);
  });

  test('taxes come from the bills that are not void', async () => {
    const bill = message('CEB816', [
      tax({}, [{ customsTax: '1.1', valueAddedTax: '18.2', consumptionTax: '0' }]),
    ]);
    const told = await tell([list() + released(), bill]);
    expect(picked(told.lines, 'duty', 'vat', 'consumption_tax')).toEqual([
      ['1.10000', '18.20000', '0.00000'],
    ]);
    const voided = await tell([list() + released(), bill, message('CEB818', [taxStatus({ status: '3' })])]);
    expect(picked(voided.lines, 'duty', 'vat', 'consumption_tax')).toEqual([['', '', '']]);
    const early = await tell([
      message('CEB818', [taxStatus({ status: '3', returnTime: '20261001000000000' })]) +
        bill +
        list() +
        released(),
    ]);
    expect(picked(early.lines, 'vat')).toEqual([['18.20000']]);
    expect(rules(await tell([bill]))).toEqual([[['tax_without_list', null, '1']]]);
  });

  test('a waybill lends its number to a list without one', async () => {
    const waybill = {
      element: 'Logistics',
      head: {
        guid: guidOf('WAYBILL', 1),
        orderNo: 'ORDER-1',
        logisticsNo: 'YD9',
        consignee: person.buyerName,
      },
    };
    const told = await tell([list({ logisticsNo: '' }) + released(), message('CEB511', [waybill])]);
    expect(picked(told.lines, 'waybill_no')).toEqual([['YD9']]);
  });

  test('a summary names its declaration, and how many of its lists are known and count', async () => {
    const known = '080420261000000001';
    const goods = message('CEB603', [exportList({ statisticsFlag: 'B' })]);
    const result = message('CEB792', [summary({}, [known, '080420261000000002'])]);
    const told = await tell([goods, result, cleared({ invtNo: known })]);
    expect(told.assembled.map(({ summaries }) => summaries)).toEqual([
      [],
      [{ declaration_no: '080420260000009001', lists: 2, known: 0, counted: 0 }],
      [{ declaration_no: '080420260000009001', lists: 2, known: 1, counted: 1 }],
    ]);
    expect(picked(told.lines, 'statistics_flag')).toEqual([['B']]);
  });
});

describe('what is set aside or rejected', () => {
  test('messages of another enterprise do not count here; the customs code is the tenant too', async () => {
    const other = { ebcCode: '91210100MA0000999X', copNo: 'X', invtNo: '080820261000000099' };
    const told = await tell(
      [list({ ebcCode: customsCode }) + released({ ebcCode: customsCode }) + list(other) + released(other)],
      [customsCode],
    );
    expect(picked(told.lines, 'declaration_no')).toEqual([[invtNo]]);
    expect(rules(told)).toEqual([
      [
        ['other_tenant', '#3/1', 'CEB621 进口清单 91210100MA0000999X × 1'],
        ['other_tenant', '#4/1', 'CEB622 进口清单回执 91210100MA0000999X × 1'],
      ],
    ]);
  });

  test('kinds without use are counted and named', async () => {
    const payment = {
      element: 'Payment',
      head: { guid: guidOf('PAY', 1), payerName: person.buyerName, orderNo: 'O' },
    };
    const told = await tell([message('CEB411', [payment, payment]) + message('CEB999', [payment])]);
    expect(rules(told)).toEqual([
      [
        ['message_kind_unused', '#1/1', 'CEB411 支付单 × 2'],
        ['message_kind_unused', '#2/1', 'CEB999 × 1'],
      ],
    ]);
    expect(told.assembled[0]?.counts).toEqual({ rowsRead: 3, accepted: 0, rejected: 0, setAside: 3 });
  });

  test('a message that breaks off is rejected with its place; the others are read', async () => {
    const told = await tell([{ 'a.xml': list().slice(0, 900) + released(), 'b.xml': list() }]);
    expect(amounts(told)).toHaveLength(1);
    expect(rules(told)).toEqual([[['message_truncated', 'a.xml#1/1', 'truncated']]]);
    expect(told.assembled[0]?.counts).toEqual({ rowsRead: 3, accepted: 2, rejected: 1, setAside: 0 });
  });

  test('a value that cannot be, and a list without any number, are rejected', async () => {
    const told = await tell([
      list({}, [{ qty: '2箱' }]) + list({ copNo: '', invtNo: '' }) + released({ returnTime: 'x' }),
    ]);
    expect(rules(told)).toEqual([
      [
        ['message_value', '#1/1', 'qty'],
        ['message_key', '#2/1', null],
        ['message_value', '#3/1', 'returnTime'],
      ],
    ]);
  });
});

const story: readonly string[] = [
  list(),
  list({ appType: '2', appTime: '20261011000000', guid: guidOf('LIST', 2) }, [
    { totalPrice: '150' },
    { price: '7', totalPrice: '14' },
  ]),
  released(),
  released({ returnTime: '20261101000000000' }),
  list({ guid: guidOf('LIST', 3), copNo: 'COP-2', orderNo: 'ORDER-2' }),
  released({ copNo: 'COP-2', preNo: 'B2', invtNo: '080820261000000002', returnTime: '20261009000000000' }),
  message('CEB623', [cancellation({ invtNo: '080820261000000002' })]),
  message('CEB624', [
    receipt({
      copNo: 'CANCEL-1',
      preNo: '',
      invtNo: '',
      returnStatus: '399',
      returnTime: '20261012000000000',
    }),
  ]),
  message('CEB816', [tax({}, [{}])]),
  message('CEB603', [exportList({ guid: guidOf('LIST', 4), copNo: 'COP-4' })]),
  cleared({ copNo: 'COP-4', preNo: 'B4', invtNo: '080420260000000004' }),
  message('CEB625', [returned({}, [{ gnum: 1 }])]),
  message('CEB626', [
    receipt({ copNo: 'RETURN-1', preNo: 'B9', returnStatus: '399', returnTime: '20261120000000000' }),
  ]),
];

test('neither the order of messages nor their files nor repetition make a difference', async () => {
  const told = await tell([story.join('')]);
  const expected = [contents(told.lines), contents(told.events)];
  expect(expected.map((rows) => rows.length)).toEqual([3, 2]);
  const split = fc
    .tuple(
      fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
      fc.array(fc.nat(story.length - 1), { maxLength: 3 }),
      fc.array(fc.nat(3), { minLength: story.length + 3, maxLength: story.length + 3 }),
    )
    .map(([order, repeated, files]) => {
      const groups = Map.groupBy([...order, ...repeated], (_, at) => files[at] ?? 0);
      return [...groups.values()].map((group) => group.map((at) => story[at] ?? '').join(''));
    });
  await fc.assert(
    fc.asyncProperty(split, async (files) => {
      const found = await tell(files);
      expect([contents(found.lines), contents(found.events)]).toEqual(expected);
    }),
    { numRuns: 12, seed: 20261124 },
  );
}, 120_000);

test('no person leaves the reader', async () => {
  const words = {
    gname: `奶粉 ${person.buyerTelephone} ${person.buyerIdNumber}`,
    note: person.consigneeAddress,
  };
  const told = await tell([
    list({}, [words]) +
      released() +
      message('CEB623', [cancellation()]) +
      message('CEB625', [returned({}, [{}])]),
  ]);
  expect(picked(told.lines, 'goods_name')).toEqual([['奶粉 ****** ******']]);
  const said = `${told.bytes.toString('utf8')}${JSON.stringify(told.assembled)}`;
  const found = [
    person.buyerIdNumber,
    person.buyerName,
    person.buyerTelephone,
    person.consigneeAddress,
  ].filter((one) => said.includes(one));
  expect(found).toEqual([]);
});

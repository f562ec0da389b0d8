import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isIdentityNumber } from '../catalogue/identity.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import { openPlace, type Place, query } from './ingest.fixture.ts';
import { sql } from './sql.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** What a macro makes of texts, in one query; null where it makes nothing. */
async function made(macro: string, texts: readonly string[]): Promise<(string | null)[]> {
  return query(place, async (duck: Duck) => {
    for (const one of sql('macros').split(/;\s*$/m)) if (one.trim()) await duck.run(one);
    const rows = texts.map((text) => ({ text }));
    await duck.table('texts', { text: 'VARCHAR' }, rows);
    const found = await duck.rows<{ value: string | null }>(
      `select ${macro}(text)::varchar as value from texts`,
    );
    return found.map(({ value }) => value);
  });
}

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

describe('number()', () => {
  const form = /^-?[0-9]{1,13}(\.[0-9]{1,5}0*)?$/;
  const grouped = /^-?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,5}0*)?$/;

  /** Hundred-thousandths, in whole numbers only. */
  function scaled(text: string): bigint | null {
    if (!form.test(text) && !grouped.test(text)) return null;
    const [whole = '', fraction = ''] = text.replace('-', '').replaceAll(',', '').split('.');
    if (whole.length > 13) return null;
    const size = BigInt(whole) * 100_000n + BigInt(fraction.padEnd(5, '0').slice(0, 5));
    return text.startsWith('-') ? -size : size;
  }
  const asScaled = (value: string | null) => (value === null ? null : BigInt(value.replace('.', '')));

  const plain = fc.tuple(
    fc.constantFrom('', '', '-'),
    digits(1, 14),
    fc.option(digits(0, 7), { nil: undefined }),
  );
  const withCommas = fc.tuple(
    fc.constantFrom('', '-'),
    digits(1, 3),
    fc.array(digits(3, 3), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('', '.5', '.12345', '.123450', '.123456'),
  );
  const text = fc.oneof(
    plain.map(([sign, whole, fraction]) => sign + whole + (fraction === undefined ? '' : `.${fraction}`)),
    withCommas.map(([sign, first, groups, fraction]) => sign + [first, ...groups].join(',') + fraction),
    fc.string({
      unit: fc.constantFrom(...'0123456789', '.', ',', '-', '+', 'e', ' ', '万', '０'),
      maxLength: 18,
    }),
  );

  test('is exact, or null: never another number', async () => {
    const texts = fc.sample(text, 5000);
    const values = await made('number', texts);
    expect(texts.filter((one, at) => asScaled(values[at] ?? null) !== scaled(one))).toEqual([]);
  });

  test('has the ends of its range', async () => {
    const ends = [
      '9999999999999.99999',
      '-9999999999999.99999',
      '0.00001',
      '10000000000000',
      '9999999999999.999990',
    ];
    expect(await made('number', ends)).toEqual([
      '9999999999999.99999',
      '-9999999999999.99999',
      '0.00001',
      null,
      '9999999999999.99999',
    ]);
  });
});

describe('day()', () => {
  const date = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  const forms: readonly ((year: string, month: string, day: string) => string)[] = [
    (y, m, d) => `${y}-${m}-${d}`,
    (y, m, d) => `${y}/${m}/${d}`,
    (y, m, d) => `${y}.${m}.${d}`,
    (y, m, d) => `${y}年${m}月${d}日`,
    (y, m, d) => `${y}-${m}-${d} 23:59:59`,
    (y, m, d) => `${y}/${m}/${d} 0:05`,
    (y, m, d) => y + m.padStart(2, '0') + d.padStart(2, '0'),
    (y, m, d) => `${y + m.padStart(2, '0') + d.padStart(2, '0')}235959`,
  ];

  test('reads every day of the century in every form, with and without leading zeros', async () => {
    const written = fc.tuple(date, fc.constantFrom(...forms), fc.boolean());
    const days = fc.sample(written, 3000).map(([date, write, short]) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split('-') as [string, string, string];
      const text = short ? write(year, String(Number(month)), String(Number(day))) : write(year, month, day);
      return { iso, text };
    });
    const read = await made(
      'day',
      days.map(({ text }) => text),
    );
    expect(days.filter(({ iso }, at) => read[at] !== iso)).toEqual([]);
  });

  test('reads nothing else: a text with a day is one of the forms', async () => {
    const parts = [
      ['2026', '1999', '2100', '26', '+2026', ' 2026', '２０２６'],
      ['-', '/', '.', '', ' ', '年', '--'],
      ['1', '02', '12', '13', '00', '2 '],
      ['-', '/', '.', '', ' ', '月'],
      ['1', '05', '28', '31', '00', '32'],
      ['', '日', 'x', ' 8:30', ' 25:00', 'T08:00:00', 'T08:00:00Z', ' (BC)', '083000', ' '],
    ];
    const texts = parts.reduce((some, ends) => some.flatMap((one) => ends.map((end) => one + end)), ['']);
    const known =
      /^20\d\d(-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d\d(:\d\d)?)?|\/\d{1,2}\/\d{1,2}( \d{1,2}:\d\d)?|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日|\d{4}(\d{6})?) ?$/;
    const days = await made('day', texts);
    expect(texts.filter((text, at) => days[at] !== null && !known.test(text))).toEqual([]);
    expect(days.filter((day) => day !== null).length).toBeGreaterThan(50);
  });
});

describe('plain()', () => {
  test('makes half-width what is full-width, and changes nothing else inside', async () => {
    const ascii = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at));
    const wide = ascii.map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    const kept = '！＂＃＄％＆＇＊；＜＝＞？＠［＼］＾＿｀｛｜｝～';
    expect(await made('plain', wide)).toEqual(
      ascii.map((character, at) => (kept.includes(wide[at] as string) ? wide[at] : character)),
    );
    expect(await made('plain', ['棉\t男', '“引号”', 'a  b', 'é'])).toEqual(['棉\t男', '“引号”', 'a  b', 'é']);
  });

  test.each([
    ' ',
    '\t',
    '\u00a0',
    '\u2002',
    '\u2003',
    '\u2009',
    '\u202f',
    '\u3000',
    '\u200b',
    '\u2060',
    '\ufeff',
  ])('drops %j around a cell, and a cell of nothing else', async (blank) => {
    expect(
      await made('plain', [`${blank}${blank}a中${blank}`, `${blank}a`, blank, `${blank} ${blank}`]),
    ).toEqual(['a中', 'a', null, null]);
  });
});

test('masked() leaves no phone or identity number, in any dress, and no shorter number out', async () => {
  const phone = digits(9, 9).map((rest) => `1${'3456789'[Number(rest[0]) % 7]}${rest}`);
  const dressed = phone.chain((number) =>
    fc.constantFrom(
      number,
      `86${number}`,
      `+86 ${number}`,
      `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
      `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`,
    ),
  );
  const identity = fc
    .tuple(
      digits(5, 5),
      fc.constantFrom('19900307', '20011231'),
      digits(3, 3),
      fc.constantFrom('X', 'x', '1'),
    )
    .map(([area, born, serial, check]) => `2${area}${born}${serial}${check}`);
  const around = fc.string({
    unit: fc.constantFrom('张', '三', ' ', ',', '，', 'a', '(', '-', '.', '1', '0'),
    maxLength: 6,
  });
  const text = fc.tuple(around, fc.oneof(dressed, identity), around, fc.oneof(dressed, identity), around);
  const left = (value: string) => /\d{11}|1[3-9]\d[ -]\d{4}[ -]\d{4}|\d{17}[Xx]/.test(value);
  const texts = fc.sample(text, 3000).map((parts) => parts.join(''));
  const values = await made('masked', texts);
  expect(texts.filter((_, at) => left(values[at] ?? '1'.repeat(11)))).toEqual([]);
  const kept = ['1234567890', '2026-10-12', '型号 100-200-300', '080120', '3.14159', '', 'XL'];
  expect(await made('masked', kept)).toEqual(kept);
});

test('a text that needs quoting reaches the macros as it is', async () => {
  const text = `it's "5" \\ ${literal('x')}`;
  expect(await made('masked', [text])).toEqual([text]);
});

describe('is_identity_number()', () => {
  test('says what the catalogue says', async () => {
    const like = fc
      .tuple(
        fc.constantFrom('110105', '210102', '830000', '990105', '080120'),
        fc.integer({ min: 1915, max: 2024 }),
        fc.constantFrom('0101', '1231', '0230', '1301', '0700'),
        digits(3, 3),
        fc.constantFrom(...'0123456789Xx*'),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(like, { minLength: 200, maxLength: 400 }), async (texts) => {
        const all = [...texts, '11010519491231002X', '*'.repeat(18), 'W1', ''];
        const found = await made('is_identity_number', all);
        expect(found).toEqual(all.map((text) => String(isIdentityNumber(text))));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

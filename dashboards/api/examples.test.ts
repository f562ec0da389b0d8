import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApiView, own, type Parameter, parametersOf, queryOf } from './asked.ts';
import { type Asking, type Program, programs, seriesAddress } from './examples.ts';
import { sdmxFiles } from './sdmx-files.ts';

const root = 'https://stat.example/';
const parameters: readonly Parameter[] = [
  ['indicator', 'trade_value'],
  ['mode', '9610,9710'],
  ['last', '12'],
];
const asking = (more: Partial<Asking> = {}): Asking => ({ parameters, root, withToken: false, ...more });
const code = (program: Program, more: Partial<Asking> = {}) =>
  programs[program]
    .examples(asking(more))
    .map((example) => example.code)
    .join('\n');

describe('the question of the address', () => {
  const common = {
    period: undefined,
    park: '_T',
    asOf: undefined,
    language: 'zh',
    unit: 'yi',
    theme: 'system',
  } as const;
  const asked = (view: Partial<ApiView>) => queryOf(parametersOf({ ...own, ...common, ...view } as ApiView));

  test('is a year of trade value when nothing is said', () => {
    expect(asked({})).toBe('indicator=trade_value&last=12');
  });

  test('takes period, park and vintage as every page has them', () => {
    expect(asked({ period: '2026-10', park: 'P01', asOf: '2026-11-12T09:00:00+08:00' })).toBe(
      'indicator=trade_value&park=P01&to=2026-10&last=12&asOf=2026-11-12T09:00:00%2B08:00',
    );
  });

  test('is in the order of the contract, with the months that were asked for and no others', () => {
    expect(asked({ transform: 'yoy', from: '2026-01', period: '2025-01', chapter: '61,62', mode: '*' })).toBe(
      'indicator=trade_value&mode=*&chapter=61,62&from=2026-01&transform=yoy',
    );
  });
});

describe('programs', () => {
  test('curl saves what the address answers', () => {
    expect(code('curl')).toBe(
      [
        'curl --fail-with-body --silent --show-error --compressed \\',
        "  --output 'trade_value.csv' \\",
        "  'https://stat.example/api/v1/series?indicator=trade_value&mode=9610,9710&last=12&format=csv'",
      ].join('\n'),
    );
  });

  test('Excel gets the parameters one by one', () => {
    expect(code('excel')).toMatch(
      /Web\.Contents\("https:\/\/stat\.example\/", \[\s+RelativePath = "api\/v1\/series",\s+Query = \[indicator = "trade_value", mode = "9610,9710", last = "12", format = "csv"\]/,
    );
  });

  test('SDMX gets the same question as a key', () => {
    const { code: address } = programs.sdmx.examples(asking())[0] as { code: string };
    expect(address).toBe(
      'https://stat.example/sdmx/2.1/data/DF_PARK_TRADE/M._T.trade_value.9610+9710._T._T._T.N.LV.?lastNObservations=12',
    );
    const by = (more: readonly Parameter[]) =>
      programs.sdmx.examples(asking({ parameters: [['indicator', 'lines'], ...more] }))[0]?.code;
    expect(
      by([
        ['flow', 'export'],
        ['kind', '*'],
        ['transform', 'share'],
        ['from', '2026-01'],
        ['to', '2026-03'],
      ]),
    ).toBe(
      'https://stat.example/sdmx/2.1/data/DF_PARK_TRADE_TENANT_KIND/M._T.lines._T.X..N.SHR.?startPeriod=2026-01&endPeriod=2026-03',
    );
    expect(
      by([
        ['kind', '*'],
        ['partner', 'USA'],
      ]),
    ).toBeUndefined();
    expect(
      sdmxFiles(
        asking({
          parameters: [
            ['indicator', 'lines'],
            ['kind', '*'],
            ['partner', 'USA'],
          ],
        }),
      ),
    ).toEqual([]);
  });

  test('sdmx1 gets numbers as numbers, and the address where the standard has no such parameter', () => {
    expect(code('sdmx')).toContain('params={"lastNObservations": 12})');
    const vintage = code('sdmx', { parameters: [...parameters, ['asOf', '2026-11-12']] });
    expect(vintage).toMatch(/client\.get\(url="https:.*&asOf=2026-11-12"\)/);
  });

  test('a token stands in the environment, in every program that has one', () => {
    for (const program of ['curl', 'r', 'python', 'excel', 'sdmx'] as const) {
      expect(code(program), program).not.toMatch(/PARKSTAT_TOKEN|Bearer/);
      expect(code(program, { withToken: true }), program).toMatch(/PARKSTAT_TOKEN/);
    }
  });

  test('whatever a parameter holds stays inside its quotes', () => {
    const awkward = fc.string({
      unit: fc.constantFrom('"', "'", '\\', '#(', '#', '$(x)', '`', '\n', '%', '&', '中', 'a'),
    });
    fc.assert(
      fc.property(awkward, (value) => {
        const odd: Parameter[] = [
          ['indicator', 'trade_value'],
          ['park', value],
        ];
        const expected = seriesAddress(asking({ parameters: odd }), 'csv');
        expect(new URL(expected).searchParams.get('park')).toBe(value);
        expect(shellWords(code('curl', { parameters: odd })).at(-1)).toBe(expected);
        for (const program of ['r', 'python'] as const) {
          const [, literal = ''] = /address (?:<-|=) (".*")$/m.exec(code(program, { parameters: odd })) ?? [];
          expect(JSON.parse(literal)).toBe(expected);
        }
        const [, text = ''] =
          /park = "((?:[^"]|"")*)", format/s.exec(code('excel', { parameters: odd })) ?? [];
        expect(text.replaceAll('""', '"').replaceAll('#(#)(', '#(')).toBe(value);
      }),
      { endOnFailure: true },
    );
  });
});

/** Words of a command as a POSIX shell reads them: single quotes, escaped quotes between them, continued lines. */
function shellWords(command: string): string[] {
  const words = command.replaceAll('\\\n', ' ').matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g);
  return [...words].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\(.)/gs, (_, inside, escaped) => inside ?? escaped),
  );
}

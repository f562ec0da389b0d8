import { isPossibleCell, total } from '../catalogue/mode.ts';
import { type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { noParts } from '../warehouse/releases.ts';
import { type DraftCell, publish, registerParks } from './app.fixture.ts';

const month = (text: string) => parsePeriod(text) as Period;
/** Tenants go by a letter. */
export const usccOf = (letter: string) => `91330100MA27XL0K6${letter}`;

/** `A P01 9710 100.00`: the exports of a tenant; an estimate ends in `e`. */
export type Reported = string;

interface MonthOf {
  readonly values: readonly Reported[];
  /** The tenants due by park, and those of them that had not reported. */
  readonly due: Readonly<Record<string, string>>;
  readonly silent?: string;
  readonly besides?: readonly DraftCell[];
}

const parksOf = ['P01', 'P02'];
const modes = ['9610', '9710'];
const fenOf = (cny: string) => BigInt(cny.replace('.', ''));
const textOf = (fen: bigint) => String(fen).padStart(3, '0').replace(/(..)$/, '.$1');

function parse(reported: Reported) {
  const [letter = '', park = '', mode = '', cny = '', mark] = reported.split(' ');
  return { letter, park, mode, fen: fenOf(cny), estimated: mark === 'e' };
}

/** Every cell of park × mode × flow of a month with its value in both currencies (a yuan is two dollars here) and its tenants. */
function cellsOf({ values, due, silent = '' }: MonthOf): DraftCell[] {
  const rows = values.map(parse);
  return [total, ...parksOf].flatMap((park) =>
    [total, ...modes].flatMap((mode) =>
      [total, 'import', 'export']
        .filter((flow) => isPossibleCell(mode, flow))
        .flatMap((flow): DraftCell[] => {
          const inPark = rows.filter((row) => park === total || row.park === park);
          const own = inPark.filter((row) => (mode === total || row.mode === mode) && flow !== 'import');
          const expected = park === total ? Object.values(due).join('') : (due[park] ?? '');
          const codes = { park, mode, flow };
          if (expected !== '' && [...expected].every((letter) => silent.includes(letter)) && !inPark.length)
            return ['trade_value', 'trade_value_usd', 'active_tenants'].map((id) => [
              id,
              codes,
              null,
              'MISSING',
            ]);
          const fen = own.reduce((sum, row) => sum + row.fen, 0n);
          const active = new Set(own.filter(({ estimated }) => !estimated).map(({ letter }) => letter));
          return [
            ['trade_value', codes, textOf(fen)],
            ['trade_value_usd', codes, textOf(2n * fen)],
            ['active_tenants', codes, String(active.size)],
          ];
        }),
    ),
  );
}

export async function publishTenants(
  database: Database,
  period: string,
  at: string,
  of: MonthOf,
): Promise<void> {
  const { values, due, silent = '' } = of;
  const expected = Object.entries(due).flatMap(([park, letters]) =>
    [...letters].map((letter) => ({ park, letter, received: !silent.includes(letter) })),
  );
  const received = expected.filter((one) => one.received).length;
  const rows = values.map(parse);
  await publish(database, period, at, [...cellsOf(of), ...(of.besides ?? [])], {
    coverage: (received / expected.length).toFixed(6),
    status: rows.some(({ estimated }) => estimated) ? 'e' : 'p',
    parts: {
      ...noParts,
      tenant_cell: rows.map(({ letter, park, mode, fen, estimated }) => ({
        uscc: usccOf(letter),
        park,
        mode,
        flow: 'export',
        lines: estimated ? null : '1',
        cny: textOf(fen),
        usd: textOf(2n * fen),
        estimated,
      })),
      release_tenant: expected.map(({ park, letter, received: has }) => ({
        park,
        uscc: usccOf(letter),
        received: has,
        on_time: null,
      })),
    },
  });
}

/** The first release of a month, on the 12th of the month after it. */
const firstOf = (period: string) => `${periodsBetween(month(period), month('2027-12'))[1]}-12T02:00:00Z`;
const quiet: MonthOf = { values: ['A P01 9710 10.00', 'C P02 9710 20.00'], due: { P01: 'A', P02: 'C' } };

const march2025 = {
  values: ['A P01 9710 100.00', 'C P02 9710 200.00', 'D P01 9610 50.00', 'F P02 9710 30.00'],
  due: { P01: 'ABD', P02: 'CF' },
};
const march2026 = (a: string): MonthOf => ({
  values: [
    `A P01 9710 ${a}`,
    'B P01 9710 60.00',
    'E P01 9710 70.00',
    'C P02 9710 180.00',
    'D P02 9610 65.00',
  ],
  due: { P01: 'ABE', P02: 'CD' },
});

/** 2026-03 is corrected after this day. */
export const before = '2026-05-31';

/**
 * Two years and three months of tenants A to F. A and C trade always. March 2025 has D and F too; B reports it late, when C
 * corrects it. In March 2026 F is gone, D has moved from P01 to P02, and E is there; A corrects it in June. In April E is
 * silent and estimated. The release of February 2024 keeps its tenants in total only. Of lines there is one month, with a park
 * below zero. Of May 2024 nothing was reported when it was first published.
 */
export async function publishTwoYears(database: Database): Promise<void> {
  await registerParks(database);
  const tenant = (letter: string) => ({
    uscc: usccOf(letter),
    customs_code: null,
    name_zh: `企业${letter}`,
    kind: '电商企业',
    aliases: '',
  });
  await database.kysely
    .insertInto('tenant')
    .values([tenant('E'), tenant('F')])
    .execute();
  const whole = { uscc: usccOf('A'), park: total, mode: total, flow: total, lines: null, usd: null };
  await publish(database, '2024-02', firstOf('2024-02'), cellsOf(quiet), {
    parts: { ...noParts, tenant_cell: [{ ...whole, cny: '10.00', estimated: false }] },
  });
  for (const period of periodsBetween(month('2024-03'), month('2026-04')))
    await publishTenants(database, period, firstOf(period), first(period));
  await publishTenants(database, '2024-05', '2024-06-20T02:00:00Z', quiet);
  await publishTenants(database, '2025-03', '2025-05-12T02:00:00Z', {
    ...march2025,
    values: ['B P01 9710 40.00', ...march2025.values.map((row) => row.replace('200.00', '190.00'))],
  });
  await publishTenants(database, '2026-03', '2026-06-12T02:00:00Z', march2026('130.00'));
}

function first(period: string): MonthOf {
  switch (period) {
    case '2024-05':
      return { values: [], due: quiet.due, silent: 'AC' };
    case '2025-03':
      return { ...march2025, silent: 'B' };
    case '2026-02':
      return {
        ...quiet,
        values: ['A P01 9710 15.00', 'C P02 9710 20.00'],
        besides: [
          ['lines', {}, '25'],
          ['lines', { park: 'P01' }, '30'],
          ['lines', { park: 'P02' }, '-5'],
        ],
      };
    case '2026-03':
      return march2026('120.00');
    case '2026-04':
      return {
        values: [
          'A P01 9710 100.00',
          'B P01 9710 50.00',
          'E P01 9710 75.00 e',
          'C P02 9710 180.00',
          'D P02 9610 60.00',
        ],
        due: { P01: 'ABE', P02: 'CD' },
        silent: 'E',
      };
    default:
      return quiet;
  }
}

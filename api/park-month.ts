import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from '../warehouse/database.ts';
import { listParks } from '../warehouse/registry.ts';
import type { Parks } from '../warehouse/reminders.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode } from './refusals.ts';
import { periodParameter, record, type Static, Type } from './schema.ts';

/** Parameters of what is asked of a month for the whole city or one park. */
const park = Type.Optional(
  Type.String({
    description: '园区，一个代码，不写为全市 | A park; the whole city when not given',
    examples: ['P01'],
  }),
);

export const parkMonthParameters = record({
  period: periodParameter('统计期 | Month'),
  park,
  asOf: Type.Optional(
    Type.String({
      description:
        '版本时刻：当时所知的数据；日期指该日末（Asia/Shanghai） | What was known at an instant; a day is its end in Asia/Shanghai',
      examples: ['2026-11-12'],
    }),
  ),
});

export interface ParkMonth {
  readonly period: Period;
  readonly park: string;
  readonly asOf: Date | null;
  readonly names: ReadonlyMap<string, ParkName>;
}

export interface ParkName {
  readonly name_zh: string;
  readonly name_en: string;
}

export async function parkMonthOrRefuse(
  database: Database,
  { period, park: code = total, asOf }: Static<typeof parkMonthParameters>,
): Promise<ParkMonth> {
  const parks = await listParks(database);
  refuseUnknownPark(
    code,
    parks.map(({ park_id }) => park_id),
  );
  return {
    period: periodOrRefuse('period', period),
    park: code,
    asOf: asOf === undefined ? null : instantOrRefuse('asOf', asOf),
    names: new Map(parks.map((one) => [one.park_id, one])),
  };
}

function refuseUnknownPark(code: string, known: readonly string[]): void {
  if (code === total || known.includes(code)) return;
  throw impossibleCode('park', code, [...known, total]);
}

/** The parks whose tenants a reader is told of: those of their scope, of which one may be asked for. */
export function parksOrRefuse(scope: Scope, code: string): Parks {
  if (scope === 'all') return code === total ? null : [code];
  if (code === total) return scope.parks;
  if (scope.parks.includes(code)) return [code];
  throw new Refusal(
    'forbidden',
    {
      zh: `您的账户不含园区${code}，可查${scope.parks.join('、') || '无'}`,
      en: `Your account does not have park ${code}; it has ${scope.parks.join(', ') || 'none'}`,
    },
    { parameter: 'park', value: code, allowed: [...scope.parks] },
  );
}

export function nameOfPark(names: ReadonlyMap<string, ParkName>, code: string) {
  if (code === total) return { zh: '全市', en: 'The city' };
  const found = names.get(code);
  return { zh: found?.name_zh ?? code, en: found?.name_en ?? code };
}

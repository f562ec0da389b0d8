import { firstDay, lastDay, type Period } from '../catalogue/period.ts';
import { factsFingerprint, fingerprint } from './models.ts';

/** One delivery's lines of one mode, flow and month, in force. */
export interface InForce {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly delivery_id: string;
  readonly lake_file: string | null;
  readonly lines: number;
  readonly rates: readonly string[];
}

export interface Membership {
  readonly uscc: string;
  readonly park_id: string;
  readonly from_day: string;
  readonly to_day: string | null;
}

/** A supervision site and the park in which it lies. */
export interface Site {
  readonly site_code: string;
  readonly park_id: string;
  readonly from_day: string;
  readonly to_day: string | null;
}

export interface Rate {
  readonly month: string;
  readonly currency: string;
  readonly cny_per_100: string;
  readonly usd_per_100: string | null;
}

/** Everything that the facts of some months are made from. */
export interface FactsInput {
  readonly inForce: readonly InForce[];
  readonly memberships: readonly Membership[];
  readonly rates: readonly Rate[];
  /** Not given: no line can be placed by its site. */
  readonly sites?: readonly Site[];
}

/** What is computed, named and kept as one: a mode, a flow and a month. */
export interface Partition {
  readonly id: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly fingerprint: string;
  readonly inForce: readonly InForce[];
}

/** Lines of at most so many are aggregated in one go; memory follows from it, not from history. */
const linesPerRun = 1_500_000;
/** DuckDB keeps 100 files of a partitioned write open; beyond that a partition would fall into several files. */
const partitionsPerRun = 90;

export function partitionsOf(input: FactsInput): Partition[] {
  const models = factsFingerprint();
  const membershipsOf = Map.groupBy(input.memberships, ({ uscc }) => uscc);
  const ratesOf = Map.groupBy(input.rates, ({ month }) => month);
  const withLines = input.inForce.filter(({ lines }) => lines > 0);
  const groups = Map.groupBy(
    withLines,
    ({ customs_mode, flow, period }) => `${customs_mode}-${flow}-${period}`,
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, inForce]) => {
      const { customs_mode, flow, period: month } = inForce[0] as InForce;
      const period = month as Period;
      const tenants = [...new Set(inForce.map(({ uscc }) => uscc))].sort();
      const keys = new Set(inForce.flatMap(({ rates }) => rates));
      const months = new Set([...keys].map((key) => key.slice(0, 7)));
      const rates = [...months]
        .sort()
        .flatMap((month) =>
          (ratesOf.get(month) ?? []).filter(
            ({ currency }) => currency === 'USD' || keys.has(`${month} ${currency}`),
          ),
        );
      const memberships = tenants.flatMap((uscc) =>
        (membershipsOf.get(uscc) ?? []).filter((one) => overlaps(one, period)),
      );
      return {
        id,
        customs_mode,
        flow,
        period,
        inForce,
        fingerprint: fingerprint(
          models,
          inForce.map(({ delivery_id }) => delivery_id).sort(),
          sorted(rates),
          sorted(memberships),
          sorted((input.sites ?? []).filter((one) => overlaps(one, period))),
        ),
      };
    });
}

export function overlaps(
  { from_day, to_day }: Pick<Membership, 'from_day' | 'to_day'>,
  period: Period,
): boolean {
  return from_day <= lastDay(period) && (to_day === null || to_day > firstDay(period));
}

function sorted<T>(rows: readonly T[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Partitions of a few months at a time, months whole, so that a lake file is read once. */
export function runs(partitions: readonly Partition[]): Partition[][] {
  const found: Partition[][] = [];
  let lines = 0;
  for (const month of [...Map.groupBy(partitions, ({ period }) => period).values()]) {
    const size = month.flatMap(({ inForce }) => inForce).reduce((sum, one) => sum + one.lines, 0);
    const current = found.at(-1);
    const fits = current && lines + size <= linesPerRun && current.length + month.length <= partitionsPerRun;
    if (fits) current.push(...month);
    else found.push([...month]);
    lines = fits ? lines + size : size;
  }
  return found;
}

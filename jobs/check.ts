import type { CheckResult } from '../catalogue/checks.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import { refuseFound, runChecks } from '../transform/check.ts';
import { monthsBefore, monthsOfLines } from '../transform/check-sources.ts';
import type { EventFiles } from '../transform/events.ts';
import type { FactsFiles } from '../transform/facts.ts';
import type { MonthResult } from '../transform/indicators.ts';
import { acceptedDeliveries, releasedHistory } from '../warehouse/check-history.ts';
import { snapshot } from '../warehouse/database.ts';
import { inForce } from '../warehouse/in-force.ts';
import type { MonthInput } from './month.ts';
import type { Program } from './program.ts';

export interface CheckedMonth {
  readonly period: Period;
  readonly input: MonthInput;
  readonly facts: FactsFiles;
  readonly events: EventFiles;
  readonly month: Pick<MonthResult, 'path'>;
}

/** What the checks find in a month that is drawn up; refuses it where a blocking check finds anything. */
export async function checkMonth(
  { database, engine, settings }: Program,
  { period, input, facts, events, month }: CheckedMonth,
): Promise<CheckResult[]> {
  const last = addMonths(period, -1);
  const { history, earlier } = await snapshot(database, async (frozen) => ({
    history: {
      ...(await releasedHistory(frozen, addMonths(period, -monthsBefore), last)),
      deliveries: await acceptedDeliveries(frozen, period),
    },
    earlier: await inForce(frozen, periodsBetween(addMonths(period, -monthsOfLines), last)),
  }));
  const results = await runChecks(
    {
      period,
      facts,
      events,
      observations: month.path,
      inForce: [...earlier, ...input.facts.inForce],
      memberships: input.facts.memberships,
      rates: input.facts.rates,
      tenants: input.month.tenants,
      deliveries: input.month.deliveries,
      estimates: input.month.estimates ?? [],
      history,
    },
    settings.dataDir,
    engine,
  );
  refuseFound(results);
  return results;
}

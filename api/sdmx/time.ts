import { addMonths, type Period, parsePeriod } from '../../catalogue/period.ts';
import { wrongForm } from '../refusals.ts';

const dayMs = 24 * 3600_000;

/** The first month that a time period of SDMX touches, and the last. */
export interface Months {
  readonly first: Period;
  readonly last: Period;
}

/** Months of each reporting period of a year: `2025-A1`, `-S2`, `-T3`, `-Q4`, `-M12`. */
const lengths: Readonly<Record<string, number>> = { A: 12, S: 6, T: 4, Q: 3, M: 1 };

/**
 * Every form of SDMX 2.1 for a point in time: `2025`, `2025-03`, `2025-03-15`, `2025-03-15T10:00:00`, and the reporting
 * periods A, S, T, Q, M, W, D. Undefined for anything else.
 */
export function monthsOf(text: string): Months | undefined {
  const year = /^\d{4}$/.exec(text);
  if (year) return span(`${text}-01`, 12);
  if (/^\d{4}-\d\d$/.test(text)) return span(text, 1);
  const reporting = /^(\d{4})-([ASTQMWD])(\d{1,3})$/.exec(text);
  if (reporting) return reportingMonths(Number(reporting[1]), reporting[2] as string, Number(reporting[3]));
  const day = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+ -]\d\d:\d\d)?)?$/.exec(text);
  return day ? days(Date.parse(`${day[1]}T00:00:00Z`), 1, day[1] as string) : undefined;
}

function reportingMonths(year: number, kind: string, at: number): Months | undefined {
  if (kind === 'D') return at >= 1 && at <= 366 ? days(Date.UTC(year, 0, at), 1) : undefined;
  if (kind === 'W')
    return at >= 1 && at <= 53 ? days(firstMonday(year) + (at - 1) * 7 * dayMs, 7) : undefined;
  const months = lengths[kind] as number;
  if (at < 1 || at > 12 / months) return undefined;
  return span(`${year}-${String((at - 1) * months + 1).padStart(2, '0')}`, months);
}

function span(from: string, months: number): Months | undefined {
  const first = parsePeriod(from);
  return first && { first, last: addMonths(first, months - 1) };
}

/** Some days from an instant; where it has a day's text, none that the calendar lacks. */
function days(from: number, count: number, text?: string): Months | undefined {
  if (Number.isNaN(from)) return undefined;
  const [first, last] = [from, from + (count - 1) * dayMs].map((at) => new Date(at).toISOString());
  if (text !== undefined && first?.slice(0, 10) !== text) return undefined;
  const months = [first, last].map((instant) => parsePeriod(instant?.slice(0, 7) ?? ''));
  return months[0] && months[1] && { first: months[0], last: months[1] };
}

/** Monday of the week that 4 January lies in (ISO 8601). */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs;
}

/** A parameter's months; what is no time period is refused. */
export function monthsOrRefuse(parameter: string, value: string): Months {
  const months = monthsOf(value);
  if (months) return months;
  throw wrongForm('usage', parameter, value, {
    zh: '年、季、月、周、日或时刻，如2025、2025-Q1、2025-03、2025-W10、2025-03-15（2000年至2099年）',
    en: 'a year, quarter, month, week, day or instant, like 2025, 2025-Q1, 2025-03, 2025-W10, 2025-03-15 (2000 to 2099)',
  });
}

import { localDay, localInstant, type Period, parsePeriod, timeZone } from '../catalogue/period.ts';
import { wrongForm } from './refusals.ts';

const dayMs = 24 * 3600_000;

export function periodOrRefuse(parameter: string, value: string): Period {
  const period = parsePeriod(value);
  if (period) return period;
  throw wrongForm('period_invalid', parameter, value, {
    zh: '月份，如2026-10（2000年至2099年）',
    en: 'a month like 2026-10 (2000 to 2099)',
  });
}

/** `2026-11-12T10:00:00+08:00`, or a day, which stands for its end in Asia/Shanghai. */
export function instantOrRefuse(parameter: string, value: string): Date {
  const instant = /^\d{4}-\d\d-\d\d$/.test(value) ? endOfDay(value) : instantOf(value);
  if (instant) return instant;
  throw wrongForm('usage', parameter, value, {
    zh: `带时区的时刻，如2026-11-12T10:00:00%2B08:00，或日期，如2026-11-12（指${timeZone}当日末）`,
    en: `an instant with its offset, like 2026-11-12T10:00:00%2B08:00, or a day, like 2026-11-12 (its end in ${timeZone})`,
  });
}

function endOfDay(day: string): Date | undefined {
  return isDay(day) ? new Date(localInstant(day, 0).getTime() + dayMs - 1) : undefined;
}

function instantOf(value: string): Date | undefined {
  // In an address an unescaped plus sign arrives as a space.
  const text = value.replace(/ (?=\d\d:\d\d$)/, '+');
  const form = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const instant = new Date(text);
  return form && isDay(form[1] as string) && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

/** False for days that no calendar has, which Date would move into the next month. */
function isDay(day: string): boolean {
  const instant = localInstant(day, 0);
  return !Number.isNaN(instant.getTime()) && localDay(instant) === day;
}

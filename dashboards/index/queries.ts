import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { seriesPath } from '../series-path.ts';

/** Asked whatever the view is. */
export const standingQueries = { releases: 'releases', parks: 'parks' } as const;

/** Who is asking; a copy is anybody's. */
export const mePath = 'me';

const trendMonths = 24;

function pathOf(resource: string, period: Period, park: string, asOf?: string): string {
  const where = park === total ? '' : `&park=${encodeURIComponent(park)}`;
  return `${resource}?period=${period}${where}${asOf ? `&asOf=${encodeURIComponent(asOf)}` : ''}`;
}

/** What is published of one month and park (`_T`: the whole city) in one vintage: all that a reader's page shows. */
export function publishedPaths(period: Period, park: string, asOf?: string) {
  const from = addMonths(period, 1 - trendMonths);
  return {
    overview: pathOf('overview', period, park, asOf),
    highlights: pathOf('highlights', period, park, asOf),
    trend: seriesPath('trade_value', period, { by: { park, mode: '*' }, from, asOf }),
  } as const;
}

/** What only who runs the month is told; without a period, of the month that is being worked on. */
export function monthPath(period: string | undefined, park: string): string {
  const asked = new URLSearchParams();
  if (period) asked.set('period', period);
  if (park !== total) asked.set('park', park);
  return asked.size ? `month?${asked}` : 'month';
}

export function remindersPath(period: Period, park: string): string {
  return pathOf('reminders', period, park);
}

/** The questions of the page as it first opens on `period`; a published site carries their answers with it. */
export function firstQueries(period: Period): string[] {
  return [...Object.values(standingQueries), ...Object.values(publishedPaths(period, total))];
}

/** A copy opens on the newest month of the whole city, */
export function firstPaths({ period }: Bakery): string[] {
  return firstQueries(period);
}

/** and shows its parks too. */
export function furtherPaths({ period, parks }: Bakery): string[] {
  return parks.flatMap(({ park_id }) => Object.values(publishedPaths(period, park_id)));
}

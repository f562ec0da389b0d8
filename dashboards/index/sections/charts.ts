import { total } from '../../../catalogue/mode.ts';
import { lineHeight } from '../../charts/bars.ts';
import type { ChartOptions } from '../../charts/frame.ts';
import { parksChart, parksDescription, parksTable } from '../../charts/parks.ts';
import { partnersChart, partnersDescription, partnersTable } from '../../charts/partners.ts';
import { trendChart, trendDescription, trendTable } from '../../charts/trend.ts';
import { chartCard } from '../../parts/chart-card.ts';
import { say } from '../../text.ts';
import { type Loaded, scope } from '../load.ts';

function chartOptions({ language, unit }: Loaded, width: number): ChartOptions {
  return { width, language, unit, document, interactive: true };
}

/** The title of a figure that is of one park alone says so. */
function titled(key: 'trend' | 'partners', loaded: Loaded): string {
  const title = say(key, loaded.language);
  return loaded.park === total ? title : say('ofPark', loaded.language, { title, park: scope(loaded) });
}

/** Beside the parks, as high as these; on a narrow screen, where they stand below, as high as reads well. */
function trendHeight({ parks }: Loaded, width: number): number {
  const groups = new Set(parks.map(({ type }) => type)).size;
  return width < 500 ? 280 : Math.min(520, Math.max(320, (parks.length + groups) * lineHeight + 26));
}

export function trend(loaded: Loaded): HTMLElement {
  const rows = loaded.rows.trend ?? [];
  return chartCard({
    id: 'trend',
    title: titled('trend', loaded),
    sentence: trendDescription(rows, loaded),
    draw: (width) => trendChart(rows, { ...chartOptions(loaded, width), height: trendHeight(loaded, width) }),
    table: trendTable(rows, loaded.language),
    path: loaded.paths.trend,
    language: loaded.language,
  });
}

export function parks(loaded: Loaded): HTMLElement {
  const { rows, language, park } = loaded;
  const figures = { values: rows.parkValues ?? [], growth: rows.parkGrowth ?? [], parks: loaded.parks };
  const highlight = park === total ? undefined : park;
  return chartCard({
    id: 'parks',
    title: say('parks', language),
    sentence: parksDescription(figures, loaded),
    draw: (width) => parksChart(figures, { ...chartOptions(loaded, width), highlight }),
    table: parksTable(figures, language),
    path: loaded.paths.parkValues,
    language,
  });
}

export function partners(loaded: Loaded): HTMLElement {
  const { rows, language, nameOf } = loaded;
  const figures = { values: rows.partners ?? [], growth: rows.partnerGrowth ?? [], nameOf };
  return chartCard({
    id: 'partners',
    title: titled('partners', loaded),
    sentence: partnersDescription(figures, loaded),
    draw: (width) => partnersChart(figures, chartOptions(loaded, width)),
    table: partnersTable(figures, language),
    path: loaded.paths.partners,
    language,
  });
}

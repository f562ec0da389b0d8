import { regions } from '../../../catalogue/partner-places.ts';
import { periodName } from '../../figures.ts';
import type { Frame } from '../../page.ts';
import { standingTable } from '../../standing/table.ts';
import { type Key, type Loaded, regionOf } from '../load.ts';
import { word } from '../text.ts';
import { look } from './charts.ts';

/** Every partner in a table: what the map cannot place, and what is unknown, are rows like any other. */
export function allPartners(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, partners, period } = loaded;
  const ranked = partners.filter(({ row }) => (row as { rank?: number | null } | undefined)?.rank != null);
  const caption = word('allIn', language, { period: periodName(period, language), count: ranked.length });
  return standingTable(
    {
      id: 'all',
      title: word('all', language),
      caption,
      what: word('partner', language),
      parts: partners,
      extra: {
        name: word('region', language),
        of: ({ key }) => regions[regionOf(key)][language],
      },
      whole: loaded.whole,
      address: (key) => page.address({ partner: key }),
      choose: look(page),
    },
    loaded,
  );
}

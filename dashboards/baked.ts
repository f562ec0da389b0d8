import type { BakedPage } from './bakery.ts';
import * as goods from './goods/queries.ts';
import * as index from './index/queries.ts';
import * as indicator from './indicator/queries.ts';
import type { PageName } from './pages.ts';
import * as parks from './parks/queries.ts';
import * as partners from './partners/queries.ts';

/** What every baked page carries, whatever it shows. */
export const standingPaths = ['releases', 'parks', 'codes?dimension=partner,chapter'] as const;

/** Static pages and what is baked for them. */
export const bakedPages: Readonly<Partial<Record<PageName, BakedPage>>> = {
  index,
  indicator,
  parks,
  partners,
  goods,
};

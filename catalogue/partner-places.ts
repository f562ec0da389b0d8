import places from './codes/partner_places.json' with { type: 'json' };
import type { Message } from './refusal.ts';

/** Parts of the world as customs statistics group countries (regions); `_U` is what is known in total only. */
export const regions = {
  asia: { zh: '亚洲', en: 'Asia' },
  africa: { zh: '非洲', en: 'Africa' },
  europe: { zh: '欧洲', en: 'Europe' },
  latin_america: { zh: '拉丁美洲', en: 'Latin America' },
  north_america: { zh: '北美洲', en: 'North America' },
  oceania: { zh: '大洋洲', en: 'Oceania' },
  other: { zh: '其他', en: 'Other' },
  _U: { zh: '不详', en: 'Unknown' },
} as const satisfies Record<string, Message>;
export type Region = keyof typeof regions;

/** Where a partner stands on a map, in degrees, and the part of the world that it is counted in. */
export interface PartnerPlace {
  readonly code: string;
  readonly region: Region;
  /** Null: no place on a map, like `亚洲其他国家(地区)`. */
  readonly place: readonly [longitude: number, latitude: number] | null;
}

export const partnerPlaces: readonly PartnerPlace[] = [
  ...(places.items as unknown as PartnerPlace[]),
  { code: '_U', region: '_U', place: null },
];

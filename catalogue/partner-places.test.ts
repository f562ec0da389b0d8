import { feature } from 'topojson-client';
import { expect, it, test } from 'vitest';
import countries from 'world-atlas/countries-50m.json' with { type: 'json' };
import { codeLists, unknownCode } from './codes.ts';
import { groupings, groupsOf } from './groupings.ts';
import { partnerPlaces, regions } from './partner-places.ts';

const placeOf = new Map(partnerPlaces.map((one) => [one.code, one]));

it('has every customs code of a partner once, and the unknown', () => {
  const codes = partnerPlaces.map(({ code }) => code);
  expect(codes.toSorted()).toEqual([...codeLists.partner.map(({ code }) => code), unknownCode.code].sort());
  expect(regions._U).toEqual({ zh: unknownCode.zh, en: unknownCode.en });
});

it('has a place for each but for what is no single place', () => {
  const nowhere = partnerPlaces.filter(({ place }) => place === null).map(({ code }) => code);
  expect(nowhere).toEqual(['ZAS', 'ZEU', 'ZNA', 'ZOC', 'ZSA', 'ZUN', 'ZZZ', '_U']);
});

it('counts a partner where the first digit of its older customs number does', () => {
  const digits = {
    1: 'asia',
    2: 'africa',
    3: 'europe',
    4: 'latin_america',
    5: 'north_america',
    6: 'oceania',
  };
  const wrong = codeLists.partner.filter(({ code, older }) => {
    const first = Number(older[0]?.[0] ?? 0);
    const region = first === 7 ? 'other' : digits[first as keyof typeof digits];
    return region !== undefined && placeOf.get(code)?.region !== region;
  });
  expect(wrong).toEqual([]);
});

/** The bounds of a shape of the map, by its ISO 3166-1 number. */
function boundsOf(number: string) {
  const world = countries as unknown as Parameters<typeof feature>[0];
  const all = JSON.parse(JSON.stringify(feature(world, 'countries'))) as { features: { id: string }[] };
  const shapes = JSON.stringify(all.features.filter(({ id }) => id === number));
  const numbers = shapes.match(/-?\d[\d.]*,-?\d[\d.]*/g) ?? [];
  const points = numbers.map((pair) => (pair ?? '').split(',').map(Number) as [number, number]);
  const range = (at: 0 | 1) => [Math.min(...points.map((p) => p[at])), Math.max(...points.map((p) => p[at]))];
  return [range(0), range(1)] as const;
}

// Codes and numbers of ISO 3166-1.
test.each(
  Object.entries({
    ...{ ARG: '032', AUS: '036', BRA: '076', CAN: '124', CHL: '152', CHN: '156', TWN: '158', DEU: '276' },
    ...{ FRA: '250', GBR: '826', HKG: '344', IDN: '360', IND: '356', ITA: '380', JPN: '392', KOR: '410' },
    ...{ MAC: '446', MEX: '484', MYS: '458', NGA: '566', NLD: '528', NOR: '578', NZL: '554', PSE: '275' },
    ...{ RUS: '643', SAU: '682', SGP: '702', THA: '764', USA: '840', VNM: '704', ZAF: '710', KAZ: '398' },
  }),
)('%s stands within its own land', (code, number) => {
  const [longitudes, latitudes] = boundsOf(number);
  const [longitude, latitude] = placeOf.get(code)?.place ?? [Number.NaN, Number.NaN];
  // Places are rounded to 0.1 degree, which is all of Macao.
  expect(longitude).toBeGreaterThanOrEqual((longitudes[0] as number) - 0.1);
  expect(longitude).toBeLessThanOrEqual((longitudes[1] as number) + 0.1);
  expect(latitude).toBeGreaterThanOrEqual((latitudes[0] as number) - 0.1);
  expect(latitude).toBeLessThanOrEqual((latitudes[1] as number) + 0.1);
});

test('groups have the order of the catalogue, and each code is in one', () => {
  const parks = [
    { park_id: 'P1', type: 'supervised_site' },
    { park_id: 'P2', type: 'industry_cluster' },
    { park_id: 'P3', type: 'supervised_site' },
  ];
  expect([...groupsOf('park_type', parks)]).toEqual([
    ['industry_cluster', ['P2']],
    ['supervised_site', ['P1', 'P3']],
  ]);
  expect([...groupsOf('region', []).keys()]).toEqual(Object.keys(groupings.region.groups));
});

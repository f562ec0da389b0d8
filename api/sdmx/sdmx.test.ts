import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type SdmxAddress, sdmxAddress } from '../../catalogue/sdmx/series-address.ts';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  registerParks,
  type Warehouse,
} from '../app.fixture.ts';
import type { Server } from '../server.ts';
import { dataFormats } from './media.ts';
import { found, jsonFaults, specificValidator, type Validator, xmlValidator } from './schemas.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
// The validator tells what it thinks of the style of the schemas.
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let warehouse: Warehouse;
let app: Server;
let valid: Validator;

beforeAll(async () => {
  valid = xmlValidator();
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await publish(warehouse.database, '2026-03', correctedAt, correctedMarch);
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const base = '/sdmx/2.1';
const flow = `${base}/data/DF_PARK_TRADE`;
const key = (
  of: {
    park?: string;
    indicator?: string;
    mode?: string;
    partner?: string;
    chapter?: string;
    transform?: string;
  } = {},
) =>
  [
    'M',
    of.park ?? '_T',
    of.indicator ?? 'trade_value',
    of.mode ?? '_T',
    '_T',
    of.partner ?? '_T',
    of.chapter ?? '_T',
    'N',
    of.transform ?? 'LV',
    '',
  ].join('.');

async function ask(url: string, headers: Record<string, string> = {}, status = 200) {
  const response = await app.inject({ url, headers });
  expect(response.statusCode, `${url} ${response.body.slice(0, 500)}`).toBe(status);
  return response;
}

/** Lines of an SDMX-CSV answer, as objects. */
async function rows(url: string): Promise<Record<string, string>[]> {
  const { body } = await ask(`${url}${url.includes('?') ? '&' : '?'}format=csvdata2`);
  const [header = [], ...lines] = body
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at] ?? ''])));
}

const values = async (url: string) =>
  (await rows(url)).map(({ TIME_PERIOD, OBS_VALUE }) => [TIME_PERIOD, OBS_VALUE]);

describe('formats', () => {
  test.each([
    `${flow}/${key()}`,
    `${flow}/all`,
    `${flow}?dimensionAtObservation=AllDimensions`,
    `${flow}/all?dimensionAtObservation=PARK`,
    `${flow}/${key({ partner: '' })}?includeHistory=true`,
    `${flow}/all?detail=serieskeysonly`,
    `${flow}/all?detail=nodata`,
    `${flow}/all?detail=dataonly`,
    `${base}/structure?references=all`,
    `${base}/structure?detail=allstubs`,
    `${base}/structure?detail=allcompletestubs`,
    `${base}/contentconstraint`,
    `${base}/availableconstraint/DF_PARK_TRADE`,
    `${base}/codelist/SYCBEC/CL_CUSTOMS_MODE/1.0/9610+_T`,
  ])('%s is valid by the official schemas', async (url) => {
    const { body, headers } = await ask(url);
    expect(valid(body)).toBeNull();
    expect(headers['content-type']).toMatch(/\+xml;version=2\.1/);
    const data = url.includes('/data/');
    for (const format of data ? (['jsondata', 'jsondata2'] as const) : (['structurejson'] as const)) {
      const schema = { jsondata: 'data-1.0', jsondata2: 'data-2.0', structurejson: 'structure-1.0' } as const;
      const response = await ask(`${url}${url.includes('?') ? '&' : '?'}format=${format}`);
      expect(await jsonFaults(schema[format], response.json()), format).toBeNull();
    }
  });

  test('structure-specific data is valid by the schema of its structure', async () => {
    const structures = (await ask(`${base}/datastructure/SYCBEC/DSD_PARK_TRADE/1.0?references=children`))
      .body;
    const { body } = await ask(`${flow}/all`, { accept: dataFormats.structurespecificdata });
    const [namespace = ''] = found(body, '//mes:Structure/@namespace');
    const specific = specificValidator(structures, 'DSD_PARK_TRADE', namespace);
    expect(specific(body)).toBeNull();
    expect(specific(body.replace('CUSTOMS_MODE="9610"', 'CUSTOMS_MODE="9611"'))).toMatch(/9611/);
    expect(specific(body.replace(' DECIMALS="2"', ''))).toMatch(/DECIMALS/);
  });

  test('every format tells the same observations', async () => {
    const url = `${flow}/${key({ mode: '9610+9710' })}?startPeriod=2026-03`;
    const generic = (await ask(url)).body;
    expect(found(generic, '//gen:ObsValue/@value')).toEqual(['30.50', '150.00']);
    const expected = [
      ['9610', '30.50'],
      ['9710', '150.00'],
    ];
    expect((await rows(url)).map((row) => [row.CUSTOMS_MODE, row.OBS_VALUE])).toEqual(expected);
    const csv = (await ask(url, { accept: 'application/vnd.sdmx.data+csv;version=1.0.0' })).body.split(
      '\r\n',
    );
    expect(csv[0]).toBe(
      'DATAFLOW,FREQ,PARK,INDICATOR,CUSTOMS_MODE,TRADE_FLOW,COUNTERPART_AREA,COMMODITY,SEASONAL_ADJUST,TRANSFORMATION,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MULT,DECIMALS,OBS_STATUS,CONF_STATUS,RELEASE,VINTAGE,REASON,COVERAGE',
    );
    expect(csv.slice(1)).toEqual([
      'SYCBEC:DF_PARK_TRADE(1.0),M,_T,trade_value,9610,_T,_T,_T,N,LV,CNY,2026-03,30.50,0,2,P,F,PRELIM,2026-03.2,,0.750000',
      'SYCBEC:DF_PARK_TRADE(1.0),M,_T,trade_value,9710,_T,_T,_T,N,LV,CNY,2026-03,150.00,0,2,P,F,PRELIM,2026-03.2,,0.750000',
      '',
    ]);
    const specific = (await ask(`${url}&format=structurespecificdata`)).body;
    expect(found(specific, '//Series/@CUSTOMS_MODE')).toEqual(['9610', '9710']);
    expect(found(specific, '//Obs/@OBS_VALUE')).toEqual(['30.50', '150.00']);
    // As written: a number of JSON has the digits of the decimal.
    for (const format of ['jsondata', 'jsondata2', 'draftjson'])
      expect((await ask(`${url}&format=${format}`)).body).toMatch(/\[30\.50,.*\[150\.00,/);
  });

  test('the draft layout has its parts at the top, with one name each', async () => {
    const draft = (
      await ask(`${flow}/${key()}?endPeriod=2025-01`, {
        accept: dataFormats.draftjson,
        'accept-language': 'en',
      })
    ).json();
    expect(Object.keys(draft)).toEqual(['header', 'structure', 'dataSets']);
    expect(draft.structure.dimensions.series[3]).toEqual({
      id: 'CUSTOMS_MODE',
      name: 'Customs supervision mode',
      keyPosition: 3,
      values: [{ id: '_T', name: 'All customs modes' }],
    });
    expect(draft.dataSets[0].series).toEqual({
      '0:0:0:0:0:0:0:0:0:0': { attributes: [0, 0], observations: { 0: [100, 0, 0, 0, 0, null, 0] } },
    });
  });

  test('labels stand behind codes, in the language asked for', async () => {
    const url = `${flow}/${key({ mode: '9610' })}?startPeriod=2026-03&format=csvdata&labels=both`;
    expect((await ask(url)).body).toMatch(/CUSTOMS_MODE: 海关监管方式.*\r\n.*9610: 电子商务,/);
    expect((await ask(url, { 'accept-language': 'en-GB' })).body).toMatch(/9610: CBEC retail,/);
  });

  test('a missing value has no value, its status and its reason', async () => {
    const url = `${flow}/${key({ park: 'P01', transform: 'LV+G12M' })}?startPeriod=2025-02&endPeriod=2026-02`;
    const told = (await rows(url)).map((row) => [
      row.TRANSFORMATION,
      row.TIME_PERIOD,
      row.OBS_VALUE,
      row.OBS_STATUS,
      row.REASON,
    ]);
    expect(told).toEqual([
      ['LV', '2025-02', 'NaN', 'O', 'MISSING'],
      ['LV', '2025-03', '40.00', 'P', ''],
      ['LV', '2026-01', '50.00', 'P', ''],
      ['LV', '2026-02', '20.00', 'P', ''],
      ['G12M', '2025-02', 'NaN', 'O', 'MISSING'],
      ['G12M', '2025-03', 'NaN', 'M', 'NO_BASE'],
      ['G12M', '2026-01', 'NaN', 'M', 'BASE_ZERO'],
      ['G12M', '2026-02', 'NaN', 'O', 'MISSING'],
    ]);
    expect(found((await ask(url)).body, '//gen:ObsValue/@value')).toEqual(['40.00', '50.00', '20.00']);
    expect((await ask(`${url}&format=csvdata`)).body).toMatch(/2025-02,,0,2,O,F/);
  });
});

describe('numbers', () => {
  test('are those of series, ratios in percent', async () => {
    const units = {
      LV: 'CNY',
      YTD: 'CNY',
      R12: 'CNY',
      G1M: 'PCT',
      G12M: 'PCT',
      GYTD: 'PCT',
      SHR: 'PCT',
      CTG: 'PP',
    };
    const transforms = {
      LV: 'level',
      YTD: 'ytd',
      R12: 'r12',
      G1M: 'mom',
      G12M: 'yoy',
      GYTD: 'ytd_yoy',
      SHR: 'share',
      CTG: 'contribution',
    };
    for (const [code, transform] of Object.entries(transforms)) {
      const ofMode = await app.inject(
        `/api/v1/series?indicator=trade_value&mode=9610,9710&transform=${transform}`,
      );
      const expected = (ofMode.json().rows as Record<string, string | null>[])
        .filter(({ release }) => release !== null)
        .map(({ mode, period, value, reason }) => [
          mode,
          period,
          value === null
            ? 'NaN'
            : Number(value) * (code === 'LV' || code === 'YTD' || code === 'R12' ? 1 : 100),
          reason ?? '',
        ]);
      const told = await rows(`${flow}/${key({ mode: '9610+9710', transform: code })}`);
      expect(
        told.map((row) => [
          row.CUSTOMS_MODE,
          row.TIME_PERIOD,
          row.OBS_VALUE === 'NaN' ? 'NaN' : expect.closeTo(Number(row.OBS_VALUE), 8),
          row.REASON,
        ]),
        code,
      ).toEqual(expected);
      expect(new Set(told.map(({ UNIT_MEASURE }) => UNIT_MEASURE))).toEqual(new Set([units[code as 'LV']]));
    }
    // 200.50 / 120.25 − 1, exactly: 0.667359667360.
    expect(await values(`${flow}/${key({ transform: 'G12M' })}?startPeriod=2026-03`)).toEqual([
      ['2026-03', '66.7359667360'],
    ]);
  });

  test('a wildcard takes every cell once, partner and commodity never crossed', async () => {
    const all = await rows(
      `${flow}/${key({ park: '', mode: '', partner: '', chapter: '' })}?startPeriod=2026-03`,
    );
    const cells = all.map((row) =>
      [row.PARK, row.CUSTOMS_MODE, row.COUNTERPART_AREA, row.COMMODITY].join(' '),
    );
    // The corrected release has no chapter; parts of March's first release alone are not of this vintage.
    expect(cells.sort()).toEqual(
      [
        '_T 9610 _T _T',
        '_T 9710 _T _T',
        '_T _T FRA _T',
        '_T _T USA _T',
        '_T _T _T _T',
        'P01 _T _T _T',
      ].sort(),
    );
    const shares = await rows(
      `${flow}/${key({ mode: '', partner: '', transform: 'SHR' })}?startPeriod=2026-03`,
    );
    // 30.50, 150.00, 20.00 and 100.50 of 200.50, half up at twelve decimals of the ratio.
    expect(shares.map((row) => [row.CUSTOMS_MODE, row.COUNTERPART_AREA, row.OBS_VALUE])).toEqual([
      ['9610', '_T', '15.2119700748'],
      ['9710', '_T', '74.8129675810'],
      ['_T', 'FRA', '9.9750623441'],
      ['_T', 'USA', '50.1246882793'],
    ]);
  });

  test.each([
    { indicator: 'trade_value', mode: '9610,9710', from: '2026-01', to: '2026-03' },
    { indicator: 'trade_value', partner: '*', last: '2' },
    { indicator: 'declarations', kind: '_T', transform: 'ytd', asOf: '2026-04-20T00:00:00Z', last: '3' },
  ] as const)('the address made of %o answers as series does', async (words) => {
    const { flow, key, parameters } = sdmxAddress(words) as SdmxAddress;
    const response = await app.inject(`/api/v1/series?${new URLSearchParams(words)}`);
    const expected = (response.json().rows as Record<string, string | null>[])
      .filter(({ release, value }) => release !== null && value !== null)
      .map(({ period, value }) => [period, value]);
    expect(expected.length).toBeGreaterThan(1);
    const told = await rows(`${base}/data/${flow}/${key}?${new URLSearchParams(parameters)}`);
    expect(
      told.filter(({ OBS_VALUE }) => OBS_VALUE !== 'NaN').map((row) => [row.TIME_PERIOD, row.OBS_VALUE]),
    ).toEqual(expected);
  });

  test('further breakdowns have dataflows of their own', async () => {
    const response = await ask(`${base}/datastructure/SYCBEC/DSD_PARK_TRADE_TENANT_KIND/latest`);
    expect(found(response.body, '//str:Dimension/@position/../@id')).toEqual(
      'FREQ PARK INDICATOR CUSTOMS_MODE TRADE_FLOW TENANT_KIND SEASONAL_ADJUST TRANSFORMATION UNIT_MEASURE'.split(
        ' ',
      ),
    );
    expect(
      await values(
        `${base}/data/DF_PARK_TRADE_TENANT_KIND/M._T.declarations._T._T._T.N.LV.NUM?startPeriod=2026-03`,
      ),
    ).toEqual([['2026-03', '18']]);
  });
});

describe('time', () => {
  test.each([
    ['startPeriod=2026', ['2026-01', '2026-02', '2026-03']],
    ['startPeriod=2025&endPeriod=2025', ['2025-01', '2025-02', '2025-03']],
    ['startPeriod=2026-Q1&endPeriod=2026-Q1', ['2026-01', '2026-02', '2026-03']],
    ['startPeriod=2026-02-15&endPeriod=2026-02-20', ['2026-02']],
    ['lastNObservations=2', ['2026-02', '2026-03']],
    ['firstNObservations=1', ['2025-01']],
    ['firstNObservations=1&lastNObservations=1&startPeriod=2025-02', ['2025-02', '2026-03']],
    // Only the correction came after that day.
    ['updatedAfter=2026-04-13T00:00:00Z', ['2026-03']],
  ])('%s', async (query, months) => {
    expect((await values(`${flow}/${key()}?${query}`)).map(([month]) => month)).toEqual(months);
  });

  test('history has a data set for each release, with what it changed', async () => {
    const url = `${flow}/${key()}?startPeriod=2026-02&includeHistory=true`;
    const { body } = await ask(url);
    expect(found(body, '//mes:DataSet/@validFromDate')).toEqual([
      '2026-03-12T02:00:00Z',
      '2026-04-12T02:00:00Z',
      '2026-05-08T02:00:00Z',
    ]);
    expect(found(body, '//gen:ObsValue/@value')).toEqual(['60.00', '180.50', '200.50']);
    expect(found(body, "//gen:Value[@id='VINTAGE']/@value")).toEqual(['2026-02.1', '2026-03.1', '2026-03.2']);
    expect((await ask(`${flow}/${key()}?startPeriod=2026-03&asOf=2026-05-07`)).body).toMatch(
      /value="180\.50"/,
    );
    // Year on year of 2026-03 in both vintages; the chapter that the correction took away is deleted.
    expect(
      (await rows(`${flow}/${key({ transform: 'G12M' })}?startPeriod=2026-03&includeHistory=true`)).map(
        (row) => [row.ACTION, row.OBS_VALUE],
      ),
    ).toEqual([
      ['R', '50.1039501040'],
      ['R', '66.7359667360'],
    ]);
    const chapters = await rows(`${flow}/${key({ chapter: '' })}?startPeriod=2026-03&includeHistory=true`);
    expect(
      chapters
        .filter(({ COMMODITY }) => COMMODITY === '61')
        .map((row) => [row.ACTION, row.OBS_VALUE, row.VALID_FROM]),
    ).toEqual([
      ['R', '70.00', '2026-04-12T02:00:00.000Z'],
      ['D', '70.00', '2026-05-08T02:00:00.000Z'],
    ]);
  });
});

describe('structures', () => {
  test('what comes along', async () => {
    const ids = async (query: string) =>
      found((await ask(`${base}/${query}`)).body, '/mes:Structure/mes:Structures/*/*/@id');
    expect(await ids('dataflow/SYCBEC/DF_PARK_TRADE')).toEqual(['DF_PARK_TRADE']);
    expect(await ids('dataflow/SYCBEC/DF_PARK_TRADE?references=children')).toEqual([
      'DF_PARK_TRADE',
      'DSD_PARK_TRADE',
    ]);
    expect(await ids('dataflow/SYCBEC/DF_PARK_TRADE?references=parents')).toEqual([
      'DF_PARK_TRADE',
      'CR_PARK_TRADE',
    ]);
    const descendants = await ids('dataflow/SYCBEC/DF_PARK_TRADE/1.0?references=descendants');
    expect(descendants).toEqual(
      'DF_PARK_TRADE CL_FREQ CL_PARK CL_CBEC_INDICATOR CL_CUSTOMS_MODE CL_TRADE_FLOW CL_SEASONAL_ADJUST CL_TRANSFORMATION CL_UNIT CL_AREA CL_COMMODITY CL_UNIT_MULT CL_DECIMALS CL_OBS_STATUS CL_CONF_STATUS CL_RELEASE CL_REASON CS_PARK_TRADE DSD_PARK_TRADE'
        .split(' ')
        .sort(byOrderOf(descendants)),
    );
    expect((await ids('dataflow/SYCBEC/DF_PARK_TRADE?references=all')).slice(0, 2)).toEqual([
      'AGENCIES',
      'DF_PARK_TRADE',
    ]);
    expect(await ids('codelist/all/CL_PARK/all?references=datastructure')).toContain('DSD_PARK_TRADE');
  });

  test('codes are those of the catalogue and of the registry, in both languages', async () => {
    const { body } = await ask(`${base}/codelist/SYCBEC/CL_PARK+CL_TRADE_FLOW/latest`);
    expect(found(body, "//str:Codelist[@id='CL_PARK']/str:Code/@id")).toEqual(['_T', 'P01', 'P02', 'P03']);
    expect(found(body, "//str:Code[@id='M']/com:Name")).toEqual(['进口', 'Import']);
    expect(found(body, "//str:Code[@id='P01']/str:Parent/Ref/@id")).toEqual(['_T']);
  });

  test('stubs say where the whole stands; a partial list has only codes with data', async () => {
    const stubs = (
      await ask(`${base}/dataflow/SYCBEC/DF_PARK_TRADE/latest?references=codelist&detail=referencestubs`)
    ).body;
    const [url = ''] = found(
      stubs,
      "//str:Codelist[@id='CL_PARK'][@isExternalReference='true']/@structureURL",
    );
    expect(found((await ask(url)).body, '//str:Code/@id')).toContain('P03');
    const partial = (
      await ask(`${base}/dataflow/SYCBEC/DF_PARK_TRADE/latest?references=codelist&detail=referencepartial`)
    ).body;
    expect(found(partial, "//str:Codelist[@id='CL_PARK'][@isPartial='true']/str:Code/@id")).toEqual([
      '_T',
      'P01',
    ]);
  });

  test('what there is data for', async () => {
    const codes = async (path: string, id: string) =>
      found(
        (await ask(`${base}/availableconstraint/DF_PARK_TRADE/${path}`)).body,
        `//com:KeyValue[@id='${id}']/com:Value`,
      );
    expect(await codes('all', 'CUSTOMS_MODE')).toEqual(['_T', '9610', '9710']);
    expect(await codes('all', 'COUNTERPART_AREA')).toEqual(['_T', 'DEU', 'FRA', 'USA']);
    expect(await codes('all?startPeriod=2026', 'COUNTERPART_AREA')).toEqual(['_T', 'FRA', 'USA']);
    expect(await codes('..declarations+average_ticket.......', 'INDICATOR')).toEqual([
      'average_ticket',
      'declarations',
    ]);
    expect(await codes('.P01.trade_value.......', 'CUSTOMS_MODE')).toEqual(['_T']);
    expect(await codes('.P01.trade_value.......?mode=exact', 'PARK')).toEqual(['P01']);
    expect(await codes('.P01.trade_value......./all/PARK?mode=available', 'PARK')).toEqual(['_T', 'P01']);
    const { body } = await ask(`${base}/availableconstraint/DF_PARK_TRADE/all/all/PARK?references=codelist`);
    expect(found(body, '//com:StartPeriod|//com:EndPeriod')).toEqual(['2025-01', '2026-03']);
    expect(found(body, "//str:Codelist[@id='CL_PARK']/str:Code/@id")).toEqual(['_T', 'P01']);
  });
});

/** What sdmx1 2.28 (Python), rsdmx 0.6 and readsdmx (R) were seen to send. */
test.each([
  ['*/*', '/dataflow/SYCBEC/all/latest'],
  ['*/*', '/dataflow/SYCBEC/DF_PARK_TRADE/latest?references=all'],
  ['*/*', '/data/DF_PARK_TRADE/M.P01.trade_value.....N.LV.CNY?startPeriod=2026-01&endPeriod=2026-03'],
  ['*/*', '/data/DF_PARK_TRADE/._T..9710+9610......'],
  ['application/xml', '/datastructure/SYCBEC/DSD_PARK_TRADE/latest?references=all'],
  ['application/xml', '/data/DF_PARK_TRADE/all'],
  ['application/xml', '/data/DF_PARK_TRADE/all/all/?startPeriod=2025&endPeriod=2025'],
  ['application/xml', '/datastructure/all/DSD_PARK_TRADE/latest/?references=children'],
  ['application/xml', '/data/SYCBEC,DF_PARK_TRADE,1.0/all/SYCBEC/'],
])('a client that asks for %s gets %s', async (accept, path) => {
  const { body, headers } = await ask(`${base}${path}`, { accept });
  expect(valid(body)).toBeNull();
  const type = path.startsWith('/data/') ? 'genericdata' : 'structure';
  expect(headers['content-type']).toBe(`application/vnd.sdmx.${type}+xml;version=2.1; charset=utf-8`);
});

describe('refusals', () => {
  test.each([
    [404, 100, '/data/DF_NOPE', /DF_PARK_TRADE/],
    [404, 100, '/data/SYCBEC,DF_PARK_TRADE,2.0', /DF_PARK_TRADE/],
    [404, 100, `/data/DF_PARK_TRADE/${key({ mode: '9711' })}`, /9710/],
    [404, 100, `/data/DF_PARK_TRADE/${key()}?startPeriod=2030`, /2026-03/],
    [404, 100, `/data/DF_PARK_TRADE/${key()}?updatedAfter=2026-05-09`, /./],
    [404, 100, '/data/DF_PARK_TRADE/all/OTHER', /SYCBEC/],
    [404, 100, '/codelist/SYCBEC/CL_NOPE', /CL_PARK/],
    [404, 100, '/nothing', /dataflow/],
    [404, 100, '/data/a/b/c/d', /./],
    [400, 140, '/data/DF_PARK_TRADE/M._T.trade_value', /UNIT_MEASURE/],
    [400, 140, '/data/DF_PARK_TRADE/all?startPeriod=soon', /2026-03|2025-03/],
    [400, 140, '/data/DF_PARK_TRADE/all?startPeriod=2025-02-30', /2025-03/],
    [400, 140, '/data/DF_PARK_TRADE/all?lastNObservations=0', /lastNObservations/],
    [400, 140, '/data/DF_PARK_TRADE/all?detail=some', /serieskeysonly/],
    [400, 140, '/data/DF_PARK_TRADE/all?start=2025', /startPeriod/],
    [400, 140, '/data/DF_PARK_TRADE/all?detail=full&detail=full', /detail/],
    [403, 150, '/data/DF_PARK_TRADE/all?startPeriod=2026&endPeriod=2025', /2026/],
    [403, 150, '/data/DF_PARK_TRADE/all?dimensionAtObservation=MODE', /CUSTOMS_MODE/],
    [501, 501, '/categoryscheme/all/all', /dataflow/],
  ])('%i/%i %s', async (status, code, path, text) => {
    const { body, headers } = await ask(`${base}${path}`, {}, status);
    expect(valid(body)).toBeNull();
    expect(found(body, '//mes:ErrorMessage/@code')).toEqual([String(code)]);
    expect(found(body, '//com:Text')).toEqual([
      expect.stringMatching(/\p{Script=Han}/u),
      expect.stringMatching(text),
    ]);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('an impossible Accept is told what there is, in its own kind where that is JSON', async () => {
    const { body } = await ask(`${flow}/all`, { accept: 'application/pdf' }, 406);
    expect(body).toMatch(/genericdata\+xml/);
    await ask(`${flow}/all`, { accept: 'application/vnd.sdmx.data+json;version=9.0' }, 406);
    const json = await ask(`${base}/data/NOPE`, { accept: 'application/vnd.sdmx.data+json' }, 404);
    expect(json.json().errors).toMatchObject([{ code: 100 }]);
  });

  test('who may not read published numbers is told so in the same way', async () => {
    const closed = await openApp(warehouse.database, {
      access: { signIn: 'required', published: 'signed-in' },
    });
    const response = await closed.inject(`${flow}/all`);
    await closed.close();
    expect(response.statusCode).toBe(401);
    expect(found(response.body, '//mes:ErrorMessage/@code')).toEqual(['110']);
  });
});

test('the best of what is accepted is chosen, and answers are kept for each kind and language', async () => {
  const type = async (accept: string) =>
    String((await ask(`${flow}/${key()}`, { accept })).headers['content-type']).replace(/; charset.*/, '');
  expect(
    await type(
      'application/vnd.sdmx.data+csv;version=2.0.0;q=0.5, application/vnd.sdmx.data+json;version=1.0.0',
    ),
  ).toBe(dataFormats.jsondata);
  expect(await type('application/vnd.sdmx.data+csv; version=2.0.0')).toBe(dataFormats.csvdata2);
  expect(await type('text/html, */*;q=0.1')).toBe(dataFormats.genericdata);
  expect(await type('text/csv')).toBe(dataFormats.csvdata);
  const { headers } = await ask(`${flow}/${key()}`);
  expect(headers.vary).toBe('Accept, Accept-Language, Accept-Encoding');
  for (const url of [`${flow}/${key()}`, `${base}/dataflow`]) {
    const tag = String((await ask(url)).headers.etag);
    expect((await ask(url, { 'if-none-match': tag }, 304)).body).toBe('');
    expect((await ask(url)).headers.etag).toBe(tag);
    expect((await ask(url, { 'accept-language': 'en', accept: 'application/json' })).headers.etag).not.toBe(
      tag,
    );
  }
  expect(headers['last-modified']).toBe('Fri, 08 May 2026 02:00:00 GMT');
  await ask(`${flow}/${key()}`, { 'if-modified-since': String(headers['last-modified']) }, 304);
  await ask(`${flow}/${key()}`, { 'if-modified-since': 'Thu, 07 May 2026 02:00:00 GMT' });
});

test('numbers beyond what a float holds arrive whole in every format', async () => {
  await publish(warehouse.database, '2026-04', '2026-05-12T02:00:00Z', [
    ['trade_value', {}, '9007199254740993.01'],
  ]);
  const url = `${flow}/${key()}?startPeriod=2026-04`;
  for (const format of Object.keys(dataFormats))
    await vi.waitFor(async () =>
      expect((await ask(`${url}&format=${format}`)).body, format).toContain('9007199254740993.01'),
    );
});

function byOrderOf(order: readonly string[]): (a: string, b: string) => number {
  return (a, b) => order.indexOf(a) - order.indexOf(b);
}

test('what is confidential has no value, in any format, detail or parameter; its key may be listed', async () => {
  await publish(warehouse.database, '2026-05', '2026-06-12T02:00:00Z', [
    ['trade_value', {}, '77.00'],
    ['trade_value', { mode: '9610' }, null, 'CONFIDENTIAL'],
  ]);
  await publish(warehouse.database, '2026-06', '2026-07-12T02:00:00Z', [
    ['trade_value', {}, '88.00'],
    ['trade_value', { mode: '9610' }, '33.00'],
  ]);
  const url = `${flow}/${key({ mode: '9610', transform: 'LV+G1M+SHR+YTD' })}?startPeriod=2026-05`;
  await vi.waitFor(async () => {
    const told = (await rows(url)).map((row) => [
      row.TRANSFORMATION,
      row.TIME_PERIOD,
      row.OBS_VALUE,
      row.OBS_STATUS,
      row.CONF_STATUS,
      row.REASON,
    ]);
    expect(told).toEqual([
      ['LV', '2026-05', 'NaN', 'Q', 'C', 'CONFIDENTIAL'],
      ['LV', '2026-06', '33.00', 'P', 'F', ''],
      ['G1M', '2026-05', 'NaN', 'Q', 'C', 'CONFIDENTIAL'],
      ['G1M', '2026-06', 'NaN', 'Q', 'C', 'CONFIDENTIAL'],
      ['YTD', '2026-05', 'NaN', 'Q', 'C', 'CONFIDENTIAL'],
      ['YTD', '2026-06', 'NaN', 'O', 'F', 'INCOMPLETE'],
      ['SHR', '2026-05', 'NaN', 'Q', 'C', 'CONFIDENTIAL'],
      ['SHR', '2026-06', '37.5000000000', 'P', 'F', ''],
    ]);
  });
  for (const detail of ['full', 'dataonly'])
    expect(found((await ask(`${url}&endPeriod=2026-05&detail=${detail}`)).body, '//gen:ObsValue')).toEqual(
      [],
    );
});

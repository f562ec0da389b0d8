import type { Message } from '../../catalogue/refusal.ts';
import { type SdmxAddress, sdmxAddress } from '../../catalogue/sdmx/series-address.ts';
import { type Parameter, queryOf, wordsOf } from './asked.ts';

/** A piece of a program that asks the question. */
export interface Example {
  readonly title: Message;
  readonly code: string;
}

export interface Asking {
  readonly parameters: readonly Parameter[];
  /** Where the server is, with a slash at its end: `https://stat.example/`. */
  readonly root: string;
  /** Sends a token, which stands in the environment and never in the program. */
  readonly withToken: boolean;
}

/** Name of the environment variable, or in Excel of the parameter, with the token. */
export const tokenName = 'PARKSTAT_TOKEN';

/** Programs and what writes their example. */
export const programs = {
  curl: { label: 'curl', examples: (asking) => [curl(asking)] },
  r: { label: 'R', examples: (asking) => [r(asking)] },
  python: { label: 'Python', examples: (asking) => [python(asking)] },
  excel: { label: 'Excel Power Query', examples: (asking) => [powerQuery(asking)] },
  sdmx: { label: 'SDMX', examples: sdmx },
} as const satisfies Record<string, { label: string; examples: (asking: Asking) => Example[] }>;
export type Program = keyof typeof programs;

export function seriesAddress({ parameters, root }: Asking, format?: string): string {
  const asked = format ? [...parameters, ['format', format] as const] : parameters;
  return `${root}api/v1/series?${queryOf(asked)}`;
}

function curl(asking: Asking): Example {
  const { parameters, withToken } = asking;
  const name = `${Object.fromEntries(parameters).indicator}.csv`;
  const head = withToken ? [`  -H "Authorization: Bearer $${tokenName}" \\`] : [];
  const lines = [
    'curl --fail-with-body --silent --show-error --compressed \\',
    ...head,
    `  --output ${shellText(name)} \\`,
    `  ${shellText(seriesAddress(asking, 'csv'))}`,
  ];
  return { title: { zh: '存为CSV文件', en: 'Save as a CSV file' }, code: lines.join('\n') };
}

/** Between single quotes a shell reads everything as it stands. */
function shellText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** R, Python and JSON escape alike what can stand in an address. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function r(asking: Asking): Example {
  const address = quoted(seriesAddress(asking, 'csv'));
  const source = asking.withToken
    ? [
        `token <- Sys.getenv(${quoted(tokenName)})`,
        'source <- url(address, headers = c(Authorization = paste("Bearer", token)))',
      ]
    : ['source <- url(address)'];
  const lines = [
    `address <- ${address}`,
    ...source,
    '# Codes stay text; a number of more than 15 digits is exact only as text.',
    'data <- read.csv(source, colClasses = "character", na.strings = "", encoding = "UTF-8")',
    'data$value <- as.numeric(data$value)',
  ];
  return {
    title: { zh: '读为数据框，不需要其他包', en: 'A data frame, with no package' },
    code: lines.join('\n'),
  };
}

function python(asking: Asking): Example {
  const head = asking.withToken
    ? [`headers = {"Authorization": "Bearer " + os.environ[${quoted(tokenName)}]}`]
    : [];
  const lines = [
    'from decimal import Decimal',
    ...(asking.withToken ? ['import os'] : []),
    'import pandas',
    '',
    `address = ${quoted(seriesAddress(asking, 'csv'))}`,
    ...head,
    '# Codes stay text, values exact decimals.',
    `data = pandas.read_csv(address, dtype=str, keep_default_na=False, na_values=[""]${asking.withToken ? ', storage_options=headers' : ''})`,
    'data["value"] = data["value"].map(Decimal, na_action="ignore")',
  ];
  return { title: { zh: '用pandas读为数据框', en: 'A data frame, with pandas' }, code: lines.join('\n') };
}

function powerQuery({ parameters, root, withToken }: Asking): Example {
  const query = [...parameters, ['format', 'csv'] as const]
    .map(([name, value]) => `${name} = ${powerText(value)}`)
    .join(', ');
  const headers = withToken ? [`            Headers = [Authorization = "Bearer " & ${tokenName}],`] : [];
  const lines = [
    'let',
    '    Source = Csv.Document(',
    `        Web.Contents(${powerText(root)}, [`,
    ...headers,
    '            RelativePath = "api/v1/series",',
    `            Query = [${query}]`,
    '        ]),',
    '        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]',
    '    ),',
    '    Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),',
    '    Typed = Table.TransformColumnTypes(Rows, {{"value", type number}, {"coverage", type number}}, "en-US")',
    'in',
    '    Typed',
  ];
  const title = {
    zh: '数据 → 获取数据 → 空白查询 → 高级编辑器',
    en: 'Data → Get data → Blank query → Advanced editor',
  };
  return { title, code: lines.join('\n') };
}

/** In M a quote is doubled, and `#(` begins an escape. */
function powerText(text: string): string {
  return `"${text.replaceAll('#(', '#(#)(').replaceAll('"', '""')}"`;
}

/** The address, and the packages that were tried; none where SDMX cannot ask the question. */
function sdmx({ parameters, root, withToken }: Asking): Example[] {
  const address = sdmxAddress(wordsOf(parameters));
  if (!address) return [];
  const base = `${root}sdmx/2.1`;
  const query = queryOf(Object.entries(address.parameters));
  const url = `${base}/data/${address.flow}/${address.key}${query ? `?${query}` : ''}`;
  return [
    { title: { zh: '地址（SDMX-ML 2.1）', en: 'The address (SDMX-ML 2.1)' }, code: url },
    {
      title: { zh: 'Python，包sdmx1', en: 'Python, package sdmx1' },
      code: sdmx1(address, base, url, withToken),
    },
    // rsdmx can send no header of ours.
    ...(withToken ? [] : [rsdmx(url)]),
  ];
}

function sdmx1(
  { flow, key, agency, parameters }: SdmxAddress,
  base: string,
  url: string,
  withToken: boolean,
) {
  const bearer = `client.session.headers["Authorization"] = "Bearer " + os.environ[${quoted(tokenName)}]`;
  // The package refuses parameters that the standard's version 2.1 does not have.
  const asking =
    'asOf' in parameters
      ? `client.get(url=${quoted(url)})`
      : `client.data(${quoted(flow)}, key=${quoted(key)}, params=${pythonDict(parameters)})`;
  return [
    ...(withToken ? ['import os'] : []),
    'import sdmx',
    '',
    `sdmx.add_source({"id": ${quoted(agency)}, "name": "parkstat", "url": ${quoted(base)}})`,
    `client = sdmx.Client(${quoted(agency)})`,
    ...(withToken ? [bearer] : []),
    `message = ${asking}`,
    'data = sdmx.to_pandas(message)',
  ].join('\n');
}

function rsdmx(url: string): Example {
  const code = ['library(rsdmx)', `data <- as.data.frame(readSDMX(${quoted(url)}))`].join('\n');
  return { title: { zh: 'R，包rsdmx', en: 'R, package rsdmx' }, code };
}

function pythonDict(entries: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(entries).map(
    ([name, value]) => `${quoted(name)}: ${/^\d+$/.test(value) ? value : quoted(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}

import { Refusal } from '../../catalogue/refusal.ts';

/** Formats of data, by the word that `format=` takes. */
export const dataFormats = {
  genericdata: 'application/vnd.sdmx.genericdata+xml;version=2.1',
  structurespecificdata: 'application/vnd.sdmx.structurespecificdata+xml;version=2.1',
  jsondata: 'application/vnd.sdmx.data+json;version=1.0.0',
  jsondata2: 'application/vnd.sdmx.data+json;version=2.0.0',
  draftjson: 'application/vnd.sdmx.draft-sdmx-json+json;version=1.0.0',
  csvdata: 'application/vnd.sdmx.data+csv;version=1.0.0',
  csvdata2: 'application/vnd.sdmx.data+csv;version=2.0.0',
} as const;
export type DataFormat = keyof typeof dataFormats;

export const structureFormats = {
  structure: 'application/vnd.sdmx.structure+xml;version=2.1',
  structurejson: 'application/vnd.sdmx.structure+json;version=1.0.0',
} as const;
export type StructureFormat = keyof typeof structureFormats;

/** Other names that clients ask by, and the format that each stands for. */
const dataAliases: Readonly<Record<string, DataFormat>> = {
  'application/xml': 'genericdata',
  'text/xml': 'genericdata',
  'application/json': 'jsondata',
  'text/csv': 'csvdata',
  'application/csv': 'csvdata',
};
const structureAliases: Readonly<Record<string, StructureFormat>> = {
  'application/xml': 'structure',
  'text/xml': 'structure',
  'application/json': 'structurejson',
};

/** Who names JSON and no XML gets errors in JSON. */
export const jsonTypes = /^(?!.*xml)(?!.*\*\/\*).*json/i;

/** The format of data that the client likes best; generic XML for one that says nothing or takes anything. */
export function dataFormatOf(accept: string | undefined): DataFormat {
  return bestOf(accept, dataFormats, dataAliases, 'genericdata');
}

export function structureFormatOf(accept: string | undefined): StructureFormat {
  return bestOf(accept, structureFormats, structureAliases, 'structure');
}

function bestOf<Format extends string>(
  accept: string | undefined,
  formats: Readonly<Record<Format, string>>,
  aliases: Readonly<Record<string, Format>>,
  otherwise: Format,
): Format {
  if (!accept?.trim()) return otherwise;
  const wanted = accept
    .split(',')
    .map(range)
    .filter(({ weight }) => weight > 0);
  wanted.sort((a, b) => b.weight - a.weight);
  for (const { type, version } of wanted) {
    if (type === '*/*' || type === 'application/*') return otherwise;
    const own = formatNamed(type, version, formats) ?? (version === undefined ? aliases[type] : undefined);
    if (own) return own;
  }
  throw notAcceptable(accept, Object.values(formats));
}

/** The format of a media type; without a version, its first. `1.0` is `1.0.0`. */
function formatNamed<Format extends string>(
  type: string,
  version: string | undefined,
  formats: Readonly<Record<Format, string>>,
): Format | undefined {
  const names = Object.keys(formats) as Format[];
  return names.find((name) => {
    const [own, ownVersion = ''] = formats[name].split(';version=');
    return own === type && (version === undefined || `${ownVersion}.`.startsWith(`${version}.`));
  });
}

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  readonly weight: number;
}

/** `application/vnd.sdmx.data+json; version=2.0.0; q=0.5`. A plus sign that an address made a blank of is one again. */
function range(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const named = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
      return [name, value.replaceAll('"', '')] as const;
    }),
  );
  const q = named.get('q');
  return {
    type: type.replace(' ', '+'),
    version: named.get('version'),
    weight: q === undefined ? 1 : Number(q) || 0,
  };
}

function notAcceptable(accept: string, offered: readonly string[]): Refusal {
  const shown = accept.length > 100 ? `${accept.slice(0, 100)}…` : accept;
  return new Refusal(
    'not_acceptable',
    {
      zh: `没有所要的格式“${shown}”；可用的有${offered.join('、')}`,
      en: `There is no format "${shown}"; there are ${offered.join(', ')}`,
    },
    { accept: shown, allowed: offered },
  );
}

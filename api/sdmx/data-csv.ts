import {
  type AttributeId,
  attributes,
  concepts,
  type Dataflow,
  measure,
  reference,
  timeDimension,
} from '../../catalogue/sdmx/flows.ts';
import type { Codelist } from './codelists.ts';
import type { Entry, Group, Layout } from './layout.ts';
import type { Language } from './message.ts';

export const labelForms = ['id', 'both'] as const;
export type Labels = (typeof labelForms)[number];

/** What the text of a cell is taken from. */
interface Words {
  readonly labels: Labels;
  readonly language: Language;
  readonly lists: readonly Codelist[];
}

/** SDMX-CSV 1.0: every row names its dataflow. A missing value is empty. */
export function csv1(layout: Layout, words: Words): string {
  return csv(layout, words, ['DATAFLOW'], () => [reference(layout.flow.id)], '');
}

const actions = { Replace: 'R', Delete: 'D' } as const;

/** SDMX-CSV 2.0: every row names its structure and action. A missing value is NaN. */
export function csv2(layout: Layout, words: Words): string {
  const plain = layout.sets.length === 1 && layout.sets[0]?.validFrom === null;
  return csv(
    layout,
    words,
    ['STRUCTURE', 'STRUCTURE_ID', 'ACTION'],
    (action) => [
      'dataflow',
      reference(layout.flow.id),
      plain && action === 'Replace' ? 'I' : actions[action],
    ],
    'NaN',
  );
}

function csv(
  layout: Layout,
  words: Words,
  before: readonly string[],
  ofSet: (action: Action) => readonly string[],
  missing: string,
): string {
  const columns = columnsOf(layout);
  const titles = titlesOf(words);
  const { keyIds, measureIds, attributeIds, vintages } = columns;
  const header = [...before, ...[...keyIds, ...measureIds, ...attributeIds].map(titles), ...vintages];
  const cells = cellsOf(layout, columns, textsOf(layout.flow, words), missing);
  // Version 1.0 has no way to say that an observation is no more.
  const sets = before.includes('ACTION')
    ? layout.sets
    : layout.sets.filter(({ action }) => action !== 'Delete');
  const lines = sets.flatMap(({ action, validFrom, groups }) => {
    const vintage = vintages.map(() => validFrom?.toISOString() ?? '');
    return groups.flatMap((group) =>
      (layout.hasObservations ? group.entries : [undefined]).map((entry) =>
        row([...ofSet(action), ...cells(group, entry), ...vintage]),
      ),
    );
  });
  return [row(header), ...lines].join('');
}

type Action = 'Replace' | 'Delete';

interface Columns {
  readonly keyIds: readonly string[];
  readonly measureIds: readonly string[];
  readonly attributeIds: readonly AttributeId[];
  readonly vintages: readonly string[];
}

function columnsOf({ flow, sets, hasObservations, groupAttributes, entryAttributes }: Layout): Columns {
  return {
    keyIds: [...flow.key.map(({ id }) => id), ...(hasObservations ? [timeDimension.id] : [])],
    measureIds: hasObservations ? [measure.id] : [],
    attributeIds: attributes
      .map(({ id }) => id)
      .filter((id) => groupAttributes.includes(id) || entryAttributes.includes(id)),
    vintages: sets.some(({ validFrom }) => validFrom) ? ['VALID_FROM'] : [],
  };
}

/** The cells of an observation, or of a series without any. */
function cellsOf(
  { groupIds, entryIds }: Layout,
  { keyIds, attributeIds }: Columns,
  texts: (component: string, code: string) => string,
  missing: string,
): (group: Group, entry: Entry | undefined) => string[] {
  const places = keyIds.map((id) => [id, groupIds.indexOf(id), entryIds.indexOf(id)] as const);
  return (group, entry) => [
    ...places.map(([id, inGroup, inEntry]) =>
      texts(id, (entry?.codes[inEntry] ?? group.codes[inGroup]) as string),
    ),
    ...(entry ? [entry.value ?? missing] : []),
    ...attributeIds.map((id) => texts(id, entry?.attributes[id] ?? group.attributes[id] ?? '')),
  ];
}

/** The text of a code: itself, or with its name behind it. */
function textsOf(
  flow: Dataflow,
  { labels, language, lists }: Words,
): (component: string, code: string) => string {
  if (labels === 'id') return (_component, code) => code;
  const names = new Map<string, string>();
  for (const { id, codelist } of [...flow.key, ...attributes])
    for (const code of lists.find((list) => list.id === codelist)?.codes ?? [])
      names.set(`${id} ${code.id}`, code[language]);
  return (component, code) => {
    const name = names.get(`${component} ${code}`);
    return name === undefined || code === '' ? code : `${code}: ${name}`;
  };
}

function titlesOf({ labels, language }: Words): (component: string) => string {
  if (labels === 'id') return (component) => component;
  return (component) => {
    const concept = concepts.find(({ id }) => id === component);
    return concept ? `${component}: ${concept[language]}` : component;
  };
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

import { codeTexts } from '../catalogue/cells.ts';
import { type Code, type CodeList, chapters, codeLists } from '../catalogue/codes.ts';
import { flows, isLegalPair } from '../catalogue/mode.ts';
import { addMonths, type Period, parsePeriod } from '../catalogue/period.ts';
import { rules } from '../catalogue/rules.ts';
import { measures } from '../catalogue/units.ts';
import { type Duck, literal } from '../engine/duckdb.ts';

/**
 * The catalogue's code lists as macros: they neither join nor reorder rows, and cost next to nothing. Codes are values of
 * enumerations, which Parquet stores without looking at their text; they are read back as text.
 * `<list>_code(text)` is the code that a text stands for, or null. `<list>_valid(code, day)` tells whether it was valid then.
 */
export async function createCodeMacros(duck: Duck): Promise<void> {
  for (const list of Object.keys(codeLists) as CodeList[]) {
    // Codes of limited validity first: a place in the enumeration tells whether there is anything to look up.
    const codes = codeLists[list].toSorted((a, b) => Number(isLimited(b)) - Number(isLimited(a)));
    await createEnum(
      duck,
      `${list}_enum`,
      codes.map(({ code }) => code),
    );
    await createCode(duck, list);
    await duck.run(`create macro ${list}_valid(code, day) as ${validity(list, codes)}`);
  }
  await duck.run(`create macro is_legal_pair(mode, flow) as ${legality()}`);
  await createEnum(
    duck,
    'chapter_enum',
    chapters.map(({ code }) => code),
  );
  await createMeasures(duck);
  await duck.run('create macro chapter_of(hs) as try_cast(substr(hs, 1, 2) as chapter_enum)');
  await duck.run(`create macro number_year(day, flow) as ${numberYears()}`);
  await createEnum(duck, 'month_enum', months);
  await createEnum(duck, 'flag_enum', ['A', 'B']);
  await createEnum(duck, 'outcome_enum', outcomes);
  await duck.run('create macro outcome(x) as cast(x as outcome_enum)');
  await duck.run(
    `create macro month_of(day) as case when year(day) between 2016 and 2031 then ${monthIn(2016, 2031)} else ${monthIn(2000, 2099)} end`,
  );
}

/** Of a short list a text's code is looked up at once: a cast that fails costs five times as much as one that does not. */
const shortList = 50;

async function createCode(duck: Duck, list: CodeList): Promise<void> {
  const texts = [...codeTexts(list)];
  await createLookup(
    duck,
    `${list}_spelled`,
    texts.map(([text]) => text),
    texts.map(([, code]) => literal(code)),
    `${list}_enum`,
  );
  const spelled = `${list}_spelled(x)`;
  const code = texts.length > shortList ? `coalesce(try_cast(x as ${list}_enum), ${spelled})` : spelled;
  await duck.run(`create macro ${list}_code(x) as ${code}`);
}

/** `unit_measure(code)` is what a unit measures, `unit_size(code)` how many of the measure's smallest unit it is; null for pieces. */
async function createMeasures(duck: Duck): Promise<void> {
  const units = Object.entries(measures).flatMap(([measure, sizes]) =>
    Object.entries(sizes).map(([code, size]) => ({ code, measure, size })),
  );
  const codes = units.map(({ code }) => code);
  const kinds = units.map(({ measure }) => literal(measure));
  await createLookup(duck, 'unit_measure', codes, kinds);
  const sizes = units.map(({ size }) => String(size));
  await createLookup(duck, 'unit_size', codes, sizes, 'bigint');
}

/** What can become of a row: catalogue rules that set it aside, or one of these. */
const outcomes = [
  ...['accepted', 'rejected', 'nil', 'blank'],
  ...Object.entries(rules).flatMap(([id, { class: name }]) => (name === 'set_aside' ? [id] : [])),
];

/** Year and flow as they stand in a declaration's number: `20260` for exports, `20261` for imports. */
function numberYears(): string {
  const years = Array.from({ length: 100 }, (_, at) => 2000 + at);
  const ends = codeLists.flow.map(({ code }) => (code === 'import' ? '1' : '0'));
  const texts = years.flatMap((year) => ends.map((end) => literal(`${year}${end}`)));
  return `([${texts.join(', ')}])[(year(day) - 2000) * ${ends.length} + ${placeOf('flow', 'flow')} + 1]`;
}

const months = Array.from({ length: 1200 }, (_, at) => addMonths(parsePeriod('2000-01') as Period, at));

/** The fewer months there are to choose from, the cheaper the choice. */
function monthIn(from: number, to: number): string {
  const some = months.filter((month) => month >= `${from}` && month < `${to + 1}`);
  return `(cast([${some.map(literal).join(', ')}] as month_enum[]))[(year(day) - ${from}) * 12 + month(day)]`;
}

export async function createEnum(duck: Duck, name: string, values: readonly string[]): Promise<void> {
  await duck.run(`create type ${name} as enum (${values.map(literal).join(', ')})`);
}

/** A macro from text to value: the text's place in an enumeration picks from a list. */
export async function createLookup(
  duck: Duck,
  name: string,
  texts: readonly string[],
  values: readonly string[],
  type?: string,
): Promise<void> {
  await createEnum(duck, `${name}_text`, texts);
  const list = type ? `cast([${values.join(', ')}] as ${type}[])` : `[${values.join(', ')}]`;
  await duck.run(`create macro ${name}(x) as (${list})[enum_code(try_cast(x as ${name}_text))::integer + 1]`);
}

const isLimited = ({ valid_from, valid_to }: Code) => valid_from !== null || valid_to !== null;

function validity(list: CodeList, codes: readonly Code[]): string {
  const limited = codes.filter(isLimited);
  if (limited.length === 0) return 'true';
  const place = placeOf('code', list);
  const days = (ends: readonly string[]) =>
    `([${ends.map((end) => `date ${literal(end)}`).join(', ')}])[${place} + 1]`;
  const from = days(limited.map(({ valid_from }) => valid_from ?? '0001-01-01'));
  const to = days(limited.map(({ valid_to }) => valid_to ?? '9999-12-31'));
  return `case when ${place} < ${limited.length} then day between ${from} and ${to} else true end`;
}

const placeOf = (code: string, list: CodeList) => `enum_code(try_cast(${code} as ${list}_enum))::integer`;

/** One truth value for every mode and flow, by their places in the enumerations. */
function legality(): string {
  const modes = codeLists.customs_mode.toSorted((a, b) => Number(isLimited(b)) - Number(isLimited(a)));
  const pairs = modes.flatMap(({ code }) => Object.keys(flows).map((flow) => isLegalPair(code, flow)));
  const place = `${placeOf('mode', 'customs_mode')} * ${Object.keys(flows).length} + ${placeOf('flow', 'flow')}`;
  return `([${pairs.join(', ')}])[${place} + 1]`;
}

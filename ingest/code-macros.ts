import {
  type Code,
  type CodeList,
  chapters,
  codeLists,
  type Spelling,
  spellings,
} from '../catalogue/codes.ts';
import { flows, legalPairs } from '../catalogue/mode.ts';
import { type Duck, literal } from '../engine/duckdb.ts';

/**
 * The catalogue's code lists as macros: they neither join nor reorder rows, and cost next to nothing.
 * `<list>_code(text)` is the code that a text stands for, or null. `<list>_valid(code, day)` tells whether it was valid then.
 */
export async function createCodeMacros(duck: Duck): Promise<void> {
  for (const list of Object.keys(codeLists) as CodeList[]) {
    const found = new Map<string, Spelling>();
    for (const spelling of spellings(list))
      for (const text of variants(spelling.text)) if (!found.has(text)) found.set(text, spelling);
    await createLookup(
      duck,
      `${list}_code`,
      [...found.keys()],
      [...found.values()].map(({ code }) => literal(code)),
    );
    await duck.run(`create macro ${list}_valid(code, day) as ${validity(codeLists[list])}`);
  }
  const pairs = Object.keys(flows).map(
    (flow) =>
      `when ${literal(flow)} then mode in (${legalPairs
        .filter((pair) => pair.flow === flow)
        .map(({ mode }) => literal(mode))
        .join(', ')})`,
  );
  await duck.run(`create macro is_legal_pair(mode, flow) as case flow ${pairs.join(' ')} end`);
  await duck.run(`create macro is_chapter(x) as ${ranges(chapters.map(({ code }) => code))}`);
}

/** A macro from text to value: the text's place in an enumeration picks from a list. */
export async function createLookup(
  duck: Duck,
  name: string,
  texts: readonly string[],
  values: readonly string[],
): Promise<void> {
  await duck.run(`create type ${name}_text as enum (${texts.map(literal).join(', ')})`);
  await duck.run(
    `create macro ${name}(x) as ([${values.join(', ')}])[enum_code(try_cast(x as ${name}_text))::integer + 1]`,
  );
}

function variants(text: string): string[] {
  const title = text.toLowerCase().replace(/(^|[\s(-])[a-z]/g, (start) => start.toUpperCase());
  return [text, text.toLowerCase(), title];
}

function validity(codes: readonly Code[]): string {
  const arms = codes
    .filter(({ valid_from, valid_to }) => valid_from !== null || valid_to !== null)
    .map(
      ({ code, valid_from, valid_to }) =>
        `when ${literal(code)} then day between date ${literal(valid_from ?? '0001-01-01')} and date ${literal(valid_to ?? '9999-12-31')}`,
    );
  return arms.length ? `case code ${arms.join(' ')} else true end` : 'true';
}

/** Two-digit codes as a few ranges, which compare faster than a long list. */
function ranges(codes: readonly string[]): string {
  const found: [string, string][] = [];
  for (const code of [...codes].sort()) {
    const last = found.at(-1);
    if (last && Number(code) === Number(last[1]) + 1) last[1] = code;
    else found.push([code, code]);
  }
  return found.map(([from, to]) => `x between ${literal(from)} and ${literal(to)}`).join(' or ');
}

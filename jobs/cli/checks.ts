import { rowInWords } from '../../catalogue/check-words.ts';
import { type CheckResult, checks, isCheckId } from '../../catalogue/checks.ts';
import { formatIn } from '../../catalogue/number.ts';
import { Refusal } from '../../catalogue/refusal.ts';
import { checksOfRelease, currentChecks } from '../../warehouse/check-results.ts';
import { type Answer, type Call, period, type Verb, withProgram } from './call.ts';

/** What the checks found in a month. */
export const checkVerbs = { check: { words: 0, run: check } } as const satisfies Record<string, Verb>;

/** Rows that are named; `--json` has them all. */
const told = 5;

async function check(call: Call): Promise<Answer> {
  const month = period(call, true);
  const { release } = call.flags;
  const stored = await withProgram(({ database }) =>
    release === undefined ? currentChecks(database, month) : checksOfRelease(database, release),
  );
  if (stored?.period !== month)
    throw new Refusal('no_release', {
      zh: `${month}没有${release === undefined ? '草稿或发布，请先运行parkstat draft' : `发布${release}`}`,
      en: `${month} has ${release === undefined ? 'neither draft nor release: run parkstat draft' : `no release ${release}`}`,
    });
  const results = (stored.checks ?? []).filter(({ id }) => isCheckId(id));
  const found = results.filter((one) => one.found > 0);
  const of = stored.release ?? '草稿 draft';
  return {
    human: [
      `${month} ${of}: ${results.length} 项检查 checks, ${found.length} 项有发现 found something`,
      ...found.flatMap(lines),
    ],
    machine: { ...stored, checks: results },
  };
}

function lines({ id, kind, effect_cny, rows, found }: CheckResult): string[] {
  const { zh, en, remedy } = checks[id];
  const mark = kind === 'blocking' ? '阻断 BLOCKING' : '警告 warning';
  const effect = Number(effect_cny) > 0 ? `，影响 effect ${formatIn(effect_cny, 10_000, 2)} 万元` : '';
  const rest = found - told;
  return [
    '',
    `${mark} ${id}：${zh} ${en}（${found}）${effect}`,
    `  → ${remedy.zh}`,
    `    ${remedy.en}`,
    ...rows.slice(0, told).map((row) => `  - ${rowInWords(row).zh}`),
    ...(rest > 0 ? [`  … 另有${rest}处 ${rest} more (--json)`] : []),
  ];
}

import { type Check, checkIds, checks } from './checks.ts';

const kinds = [
  [
    'blocking',
    '阻断 Blocking',
    '有任何一处，该月不能发布；拒绝时逐处列出。Any row refuses the month and is listed in the refusal.',
  ],
  [
    'warning',
    '警告 Warnings',
    '不改变任何数值；按影响金额由大到小列出，记入发布清单。A warning changes no number; what has the largest effect is listed first and kept in the manifest.',
  ],
] as const;
const reads = {
  facts: '本月 the month',
  cells: '本月观测值 its observations',
  history: '历史 its past',
} as const satisfies Record<Check['reads'], string>;

const escaped = (text: string) => text.replaceAll('|', '\\|');

function entry(id: string, { zh, en, remedy, source, reads: from, thresholds }: Check): string {
  const numbers = Object.entries(thresholds).map(
    ([name, { number, unit, why }]) => `\`${name}\` ${number} ${unit.zh}：${why.zh}<br>${unit.en}: ${why.en}`,
  );
  const cells = [
    `\`${id}\``,
    `${zh}<br>${en}`,
    `${remedy.zh}<br>${remedy.en}`,
    reads[from],
    numbers.join('<br>') || '–',
    source,
  ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** The reference page of the checks of a month. `docs/checks.md` is this text. */
export function checksDocument(): string {
  const sections = kinds.map(([kind, title, meaning]) => {
    const lines = checkIds.filter((id) => checks[id].kind === kind).map((id) => entry(id, checks[id]));
    return `## ${title}\n\n${meaning}\n\n| 检查 check | 发现 what it finds | 怎么办 what to do | 所据 reads | 阈值 thresholds | 依据 source |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# 月度检查 Checks of a month

共${checkIds.length}项，起草和发布时逐项运行：\`parkstat check --period 2026-10\`。每项是一个查询，返回有问题的行；\`effect_cny\`是所影响的人民币值。
${checkIds.length} checks run whenever a month is drawn up: \`parkstat check --period 2026-10\`. Each is a query that returns what is wrong; \`effect_cny\` is how much of the total hangs on it.

1、2月合并为一步：春节落在其中任何一月，1月不作环比、同比判断，2月以1—2月之和判断。
January and February are one step, because the Spring Festival falls into either: January is not judged, February by the sum of both.

${sections.join('\n')}`;
}

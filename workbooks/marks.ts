import type { Message } from '../catalogue/refusal.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import type { Look } from '../engine/workbook.ts';
import type { AnnotatedFinding } from './delivery.ts';

interface Mark extends Message {
  readonly look: Look;
  readonly remark: Look;
}

const mark = (zh: string, en: string, fill: string, ink: string): Mark => ({
  zh,
  en,
  look: { fill, ink, line: ink, bold: true },
  remark: { ink, wrap: true, top: true },
});

/** How a finding of each class is shown, the gravest first. The word stands beside the colour, always. */
export const marks = {
  must_fix: mark('必改', 'must fix', 'FBDDD3', '9A3412'),
  confirm: mark('核实', 'to confirm', 'FDEDC4', '7A4A00'),
  notice: mark('提示', 'notice', 'DCE8F7', '0F4C9C'),
  set_aside: mark('不计', 'set aside', 'E3E6EA', '57606A'),
} as const satisfies Record<RuleClass, Mark>;

export const classes = Object.keys(marks) as RuleClass[];

export type PlacedFinding = Pick<AnnotatedFinding, 'class' | 'column_name' | 'message'>;

export function worst(found: readonly { readonly class: RuleClass }[]): RuleClass {
  return classes.find((name) => found.some((one) => one.class === name)) ?? 'notice';
}

/** Findings of rows by part and row, as `part\nrow`. */
export function byPlace(findings: readonly AnnotatedFinding[]): Map<string, AnnotatedFinding[]> {
  const places = new Map<string, AnnotatedFinding[]>();
  for (const finding of findings) {
    if (finding.row === null) continue;
    const place = `${finding.part ?? ''}\n${finding.row}`;
    const there = places.get(place);
    if (there) there.push(finding);
    else places.set(place, [finding]);
  }
  return places;
}

/** Findings with one cause: the same rule in the same column. */
export interface Grouped {
  readonly class: RuleClass;
  readonly rule: string;
  readonly column: string | null;
  readonly findings: readonly AnnotatedFinding[];
  readonly parts: ReadonlySet<string | null>;
}

/** The gravest class first, in it the largest group. */
export function grouped(findings: readonly AnnotatedFinding[]): Grouped[] {
  const groups = new Map<string, AnnotatedFinding[]>();
  for (const finding of findings) {
    const cause = `${finding.rule}\n${finding.column_name ?? ''}`;
    const there = groups.get(cause);
    if (there) there.push(finding);
    else groups.set(cause, [finding]);
  }
  const order = (name: RuleClass) => classes.indexOf(name);
  return [...groups.values()]
    .flatMap((some) => {
      const [first] = some;
      if (!first) return [];
      const parts = new Set(some.map(({ part }) => part));
      return [{ class: first.class, rule: first.rule, column: first.column_name, findings: some, parts }];
    })
    .sort((a, b) => order(a.class) - order(b.class) || b.findings.length - a.findings.length);
}

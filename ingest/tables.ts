import type { LineColumn } from '../catalogue/line-template.ts';
import type { Period } from '../catalogue/period.ts';
import type { TemplateId } from '../catalogue/templates.ts';

/** A tenant's own column names, and what its files never say because it is always the same. */
export interface ColumnMap {
  readonly columns: Readonly<Record<string, LineColumn>>;
  readonly constants: Partial<Readonly<Record<LineColumn, string>>>;
}

/** What a file says of itself outside of its table. */
export interface Claims {
  readonly usccs: readonly string[];
  readonly names: readonly string[];
  readonly periods: readonly Period[];
  readonly amountUnit: '元' | '万元' | '亿元' | null;
}

export interface Tables {
  readonly template: TemplateId;
  readonly rows: number;
  readonly ignoredColumns: readonly string[];
  readonly sample: readonly { readonly column: string; readonly header: string; readonly value: string }[];
  readonly claims: Claims;
  readonly personal: boolean;
  readonly totals: readonly {
    readonly part: string | null;
    readonly row: number;
    readonly column: LineColumn;
    readonly stated: string;
    readonly own: string;
  }[];
}

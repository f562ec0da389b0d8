import type { Template } from '../../catalogue/templates.ts';
import type { Copy, sampleOf } from './canonical.ts';
import type { Claiming } from './claims.ts';
import type { Header } from './header.ts';
import type { Difference } from './totals.ts';

/** What is found in the parts of a file, one after the other. */
export interface Findings {
  readonly templates: readonly Template[];
  readonly copy: Copy;
  readonly claiming: Claiming;
  readonly ignored: Set<string>;
  readonly totals: (Difference & { readonly part: string | null; readonly row: number })[];
  header: Header | null;
  sample: ReturnType<typeof sampleOf>;
  personal: boolean;
  /** Rows under headers. */
  tableRows: number;
}

import { createHash } from 'node:crypto';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import type { RuleId } from '../catalogue/rules.ts';
import type { TemplateId } from '../catalogue/templates.ts';
import type { Encoding } from './bytes.ts';
import type { Format } from './reader.ts';

/** A file as it arrived, and who sent it. */
export interface Arrival {
  readonly path: string;
  readonly fileName: string;
  readonly fileTime: Date;
  /** Null: the content must tell. */
  readonly uscc: string | null;
  readonly sourceId: string | null;
  /** The month that the sender says the file is for; rows of other months are then rejected. */
  readonly declaredPeriod: Period | null;
}

export interface Coverage {
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly lines: number;
  /** Months of declaration and currencies whose rates the lines need, like `2026-09 USD`. */
  readonly rates: readonly string[];
}

/** A rule that fired: on a row, on a month of a file, or on the file. */
export interface Finding {
  readonly rule: RuleId;
  readonly class: RuleClass;
  /** Sheet, archive member or message; null where the file has one part only. */
  readonly part: string | null;
  readonly row: number | null;
  readonly period: string | null;
  readonly column_name: string | null;
  /** Masked, at most 80 characters. */
  readonly value: string | null;
  /** What a confirmation sticks to: `mode flow declaration line` of a row, `mode flow month`, or empty for the file. */
  readonly subject: string;
}

/** How a file was understood, for people: they see it before they trust what follows. */
export interface Recognition {
  /** Three cells as they were read, with the header that they stand under. */
  readonly sample: readonly { readonly header: string; readonly column: string; readonly value: string }[];
  /** Where the tenant comes from; null where it does not come from anywhere. */
  readonly tenantFrom: 'sender' | 'content' | null;
  /** Parts that were read, and those that were not, with why. */
  readonly parts: readonly string[];
  readonly skipped: readonly string[];
}

/** A delivery after collection: recognised, read and judged, or refused as a whole. */
export interface Delivery {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Null when neither the sender nor the content tells; it is then set aside. */
  readonly uscc: string | null;
  readonly sourceId: string | null;
  readonly fileName: string;
  readonly fileTime: Date;
  readonly receivedAt: Date;
  readonly declaredPeriod: Period | null;
  readonly format: Format | null;
  readonly encoding: Encoding | null;
  readonly template: TemplateId | 'ceb' | null;
  readonly recognition: Recognition | null;
  readonly refusal: (Message & { readonly id: FileRefusalId; readonly value: string }) | null;
  /** Header cells that no template column answers to; their cells were not read. */
  readonly ignoredColumns: readonly string[];
  readonly rowsRead: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly setAside: number;
  readonly coverage: readonly Coverage[];
  /** The same of returns and cancellations; the months are those of the events. */
  readonly eventCoverage: readonly Coverage[];
  /** Whether the bytes at rest are those that arrived, or a copy without persons' numbers. Null: nothing was kept. */
  readonly kept: 'as_received' | 'cleansed' | null;
  readonly lakeFile: string | null;
  /** Returns and cancellations at rest. */
  readonly eventFile: string | null;
  /** Records of customs messages at rest, from which later messages make lines anew. */
  readonly messageFile: string | null;
}

export interface TakenIn {
  readonly delivery: Delivery;
  readonly findings: readonly Finding[];
  /** More findings than are held: a file with one in JSON a line, which whoever records them removes. */
  readonly findingFile?: string | null;
}

/**
 * A delivery is a tenant's bytes: the same bytes from the same tenant are the same delivery. For another declared month
 * they say something else, and are another.
 */
export function deliveryId(
  uscc: string | null,
  sha256: string,
  declaredPeriod: Period | null = null,
): string {
  return createHash('sha256')
    .update([uscc ?? '', sha256, ...(declaredPeriod ? [declaredPeriod] : [])].join(' '))
    .digest('hex')
    .slice(0, 20);
}

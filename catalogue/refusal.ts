/** A sentence for people, in both languages of the house. */
export interface Message {
  readonly zh: string;
  readonly en: string;
}

/** Every reason for which parkstat says no to a request as a whole. A bad row is never a refusal: it is a rejection. */
export const refusalCodes = [
  'usage',
  'configuration',
  'registry_invalid',
  'unknown_tenant',
  'unknown_source',
  'source_failed',
  'secret_unreadable',
  'file_unreadable',
  'period_invalid',
  'period_not_over',
  'no_delivery',
  'check_failed',
  'open_confirmations',
  'not_confirmable',
  'wrong_state',
  'forbidden',
  'sign_in_required',
  'unsupported_type',
  'no_release',
  'no_report',
  'not_built',
  'database_unavailable',
  'disk_full',
  'busy',
  'unknown_parameter',
  'impossible_code',
  'too_large',
  'upload_too_large',
  'upload_too_slow',
  'not_adjustable',
  'not_found',
  'not_acceptable',
  'not_offered',
  'verification_failed',
  'clock_behind',
  'month_final',
  'no_draft',
  'not_signed',
  'signature_void',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/**
 * An answer of "no" that a person can act on: what is wrong and what to do.
 * Caught only at the edges: the command line, the job runner and the API's error handler.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly text: Message;
  /** What the refusal is about, for machines: offending rows, the parameter and the allowed values. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusalCode,
    text: Message,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${text.zh} | ${text.en}`, options);
    this.name = 'Refusal';
    this.code = code;
    this.text = text;
    this.details = details;
  }
}

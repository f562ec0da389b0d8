import type { Look } from '../engine/workbook.ts';

const line = 'D8DEE6';

/** One visual language for every workbook, that of the pages. */
export const looks = {
  plain: { line },
  wrapped: { line, wrap: true, top: true },
  header: { fill: 'E8EFF8', bold: true, line, wrap: true },
  required: { fill: '0F4C9C', ink: 'FFFFFF', bold: true, line, wrap: true },
  title: { size: 16, bold: true },
  section: { size: 12, bold: true },
  quiet: { ink: '57606A' },
  quietWrapped: { ink: '57606A', wrap: true, top: true },
  unread: { fill: 'EEF1F5', ink: '57606A', line },
  link: { ink: '0F4C9C', line },
  count: { line, format: '#,##0' },
  text: { format: '@' },
  day: { format: 'yyyy-mm-dd' },
  number: { format: 'General' },
} as const satisfies Record<string, Look>;

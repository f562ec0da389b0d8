/** The headers that belong to the bytes. */
export const describing = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'cache-control',
  'etag',
  'vary',
  'last-modified',
  'link',
  'x-total',
  'x-truncated',
  'x-query-id',
  'x-as-of',
  'x-releases',
  'x-status-counts',
  'content-language',
  'accept-ranges',
] as const;

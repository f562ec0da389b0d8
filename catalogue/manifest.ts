/** What of a manifest tells of no tenant; what is not listed here is told to nobody but who sees all. */
const ofNobody = [
  'partitions',
  'event_partitions',
  'models',
  'indicators',
  'code_lists',
  'rates',
  'sites',
  'parks',
  'counts',
  'inputs',
  'reporting',
] as const;
/** Lists whose entries each name one tenant. */
const ofTenants = ['deliveries', 'events', 'estimates'] as const;

/** Whose entries are told: all, or those of some tenants. */
export interface ToldTenants {
  readonly all: boolean;
  readonly tenants: ReadonlySet<string> | null;
}

/** A manifest as far as a reader may know it. */
export function manifestTold(manifest: object, { all, tenants }: ToldTenants): object {
  if (all) return manifest;
  const known = manifest as Readonly<Record<string, unknown>>;
  const isTold = (entry: unknown) =>
    tenants?.has(String((entry as { readonly uscc?: unknown } | null)?.uscc)) === true;
  const told = ofNobody.filter((name) => name in known).map((name) => [name, known[name]]);
  const lists = ofTenants
    .filter((name) => Array.isArray(known[name]))
    .map((name) => [name, (known[name] as readonly unknown[]).filter(isTold)]);
  return Object.fromEntries([...told, ...lists]);
}

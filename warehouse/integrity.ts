import { manifestHash } from './canonical.ts';
import type { Database } from './database.ts';
import { rehash } from './observations.ts';

/** Releases whose observations or manifest are no longer those that they were published with. */
export async function alteredReleases(database: Database): Promise<string[]> {
  const releases = await database.kysely
    .selectFrom('release')
    .select(['id', 'release_key', 'fingerprint', 'manifest', 'manifest_sha256'])
    .orderBy('period')
    .orderBy('number')
    .execute();
  const altered: string[] = [];
  for (const release of releases) {
    const sameManifest =
      release.manifest_sha256 === null || manifestHash(release.manifest) === release.manifest_sha256;
    if (!sameManifest || (await rehash(database, release)) !== release.fingerprint) altered.push(release.id);
  }
  return altered;
}

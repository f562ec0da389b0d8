import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @sparticuz/chromium carries a Chromium and the shared libraries that it needs inside its npm package, and unpacks them
 * into the temporary directory; it brings its libnss only when it believes to run on AWS Lambda. It takes a half-written
 * file of another process for a finished one, so it unpacks into a directory of its own, which is moved into place whole.
 */
async function unpackBrowser(): Promise<string> {
  const carrier = await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
  const { version } = JSON.parse(carrier) as { version: string };
  const home = join(tmpdir(), `parkstat-chromium-${version}-${userInfo().uid}`);
  if (existsSync(home)) return home;
  const unpacking = await mkdtemp(join(tmpdir(), 'parkstat-chromium-'));
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: unpacking, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  // Where another process was faster, its directory is as good.
  await rename(unpacking, home).catch(() => rm(unpacking, { recursive: true }));
  return home;
}

/**
 * A real browser with nothing installed on the machine. Its security stays on: of the package's own flags only those are
 * used that let it start as root, so that a page which needs a relaxed same-origin rule fails here as it would for a reader.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await programOf());
}

const flags = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'];

async function programOf() {
  const home = await unpackBrowser();
  const ownFonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(home, 'fonts') };
  return {
    executablePath: join(home, 'chromium'),
    args: flags,
    env: { ...process.env, ...ownFonts, LD_LIBRARY_PATH: join(home, 'al2023', 'lib') },
  };
}

/** The same browser by itself, to be steered by another program, such as Lighthouse, at a port of this machine. */
export async function startBrowser(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const { executablePath, args, env } = await programOf();
  const profile = await mkdtemp(join(tmpdir(), 'parkstat-profile-'));
  const own = [
    '--headless',
    '--disable-dev-shm-usage',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const child = spawn(executablePath, [...args, ...own], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes;
      const at = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said)?.[1];
      if (at) resolve(Number(at));
    });
    child.once('exit', () => reject(new Error(`the browser did not start: ${said}`)));
  });
  return {
    port,
    close: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

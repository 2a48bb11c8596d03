/** The questions that finding a browser asks of a computer, and their answers on this one. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

export interface Probes {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly isRoot: boolean;
  /** Debian itself: elsewhere the package `chromium` is a stub or has another name. */
  isDebian(): boolean;
  /** The full path of a command, as the shell would find it. */
  which(command: string): string | undefined;
  exists(path: string): boolean;
  /** The version that the program prints, or undefined when it does not run. */
  version(path: string): string | undefined;
  /** Where Playwright would keep its own browser, whether or not it is there. */
  playwrightPath(): string | undefined;
  /** Installs Debian's Chromium and tells whether that worked. */
  aptInstall(): boolean;
}

// Everything here waits: Vitest reads a launch option at the moment it starts the browser, and that
// read cannot be awaited.
const VERSION_DEADLINE_MS = 30_000;
const INSTALL_DEADLINE_MS = 10 * 60_000;

export function machineProbes(): Probes {
  return {
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    isDebian,
    which,
    exists: isFile,
    version,
    playwrightPath,
    aptInstall,
  };
}

function isDebian(): boolean {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function which(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const name = process.platform === 'win32' ? `${command}.exe` : command;
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function version(path: string): string | undefined {
  const [command, args] = process.platform === 'win32' ? windowsVersion(path) : unixVersion(path);
  const answer = spawnSync(command, args, { encoding: 'utf8', timeout: VERSION_DEADLINE_MS });
  // Whether it *is* one counts too: `node --version` also ends well.
  const line = answer.status === 0 ? /^.*chrom.* \d+\.\d+.*$/im.exec(answer.stdout) : null;
  return line?.[0].trim();
}

function unixVersion(path: string): [string, string[]] {
  return [path, ['--version']];
}

/** Chrome for Windows opens a window when asked for its version, so its file is asked instead. */
function windowsVersion(path: string): [string, string[]] {
  const quoted = path.replaceAll("'", "''");
  const script = `'Chromium ' + (Get-Item -LiteralPath '${quoted}').VersionInfo.ProductVersion`;
  return ['powershell', ['-NoProfile', '-NonInteractive', '-Command', script]];
}

function playwrightPath(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    // Playwright has no browser for this platform at all.
    return undefined;
  }
}

function aptInstall(): boolean {
  console.log('Browser: none found; installing the Debian package `chromium`');
  return apt('update') && apt('install', '-y', 'chromium');
}

function apt(...args: string[]): boolean {
  const done = spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: INSTALL_DEADLINE_MS,
  });
  return done.status === 0;
}

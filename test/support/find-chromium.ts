/**
 * Which Chromium the browser tests drive. The order is fixed and the first that runs is taken:
 * the one you name, the one this computer has, the one Playwright already has, the one Debian has.
 *
 * Nothing is skipped when there is none: a suite that quietly runs without its browser proves nothing.
 */
import { machineProbes, type Probes } from './chromium-probes.ts';

export interface Chromium {
  readonly executablePath: string;
  /** What the browser says of itself, such as `Chromium 149.0.7827.0`. */
  readonly version: string;
  /** Why this one and no other, as a half sentence. */
  readonly reason: string;
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
];

/** Thrown when there is no browser to test with. Its message is one sentence that says what to do. */
export class NoChromiumError extends Error {
  override readonly name = 'NoChromiumError';
}

/** Walks the order above. Probes are a parameter so that the order is tested without a browser. */
export function findChromium(probes: Probes = machineProbes()): Chromium {
  const named = probes.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return chosenByName(named, probes);
  const found = onThisComputer(probes) ?? fromPlaywright(probes) ?? fromDebian(probes);
  if (found !== undefined) return found;
  throw new NoChromiumError(
    'No Chromium was found: install Chromium or Chrome, or run `npx playwright install chromium`, ' +
      'or set CHROMIUM_PATH to the program file of one.',
  );
}

/** Flags for a browser that is quiet on the network and starts as root in a container. */
export function launchArgs(isRoot: boolean = process.getuid?.() === 0): string[] {
  return [
    // Chromium refuses to sandbox root. Everybody else keeps the sandbox.
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

/** Vitest loads this file more than once in one process, so the answer is kept beside the files. */
const kept = globalThis as typeof globalThis & { leakproofChromium?: Chromium };

/** The browser of this process: looked for once, and announced once. */
export function takeChromium(): Chromium {
  if (kept.leakproofChromium === undefined) {
    const { executablePath, version, reason } = (kept.leakproofChromium = findChromium());
    console.log(`Browser: ${version} at ${executablePath} (${reason})`);
  }
  return kept.leakproofChromium;
}

/** Whoever names a browser wants that one, so a name that does not run is an error. */
function chosenByName(executablePath: string, probes: Probes): Chromium {
  const version = probes.version(executablePath);
  if (version !== undefined) return { executablePath, version, reason: 'CHROMIUM_PATH names it' };
  throw new NoChromiumError(
    `CHROMIUM_PATH is ${executablePath}, which does not run as a Chromium: ` +
      'set it to the program file of a Chromium or Chrome, or unset it.',
  );
}

function onThisComputer(probes: Probes): Chromium | undefined {
  const reason = 'this computer has it';
  for (const executablePath of systemCandidates(probes)) {
    const version = probes.version(executablePath);
    if (version !== undefined) return { executablePath, version, reason };
  }
  return undefined;
}

function systemCandidates(probes: Probes): string[] {
  const onPath = COMMANDS.flatMap((command) => probes.which(command) ?? []);
  return [...onPath, ...usualPlaces(probes).filter((path) => probes.exists(path))];
}

function usualPlaces({ platform, env }: Probes): string[] {
  if (platform === 'darwin') return MAC_APPLICATIONS;
  if (platform !== 'win32') return [];
  const folders = WINDOWS_FOLDERS.flatMap((name) => env[name] ?? []);
  return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`));
}

function fromPlaywright(probes: Probes): Chromium | undefined {
  const executablePath = probes.playwrightPath();
  if (executablePath === undefined || !probes.exists(executablePath)) return undefined;
  const version = probes.version(executablePath);
  if (version === undefined) return undefined;
  return { executablePath, version, reason: 'Playwright has downloaded it before' };
}

/** Only root on Debian: a test run may set up a container, not change somebody's computer. */
function fromDebian(probes: Probes): Chromium | undefined {
  if (!probes.isRoot || !probes.isDebian() || !probes.aptInstall()) return undefined;
  const executablePath = probes.which('chromium');
  if (executablePath === undefined) return undefined;
  const version = probes.version(executablePath);
  if (version === undefined) return undefined;
  return { executablePath, version, reason: 'apt-get installed it just now' };
}

/** Vitest's browser mode on the Chromium that `find-chromium` takes. */
import { playwright } from '@vitest/browser-playwright';
import { launchArgs, takeChromium } from './find-chromium.ts';

export function chromiumProvider(): ReturnType<typeof playwright> {
  return playwright({
    launchOptions: {
      // Read when the browser starts, so that suites which need none run without one.
      get executablePath() {
        return takeChromium().executablePath;
      },
      args: launchArgs(),
    },
  });
}

/** The page of the sandbox's bench: the frame as lessons have it, and a worker that uses it. */
import { downloadRealmCode } from '../../../src/engine/browser/realm-code.ts';
import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import type { SandboxFigures } from './figures.ts';
import type { BenchRequest } from './worker.ts';

declare global {
  interface Window {
    measureSandbox: () => Promise<SandboxFigures>;
  }
}

window.measureSandbox = async () => {
  const host = new FrameHost(downloadRealmCode);
  host.open();
  const { port } = host.connect();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<SandboxFigures | string>) => {
      if (typeof data === 'string') reject(new Error(data));
      else resolve(data);
    };
    worker.postMessage({ port } satisfies BenchRequest, [port]);
  });
};

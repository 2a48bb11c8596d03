import type { Fault, PartNews, WorkerRequest } from './contract/index.ts';
import { ADDRESSES } from './fetching/browser/addresses.ts';
import { fetchFiles, unpackFiles } from './fetching/index.ts';

// The entry of a database worker in a browser. It is small, so that the files it boots from are on
// their way, and are unpacked, while what it runs is still being loaded.

const running = import('./database-worker.ts');
// The page hears of it as of a script that did not load.
running.catch(reportError);

const say = (news: PartNews): void => {
  postMessage(news);
};

/** Fetches for itself, and hands on what came, for the workers after it. */
async function fetchForAll(): Promise<void> {
  const coming = fetchFiles(ADDRESSES, (part, bytes) => {
    say({ kind: 'loaded', part, bytes });
  });
  answer({ kind: 'unpacked', files: unpackFiles(coming) });
  try {
    const [files, image] = await Promise.all([coming.files, coming.image]);
    say({ kind: 'fetched', packed: { files, image } });
  } catch (error) {
    say({ kind: 'not-fetched', fault: (error as { fault: Fault }).fault });
  }
}

type Respond = Awaited<typeof running>['respond'];

function answer(request: Parameters<Respond>[0]): void {
  running.then(
    ({ respond }) => respond(request),
    () => undefined,
  );
}

addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
  answer(data.kind === 'unpack' ? { kind: 'unpacked', files: unpackFiles(data.packed) } : data);
});

// Said by its name, since a message has to wait until the page has time to pass it on.
if (self.name === 'fetching') void fetchForAll();

import type { Fault, FileAddresses, PartNews, WorkerRequest } from './contract/index.ts';
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
async function fetchFor(urls: FileAddresses): Promise<void> {
  const coming = fetchFiles(urls, (part, bytes) => {
    say({ kind: 'loaded', part, bytes });
  });
  const unpacked = unpackFiles(coming);
  running.then(({ respond }) => respond({ kind: 'unpacked', files: unpacked }), reported);
  try {
    const [files, image, vector] = await Promise.all([coming.files, coming.image, coming.vector]);
    say({ kind: 'fetched', packed: { files, image, vector } });
  } catch (error) {
    say({ kind: 'not-fetched', fault: (error as { fault: Fault }).fault });
  }
}

type Message = WorkerRequest | { readonly kind: 'fetch'; readonly urls: FileAddresses };

function take(message: Message): void {
  if (message.kind === 'fetch') {
    void fetchFor(message.urls);
  } else if (message.kind === 'unpack') {
    const files = unpackFiles(message.packed);
    running.then(({ respond }) => respond({ kind: 'unpacked', files }), reported);
  } else {
    running.then(({ respond }) => respond(message), reported);
  }
}

/** Above, once. */
function reported(): void {
  return undefined;
}

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  take(data);
});

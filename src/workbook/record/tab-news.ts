import * as z from 'zod/mini';

const News = z.object({ slug: z.string() });

/** Tells the other tabs of this browser that a lesson's record is another now, and hears of theirs. */
export interface TabNews {
  tell(slug: string): void;
  /** Returns the function that ends it. */
  listen(heard: (slug: string) => void): () => void;
}

/** Over a BroadcastChannel. Where the browser has none, a tab hears of others when it is shown again. */
export function tabNews(name = 'leakproof:records'): TabNews {
  const channel = typeof BroadcastChannel === 'undefined' ? null : open(name);
  return {
    tell: (slug) => channel?.postMessage({ slug } satisfies z.infer<typeof News>),
    listen(heard) {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        const news = News.safeParse(data);
        if (news.success) heard(news.data.slug);
      };
      channel?.addEventListener('message', hear);
      return () => channel?.removeEventListener('message', hear);
    },
  };
}

function open(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    // An opaque origin has no other tabs to speak with.
    return null;
  }
}

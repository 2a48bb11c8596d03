import { createClient } from 'redis';

/** One Redis, for all workspaces. */
export const redis = createClient({ url: process.env.REDIS_URL ?? '' });
void redis.connect();

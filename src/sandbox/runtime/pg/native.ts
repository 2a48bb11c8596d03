// `pg` asks for this when somebody reads `pg.native`, and takes its absence well.
throw Object.assign(new Error("Cannot find module 'pg-native'"), { code: 'MODULE_NOT_FOUND' });
export {};

export * from './database.ts';
export * from './errors.ts';
export * from './evidence.ts';
export * from './lesson.ts';
export * from './messages.ts';
export * from './sql-text.ts';
export * from './verdict.ts';
